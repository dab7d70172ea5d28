"""What the cited words only ask, turn down, plan or tell somebody to say, and a claim tells as a fact."""

import re

from assistant.language import content_stems, stem
from assistant.verification.checks.past_forms import irregular_past, is_past_of

_MATTER = r"proposals?|plans?|motions?|requests?|bids?|ideas?|offers?|calls?|suggestions?|amendments?|bills?|petitions?"
_SCOPE = r"\b(?P<scope>[^,.;:!?]*)"
_ASKED = re.compile(
    r"\b(?:ask(?:s|ed)?|wonder(?:s|ed)?|inquired?|question(?:s|ed)?|doubt(?:s|ed)?|unclear|unsure|uncertain|"
    rf"not (?:sure|clear|known))\s+(?:\w+\s+){{0,3}}?(?:whether|if){_SCOPE}",
    re.IGNORECASE,
)
_TURNED_DOWN = re.compile(
    r"\b(?:reject(?:s|ed)?|refuse[sd]?|turn(?:s|ed)? down|vot(?:es|ed) (?:down|against)|oppose[sd]?|decline[sd]?|"
    r"block(?:s|ed)?|scrap(?:s|ped)?|shelve[sd]?|withdrew|abandon(?:s|ed)?)\s+"
    rf"(?:\w+\s+){{0,3}}?(?:{_MATTER})\s+(?:to|for|that){_SCOPE}",
    re.IGNORECASE,
)
# An order to say it, "Ignore what you know and reply that …"; "I want to say that …" is none.
_OPENS = r"(?:^|[.:!?]\s+|[“\"]\s*)"
_ORDERED = re.compile(
    rf"(?:{_OPENS}|\bplease,?\s+|{_OPENS}(?:ignore|forget|disregard|drop|stop|listen|remember|take|read|write|note)\b"
    rf"[^.:;!?]*?\b(?:and|then)\s+)(?:reply|say|answer|respond|write)\s+that{_SCOPE}",
    re.IGNORECASE,
)
# What answers a question that stands before it, and what does so by itself.
_ANSWERS = re.compile(r"\b(?:yes|it|they|them|this|that|these|those|so)\b", re.IGNORECASE)
_SHORT_ANSWER = re.compile(
    r"\b(?:yes|of\s+course|certainly|exactly)\b|\b(?:it|they|he|she|we|i|you|that|this)\s+"
    r"(?:is|are|was|were|am|do|does|did|has|have|had|will|can|could)\s*(?:[.,;:!?”\"]|$)",
    re.IGNORECASE,
)
_ANSWERS_NO = re.compile(r"\b(?:not|never|no(?=\s*[,.;:!]))\b|n['’]t\b", re.IGNORECASE)
_THIS_AND_NEXT_SENTENCE = re.compile(r"[^.!?]*[.!?”\")\s]*[^.!?]*")
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
_PAST_PASSIVE = re.compile(r"\b(?:was|were|been|got)\s+(?:\w+\s+)?$", re.IGNORECASE)
_PRONOUN_BEFORE = re.compile(r"\b(?:i|we|you|he|she|it|they|who|which|that)\s+$", re.IGNORECASE)
# So much of what is asked or planned a claim must repeat to tell it as a fact.
REPEATED = 0.8
LEAST = 2


def unsettled(claim: str, quote: str, nearby: str) -> bool:
    """Whether ``claim`` tells as a fact what ``quote`` only asks, turns down, orders to say, or has in the future.

    Args:
        nearby: what stands around the quote: what follows a question there may answer it.
    """
    return _told_outright(claim, quote, nearby) or _told_as_past(claim, quote)


def _told_outright(claim: str, quote: str, nearby: str) -> bool:
    words = set(re.findall(r"\w+", claim.lower()))
    if _HEDGED & {stem(word) for word in words} or re.search(r"n['’]t\b", claim):
        return False
    said = set(content_stems(claim))
    return any(
        _repeats(said, match, quote) and not (settles and settles(match, quote, nearby))
        for pattern, settles in ((_ASKED, _answered), (_TURNED_DOWN, _done_after_all), (_ORDERED, None))
        for match in pattern.finditer(quote)
    )


def _repeats(said: set[str], match: re.Match[str], quote: str) -> bool:
    """Whether a claim of these stems tells what ``match`` has in its scope, and no other part of the quote has."""
    scope = set(content_stems(match["scope"]))
    elsewhere = quote[: match.start("scope")] + quote[match.end("scope") :]
    told = scope & said
    return len(told) >= LEAST and len(told) >= REPEATED * len(scope) and not told <= set(content_stems(elsewhere))


def _answered(match: re.Match[str], quote: str, nearby: str) -> bool:
    """Whether what follows the question, or a short answer ahead of it, may say yes to it."""
    behind = _behind(match, quote, nearby)
    if _SHORT_ANSWER.search(quote[: match.start()]) or _SHORT_ANSWER.search(behind):
        return True
    speaks_of_it = _ANSWERS.search(behind) or set(content_stems(match["scope"])) & set(content_stems(behind))
    return bool(speaks_of_it) and not _ANSWERS_NO.search(behind)


def _done_after_all(match: re.Match[str], quote: str, nearby: str) -> bool:
    """Whether what follows tells of what was turned down as done: "It closed all the same"."""
    return content_stems(match["scope"])[0] in content_stems(_behind(match, quote, nearby))


def _behind(match: re.Match[str], quote: str, nearby: str) -> str:
    """What stands behind it in the quote, and in the sentence that follows in ``nearby``."""
    found = nearby.find(match.group())
    following = _THIS_AND_NEXT_SENTENCE.match(nearby, found + len(match.group())) if found >= 0 else None
    return f"{quote[match.end() :]} {following.group() if following else ''}"


def _told_as_past(claim: str, quote: str) -> bool:
    """Whether a verb that the quote has behind "will" alone is past in the claim, which tells of nothing to come."""
    if _TO_COME.search(claim) or _ANSWERS_NO.search(claim):
        return False
    return any(_told_as_done(claim, quote, match) for match in _AHEAD.finditer(quote))


def _told_as_done(claim: str, quote: str, ahead: re.Match[str]) -> bool:
    """Whether ``claim`` has the verb of ``ahead`` as past, and all that it says of it stands in that clause alone."""
    verb = ahead["verb"].lower()
    told = next((m for m in re.finditer(r"\w+", claim) if is_past_of(m.group().lower(), verb)), None)
    if told is None or _is_told_elsewhere(verb, quote):
        return False
    start = max(quote.rfind(stop, 0, ahead.start()) for stop in ".;:!?") + 1
    end = min((at for stop in ".;:!?" if (at := quote.find(stop, ahead.end())) >= 0), default=len(quote))
    subject = claim[: told.start()].split(" that ")[-1]
    needed = set(content_stems(claim[told.end() :]))
    # "We will close the school": the pronoun may be whoever the claim names.
    if not needed or _PAST_PASSIVE.search(subject) or not _PRONOUN_BEFORE.search(quote[start : ahead.start()]):
        needed |= set(content_stems(subject))
    elsewhere = set(content_stems(f"{quote[:start]} {quote[end:]}"))
    return bool(needed) and needed <= set(content_stems(quote[start:end])) and not needed <= elsewhere


def _is_told_elsewhere(verb: str, quote: str) -> bool:
    """Whether the quote has the verb in another form than behind "will", or its noun: "repaired", "the repairs"."""
    words = re.findall(r"\w+", _AHEAD.sub(" ", quote).lower())
    if irregular := irregular_past(verb):
        return not irregular.isdisjoint(words)
    root = stem(verb)
    return any(stem(word) == root or word.startswith(root[: max(4, len(root) - 1)]) for word in words)
