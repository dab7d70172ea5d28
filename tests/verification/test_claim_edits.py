"""Sentences of real and invented transcripts, made false and said otherwise by rule: the checker's floors."""

import importlib
import math
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from conftest import ROOT, SEEDS

from assistant.answers import ClaimVerdict

CORPORA = [SEEDS, *(ROOT / "training" / "practice" / name / "corpus" for name in ("council", "assembly"))]
CAUGHT, FALSE_ALARMS = 0.95, 0.05
# A check takes some 50 ms; of more cases than this every second or third is made, so that no more are.
ENOUGH = 400
KINDS = ("figure", "unit", "date", "name", "negation", "direction", "speaker")


@pytest.fixture(scope="module")
def edits() -> Iterator[ModuleType]:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    yield importlib.import_module("claim_edits")
    sys.path.remove(str(ROOT / "benchmarks"))


@pytest.mark.slow
@pytest.mark.parametrize("corpus", CORPORA, ids=lambda path: path.parent.name if path.name == "corpus" else path.name)
def test_edits_are_caught_and_true_sentences_are_not(edits: ModuleType, corpus: Path, tmp_path: Path) -> None:
    made, citer = edits.cases(corpus, tmp_path)
    made = made[:: math.ceil(len(made) / ENOUGH)]
    wrong = [case for case in made if not case.true]
    counts = Counter(case.kind for case in wrong)
    assert len(wrong) >= 200
    assert all(counts[kind] for kind in KINDS)
    flagged = {
        true: [edits.verdict(case, citer)[0] is not ClaimVerdict.SUPPORTED for case in made if case.true == true]
        for true in (False, True)
    }
    assert sum(flagged[False]) >= CAUGHT * len(flagged[False])
    assert sum(flagged[True]) <= FALSE_ALARMS * len(flagged[True])


def test_an_edit_changes_one_thing_and_a_control_none(edits: ModuleType, tmp_path: Path) -> None:
    made, _ = edits.cases(CORPORA[1], tmp_path)
    assert {case.kind for case in made if not case.true} == set(edits.EDITS)
    for case in made:
        assert case.claim != case.stated.text
        if case.kind == "separators":
            assert case.claim.replace(",", "") == case.stated.text.replace(",", "")
