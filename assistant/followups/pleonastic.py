"""Words that look like pronouns and stand for nothing: "is there …", "it is known that …", "the country that has …"."""

import re

_BE = r"(?:is|was|are|were)"
_DETERMINED = r"(?:the|an?|any|each|every|all|some|no|its|his|her|their|our|my|your|this|these|those)"
_FOR_WHOM = r"(?:for [^,;?]{1,60} )?"
# In lower case or not, but for a name's capital; each bounded, a line may have 20,000 characters.
EMPTY = {
    "is there": rf"\b{_BE} there\b",
    "will there be": r"\b(?:will|would|can|could|should|might|may|must|has|have|had) there be(?:en)?\b",
    "ought there": r"\bought there\b",
    "there is": r"\bthere (?:\w{1,20}ly )?(?:is|are|was|were|any)\b",
    "that he": r"\bthat (?=(?:it|he|she|they|we|you|i|there)\b)",
    "that the": rf"(?<!\bis )(?<!\bwas )(?<!\bdid )(?<!\bdoes )(?<!\bwill )\bthat (?={_DETERMINED}\b)",
    "that of": r"\b(?:that|those) (?=of\b)",
    # "What did it cost to roof the chapel?": to roof it; "how long did it take to build?" asks of the thing built.
    "it costs to": (
        r"\bit (?:\w{1,20}ly )?(?:have )?(?:tak(?:e|en|es)|took|costs?|needs?|needed)\b(?: [^\s,;?]{1,30}){0,8}? "
        r"(?=to [a-z]+ (?:the|an?|any|all|its|his|her|their|our|each|every|one|two|[a-z]+s|(?-i:[A-Z])\w*)\b|"
        r"for \w[^,;?]{0,60} to [a-z]+\b)"
    ),
    "it takes to … them": (
        r"\bit (?:\w{1,20}ly )?(?:have )?(?:tak(?:e|en|es)|took|costs?)\b(?: [^\s,;?]{1,30}){0,3}? "
        r"(?=to [a-z]+ (?:them|it|him|her|us|those|these)\b)"
    ),
    "make it … to": rf"\bma(?:de|ke|kes) it (?=\w+ {_FOR_WHOM}to\b)",
    # "Is it easier to heat than the mill?" asks of what is heated.
    "is it easier to": (
        r"\b(?:is|was|be) it (?:\w+er|more \w+|possible|easy|hard|difficult|necessary|better|worth|true|known)"
        rf"(?= {_FOR_WHOM}to [a-z]+ (?!than (?!to\b))\w)"
    ),
    "was it, say, that": r"\b(?:is|was) it, [^,?]{1,60}, that\b",
    "was it one or another that": (
        r"\b(?:is|was) it (?=(?:the |an? |our |(?-i:[A-Z]))[^?.;]{1,60} or [^?.;]{1,60} (?:that|who)\b)"
    ),
    "is it true": r"\b(?:is|was) it (?:true|possible|known|clear)(?: that)?\b",
    "it is true that": r"\bit (?:is|was|true|possible|known|clear)(?: \w+)? that\b",
    "what that is": (
        r"\b(?!(?:of|in|for|to|on|by|with|and)\b)\w+ that (?:is|are|was|were|will|would|can|could|has|have|had)\b"
    ),
}
_EMPTY = re.compile("|".join(EMPTY.values()), re.IGNORECASE)


def without_pleonastic(line: str) -> str:
    """The line with "_" in the place of each character of them, so that all else stands where it stood."""
    return _EMPTY.sub(lambda match: "_" * len(match.group()), line)
