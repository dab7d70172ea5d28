"""What is recorded of each question, and what is not."""

import json
import os
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from serving import served, until

from assistant.answers import Delta
from assistant.assistant import Assistant
from assistant.operation.journal import Journal, question_id
from assistant.operation.metrics import Metrics
from assistant.settings import LogFormat, Settings
from assistant.store.index import Index
from assistant.web import health
from assistant.web.health import Readiness

PASSENGERS = "How many passengers did the old ferry carry last year?"


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]


def _figure(metrics: Metrics, name: str) -> float:
    found = [line for line in metrics.exposition().decode().splitlines() if line.startswith(name)]
    return sum(float(line.rpartition(" ")[2]) for line in found)


def _watched(assistant: Assistant, metrics: Metrics, **settings: Any) -> Assistant:
    told = replace(assistant.settings, threshold=0.1, **settings)
    return Assistant(assistant.index, told).watched_by(Journal(told, metrics.count))


def test_an_answer_is_a_line_and_a_count_without_its_words(
    assistant: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    metrics = Metrics(assistant.index)
    answer = _watched(assistant, metrics, log=LogFormat.JSON).ask(PASSENGERS)
    (line,) = _lines(capsys)
    assert (line["outcome"], line["mode"], line["refusal"]) == ("answered", "extractive", None)
    assert line["citations"] == len(answer.citations)
    assert set(line["timings_ms"]) == {"rewrite", "retrieve", "answer", "verify", "total"}
    assert "ferry" not in json.dumps(line)
    assert _figure(metrics, 'assistant_questions_total{mode="extractive",outcome="answered"}') == 1
    assert _figure(metrics, 'assistant_stage_seconds_count{stage="total"}') == 1
    assert _figure(metrics, "assistant_index_transcripts") == 3
    assert _figure(metrics, "assistant_index_passages") == assistant.index.catalog.passage_count()
    assert _figure(metrics, "assistant_index_bytes") > 10_000


def test_content_is_in_the_line_where_it_is_asked_for(assistant: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    _watched(assistant, Metrics(assistant.index), log=LogFormat.JSON, log_content=True).ask(PASSENGERS)
    (line,) = _lines(capsys)
    assert line["question"] == PASSENGERS
    assert "41,000" in line["answer"]


def test_nothing_is_written_unless_asked_and_refusals_are_counted_by_reason(
    assistant: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    metrics = Metrics(assistant.index)
    _watched(assistant, metrics).ask("Hello!")
    assert _lines(capsys) == []
    assert _figure(metrics, 'assistant_questions_total{mode="extractive",outcome="refused"}') == 1
    assert _figure(metrics, 'assistant_refusals_total{reason="not_a_question"}') == 1


def test_a_stopped_and_a_failed_question_are_recorded_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    counted: list[str] = []
    journal = Journal(Settings(log=LogFormat.JSON), lambda outcome, _: counted.append(outcome))
    closed: list[bool] = []

    def events() -> Any:
        try:
            yield Delta("a")
            raise ZeroDivisionError("a detail")
        finally:
            closed.append(True)

    stopped = journal.watch("q", events())
    next(stopped)
    stopped.close()  # type: ignore[attr-defined]
    with pytest.raises(ZeroDivisionError):
        list(journal.watch("q", events()))
    assert counted == ["stopped", "failed"]
    assert closed == [True, True]
    lines = _lines(capsys)
    assert [line.get("error") for line in lines] == [None, "ZeroDivisionError"]
    assert lines[0]["id"] != lines[1]["id"]
    assert "detail" not in json.dumps(lines)


def test_the_line_has_the_id_that_the_front_end_gave(assistant: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    given = question_id.set("the-id")
    _watched(assistant, Metrics(assistant.index), log=LogFormat.JSON).ask("Hello!")
    question_id.reset(given)
    assert _lines(capsys)[0]["id"] == "the-id"


def test_a_file_that_an_ingest_deletes_meanwhile_is_not_counted(
    assistant: Assistant, empty_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    (empty_index.folder / "graph.bin").write_bytes(b"0" * 5_000_000)
    (empty_index.folder / "gone.bin").write_bytes(b"0" * 9_000_000)
    look = Path.stat

    def stat(path: Path, **how: bool) -> os.stat_result:
        found = look(path, **how)
        if path.name == "gone.bin":
            path.unlink(missing_ok=True)
        return found

    monkeypatch.setattr(Path, "stat", stat)
    assert _figure(Metrics(empty_index), "assistant_index_bytes") >= 5_000_000
    (empty_index.folder / "lost.bin").symlink_to("nowhere")
    assert _figure(Metrics(empty_index), "assistant_index_bytes") < 9_000_000


def test_another_models_answers_are_recorded_too(assistant: Assistant) -> None:
    metrics = Metrics(assistant.index)
    _watched(assistant, metrics).with_model("").ask("Hello!")
    assert _figure(metrics, "assistant_questions_total") == 1


def test_a_server_tells_its_health_and_counts_what_it_answers(
    assistant: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    with served(Assistant(assistant.index, replace(assistant.settings, log=LogFormat.JSON))) as address:
        assert httpx.get(f"{address}/health/live").json() == {"status": "live"}
        assert httpx.get(f"{address}/health/ready").json() == {"status": "ready"}
        body = {"model": "transcripts", "messages": [{"role": "user", "content": "Hello!"}]}
        id_ = httpx.post(f"{address}/v1/chat/completions", json=body).json()["id"]
        figures = httpx.get(f"{address}/metrics")
    assert figures.headers["content-type"].startswith("text/plain; version=")
    assert 'assistant_questions_total{mode="extractive",outcome="refused"} 1.0' in figures.text
    assert "process_resident_memory_bytes" in figures.text
    assert [f"chatcmpl-{line['id']}" for line in _lines(capsys)] == [id_]


def test_a_server_is_not_ready_before_its_models_are_and_when_nothing_is_indexed(
    assistant: Assistant, empty_index: Any
) -> None:
    readiness = Readiness(Assistant(empty_index, assistant.settings))
    assert readiness.missing() == "the models are being loaded"
    readiness.warm_up().join(60)
    assert readiness.missing() == "the index is empty"
    empty_index.catalog.close()
    assert readiness.missing().startswith("the index cannot be searched (")


def test_a_server_is_ready_once_what_failed_at_first_has_gone(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []

    def look(question: str, filters: Any) -> None:
        tries.append(question)
        if len(tries) < 3:
            raise OSError("a disk that is away for a moment")

    finder = SimpleNamespace(look=look)
    seen: Any = SimpleNamespace(index=assistant.index, finder=finder)
    readiness = Readiness(seen)
    readiness.warm_up().join(10)
    assert [readiness.missing() for _ in range(20)] == [
        "the index cannot be searched (OSError): assistant doctor says more"
    ] * 20
    assert len(tries) == 1  # not at every request
    monkeypatch.setattr(health, "RETRY_AFTER_S", 0.0)
    readiness._retry_at = 0
    until(lambda: not readiness.missing())
    assert len(tries) == 3
