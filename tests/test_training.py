"""The scripts in ``training``: what they write, and that they write nothing unasked."""

import importlib
import json
import math
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from conftest import ROOT

from assistant.store.encoder import Encoder
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


@pytest.fixture
def accounts(tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The script with one small practice corpus that has a conversation, and one meeting that has another."""
    monkeypatch.syspath_prepend(str(ROOT / "training"))
    script = importlib.import_module("accounts")
    monkeypatch.setattr(script, "PRACTICE", tmp_path)
    monkeypatch.setattr(script.everyday, "PRACTICE", tmp_path)
    shutil.copytree(corpus, tmp_path / "harbours" / "corpus")
    turns = [
        {
            "question": "What was said about the pier?",
            "essential": [{"file": "ferry.txt", "quote": "“The timber is rotten."}],
            "useful": [
                {"file": "ferry.txt", "quote": "Harbour master Tomas Okafor warned that the pier needs repairs first."}
            ],
        },
        {"question": "How many passengers did the old ferry carry?", "essential": [], "useful": []},
        {"question": "And what was said about tunnels?", "essential": [], "useful": []},
    ]
    conversation = {"turns": [{"kind": "topic", "answerable": bool(turn["essential"]), **turn} for turn in turns]}
    (tmp_path / "harbours" / "everyday.jsonl").write_text(json.dumps(conversation), encoding="utf-8")
    question = {
        "id": "1", "question": "Why does the pier need repairs?", "answerable": True, "category": "why",
        "answers": ["rotten"], "sources": [{"source": "ferry.txt", "quote": "“The timber is rotten."}],
    }  # fmt: skip
    (tmp_path / "harbours" / "questions.jsonl").write_text(json.dumps(question), encoding="utf-8")
    for group in list(script.meetings.GROUPS):
        monkeypatch.delitem(script.meetings.GROUPS, group)
    monkeypatch.setitem(script.meetings.GROUPS, "dredging", ("Port7",))
    monkeypatch.setattr(script.everyday, "QUESTIONS", tmp_path)
    (tmp_path / "qmsum-test").mkdir()
    said = [[0, "Chair", "{vocalsound} Um , the dredger is late again ."], [1, "Clerk", "It broke its pump ."]]
    meeting = json.dumps({"_id": "Port7", "turns": said})
    (tmp_path / "qmsum-test" / "corpus.jsonl").write_text(meeting, encoding="utf-8")
    gold = [{"file": "Port7.txt", "quote": "Um, the dredger is late again."}]
    turn = {"question": "What was said about the dredger?", "kind": "topic", "answerable": True}
    talk = {"turns": [turn | {"essential": gold, "useful": []}]}
    (tmp_path / "dredging.jsonl").write_text(json.dumps(talk), encoding="utf-8")
    yield script
    sys.modules.pop("accounts")


def test_of_each_turn_that_asks_for_an_account_what_helps_is_learnt_from(
    accounts: ModuleType, encoder: Encoder, tmp_path: Path
) -> None:
    assert accounts.names() == ["harbours", "dredging"]
    first, last, narrow = accounts.gather("harbours", tmp_path, encoder, tmp_path)
    goes_on = len(accounts.EVIDENCE) + accounts.BESIDES.index("going_on")
    assert (first.features[0, goes_on], last.features[0, goes_on]) == (0.0, 1.0)
    assert first.labels.sum(0).tolist() == [1.0, 2.0]
    assert last.labels.sum(0).tolist() == [0.0, 0.0]
    assert narrow.labels.sum(0).tolist() == [1.0, 1.0]
    assert len(first.states) == len(first.features) == len(first.labels)
    kept = accounts.gather("harbours", tmp_path, encoder, tmp_path)
    assert [e.labels.tolist() for e in kept] == [e.labels.tolist() for e in (first, last, narrow)]


def test_what_was_said_in_meetings_is_learnt_from_too(accounts: ModuleType, encoder: Encoder, tmp_path: Path) -> None:
    (spoken,) = accounts.gather("dredging", tmp_path, encoder, tmp_path)
    assert spoken.labels.sum(0).tolist() == [1.0, 1.0]


def test_corpora_that_are_only_measured_on_are_not_learnt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "training"))
    script = importlib.import_module("accounts")
    assert {"clubs", "townhall"} <= set(script.names())
    assert not set(script.names()) & {"council", "committee", "delegations", "interviews", "broadcasts", "missions"}
    assert "remote" in script.names()
    assert not set(script.names()) & {"design", "schools", "planner"}
    sys.modules.pop("accounts")


def test_a_network_learns_which_sentences_help_and_reads_any_number_of_them(
    accounts: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    monkeypatch.setattr(accounts, "EPOCHS", 30)
    torch.manual_seed(1)
    features = len(accounts.EVIDENCE) + len(accounts.BESIDES)
    examples = []
    for _ in range(16):
        seen = torch.randn(8, features)
        seen[:, 3] = 1.0
        helps = (seen[:, 0] > 0).float()
        labels = torch.stack([helps, helps], dim=1)
        examples.append(accounts.Example("harbours", torch.zeros(8, accounts.STATES), seen, labels))
    network = accounts.train(examples)
    for count in (1, 7, 40):
        seen = torch.zeros(count, features)
        seen[:, 0] = torch.linspace(-2, 2, count) if count > 1 else torch.tensor([2.0])
        odds = network(torch.zeros(count, accounts.STATES), seen)
        never_seen = seen.clone()
        never_seen[:, 3] = 1.0
        assert torch.equal(odds, network(torch.zeros(count, accounts.STATES), never_seen))
        assert odds.shape == (count, 2)
        assert (odds[-1] > 0).all()
        assert count == 1 or (odds[0] < 0).all()


def test_talk_as_it_is_spoken_counts_thrice(accounts: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    monkeypatch.setattr(accounts, "EPOCHS", 60)
    monkeypatch.setattr(accounts, "RATE", 0.02)
    states, seen = torch.zeros(4, accounts.STATES), torch.zeros(4, len(accounts.EVIDENCE) + len(accounts.BESIDES))
    labels = {"harbours": torch.zeros(4, 2), "dredging": torch.ones(4, 2)}
    network = accounts.train([accounts.Example(corpus, states, seen, label) for corpus, label in labels.items()])
    # Three say that it helps for one that says the opposite.
    assert torch.allclose(network(states, seen), torch.full((4, 2), math.log(3)), atol=0.3)
