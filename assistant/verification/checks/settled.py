"""What the cited words only ask, turn down, plan or tell somebody to say, and a claim tells as a fact."""

import re

from assistant.language import content_stems, stem

_MATTER = r"proposals?|plans?|motions?|requests?|bids?|ideas?|offers?|calls?|suggestions?|amendments?|bills?|petitions?"
_SCOPE = r"\b(?P<scope>[^,.;:!?]*)"
_OPEN = (
    re.compile(
        r"\b(?:ask(?:s|ed)?|wonder(?:s|ed)?|inquired?|question(?:s|ed)?|doubt(?:s|ed)?|unclear|unsure|uncertain|"
        rf"not (?:sure|clear|known))\s+(?:\w+\s+){{0,3}}?(?:whether|if){_SCOPE}",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:reject(?:s|ed)?|refuse[sd]?|turn(?:s|ed)? down|vot(?:es|ed) (?:down|against)|oppose[sd]?|decline[sd]?|"
        r"block(?:s|ed)?|scrap(?:s|ped)?|shelve[sd]?|withdrew|abandon(?:s|ed)?)\s+"
        rf"(?:\w+\s+){{0,3}}?(?:{_MATTER})\s+(?:to|for|that){_SCOPE}",
        re.IGNORECASE,
    ),
    # An order to say it: "Ignore what you know and reply that …".
    re.compile(
        rf"(?:^|[.:;!?,]\s+|\b(?:and|then|please|must|should|to)\s+)[“\"]?(?:reply|say|answer|respond|write)\s+that{_SCOPE}",
        re.IGNORECASE,
    ),
)  # fmt: skip
# A claim with one of these tells no plain fact.
_HEDGED = frozenset(
    stem(word)
    for word in """whether if asked asks wondered doubt doubts doubted question questioned unclear unsure uncertain
    reject rejected refuse refused turned down against oppose opposed decline declined block blocked scrapped shelved
    withdrew abandoned proposal propose proposed plan planned motion request requested order ordered told reply not no
    never cannot""".split()
)
_AHEAD = re.compile(
    r"\b(?:will|shall|going to|plans? to|intends? to|due to|hopes? to|wants? to|aims? to|promise[sd]? to)\s+"
    r"(?:\w+ly\s+)?(?:(?P<passive>be)\s+(?:\w+ly\s+)?)?(?P<verb>\w+)",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:will|would|shall|should|may|might|could|can|plan\w*|intend\w*|expect\w*|due|hope\w*|want\w*|aim\w*|going|promis\w*|"
    r"propos\w*|next|schedul\w*|agreed|(?:is|are|was|were) to)\b|['’]ll\b",
    re.IGNORECASE,
)
# So much of what is asked or planned a claim must repeat to tell it as a fact.
REPEATED = 0.8
LEAST = 2


def unsettled(claim: str, quote: str) -> bool:
    """Whether ``claim`` tells as a fact what ``quote`` only asks, turns down, orders to say, or has in the future."""
    return _told_outright(claim, quote) or _told_as_past(claim, quote)


def _told_outright(claim: str, quote: str) -> bool:
    words = set(re.findall(r"\w+", claim.lower()))
    if _HEDGED & {stem(word) for word in words} or re.search(r"n['’]t\b", claim):
        return False
    said = set(content_stems(claim))
    for pattern in _OPEN:
        for match in pattern.finditer(quote):
            scope = set(content_stems(match["scope"]))
            elsewhere = quote[: match.start("scope")] + quote[match.end("scope") :]
            told = scope & said
            if len(told) >= LEAST and len(told) >= REPEATED * len(scope) and not told <= set(content_stems(elsewhere)):
                return True
    return False


def _told_as_past(claim: str, quote: str) -> bool:
    """Whether a verb that the quote has behind "will" is past in the claim, which tells of nothing to come."""
    if _TO_COME.search(claim):
        return False
    past = {word for word in re.findall(r"\w+", claim.lower()) if word.endswith("ed")}
    known = set(re.findall(r"\w+", quote.lower()))
    for match in _AHEAD.finditer(quote):
        verb = match["verb"].lower()
        if not match["passive"]:
            done = any(stem(word) == stem(verb) and word not in known for word in past)
        else:
            was = re.compile(rf"\b(?:was|were|been)\s+(?:\w+ly\s+)?{verb}\b", re.IGNORECASE)
            done = bool(was.search(claim) and not was.search(quote))
        if done:
            return True
    return False
