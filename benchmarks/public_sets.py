"""Public question sets in the layout of BEIR (corpus.jsonl, queries.jsonl, qrels.tsv), as an index and questions.

The data is read from a folder given on the command line and never copied into the project. A document is relevant
where qrels.tsv gives it more than 0; how much more does not count. A question of which nothing is told (no relevant
document, no answer, not whether it is answerable) is left out.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.corpus.transcripts import Transcript, plain_transcript
from assistant.store.encoder import Encoder
from assistant.store.index import Index

# Sets with questions that the bundled reader learnt from: with it their figures are not of unseen questions. A reader
# trained anew by ``training/reader.py`` does not see fold 0 of them; the bundled one went on from one that saw all.
STUDIED = ("squad2-dev-a", "clapnq-dev")
LEARNT_FROM = (*STUDIED, "squad1-extra")
UNSEEN_FOLD = 0


@dataclass(frozen=True, slots=True)
class PublicQuestion:
    """One question: ``gold`` are ids of documents that answer it, ``answers`` strings any of which is right.

    Attributes:
        group: the article it was written on, for splits that share none.
        fold: 0 or 1, by group.
        spans: the characters that answer, as (document, start, end), where the set has them.
    """

    id: str
    text: str
    answerable: bool
    answers: tuple[str, ...]
    gold: frozenset[str]
    history: tuple[tuple[str, str], ...]
    group: str
    fold: int
    spans: tuple[tuple[str, int, int], ...] = ()


def read_documents(folder: Path) -> list[Transcript]:
    """The corpus, one transcript a document; meetings in speaker turns become "Name: words" lines.

    A document without text is its title.
    """
    documents = []
    for row in _rows(folder / "corpus.jsonl"):
        id_ = str(row["_id"])
        turns = "\n".join(f"{speaker}: {words}" for _, speaker, words in row.get("turns") or ())
        title = row.get("title") or id_
        documents.append(plain_transcript(id_, title, row.get("text") or turns or title))
    return documents


def read_questions(folder: Path) -> list[PublicQuestion]:
    """All questions of a set that something is told of."""
    gold = _relevant(folder / "qrels.tsv")
    rows = _rows(folder / "queries.jsonl")
    groups = [_group(row, gold.get(str(row["_id"]), set())) for row in rows]
    folds = {group: i % 2 for i, group in enumerate(sorted(set(groups)))}
    questions = []
    for row, group in zip(rows, groups, strict=True):
        found = frozenset(gold.get(str(row["_id"]), ()))
        references = row.get("references") or []
        answers = _answers(row) or tuple(r["content"] for r in references)
        answerable = row.get("answerable")
        if answerable is None and not (found or answers):
            continue
        questions.append(
            PublicQuestion(
                str(row["_id"]),
                row["text"],
                bool(found or answers) if answerable is None else _flag(row),
                answers,
                found,
                _history(row.get("history") or []),
                group,
                folds[group],
                tuple((str(r["corpus_id"]), r["start_index"], r["end_index"]) for r in _placed(row, references)),
            )
        )
    if len(questions) < len(rows):
        print(f"{folder.name}: {len(rows) - len(questions)} of {len(rows)} questions left out", file=sys.stderr)
    if not questions:
        raise SystemExit(f"{folder}: no question with a relevant document, an answer or “answerable”")
    return questions


def _relevant(path: Path) -> dict[str, set[str]]:
    """The relevant documents of each question, from lines of question, document and grade below a header."""
    gold: dict[str, set[str]] = {}
    for number, line in enumerate(_lines(path), 1):
        cells = [cell.strip() for cell in line.split("\t")]
        try:
            query, document, grade = cells
            relevant = float(grade) > 0
        except ValueError:
            if number == 1 or not line.strip():
                continue
            raise SystemExit(f"{path}, line {number}: not question, document and grade with tabs between") from None
        if relevant:
            gold.setdefault(query, set()).add(document)
    return gold


def _answers(row: dict[str, Any]) -> tuple[str, ...]:
    told = row.get("answers") or ()
    return (told,) if isinstance(told, str) else tuple(told)


def _flag(row: dict[str, Any]) -> bool:
    told = row["answerable"]
    if told not in (0, 1):
        raise SystemExit(f"question {row['_id']}: answerable is {told!r}, not true or false")
    return bool(told)


def _placed(row: dict[str, Any], references: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """References with a place, each with its document."""
    placed = [{"corpus_id": row.get("corpus_id"), **r} for r in references if "start_index" in r]
    return [r for r in placed if r["corpus_id"] is not None]


def _group(row: dict[str, Any], gold: set[str]) -> str:
    written_on = row.get("source_passage") or row.get("corpus_id") or min(gold, default=str(row["_id"]))
    return str(written_on).rsplit("#", 1)[0]


def _lines(path: Path) -> list[str]:
    """Lines as JSON and tables end them: text may hold the other line ends of ``str.splitlines``."""
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise SystemExit(f"{path}: {error.strerror}; a set is corpus.jsonl, queries.jsonl and qrels.tsv") from error


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in _lines(path) if line.strip()]
    except ValueError as error:
        raise SystemExit(f"{path}: {error}") from error


def _history(turns: list[object]) -> tuple[tuple[str, str], ...]:
    """Pairs of question and answer from a list of messages or of pairs."""
    pairs: list[tuple[str, str]] = []
    asked = ""
    for turn in turns:
        if isinstance(turn, dict):
            words = str(turn.get("text") or turn.get("content") or "")
            if str(turn.get("speaker") or turn.get("role")) in ("user", "human"):
                asked = words
            else:
                pairs.append((asked, words))
        elif isinstance(turn, list):
            pairs.append((str(turn[0]), str(turn[1])))
    return tuple(pairs)


def open_index(folder: Path, store: Path) -> Index:
    """The index of a public set under ``store``, made at first use and kept; it holds these documents and no others."""
    index = Index(store / folder.name, Encoder())
    documents = read_documents(folder)
    if gone := index.catalog.digests().keys() - {d.source for d in documents}:
        index.remove(*sorted(gone))
    if index.catalog.digests() != {d.source: d.digest for d in documents}:
        for begin in range(0, len(documents), 200):
            index.add(documents[begin : begin + 200])
    return index
