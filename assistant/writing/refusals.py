"""The words of a refusal: short, honest, and with something to go on."""

from collections.abc import Sequence

from assistant.answers import Citation, Reason, Refusal
from assistant.followups.lines import LineKind
from assistant.followups.standalone import MAX_CHARACTERS
from assistant.language import stem
from assistant.questions.framing import is_frame
from assistant.questions.question import Question, Wanted
from assistant.questions.requests import SUPERLATIVE
from assistant.questions.tongues import spoken_in
from assistant.reading.answerability import directions

# Transcripts that a refusal names before it counts the others.
MOST_NAMED = 3
# That such a word stands nowhere is no reason for anything.
_SAYING_LITTLE = frozenset(
    stem(word)
    for word in """get gets got make makes made put puts keep kept let become became seem decide agree conclude think
    thought believe want often usually sometimes always never exactly currently already still case way thing""".split()
)
_NOT_QUESTIONS = {
    LineKind.EMPTY: "There is no question here. Ask something about the transcripts.",
    LineKind.GREETING: "Hello. Ask me something about the transcripts; I answer with the exact words they contain.",
    LineKind.THANKS: "You are welcome. Ask on whenever you like.",
    LineKind.ABOUT_ME: (
        "I answer questions about the indexed transcripts, cite the words that each sentence rests on, and say so "
        "when they do not tell."
    ),
    LineKind.INSTRUCTION: "I only answer questions about the transcripts; I cannot follow other instructions.",
    LineKind.TOO_LONG: f"That is longer than {MAX_CHARACTERS:,} characters. Ask a shorter question.",
    LineKind.NONSENSE: "I cannot make out a question in that. Try asking it in a full sentence.",
}
# What whoever has just come may ask of any transcripts.
TO_BEGIN_WITH = "What are these transcripts about?"
_BEGINNING = (LineKind.EMPTY, LineKind.GREETING, LineKind.ABOUT_ME)


def not_a_question(kind: LineKind) -> Refusal:
    """The reply to a line that asks nothing of the corpus."""
    reason = Reason.UNCLEAR_QUESTION if kind in (LineKind.NONSENSE, LineKind.TOO_LONG) else Reason.NOT_A_QUESTION
    return Refusal(reason, _NOT_QUESTIONS[kind], suggestion=TO_BEGIN_WITH if kind in _BEGINNING else None)


def unusable_line(problem: str) -> Refusal:
    """A program's line is an object, but no question; ``problem`` says why."""
    return Refusal(Reason.UNCLEAR_QUESTION, f"This line cannot be read: {problem}.")


def of_nothing() -> Refusal:
    """The question has no word that says what it is about, and none came before it."""
    message = "This does not say who or what it asks about. Name the person, place or thing you mean."
    return Refusal(Reason.UNCLEAR_QUESTION, message, suggestion=TO_BEGIN_WITH)


def filtered_out(undated: Sequence[str]) -> Refusal:
    """No transcript passes the filters; ``undated`` are titles of those that fail only because no year is known."""
    message = "No transcript passes the filters you set."
    if not undated:
        return Refusal(Reason.FILTERED_OUT, f"{message} Take one of them away.")
    one = len(undated) == 1
    count = "1 transcript passes" if one else f"{len(undated)} transcripts pass"
    named = ", ".join(f"“{title}”" for title in undated[:MOST_NAMED])
    more = f" and {len(undated) - MOST_NAMED} more" if len(undated) > MOST_NAMED else ""
    why = f"{count} no range of dates, as {'it gives' if one else 'they give'} no year: {named}{more}."
    return Refusal(Reason.FILTERED_OUT, f"{message} {why} Take the dates away to ask {'it' if one else 'them'} too.")


def unanswered(
    question: Question,
    doubts: Sequence[str],
    nearest: Sequence[Citation],
    suggestion: str | None,
    *,
    filtered: bool,
    who: str = "",
) -> Refusal:
    """Nothing found answers the question; the message names what speaks against it.

    Args:
        doubts: names of ``answerability.DOUBTS`` that hold, as found.
        suggestion: a question that the corpus answers, if there is one.
        who: of whom nothing is found to that purpose, where it is somebody's words that are asked for; "" otherwise.
    """  # fmt: skip
    where = "The transcripts that pass your filters do" if filtered else "The transcripts do"
    reason, why = _why(question, doubts, nearest)
    why = why or (f"{who} is not found to speak of it" if who else "")
    if not question.foreign and spoken_in(question.text, ()):
        near = [] if len(question.unknown) == len(question.terms) else nearest
        return _with_nearest(reason, "The transcripts are in English and the question is not: ask in English.", near)
    told = _told_words(question)
    if told and len(question.unknown) == len(question.terms) and "absent_topic" not in doubts:
        return Refusal(reason, f"{where} not mention {_listed(_as_asked(question, told))}.", (), suggestion)
    return _with_nearest(reason, f"{where} not answer this{f': {why}' if why else ''}.", nearest, suggestion)


def of_no_transcript(message: str, nearest: Sequence[Citation], suggestion: str | None) -> Refusal:
    """The question names transcripts of a time of which none is; ``message`` says so."""
    return _with_nearest(Reason.NOT_IN_CORPUS, message, nearest, suggestion)


def unsupported(writer: str, nearest: Sequence[Citation]) -> Refusal:
    """What the chat model ``writer`` wrote did not stand up to the check."""
    return _with_nearest(Reason.UNSUPPORTED, f"{writer} gave no answer that the transcripts bear out.", nearest)


def found_nothing(writer: str, nearest: Sequence[Citation]) -> Refusal:
    """The chat model ``writer`` says that the passages do not answer."""
    return _with_nearest(Reason.UNSUPPORTED, f"{writer} found no answer in the passages that it was given.", nearest)


def _with_nearest(reason: Reason, message: str, nearest: Sequence[Citation], suggestion: str | None = None) -> Refusal:
    return Refusal(
        reason, f"{message} The nearest they come is below." if nearest else message, tuple(nearest), suggestion
    )


def none_of_them(lead: str, nearest: Sequence[Citation]) -> Refusal:
    """A pass over all transcripts found nothing of what was asked; ``lead`` says so."""
    return Refusal(Reason.NOT_IN_CORPUS, lead, tuple(nearest), None if nearest else TO_BEGIN_WITH)


def _why(question: Question, doubts: Sequence[str], nearest: Sequence[Citation]) -> tuple[Reason, str]:
    """The reason that weighs most, and what it is in words."""
    absent = _as_asked(question, _told_words(question))
    if question.absent_names:
        return Reason.NO_SUCH_ENTITY, _not_mentioned(_as_asked(question, question.absent_names))
    if "absent_topic" in doubts:  # it may be told in other words, so no more than this is said
        named = _as_asked(question, question.absent_topic)
        word, stand = ("word", "stands") if len(named) == 1 else ("words", "stand")
        return Reason.NOT_IN_CORPUS, f"the {word} {' and '.join(named)} {stand} nowhere in them"
    if "opposite" in doubts:
        return Reason.FALSE_PREMISE, _opposite(question, nearest)
    if {"another_number", "absent_figure"}.intersection(doubts) and question.figures:
        figures = [f"“{figure}”" for figure in sorted(question.figures)]
        return Reason.NOT_IN_CORPUS, f"what they say of it does not speak of {_listed(figures)}"
    if absent:
        return Reason.NOT_IN_CORPUS, _not_mentioned(absent)
    if "no_such_kind" in doubts:
        kind = {Wanted.DATE: "when", Wanted.QUANTITY: "a figure", Wanted.PERSON: "who"}.get(question.wanted, "that")
        return Reason.NOT_IN_CORPUS, f"they come near the subject, but do not say {kind}"
    return Reason.NOT_IN_CORPUS, ""


def _told_words(question: Question) -> frozenset[str]:
    """The words that stand nowhere, but for those that only say how it is asked ("the highest", "mentioned", "get")."""
    written = {term: question.written.get(term, term).lower() for term in question.unknown - question.general}
    plain = {term: word for term, word in written.items() if term not in _SAYING_LITTLE}
    return frozenset(t for t, word in plain.items() if not (is_frame(word) or SUPERLATIVE.fullmatch(word)))


def _opposite(question: Question, nearest: Sequence[Citation]) -> str:
    told = directions(" ".join(citation.quote for citation in nearest[:2]))
    ways = {"up": "a rise", "down": "a fall"}
    asked = directions(question.text)
    if len(told) == 1 and len(asked) == 1 and told != asked:
        return f"they speak of {ways[told.pop()]}, not of {ways[asked.pop()]}"
    return "they speak of the opposite"


def _as_asked(question: Question, terms: frozenset[str]) -> list[str]:
    """Terms as the user wrote them, names first, three at most."""
    ordered = sorted(terms, key=lambda term: (term not in question.names, question.terms.index(term)))
    return list(dict.fromkeys(f"“{question.written.get(term, term)}”" for term in ordered))[:3]


def _not_mentioned(items: Sequence[str]) -> str:
    if len(items) == 1:
        return f"{items[0]} is not mentioned"
    return f"neither {' nor '.join(items)} is mentioned"


def _listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} or {items[-1]}" if items else "that"
