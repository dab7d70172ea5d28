"""Public question sets in the layout of BEIR (corpus.jsonl, queries.jsonl, qrels.tsv), as an index and questions.

The data is read from a folder given on the command line and never copied into the project.
"""

import json
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
    """The corpus, one transcript a document; meetings in speaker turns become "Name: words" lines."""
    documents = []
    for row in _rows(folder / "corpus.jsonl"):
        text = row.get("text") or "\n".join(f"{speaker}: {words}" for _, speaker, words in row["turns"])
        documents.append(plain_transcript(row["_id"], row.get("title") or row["_id"], text))
    return documents


def read_questions(folder: Path) -> list[PublicQuestion]:
    """All questions of a set."""
    gold: dict[str, set[str]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, document, _ = line.split("\t")
        gold.setdefault(query, set()).add(document)
    rows = _rows(folder / "queries.jsonl")
    groups = [_group(row, gold.get(row["_id"], set())) for row in rows]
    folds = {group: i % 2 for i, group in enumerate(sorted(set(groups)))}
    questions = []
    for row, group in zip(rows, groups, strict=True):
        found = frozenset(gold.get(row["_id"], ()))
        questions.append(
            PublicQuestion(
                row["_id"],
                row["text"],
                bool(row.get("answerable", bool(found))),
                tuple(row.get("answers") or [r["content"] for r in row.get("references") or ()]),
                found,
                _history(row.get("history") or []),
                group,
                folds[group],
                tuple((row["corpus_id"], r["start_index"], r["end_index"]) for r in row.get("references") or ()),
            )
        )
    return questions


def _group(row: dict[str, Any], gold: set[str]) -> str:
    written_on = row.get("source_passage") or row.get("corpus_id") or min(gold, default=row["_id"])
    return str(written_on).rsplit("#", 1)[0]


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


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
    """The index of a public set under ``store``, made at first use and kept."""
    index = Index(store / folder.name, Encoder())
    documents = read_documents(folder)
    if index.catalog.digests() != {d.source: d.digest for d in documents}:
        for begin in range(0, len(documents), 200):
            index.add(documents[begin : begin + 200])
    return index
