"""What guided fuzzing feeds holds for the inputs that it begins with: else a run of it would tell nothing."""

import importlib

import pytest
from conftest import ROOT

NAMES = """txt html srt vtt json jsonl csv pdf docx zip sentences facts question followups surveys narrowing spelling
checks""".split()


@pytest.mark.parametrize("name", NAMES)
def test_each_target_takes_its_own_seeds(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    targets, seeds = map(importlib.import_module, ("guided_targets", "guided_seeds"))
    assert sorted(targets.TARGETS) == sorted(NAMES)
    assert seeds.SEEDS[name]
    for seed in seeds.SEEDS[name]:
        targets.TARGETS[name](seed)
