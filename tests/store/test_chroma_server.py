"""The same index over a real Chroma server, which is killed and started again under it."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import TRANSCRIPTS, hang_up

from assistant.assistant import Assistant
from assistant.corpus.transcripts import plain_transcript
from assistant.errors import SettingsError, StoreAwayError
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest

AWAY_S = 0.5
# A busy machine takes seconds to start a server.
PATIENCE_S = 30.0
LONG = [plain_transcript(f"{n}.txt", f"Tale {n}", f"A heron stands in pond {n}. It waits for frogs.") for n in range(6)]


class ChromaServer:
    """``chroma run`` on loopback over one folder; each start serves what the last one stored."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        command = [Path(sys.executable).with_name("chroma"), "run", "--path", self._folder]
        command += ["--host", "127.0.0.1", "--port", str(self._port)]
        environment = {**os.environ, "ANONYMIZED_TELEMETRY": "False"}
        self._process = subprocess.Popen(
            list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
        )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", self._port)):
                    return
            time.sleep(0.05)
        raise AssertionError("chroma run does not listen")

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()


@contextmanager
def restarting(server: ChromaServer) -> Iterator[None]:
    """The server is killed now and started again by another thread after ``AWAY_S``."""
    server.kill()
    again = threading.Timer(AWAY_S, server.start)
    again.start()
    try:
        yield
    finally:
        again.join()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    server = ChromaServer(tmp_path_factory.mktemp("chroma_server"))
    yield server
    hang_up()
    server.kill()


@pytest.fixture(scope="module")
def served(
    server: ChromaServer, tmp_path_factory: pytest.TempPathFactory, encoder: Encoder, corpus: Path
) -> Iterator[Index]:
    """The invented transcripts, their vectors on the server."""
    index = Index(tmp_path_factory.mktemp("first_replica"), encoder, chroma_url=server.url)
    index.vectors.read_patience_s = PATIENCE_S
    ingest(index, [corpus])
    yield index
    index.close()


def nearest(index: Index, question: str) -> list[tuple[str, float]]:
    hits = index.search_dense(index.encoder.encode_queries([question])[0], 5)
    stored = index.catalog.passages([id_ for id_, _ in hits])
    return [(s.passage.source, round(score, 3)) for s, (_, score) in zip(stored, hits, strict=True)]


@pytest.mark.slow
def test_the_server_gives_what_the_embedded_store_gives(served: Index, index: Index) -> None:
    for question in ("When will the electric ferries sail?", "Who gave the atlas?", "apples and frost"):
        ours, theirs = dict(nearest(served, question)), dict(nearest(index, question))
        assert ours == pytest.approx(theirs, abs=2e-3)
    assert served.vector_count() == served.catalog.passage_count() == index.vector_count()


def test_a_second_replica_takes_the_vectors_from_the_server_and_embeds_nothing(
    served: Index, server: ChromaServer, tmp_path: Path, encoder: Encoder, corpus: Path
) -> None:
    replica = Index(tmp_path, encoder, chroma_url=server.url)
    report = ingest(replica, [corpus])
    assert sorted(report.added) == sorted(TRANSCRIPTS)
    assert replica.embedded == 0
    assert replica.vector_count() == served.catalog.passage_count()
    ours, theirs = (each.catalog.passages_of("ferry.txt") for each in (replica, served))
    assert [(p.text, p.passage) for p in ours] == [(p.text, p.passage) for p in theirs]
    for one, other in zip(ours, theirs, strict=True):
        assert one.vector == pytest.approx(other.vector, abs=1e-3)
        assert one.sentence_vectors == pytest.approx(other.sentence_vectors, abs=1e-3)
    replica.close()


def test_a_question_waits_for_a_server_that_is_being_restarted(served: Index, server: ChromaServer) -> None:
    before = nearest(served, "electric ferries")
    with restarting(server):
        assert nearest(served, "electric ferries") == before


def test_writes_resume_after_a_restart_and_nothing_is_doubled(
    served: Index, server: ChromaServer, tmp_path: Path, encoder: Encoder
) -> None:
    index = Index(tmp_path, encoder, chroma_url=server.url)
    before = served.vector_count()
    index.add(LONG[:2])
    with restarting(server):
        index.add(LONG[2:])
    assert index.vector_count() == before + index.catalog.passage_count()
    assert index.catalog.keys() < index.vectors.keys()
    assert len(nearest(index, "heron in a pond")) == 5
    for transcript in LONG:
        index.remove(transcript.source)
    assert index.vector_count() == before
    index.close()


def test_without_the_server_answers_come_by_words_alone_and_say_so(
    served: Index, server: ChromaServer, tmp_path: Path, corpus: Path, encoder: Encoder
) -> None:
    assistant = Assistant(served, Settings(corpus=corpus, vectorstore=served.folder))
    question = "How many passengers did the old ferry carry?"
    assert not any("words alone" in note for note in assistant.ask(question).notes)
    served.vectors.read_patience_s = 0.5
    server.kill()
    try:
        answer = assistant.ask(question)
        assert answer.answered
        assert "41,000" in answer.text
        note = next(note for note in answer.notes if "words alone" in note)
        assert note.startswith(f"searched by words alone, not by meaning: no Chroma server answers at {server.url}")
        begin = time.monotonic()
        refused = assistant.ask("Which violin did the emperor of Atlantis play?")
        assert not refused.answered
        assert note in refused.notes
        assert time.monotonic() - begin < 3  # it is left alone for a while, not waited for with every question
        writer = Index(tmp_path, encoder, chroma_url=server.url)
        writer.vectors.write_patience_s = 0.5
        with pytest.raises(StoreAwayError, match=r"no Chroma server answers at .*: start it"):
            writer.add(LONG)
        assert writer.catalog.passage_count() == 0
    finally:
        server.start()
    assert writer.add(LONG) == writer.catalog.passage_count()
    for transcript in LONG:
        writer.remove(transcript.source)
    writer.close()
    assert not any("words alone" in note for note in assistant.ask(question).notes)


def test_an_address_that_is_none_is_refused(tmp_path: Path, encoder: Encoder) -> None:
    index = Index(tmp_path, encoder, chroma_url="localhost:8000")
    with pytest.raises(SettingsError, match="CHROMA_URL=localhost:8000 is not http://host:port"):
        index.vector_count()
    index.close()


def test_a_server_that_lost_its_vectors_is_told_and_gets_them_back_from_the_catalog(
    server: ChromaServer, tmp_path: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    index = Index(tmp_path, encoder, chroma_url=server.url)
    index.add(LONG)
    index.vectors.delete(sorted(index.vectors.keys()))
    reader = Index(tmp_path, encoder, chroma_url=server.url)
    assert len(nearest(reader, "heron")) == 5
    assert "6 passages but 0 vectors" in caplog.text
    assert index.rebuild_vectors() == index.vector_count() == 6
    reader.close()
    index.close()
