"""How often the checker agrees with people on whether a text is true of a document (SummEdits, Laban et al. 2023).

    python benchmarks/support.py FOLDER …      balanced accuracy by domain and over all, with a bootstrap interval

Each line of FOLDER/*.jsonl has ``document``, ``claim_text`` and ``supported``. The document is split into passages as a
transcript is; every sentence of the text is held to all of them, as if it cited them all. The text counts as supported
when each of its sentences is, by ``check_answer``; what is said of it besides is the least share of wording and the
kinds of problems, for ``training/fit_support.py``.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.answers import ClaimVerdict
from assistant.corpus.passages import split_into_passages
from assistant.corpus.sentences import sentence_spans
from assistant.corpus.transcripts import plain_transcript
from assistant.store.catalog import Catalog, Entry, StoredPassage
from assistant.verification.citing import Citer
from assistant.verification.support import Problem, Verdict
from assistant.verification.written import standing

SAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Judged:
    """A text, its document's number, what people say of it, and the verdict on each of its sentences."""

    domain: str
    document: int
    supported: bool
    verdicts: tuple[Verdict, ...]

    @property
    def borne_out(self) -> bool:
        """Whether the checker calls every sentence supported."""
        return all(standing(verdict) is ClaimVerdict.SUPPORTED for verdict in self.verdicts)

    def features(self) -> list[float]:
        """Least and mean share of wording over the sentences, and per kind of problem how many have it."""
        shares = [verdict.shared for verdict in self.verdicts] or [0.0]
        kinds = [p for p in Problem if p is not Problem.WORDING]
        counts = [sum(p in verdict.problems for verdict in self.verdicts) for p in kinds]
        return [min(shares), sum(shares) / len(shares), *map(float, counts)]


def judge_all(folder: Path, every: int = 1) -> Iterator[Judged]:
    """The checker's word on every row of a folder, or on each ``every``-th."""
    for path in sorted(folder.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        numbers = {text: n for n, text in enumerate(dict.fromkeys(row["document"] for row in rows))}
        with tempfile.TemporaryDirectory() as store:
            catalog = Catalog(Path(store) / "catalog.sqlite")
            passages = {n: _stored(catalog, f"{n}.txt", text) for text, n in numbers.items()}
            citer = Citer(catalog)
            for row in rows[::every]:
                number = numbers[row["document"]]
                text = row["claim_text"]
                claims = [text[a:b] for a, b in sentence_spans(text)]
                verdicts = tuple(citer.weigh(claim, passages[number])[1] for claim in claims)
                yield Judged(path.stem, number, bool(row["supported"]), verdicts)
            catalog.close()


def _stored(catalog: Catalog, source: str, text: str) -> list[StoredPassage]:
    transcript = plain_transcript(source, "", text)
    passages = split_into_passages(transcript)
    vectors = [np.zeros((1 + len(p.sentences), 1), dtype=np.float32) for p in passages]
    catalog.put([Entry(transcript, passages, [f"{source}#{p.number}" for p in passages], vectors)])
    return catalog.passages_of(source)


def balanced_accuracy(truth: Sequence[bool], said: Sequence[bool]) -> float:
    """Mean of the shares of true and of false texts that are told right."""
    true = [s for t, s in zip(truth, said, strict=True) if t]
    false = [not s for t, s in zip(truth, said, strict=True) if not t]
    return (sum(true) / len(true) + sum(false) / len(false)) / 2 if true and false else float("nan")


def interval(truth: Sequence[bool], said: Sequence[bool]) -> tuple[float, float]:
    """95 % bootstrap interval of the balanced accuracy."""
    rng = np.random.default_rng(0)
    draws = rng.integers(0, len(truth), (SAMPLES, len(truth)))
    found = [balanced_accuracy([truth[i] for i in draw], [said[i] for i in draw]) for draw in draws]
    return float(np.nanpercentile(found, 2.5)), float(np.nanpercentile(found, 97.5))


def rows_of(judged: Sequence[Judged], said: Sequence[bool]) -> Iterator[str]:
    """A line a domain, and one over all: balanced accuracy, its interval, and how many."""
    for domain in (*sorted({item.domain for item in judged}), "all"):
        chosen = [i for i, item in enumerate(judged) if domain in (item.domain, "all")]
        truth, answers = [judged[i].supported for i in chosen], [said[i] for i in chosen]
        low, high = interval(truth, answers)
        true = sum(a for a, t in zip(answers, truth, strict=True) if t) / max(1, sum(truth))
        false = sum(not a for a, t in zip(answers, truth, strict=True) if not t) / max(1, len(truth) - sum(truth))
        yield (
            f"{domain:<12} {balanced_accuracy(truth, answers):6.1%}  [{low:.1%}, {high:.1%}]  {len(chosen)} texts  "
            f"true passed {true:.1%}  false caught {false:.1%}"
        )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--every", type=int, default=1, help="only each n-th text")
    options = parser.parse_args()
    judged = [item for folder in options.folders for item in judge_all(folder, options.every)]
    print(*rows_of(judged, [item.borne_out for item in judged]), sep="\n")


if __name__ == "__main__":
    main()
