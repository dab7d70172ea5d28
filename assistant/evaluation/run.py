"""Asking every question of a test set and scoring what came back.

Hits and citations are scored by the passages that overlap gold. Gold that states no quote is the whole transcript, so
that any passage of it is a hit and any citation of it precise: figures of sets that state quotes are not to be set
beside those of sets that do not.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.answers import Answer, Answered, Citation, Retrieved
from assistant.assistant import Assistant
from assistant.errors import UsageError
from assistant.evaluation import metrics
from assistant.evaluation.questions import Gold, TestQuestion
from assistant.filters import Filters

Span = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question with its answer and scores; ``scores`` leaves out what does not apply to it.

    Attributes:
        judgement: a judge's grade (right, partly, wrong) and reason; None when none was asked or it gave none.
    """

    question: TestQuestion
    answer: Answer
    correct: bool
    scores: dict[str, float]
    judgement: tuple[str, str] | None = None

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "id": self.question.id,
            "category": self.question.category,
            "history": self.question.history,
            "answerable": self.question.answerable,
            "correct": self.correct,
            "scores": self.scores,
            "judgement": self.judgement and dict(zip(("grade", "reason"), self.judgement, strict=True)),
            "gold": {
                "answers": self.question.answers,
                "all_of": self.question.all_of,
                "sentences": [asdict(gold) for gold in self.question.gold],
            },
            "answer": self.answer.as_dict(),
        }


def run(
    assistant: Assistant, questions: Sequence[TestQuestion], progress: Callable[[int, int], None] | None = None
) -> list[Outcome]:
    """Ask all questions in order; those without history are embedded together first.

    They are nobody's questions: no journal counts or logs them.

    Raises:
        UsageError: when a question's filters name what is not indexed, before anything is asked.
    """
    assistant = assistant.watched_by(None)
    _check_filters(assistant, questions)
    vectors = assistant.vectors_of([q.question if not q.history else "" for q in questions])
    outcomes = []
    for number, (question, vector) in enumerate(zip(questions, vectors, strict=True), 1):
        passages: tuple[Span, ...] = ()
        answer: Answer | None = None
        for event in assistant.stream(
            question.question, list(question.history), question.filters, None if question.history else vector
        ):
            if isinstance(event, Retrieved):
                passages = event.passages
            elif isinstance(event, Answered):
                answer = event.answer
        assert answer is not None, "a stream ends with the answer"
        outcomes.append(score(assistant, question, answer, passages))
        if progress:
            progress(number, len(questions))
    return outcomes


def _check_filters(assistant: Assistant, questions: Sequence[TestQuestion]) -> None:
    """A source that is misspelt would pass no transcript, and each refusal would count as right."""
    for question in questions:
        try:
            assistant.check_filters(question.filters or Filters())
        except UsageError as error:
            raise UsageError(f"filters of question {question.id}: {error}") from None


def score(assistant: Assistant, question: TestQuestion, answer: Answer, passages: Sequence[Span]) -> Outcome:
    """The scores of one answer against its question's gold."""
    right = _is_right(question, answer)
    scores: dict[str, float] = {
        "answered": float(answer.answered),
        "confidence": answer.confidence,
        "latency_ms": answer.timings_ms["total"],
        "words": float(len(metrics.plain(answer.text).split())),
    }
    if answer.citations:
        scores["verbatim"] = _mean([_is_verbatim(assistant, citation) for citation in answer.citations])
    if question.answerable:
        scores["correct"] = float(right)
        wanted = question.answers or (" ".join(question.all_of),)  # one of a list is not the answer
        given = answer.text if answer.answered else ""  # the words of a refusal are no answer
        scores["exact"] = metrics.exact(given, wanted)
        scores["f1"] = metrics.token_f1(given, wanted)
        if question.all_of:
            scores["listed"] = _mean([answer.answered and metrics.contains(answer.text, w) for w in question.all_of])
        golds = [_places(assistant, gold) for gold in question.gold]
        if golds:
            scores |= _retrieval_scores(golds, passages)
            if answer.answered:
                scores |= _citation_scores(golds, answer.citations, all_needed=bool(question.all_of))
    return Outcome(question, answer, right, scores)


def unfound_gold(assistant: Assistant, questions: Sequence[TestQuestion]) -> str:
    """One line on quotes and transcripts that are to be found but are not there as it is indexed, or ""."""
    owners = [
        question.id
        for question in questions
        for gold in question.gold
        if question.answerable and not _places(assistant, gold)
    ]
    if not owners:
        return ""
    return (
        f"sources that are not indexed, or do not hold their quote, and count as not found: {len(owners)}, the first "
        f"of question {owners[0]}: correct them in the test question set, or run assistant ingest"
    )


def whole_gold(questions: Sequence[TestQuestion]) -> str:
    """One line on questions whose gold names a transcript and states no quote in it, or ""."""
    asked = [question for question in questions if question.answerable and question.gold]
    whole = [question.id for question in asked if any(not gold.quote.strip() for gold in question.gold)]
    if not whole:
        return ""
    return (
        f"sources without a quote, any passage of which counts as found and as rightly cited: those of {len(whole)} of "
        f"{len(asked)} questions, the first {whole[0]}: hits and citations are not to be compared with other sets'"
    )


def _is_right(question: TestQuestion, answer: Answer) -> bool:
    """A refusal is right for what cannot be answered; otherwise the answer must hold all of the gold strings due."""
    if not question.answerable:
        return not answer.answered
    if not answer.answered:
        return False
    return metrics.holds_key(answer.text, question.answers, question.all_of)


def _places(assistant: Assistant, gold: Gold) -> list[Span]:
    """Wherever the quote stands in its transcript, all of that where there is no quote; none where it is not indexed.

    White space and the typesetting of quotation marks and dashes may differ from the transcript's.
    """
    try:
        text = assistant.transcript(gold.source).text
    except UsageError:
        return []
    if not gold.quote.strip():
        return [(gold.source, 0, len(text))]
    words = map(re.escape, metrics.typed(gold.quote).split())
    return [(gold.source, *found.span()) for found in re.finditer(r"\s+".join(words), metrics.typed(text))]


def _overlap(one: Span, other: Span) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def _retrieval_scores(golds: Sequence[Sequence[Span]], passages: Sequence[Span]) -> dict[str, float]:
    ranks = [
        next((rank for rank, passage in enumerate(passages, 1) if any(_overlap(g, passage) for g in gold)), None)
        for gold in golds
    ]
    return {
        **{f"hit@{k}": metrics.hit_at(ranks, k) for k in (1, 3, 5)},
        "all_gold@5": metrics.all_gold_at(ranks, 5),
        "mrr": metrics.reciprocal_rank(ranks),
        "ndcg@10": metrics.ndcg_at(ranks),
    }


def _citation_scores(
    golds: Sequence[Sequence[Span]], citations: Sequence[Citation], *, all_needed: bool
) -> dict[str, float]:
    """Precision: citations that overlap a gold sentence. Recall: gold sentences cited, or any where one is enough."""
    spans = [(c.source, c.start, c.end) for c in citations]
    found = [any(_overlap(g, span) for g in gold for span in spans) for gold in golds]
    good = [any(_overlap(g, span) for gold in golds for g in gold) for span in spans]
    return {"citation_precision": _mean(good), "citation_recall": _mean(found) if all_needed else float(any(found))}


def _is_verbatim(assistant: Assistant, citation: Citation) -> bool:
    return assistant.transcript(citation.source).text[citation.start : citation.end] == citation.quote


def _mean(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0
