"""How good answers are to what people ask who work with transcripts: accounts, decisions, worries, conversations.

    python benchmarks/everyday.py [NAME ...]
    python benchmarks/everyday.py --meetings PUBLIC [NAME ...]

NAME is a practice corpus that has an ``everyday.jsonl``; by default all that have one. With ``--meetings`` it is a file
of ``benchmarks/meetings``, about real meetings of the public sets in PUBLIC. Each line of such a file is a
conversation, and each of its turns names the sentences that a good answer must show (``essential``, where ``or`` holds
others that say the same), and those that it may (``useful``). The answers before a turn are the assistant's own.

``recall`` is the share of the essential sentences that are cited, 0 for a refusal; ``precision`` the share of cited
sentences that are essential or useful; a good answer has at least half of each. Intervals are 95 % bootstrap.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from meetings import GROUPS, QUESTIONS, write_meetings

from assistant.answers import Answer, Citation, History
from assistant.assistant import Assistant
from assistant.evaluation.summary import bootstrap, mean
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest

PRACTICE = Path(__file__).resolve().parent.parent / "training" / "practice"
HALF = 0.5
Gold = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One turn of a conversation and what became of it.

    Attributes:
        kind: what it asks for, as its file says.
        later: whether turns came before it.
        recall, precision: from 0 to 1; of an unanswerable turn 0.
    """

    corpus: str
    kind: str
    later: bool
    answerable: bool
    answered: bool
    recall: float
    precision: float

    @property
    def good(self) -> bool:
        """Whether at least half of what must be shown is, and half of what is shown helps; or it is rightly refused."""
        if not self.answerable:
            return not self.answered
        return self.answered and self.recall >= HALF and self.precision >= HALF


def names_of_sets() -> list[str]:
    """The practice corpora that have everyday questions."""
    return sorted(path.parent.name for path in PRACTICE.glob("*/everyday.jsonl"))


def conversations(name: str) -> list[dict[str, Any]]:
    """The conversations about one corpus, or about a group of real meetings."""
    path = QUESTIONS / f"{name}.jsonl" if name in GROUPS else PRACTICE / name / "everyday.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def transcripts(name: str, public: Path | None, folder: Path) -> Path:
    """The folder of transcripts that the conversations are about.

    Args:
        public: the folder of the public sets, where ``name`` is a group of real meetings.
        folder: where meetings are written to.
    """
    return write_meetings(public, name, folder) if public and name in GROUPS else PRACTICE / name / "corpus"


def measure(corpus: str, turn: dict[str, Any], answer: Answer, *, later: bool) -> Asked:
    """What became of one turn."""
    cited = answer.citations if answer.answered else ()
    essential = [[gold, *gold.get("or", [])] for gold in turn["essential"]]
    welcome = [gold for group in essential for gold in group] + turn["useful"]
    shown = [any(_is(citation, gold) for citation in cited for gold in group) for group in essential]
    helps = [any(_is(citation, gold) for gold in welcome) for citation in cited]
    return Asked(
        corpus, turn["kind"], later, turn["answerable"], answer.answered,
        sum(shown) / len(shown) if shown else 0.0, sum(helps) / len(helps) if helps else 0.0,
    )  # fmt: skip


def _is(citation: Citation, gold: Gold) -> bool:
    """Whether a citation is the gold sentence, or a part of it, or holds it."""
    same = gold["quote"] in citation.quote or citation.quote in gold["quote"]
    return citation.source == gold["file"] and same


def run(name: str, encoder: Encoder, meetings: Path | None = None) -> Iterator[Asked]:
    """Every turn of the conversations of one corpus, which is indexed for it.

    Args:
        meetings: the folder of the public sets where ``name`` is a group of real meetings.
    """
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder) / "index", encoder)
        try:
            ingest(index, [transcripts(name, meetings, Path(folder) / name)])
            assistant = Assistant(index, Settings())
            for conversation in conversations(name):
                history: History = []
                for turn in conversation["turns"]:
                    answer = assistant.ask(turn["question"], history)
                    yield measure(name, turn, answer, later=bool(history))
                    history = [*history, (turn["question"], answer.text)]
        finally:
            index.close()


def report(rows: Sequence[Asked]) -> str:
    """A line for all, by corpus, by place in the conversation and by kind."""
    groups = {"all": rows}
    groups |= {name: [r for r in rows if r.corpus == name] for name in dict.fromkeys(r.corpus for r in rows)}
    groups |= {"first turns": [r for r in rows if not r.later], "later turns": [r for r in rows if r.later]}
    groups |= {kind: [r for r in rows if r.kind == kind] for kind in sorted({r.kind for r in rows})}
    lines = [f"{'':14s} {'n':>4s}  {'good':22s} {'recall':22s} {'precision':22s} refused  rightly refused"]
    for name, group in groups.items():
        told = [r for r in group if r.answerable]
        untold = [r for r in group if not r.answerable]
        figures = (_figure([r.good for r in told]), _figure([r.recall for r in told]),
                   _figure([r.precision for r in told if r.answered]))  # fmt: skip
        refused = f"{sum(not r.answered for r in told)} of {len(told)}"
        rightly = f"{sum(r.good for r in untold)} of {len(untold)}" if untold else "–"
        lines.append(f"{name:14s} {len(told):4d}  {' '.join(f'{f:22s}' for f in figures)} {refused:8s} {rightly}")
    return "\n".join(lines)


def _figure(values: Sequence[float]) -> str:
    if not values:
        return "–"
    figure = bootstrap(np.array(values, dtype=float), mean)
    return f"{figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]"


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--meetings", type=Path, metavar="PUBLIC", help="ask about real meetings instead")
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args(arguments)
    known = list(GROUPS) if options.meetings else names_of_sets()
    names = options.names or known
    if unknown := [name for name in names if name not in known]:
        sys.exit(f"everyday: {unknown[0]} has no everyday questions; there are {', '.join(known)}")
    encoder = Encoder()
    print(report([row for name in names for row in run(name, encoder, options.meetings)]))


if __name__ == "__main__":
    main(sys.argv[1:])
