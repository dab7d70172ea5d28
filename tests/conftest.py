"""A small invented corpus, the real encoder, and one ingested index that the whole suite shares."""

# ruff: noqa: E501  (a paragraph of a transcript is one line)
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import PATIENCE_MS
from hypothesis import settings
from model_server import ModelServer
from playwright.sync_api import expect
from xdist.scheduler import LoadFileScheduling

from assistant.assistant import Assistant
from assistant.corpus.transcripts import Transcript, read_transcript
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
WEB = "tests/web/"
KEY = "sk-test-1234567890-abcdefghij"

# Two threads a process on two busy cores wait for each other: one takes half the time. Set before torch loads.
os.environ.setdefault("OMP_NUM_THREADS", "1")
settings.register_profile("suite", deadline=None, max_examples=60, database=None)
settings.load_profile("suite")
expect.set_options(timeout=PATIENCE_MS)

FERRY = """Council hearing on the Larkhaven ferry

  • 7
  • 10:55

12 May 2021

Home / News / Harbour /

Mayor Ingrid Solberg opened the hearing in Larkhaven on Wednesday. The old ferry carried 41,000 passengers last year.

“We will build two electric ferries. Each electric ferry costs $2.35 million. They will sail in autumn,” said Ingrid Solberg.

Harbour master Tomas Okafor warned that the pier needs repairs first. “The timber is rotten. Nobody has looked under the deck since 1998,” Tomas Okafor added.

The council did not vote on the ticket price. It will meet again in June.

Written by
"""
LIBRARY = """Reading room talk with Priya Raman
- 14

Librarian Priya Raman described the new reading room on 3 June. The room holds 9,500 volumes and stays open until 10 p.m. on weekdays.

"Our oldest book is an atlas of the moon. A sailor gave it to us," said Priya Raman. According to her, children borrow more comics than novels because the school shares its lists.

The library lent 120 telescopes to local families. Most of them came back clean.
"""
ORCHARD = """Growers discuss the apple harvest

30 September 2019

Grower Anselm Brandt walked through his orchard near Westmere. Frost in April killed a third of the blossom.

“I lost 60 tonnes of apples to the frost,” said Anselm Brandt. “Next spring I will light candles between the rows.”

The cooperative sold cider to Norway for the first time. The buyers asked for 15,000 bottles.
"""
TRANSCRIPTS = {"ferry.txt": FERRY, "library.txt": LIBRARY, "talks/orchard.md": ORCHARD}


def write_corpus(folder: Path, transcripts: dict[str, str]) -> Path:
    """Write ``transcripts`` (text by source) below ``folder`` and return it."""
    for source, text in transcripts.items():
        path = folder / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def cited_verbatim(assistant: Assistant, citations: object) -> bool:
    """Whether every citation is the stored text at its offsets."""
    return all(assistant.transcript(c.source).text[c.start : c.end] == c.quote != "" for c in citations)  # type: ignore[attr-defined]


def hang_up() -> None:
    """Close the connections that Chroma's clients of a server share in a process, and never close themselves."""
    from chromadb.api.shared_system_client import SharedSystemClient

    for system in SharedSystemClient._identifier_to_system.values():
        for part in system._instances.values():
            if session := getattr(part, "_session", None):
                session.close()


class OneBrowser(LoadFileScheduling):
    """Gives each process whole files, and all of the page's to one: two browsers at once wait for each other."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return WEB if file.startswith(WEB) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneBrowser:
    """How the tests are shared out where several processes run them."""
    return OneBrowser(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The page's files come first, then those with tests marked slow: no process begins one when the other is done."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (not item.nodeid.startswith(WEB), item.path not in slow))


@pytest.fixture(scope="session", autouse=True)
def _clean_environment() -> None:
    """No setting of the developer's shell reaches a test."""
    for name in [name for name in os.environ if name.startswith("ASSISTANT_") or name == "CHROMA_URL"]:
        del os.environ[name]


@pytest.fixture(scope="session", autouse=True)
def _no_authorities(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each HTTP client reads all the authorities that it trusts, in some 50 ms: to speak to this machine none will do."""
    os.environ.pop("SSL_CERT_FILE", None)
    os.environ["SSL_CERT_DIR"] = str(tmp_path_factory.mktemp("no_authorities"))


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The real all-MiniLM-L6-v2, loaded once."""
    return Encoder()


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the invented transcripts."""
    return write_corpus(tmp_path_factory.mktemp("corpus"), TRANSCRIPTS)


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder, corpus: Path) -> Iterator[Index]:
    """The invented transcripts in the real Chroma and SQLite; tests only read it."""
    index = Index(tmp_path_factory.mktemp("vectorstore"), encoder)
    ingest(index, [corpus])
    yield index
    index.close()


@pytest.fixture(scope="session")
def assistant(index: Index, corpus: Path) -> Assistant:
    """An assistant over the invented transcripts."""
    return Assistant(index, Settings(corpus=corpus, vectorstore=index.folder))


@pytest.fixture(scope="session")
def seed_assistant(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Assistant]:
    """An assistant over the bundled corpus."""
    folder = tmp_path_factory.mktemp("seed_vectorstore")
    index = Index(folder, encoder)
    ingest(index, [SEEDS])
    yield Assistant(index, Settings(corpus=SEEDS, vectorstore=folder))
    index.close()


@pytest.fixture
def empty_index(tmp_path: Path, encoder: Encoder) -> Iterator[Index]:
    """A new index that a test may write to."""
    index = Index(tmp_path / "vectorstore", encoder)
    yield index
    index.close()


@pytest.fixture(scope="session")
def ferry() -> Transcript:
    """The transcript of the ferry hearing, read."""
    return read_transcript(FERRY, "ferry.txt")


@pytest.fixture
def model_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    """A model server on loopback, where ``openai:…`` and ``ollama:…`` find it."""
    server = ModelServer()
    monkeypatch.setenv("OPENAI_BASE_URL", f"{server.address}/v1")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OLLAMA_HOST", server.address)
    yield server
    server.close()
