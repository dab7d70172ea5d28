"""Words in quotation marks looked up: "Who said “…”?", "Where does it say “…”?"."""

import re

from assistant.language import stem_sequence, words
from assistant.questions.meeting_words import TRANSCRIPT
from assistant.questions.survey_request import SurveyKind
from assistant.questions.topics import plainly
from assistant.surveys.counting import has_run
from assistant.surveys.gathering import Corpus
from assistant.surveys.results import MAX_ITEMS, Apart, Lead, Survey, first_items, out_of, sentences

# Fewer words are a term, not a quotation.
FEWEST_WORDS = 3
_ASKED = re.compile(
    rf"(?:who|where|when|(?:in|at) (?:which|what) {TRANSCRIPT})(?: (?!not\b|never\b|didn)[\w’'-]+){{0,5}}? "
    r"(?:sa(?:id|ys?|ying)|stands?|stated?|states)(?: that)?[:,]? [“\"«](?P<said>[^”\"»]{5,300})[”\"»]"
    r"(?: (?:first|said|stated|in the \w+))?",
    re.IGNORECASE,
)


def asked_quotation(text: str) -> str:
    """The words whose place or speaker ``text`` asks for, "" where it asks for none or they are too few."""
    asked = _ASKED.fullmatch(plainly(text))
    return asked["said"] if asked and len(words(asked["said"])) >= FEWEST_WORDS else ""


def quotation(said: str, corpus: Corpus) -> Survey | None:
    """The sentences that hold the words ``said`` in this order, and who says them; None where none does."""
    run = stem_sequence(said)
    found = {
        source: hits
        for source, passages in corpus.passages.items()
        if (hits := [place for place in sentences(passages) if has_run(place.text, run)])
    }
    if not found:
        return None
    items, cut = first_items(found, MAX_ITEMS // min(len(found), MAX_ITEMS))
    speakers = list(dict.fromkeys(item.speaker for item in items))
    by = f", said by {' and by '.join(filter(None, speakers))}" if all(speakers) else ""
    where = out_of(len(found), corpus.total) if corpus.total > 1 else "this transcript"
    lead = Lead(f"These words stand in {where}{by}", *items, ":")
    return Survey(SurveyKind.LIST, lead, items, 1.0, cut, Apart.TRANSCRIPTS)
