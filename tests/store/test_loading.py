"""Libraries of the models that cannot be loaded, as where memory is short: one line that says so and what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, write_corpus

from assistant.errors import EngineError, ModelError
from assistant.hub import MAKE_ROOM, load_named, loading
from assistant.reading.reader import Reader
from assistant.retrieval.reranking import Reranker
from assistant.store.chroma_embedded import explained
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest
from assistant.store.question_encoder import QuestionEncoder
from assistant.verification.entailment import Verifier

UNMAPPED = "libbig.so: failed to map segment from shared object"
# What Chroma and the vectors' arithmetic stand on is there; torch is several times what is left.
SHORT = """
import os, resource, sys
import assistant.cli, assistant.store.index, assistant.store.ingest, chromadb, numpy
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 64 * 2**20,) * 2)
sys.exit(assistant.cli.main(["ingest"]))
"""


@pytest.fixture
def unmapped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of these libraries none can be imported, as a shared library in them cannot be mapped."""
    for name in ("sentence_transformers", "torch", "onnxruntime", "transformers"):
        (tmp_path / "broken" / name).mkdir(parents=True)
        (tmp_path / "broken" / name / "__init__.py").write_text(f"raise OSError({UNMAPPED!r})")
        for module in [each for each in sys.modules if each.partition(".")[0] == name]:
            monkeypatch.delitem(sys.modules, module)
    monkeypatch.syspath_prepend(tmp_path / "broken")


@pytest.mark.usefixtures("unmapped")
@pytest.mark.parametrize(
    ("load", "library"),
    [
        (lambda: Encoder().encode_texts(["It sails."]), "sentence-transformers"),
        (lambda: Encoder().encode_passages(["It sails."], [[(0, 9)]]), "sentence-transformers"),
        (QuestionEncoder, "onnxruntime"),
        (lambda: Verifier("some/model").entails_all([("It sails.", "It sails.")]), "transformers"),
        (lambda: Reranker("some/model").model, "transformers"),
        (lambda: Reader("some/model").model, "transformers"),
    ],
    ids=["texts", "passages", "questions", "verifier", "reranker", "reader"],
)
def test_a_library_that_cannot_be_mapped_is_one_line_with_what_to_do(load: object, library: str) -> None:
    with pytest.raises(ModelError) as caught:
        load()  # type: ignore[operator]
    assert str(caught.value) == f"{library} cannot be loaded ({UNMAPPED}): {MAKE_ROOM}"


def test_a_model_whose_library_cannot_be_loaded_is_told_by_its_name() -> None:
    def load(name: str, local: bool) -> object:
        with loading("torch"):
            raise MemoryError

    with pytest.raises(ModelError, match=r"^cannot load the reader a/b: torch cannot be loaded \(MemoryError\): free"):
        load_named("reader", "a/b", load)


class PanicException(BaseException):
    """As pyo3 raises it where the Rust side of a library panics."""


def test_a_panic_is_told_and_who_stops_the_program_does() -> None:
    with pytest.raises(ModelError, match=r"^a cannot be loaded \(null\)"), loading("a"):
        raise PanicException("null")
    with pytest.raises(KeyboardInterrupt), loading("a"):
        raise KeyboardInterrupt


def test_chroma_that_cannot_be_loaded_is_not_taken_for_damaged_vectors(
    empty_index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(empty_index, [write_corpus(tmp_path / "corpus", {"a.txt": "Ferry talk\n\nThe ferry sails."})])
    vector = empty_index.encoder.encode_queries(["ferry"])[0]
    hits = empty_index.search_dense(vector, 5)
    index = Index(empty_index.folder, empty_index.encoder)
    monkeypatch.setitem(sys.modules, "chromadb", None)
    assert index.search_dense(vector, 5) == [(id_, pytest.approx(near, abs=1e-4)) for id_, near in hits]
    with pytest.raises(EngineError, match=r"^Chroma cannot be loaded or has broken down \(import of chromadb halted;"):
        index.vector_count()
    assert isinstance(explained(tmp_path, Exception("Error sending message to compactor")), EngineError)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system does not say how much is mapped")
def test_an_ingest_for_which_too_little_may_be_mapped_ends_in_one_line_and_loses_nothing(tmp_path: Path) -> None:
    write_corpus(tmp_path / "corpus", {"a.txt": "Ferry talk\n\nThe ferry sails."})
    folders = {f"ASSISTANT_{name}": str(tmp_path / name.lower()) for name in ("CORPUS", "VECTORSTORE", "DATA")}
    done = subprocess.run(
        [sys.executable, "-c", SHORT],
        env=os.environ | folders | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("assistant: sentence-transformers cannot be loaded (")
    assert line.endswith(MAKE_ROOM)
