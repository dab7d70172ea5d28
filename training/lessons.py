"""What a reader learns from: questions with pages that answer them, and pairs that no answer stands in.

Unanswerable pairs are questions written to be so, passages that were found and do not answer, passages without the
sentence that answered, and questions with a name, a year or a word turned into another.
"""

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from examples import Example, Span

from assistant.retrieval.evidence import Candidate

NEGATIVES = 3
# Shares of answerable questions that also come back with a passage that does not answer, with their passage less the
# answering sentence, and twisted; sets with unanswerable questions of their own get less of each.
WRONG_PASSAGE, WITHOUT_ANSWER, TWISTED, MIXED_SHARE = 0.35, 0.30, 0.45, 0.4
OPPOSITES = {
    word: other
    for pair in (Path(__file__).parent / "opposites.txt").read_text(encoding="utf-8").split("\n")
    if pair
    for word, other in (pair.split(), pair.split()[::-1])
}
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|did|does|do|can|could|has|have|had|will|would|should)\b")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
YEARS_AWAY = (-31, -12, -3, -1, 1, 2, 4, 11, 52)


@dataclass(frozen=True, slots=True)
class Page:
    """A passage to be read: its text with the heading before it, where it answers, and its sentences."""

    text: str
    spans: tuple[Span, ...]
    sentences: tuple[Span, ...]

    def without_answer(self) -> "Page | None":
        """The page less every sentence that answers; None when hardly anything is left."""
        kept = [(a, b) for a, b in self.sentences if not any(s < b and a < e for s, e in self.spans)]
        heading = self.text[: self.sentences[0][0]]
        return Page(heading + " ".join(self.text[a:b] for a, b in kept), (), ()) if len(kept) > 1 else None


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question with the pages that answer it (or that it leans on) and pages found that do not."""

    question: str
    answerable: bool
    mixed: bool
    group: str
    pages: tuple[Page, ...]
    wrong: tuple[Page, ...]


def lessons(examples: Iterable[Example], *, mixed: bool) -> Iterator[Lesson]:
    """What is learnt from each example."""
    for e in examples:
        pages = [(page_of(c, e.spans(c)), c) for c in e.found.candidates[:12]]
        if e.answerable:
            right = [p for p, _ in pages if p.spans]
            wrong = [p for p, c in pages if not p.spans and not says(c, e.answers)]
        else:
            home = [p for p, c in pages if c.stored.passage.source in e.gold]
            right = home or [p for p, _ in pages[:2]]
            wrong = [p for p, _ in pages if p not in right]
        yield Lesson(e.found.question.text, e.answerable, mixed, e.group, tuple(right[:2]), tuple(wrong[:NEGATIVES]))


def says(candidate: Candidate, answers: tuple[str, ...]) -> bool:
    """Whether any answer string stands in the passage."""
    return any(answer in candidate.stored.text for answer in answers)


def page_of(candidate: Candidate, spans: list[Span]) -> Page:
    """A candidate as the reader sees it."""
    stored = candidate.stored
    shift = len(stored.heading) + 1 - stored.passage.start
    return Page(
        f"{stored.heading}\n{stored.text}",
        tuple((a + shift, b + shift) for a, b in spans),
        tuple((s.start + shift, s.end + shift) for s in stored.passage.sentences),
    )


class Pairs:
    """Draws the pairs of an epoch: every question with a page, and a share of made-up unanswerable ones."""

    def __init__(self, learnt: list[Lesson], seed: int) -> None:
        self._lessons = learnt
        self._random = random.Random(seed)
        self._names: dict[str, list[str]] = {}
        for lesson in learnt:
            self._names.setdefault(lesson.group, []).extend(_NAME.findall(lesson.question))

    def epoch(self) -> list[tuple[str, Page]]:
        """Question and page, answerable where the page has spans."""
        pairs = [pair for lesson in self._lessons for pair in self._of(lesson)]
        self._random.shuffle(pairs)
        return pairs

    def _of(self, lesson: Lesson) -> Iterator[tuple[str, Page]]:
        share = MIXED_SHARE if lesson.mixed else 1.0
        if not lesson.pages:
            if lesson.wrong and self._chance(0.5):
                yield lesson.question, self._random.choice(lesson.wrong)
            return
        page = lesson.pages[-1 if self._chance(0.2) else 0]
        yield lesson.question, page
        if lesson.wrong and self._chance(WRONG_PASSAGE * share if lesson.answerable else 0.1):
            yield lesson.question, self._random.choice(lesson.wrong)
        if not lesson.answerable:
            return
        if self._chance(WITHOUT_ANSWER * share) and (rest := page.without_answer()):
            yield lesson.question, rest
        if self._chance(TWISTED * share) and (twisted := self.twist(lesson.question, self._names[lesson.group])):
            yield twisted, Page(page.text, (), ())

    def twist(self, question: str, others: list[str]) -> str | None:
        """The question with a name, a year or a word turned into another, so that its passage does not answer it."""
        names, years = _NAME.findall(question), _YEAR.findall(question)
        words = [word for word in re.findall(r"\w+", question) if word in OPPOSITES]
        kinds = ["name"] * bool(names and len(others) > 3) + ["year"] * bool(years) + ["word"] * (2 * bool(words))
        auxiliary = _AUXILIARY.search(question)
        kinds += ["not"] * (auxiliary is not None and self._chance(0.25))
        match self._random.choice(kinds) if kinds else None:
            case "name":
                old, new = self._random.choice(names), self._random.choice(others)
                return None if new in question or old in new else question.replace(old, new)
            case "year":
                year = self._random.choice(years)
                return question.replace(year, str(int(year) + self._random.choice(YEARS_AWAY)))
            case "word":
                word = self._random.choice(words)
                return re.sub(rf"\b{word}\b", OPPOSITES[word], question)
            case "not":
                assert auxiliary is not None
                end = auxiliary.end()
                return f"{question[:end]} {self._random.choice(('not', 'never'))}{question[end:]}"
        return None

    def _chance(self, probability: float) -> bool:
        return self._random.random() < probability
