"""Sentences of transcripts made false by rule, and said otherwise by rule: how many the checker catches, and wrongly.

    python benchmarks/claim_edits.py FOLDER …      a table of caught edits and of false alarms, by kind

Every sentence is true of the transcript it stands in. An edit changes one thing in it (a figure, a unit, a date, a
name, yes to no, up to down, the speaker); a control says the same in other words. Both are put as a chat model would
put them, with a mark, and go through ``check_answer``.
"""

import argparse
import random
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from edit_rules import CONTROLS, EDITS, Stated, is_proper

from assistant.answers import ClaimVerdict
from assistant.corpus.files import transcript_files
from assistant.corpus.names import names_in
from assistant.corpus.passages import split_into_passages
from assistant.corpus.transcripts import read_transcript
from assistant.store.catalog import Catalog, Entry
from assistant.verification.citing import Citer, Evidence
from assistant.verification.written import check_answer

WORDS = (7, 45)


@dataclass(frozen=True, slots=True)
class Case:
    """A claim made from a sentence: ``true`` for a control."""

    kind: str
    claim: str
    true: bool
    stated: Stated


def cases(corpus: Path, citer_folder: Path, seed: int = 7) -> tuple[list[Case], Citer]:
    """Every rule tried on every sentence of ``corpus``, and the citer that checks the claims."""
    stated, names, catalog = _read(corpus, citer_folder)
    rng = random.Random(seed)
    made: dict[tuple[str, str], Case] = {}
    for true, rules in ((False, EDITS), (True, CONTROLS)):
        for kind, rule in rules.items():
            for sentence in stated:
                claim = rule(sentence, names, rng)
                if claim and claim != sentence.text:
                    made[kind, claim] = Case(kind, claim, true, sentence)
    return list(made.values()), Citer(catalog)


def verdict(case: Case, citer: Citer) -> tuple[ClaimVerdict, tuple[str, ...]]:
    """What the checker says of a case, its passage cited, and the problems it names."""
    checked = check_answer(f"{case.claim} [1]", [case.stated.stored], citer)
    worst = max(checked.claims, key=lambda claim: list(ClaimVerdict).index(claim.verdict))
    return worst.verdict, worst.problems


def _read(corpus: Path, folder: Path) -> tuple[list[Stated], list[str], Catalog]:
    catalog = Catalog(folder / "catalog.sqlite")
    stated: list[Stated] = []
    names: dict[str, None] = {}
    for path in transcript_files(corpus):
        transcript = read_transcript(path.read_text(encoding="utf-8"), path.name)
        passages = split_into_passages(transcript)
        vectors = [np.zeros((1 + len(p.sentences), 1), dtype=np.float32) for p in passages]
        catalog.put([Entry(transcript, passages, [f"{path.name}#{p.number}" for p in passages], vectors)])
        names.update(dict.fromkeys(transcript.people))
        for stored in catalog.passages_of(transcript.source):
            names.update((n.text, None) for n in names_in(stored.text) if is_proper(n.text))
            evidence = [Evidence(stored, i) for i in range(len(stored.passage.sentences))]
            stated += (Stated(e.text, e.speaker, stored) for e in evidence if _fit(e.text))
    return stated, list(names), catalog


def _fit(text: str) -> bool:
    return WORDS[0] <= len(text.split()) <= WORDS[1] and "\n" not in text and text.rstrip('”"’').endswith(".")


def table(found: list[tuple[Case, ClaimVerdict]]) -> Iterator[str]:
    """Lines of the table: per kind, how many of how many were caught, or of controls falsely alarmed."""
    counts: dict[tuple[bool, str], list[bool]] = defaultdict(list)
    for case, standing in found:
        for kind in (case.kind, "all"):
            counts[case.true, kind].append(standing is not ClaimVerdict.SUPPORTED)
    for (true, kind), flagged in counts.items():
        what = "false alarms" if true else "caught"
        share = sum(flagged) / len(flagged)
        yield f"{what:<13} {kind:<18} {sum(flagged):>4} of {len(flagged):>4}  {share:6.1%}"


def main() -> None:
    """Print the table of each corpus, and with --errors the cases that went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--errors", metavar="KIND", help="print what went wrong with this kind, or with all")
    options = parser.parse_args()
    for corpus in options.corpora:
        with tempfile.TemporaryDirectory() as folder:
            made, citer = cases(corpus, Path(folder))
            found = [(case, *verdict(case, citer)) for case in made]
        print(corpus, *table([(case, standing) for case, standing, _ in found]), sep="\n")
        for case, standing, problems in found:
            if options.errors in (case.kind, "all") and case.true == (standing is not ClaimVerdict.SUPPORTED):
                print(f"\n{case.kind} {standing} {problems}\n  claim: {case.claim}")
                print(f"  quote: {case.stated.text}  ({case.stated.speaker})")


if __name__ == "__main__":
    main()
