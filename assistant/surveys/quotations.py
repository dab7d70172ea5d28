"""Words in quotation marks looked up: "Who said “…”?", "Where does it say “…”?"."""

import re

from assistant.language import stem, words
from assistant.surveys.counting import has_run
from assistant.surveys.gathering import Corpus
from assistant.surveys.requests import SurveyKind
from assistant.surveys.results import MAX_ITEMS, Apart, Lead, Survey, first_items, out_of, sentences
from assistant.topics import plainly

# Fewer words are a term, not a quotation.
FEWEST_WORDS = 3
_ASKED = re.compile(
    r"(?P<who>who)?(?:\b(?:where|when|(?:in|at) (?:which|what) \w+|which \w+))?\b[^“\"«]{0,60}?"
    r"\b(?:sa(?:id|ys?|ying)|stands?|stated?|states|uses?|used|wrote|called?|quoted?)\b[^“\"«]{0,20}"
    r"[“\"«](?P<said>[^”\"»]{5,300})[”\"»][^“\"«]{0,40}",
    re.IGNORECASE,
)
_OPENS = re.compile(r"(?:who|where|when|which|in (?:which|what)|at (?:which|what))\b", re.IGNORECASE)


def asked_quotation(text: str) -> str:
    """The words whose place or speaker ``text`` asks for, "" where it asks for none or they are too few."""
    plain = plainly(text)
    asked = _ASKED.fullmatch(plain) if _OPENS.match(plain) else None
    return asked["said"] if asked and len(words(asked["said"])) >= FEWEST_WORDS else ""


def quotation(said: str, corpus: Corpus) -> Survey | None:
    """The sentences that hold the words ``said`` in this order, and who says them; None where none does."""
    run = tuple(stem(word) for word in words(said))
    found = {
        source: hits
        for source, passages in corpus.passages.items()
        if (hits := [place for place in sentences(passages) if has_run(place.text, run)])
    }
    if not found:
        return None
    items, cut = first_items(found, MAX_ITEMS // min(len(found), MAX_ITEMS))
    speakers = {item.stored.passage.sentences[item.number].speaker for item in items}
    by = f", said by {speakers.pop()}" if len(speakers) == 1 and all(speakers) else ""
    lead = Lead(f"These words stand in {out_of(len(found), corpus.total)}{by}", *items, ":")
    return Survey(SurveyKind.LIST, lead, items, 1.0, cut, Apart.TRANSCRIPTS)
