"""The scripts in ``training``: what they write, and that they write nothing unasked."""

import importlib
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from conftest import ROOT

from assistant.store.index import Index
from assistant.surveys import gathering

QUESTIONS = [
    {"question": "Which transcripts mention vessels?", "answers": ["batteries"], "sources": ["ferry.txt"]},
    {"question": "Which transcripts mention frost?", "answers": ["frost"], "sources": ["talks/orchard.md"]},
    {"question": "Which transcripts mention volumes?", "answers": ["zeppelins"], "sources": ["library.txt"]},
]


@pytest.fixture
def fit_surveys(tmp_path: Path, index: Index, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The script with two small practice corpora and a weights file of its own."""
    monkeypatch.syspath_prepend(str(ROOT / "training"))
    script = importlib.import_module("fit_surveys")
    for name in ("one", "other"):
        shutil.copytree(index.folder, tmp_path / "store" / name)
        rows = [
            {"id": str(n), "answerable": True, "category": "multi", **row, "sources": [{"source": row["sources"][0]}]}
            for n, row in enumerate(QUESTIONS)
        ]
        (tmp_path / name).mkdir()
        (tmp_path / name / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)))
    monkeypatch.setattr(script, "PRACTICE", tmp_path)
    monkeypatch.setattr(script, "EVERY", 1)
    monkeypatch.setattr(script, "WEIGHTS", Path(shutil.copy(script.WEIGHTS, tmp_path / "weights.json")))
    yield script
    gathering.read_weights.cache_clear()
    sys.modules.pop("fit_surveys")


def changed(script: ModuleType, tmp_path: Path, *options: str) -> set[str]:
    """The models whose weights in the file are others after a run."""
    before = json.loads(script.WEIGHTS.read_text(encoding="utf-8"))
    script.main(["--store", str(tmp_path / "store"), "one", "other", *options])
    after = json.loads(script.WEIGHTS.read_text(encoding="utf-8"))
    return {model for model in after if after[model] != before.get(model)}


def test_weights_are_written_when_asked_for_and_those_set_by_hand_when_named(
    fit_surveys: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert changed(fit_surveys, tmp_path) == set()
    assert '"answers_read"' in capsys.readouterr().out
    assert changed(fit_surveys, tmp_path, "--write") == {"answers", "speaks", "right"}
    assert changed(fit_surveys, tmp_path, "--write", "--model", "answers_read") == {"answers_read"}
