"""What is shown of what a meeting decided, left open and gave to do, against what a careful reader marked.

    python benchmarks/resolutions.py [first | last]

``training/practice/resolutions.jsonl`` names, for one transcript of each of 16 practice corpora, the sentences without
which an answer is poor (``essential``) and others that are a right part of one (``useful``). What was shown of the
``first`` eight was read and the rules were mended by it; what was shown of the ``last`` eight was not.

``recall`` is the share of the essential sentences that are cited, 0 where none is; ``precision`` that of the cited
sentences that are essential or useful. Intervals are 95 % bootstrap over the transcripts.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.assistant import Assistant
from assistant.evaluation.summary import bootstrap, mean
from assistant.filters import Filters
from assistant.questions.matters import Matter
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest

PRACTICE = Path(__file__).resolve().parent.parent / "training" / "practice"
READ = 8
ASKED = {
    Matter.DECIDED: "What was decided at this meeting?",
    Matter.OPEN: "What was left open at this meeting?",
    Matter.TASKS: "What are the next steps from this meeting?",
}


def measured(name: str, marked: Sequence[dict[str, Any]], encoder: Encoder) -> Iterator[tuple[str, float, float]]:
    """For each matter that something was marked for in this corpus: its name, recall and precision."""
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder), encoder)
        try:
            ingest(index, [PRACTICE / name / "corpus"])
            assistant = Assistant(index, Settings())
            for row in marked:
                answer = assistant.ask(ASKED[Matter(row["kind"])], filters=Filters(sources=(row["file"],)))
                cited = [citation.quote for citation in answer.citations] if answer.answered else []
                essential, right = row["essential"], [*row["essential"], *row["useful"]]
                recall = [any(_same(gold, quote) for quote in cited) for gold in essential]
                precision = [any(_same(gold, quote) for gold in right) for quote in cited]
                if essential:
                    yield row["kind"], float(np.mean(recall)), float(np.mean(precision)) if cited else 0.0
        finally:
            index.close()


def _same(gold: str, quote: str) -> bool:
    return gold in quote or quote in gold


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("which", nargs="?", choices=["first", "last"], help="eight corpora; by default all")
    which = parser.parse_args(arguments).which
    marked = [json.loads(line) for line in (PRACTICE / "resolutions.jsonl").read_text(encoding="utf-8").splitlines()]
    names = list(dict.fromkeys(row["corpus"] for row in marked))
    names = {"first": names[:READ], "last": names[READ:]}.get(which, names)
    encoder = Encoder()
    found = [row for n in names for row in measured(n, [m for m in marked if m["corpus"] == n], encoder)]
    print(f"{'':10s} {'n':>3s}  {'recall':22s} precision")
    for matter in Matter:
        rows = [(recall, precision) for kind, recall, precision in found if kind == matter]
        figures = [bootstrap(np.array(values), mean) for values in zip(*rows, strict=True)]
        told = "  ".join(f"{f.value:.3f} [{f.low:.3f}, {f.high:.3f}]" for f in figures)
        print(f"{matter:10s} {len(rows):3d}  {told}")


if __name__ == "__main__":
    main()
