"""Figures for Prometheus: questions by outcome, time by stage, the index's size, and the process's own."""

import stat
from collections.abc import Iterator
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from assistant.answers import Answer
from assistant.store.index import Index

# Extractive answers take 0.02 to 0.5 s on two cores, a chat model seconds.
BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 120.0)


class Metrics:
    """The figures of one process, in a registry of their own."""

    def __init__(self, index: Index) -> None:
        self._registry = CollectorRegistry()
        self._questions = Counter(
            "assistant_questions", "Questions by outcome and by what wrote the answer", ["outcome", "mode"],
            registry=self._registry,
        )  # fmt: skip
        self._refusals = Counter("assistant_refusals", "Refusals by reason", ["reason"], registry=self._registry)
        self._stages = Histogram(
            "assistant_stage_seconds", "Time a question took, by stage and in total", ["stage"], buckets=BUCKETS_S,
            registry=self._registry,
        )  # fmt: skip
        self._registry.register(_IndexSize(index))
        ProcessCollector(registry=self._registry)

    def count(self, outcome: str, answer: Answer | None) -> None:
        """Count one question: ``answered``, ``refused``, ``failed`` or ``stopped``."""
        self._questions.labels(outcome, answer.mode if answer else "none").inc()
        if answer is None:
            return
        if answer.refusal:
            self._refusals.labels(answer.refusal.reason.value).inc()
        for stage, taken_ms in answer.timings_ms.items():
            self._stages.labels(stage).observe(taken_ms / 1000)

    def exposition(self) -> bytes:
        """All figures in Prometheus's text format."""
        return generate_latest(self._registry)


class _IndexSize(Collector):
    """Reads the index's size when asked."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Nothing is read when the collector is registered."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges."""
        catalog, folder = self._index.catalog, self._index.folder
        size = sum(map(_bytes_of, folder.rglob("*")))
        yield GaugeMetricFamily("assistant_index_transcripts", "Transcripts in the index", len(catalog.sources()))
        yield GaugeMetricFamily("assistant_index_passages", "Passages in the index", catalog.passage_count())
        yield GaugeMetricFamily("assistant_index_bytes", "Bytes of the index's files", size)


def _bytes_of(path: Path) -> int:
    try:
        status = path.stat()
    except OSError:  # an ingest has just deleted it
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) else 0
