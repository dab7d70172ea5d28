"""Questions with what the product's own search finds for them, and which of it is gold: what everything is fitted on.

Two kinds of source: public sets (see ``benchmarks/public_sets.py``) and the practice corpora in ``training/practice``.
"""

import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from public_sets import open_index, read_questions

from assistant.evaluation.questions import TestQuestion, load_questions
from assistant.followups.lines import standalone_question
from assistant.retrieval.evidence import Candidate, ScoredSentence
from assistant.retrieval.hybrid import POOL, Found, HybridSearch
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest

PRACTICE = Path(__file__).parent / "practice"
# Practice corpora that no reader is trained on, but its evidence is weighed by; and those that are only measured on.
HELD_OUT = tuple((PRACTICE / "held_out.txt").read_text(encoding="utf-8").split())
MEASURED = tuple((PRACTICE / "measured.txt").read_text(encoding="utf-8").split())
Span = tuple[int, int]
Asked = TypeVar("Asked")


@dataclass(frozen=True, slots=True)
class Example:
    """A question with what was found for it, deep.

    Attributes:
        group: what must not stand on both sides of a split: an article, or a practice corpus.
        fold: 0 or 1, by group; of the practice corpora those that no reader is trained on are fold 0.
        answers: strings any of which is right, or for long answers whole sentences.
        gold: by source, the spans of its text that answer; a source with none where any ``answers`` in it is right.
    """

    found: Found
    set_name: str
    group: str
    fold: int
    answerable: bool
    answers: tuple[str, ...]
    gold: dict[str, list[Span]]

    def spans(self, candidate: Candidate) -> list[Span]:
        """Where ``candidate`` answers, in offsets of its transcript; empty when it does not."""
        passage = candidate.stored.passage
        if not self.answerable or passage.source not in self.gold:
            return []
        places = self.gold[passage.source]
        if places:
            return [(a, b) for a, b in places if passage.start <= a and b <= passage.end]
        if self.long:
            return [(s.start, s.end) for i, s in enumerate(passage.sentences) if self._restates(candidate, i)]
        return [(passage.start + a, passage.start + b) for a, b in occurrences(candidate.stored.text, self.answers)]

    def is_gold(self, sentence: ScoredSentence) -> bool:
        """Whether the sentence holds an answer."""
        span = sentence.candidate.stored.passage.sentences[sentence.number]
        return any(a < span.end and span.start < b for a, b in self.spans(sentence.candidate))

    @property
    def long(self) -> bool:
        """Whether the answers are sentences, not short strings."""
        return max((len(a.split()) for a in self.answers), default=0) > 12

    def _restates(self, candidate: Candidate, number: int) -> bool:
        asked = {w for answer in self.answers for w in re.findall(r"\w+", answer.lower())}
        mine = re.findall(r"\w+", candidate.stored.sentence_text(number).lower())
        return len(mine) > 4 and sum(w in asked for w in mine) / len(mine) > 0.7


def drawn(asked: list[Asked], share: float) -> list[Asked]:
    """A share of the questions, the same ones each time."""
    return random.Random(0).sample(asked, int(len(asked) * share)) if share < 1 else asked


def occurrences(text: str, answers: Sequence[str]) -> list[Span]:
    """Where any of ``answers`` stands in ``text`` as whole words."""
    found = {m.span() for a in answers if a for m in re.finditer(rf"(?<!\w){re.escape(a)}(?!\w)", text)}
    return sorted(found)


def public_examples(
    folder: Path, store: Path, limit: int = 0, unlike_fold: int | None = None, share: float = 1.0
) -> Iterator[Example]:
    """Examples of a public set, or of its first ``limit`` questions in a fixed random order.

    Args:
        unlike_fold: whose articles are left out.
        share: of the questions, that are drawn.
    """
    import numpy as np

    questions = drawn([q for q in read_questions(folder) if q.fold != unlike_fold], share)
    if limit and len(questions) > limit:
        questions = [questions[i] for i in np.random.default_rng(0).permutation(len(questions))[:limit]]
    search = HybridSearch(open_index(folder, store))
    for question, found in _search(search, questions, [q.text for q in questions]):
        gold: dict[str, list[Span]] = {source: [] for source in question.gold}
        yield Example(found, folder.name, question.group, question.fold, question.answerable, question.answers, gold)


def hand_written_examples(folder: Path, store: Path, share: float = 1.0) -> Iterator[Example]:
    """The questions of ``practice/squad1.jsonl``, or a share, over the documents of the public set in ``folder``."""
    rows = drawn([json.loads(line) for line in (PRACTICE / "squad1.jsonl").open(encoding="utf-8")], share)
    search = HybridSearch(open_index(folder, store))
    for row, found in _search(search, rows, [row["text"] for row in rows]):
        home = row["source_passage"]
        group = home.rsplit("#", 1)[0]
        yield Example(found, "squad1-hand", group, 0, row["answerable"], tuple(row["answers"]), {home: []})


def meeting_examples(folder: Path, store: Path, share: float = 1.0) -> Iterator[Example]:
    """The questions of ``practice/meetings.jsonl``, or a share, over the meetings of the public set in ``folder``."""
    rows = drawn([json.loads(line) for line in (PRACTICE / "meetings.jsonl").open(encoding="utf-8")], share)
    index = open_index(folder, store)
    turns = {d["_id"]: d["turns"] for d in map(json.loads, (folder / "corpus.jsonl").open(encoding="utf-8"))}
    for row, found in _search(HybridSearch(index), rows, [row["text"] for row in rows]):
        meeting, number = row["meeting"], row["turn"]
        before = sum(len(f"{who}: {words}\n") for index_, who, words in turns[meeting] if index_ < number)
        spans = occurrences(next(f"{w}: {t}" for i, w, t in turns[meeting] if i == number), row["answers"])
        gold = {meeting: [(before + a, before + b) for a, b in spans]}
        yield Example(found, "meetings", meeting, 0, row["answerable"], tuple(row["answers"]), gold)


def practice_names() -> list[str]:
    """The practice corpora that a reader may be trained on."""
    kept = HELD_OUT + MEASURED
    return sorted(p.name for p in PRACTICE.iterdir() if (p / "corpus").is_dir() and p.name not in kept)


def practice_examples(name: str, store: Path) -> Iterator[Example]:
    """Examples of one practice corpus, follow-ups made standalone; counts and small talk are left out."""
    folder = PRACTICE / name
    index = Index(store / f"practice-{name}", Encoder())
    ingest(index, [folder / "corpus"], corpus=folder / "corpus")
    search = HybridSearch(index)
    fold = 0 if name in HELD_OUT + MEASURED else 1
    questions = [q for q in load_questions(folder / "questions.jsonl") if not q.answerable or any(_spans(index, q))]
    texts = [standalone_question(q.question, list(q.history), search.vocabulary()) for q in questions]
    for question, found in _search(search, questions, texts):
        answers = question.answers or question.all_of
        gold: dict[str, list[Span]] = {}
        for source, span in _spans(index, question):
            gold.setdefault(source, []).append(span)
        yield Example(found, f"practice-{name}", f"practice-{name}", fold, question.answerable, answers, gold)


def _spans(index: Index, question: TestQuestion) -> list[tuple[str, Span]]:
    """Where the answer strings stand inside the supporting sentences."""
    found = []
    for gold in question.gold:
        begin = index.catalog.transcript(gold.source).text.find(gold.quote)
        places = occurrences(gold.quote, question.answers or question.all_of)
        found += [(gold.source, (begin + a, begin + b)) for a, b in places]
    return found


def _search(search: HybridSearch, questions: Sequence[Asked], texts: list[str]) -> Iterator[tuple[Asked, Found]]:
    vectors = search.vectors_of(texts)
    for question, text, vector in zip(questions, texts, vectors, strict=True):
        yield question, search.search(text, POOL, vector=vector)
