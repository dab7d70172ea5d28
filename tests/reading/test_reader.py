"""The reader in use: each passage is read once a question, and only so many runs are under way at once."""

import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import onnxruntime
import pytest
from conftest import write_corpus

from assistant.assistant import Assistant
from assistant.reading import reader as readers
from assistant.reading.ranking import DEPTH, read_evidence
from assistant.reading.reader import Reader, Reading, Remembering
from assistant.reading.windows import WINDOW_TOKENS, windows_by_tokenizers, windows_by_transformers
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest
from assistant.store.model_files import bundled_folder

ASKED = "Who repaired the mill?"
TEXTS = ["Tarn Engineering repaired the mill.", "The weir was closed in May."]


class Noting(Reader):
    """The bundled reader, which notes what it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[tuple[str, str]] = []

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        self.given += [(question, text) for text in texts]
        return super().read(question, texts)


def test_a_text_is_read_once_for_a_question_and_again_for_another() -> None:
    noting = Noting()
    reader = Remembering(noting)
    first = reader.read(ASKED, TEXTS)
    assert reader.read(ASKED, [TEXTS[1], TEXTS[0], TEXTS[1]]) == [first[1], first[0], first[1]]
    assert noting.given == [(ASKED, text) for text in TEXTS]
    reader.read("When was the weir closed?", TEXTS[:1])
    assert len(noting.given) == 3


def test_what_is_remembered_is_what_is_read() -> None:
    plain, remembered = Reader().read(ASKED, TEXTS), Remembering(Reader()).read(ASKED, TEXTS)
    for one, other in zip(plain, remembered, strict=True):
        assert (one.start, one.end) == (other.start, other.end)
        assert one.no_answer == pytest.approx(other.no_answer)


def test_readers_share_the_bundled_model_and_not_one_that_is_named() -> None:
    named = str(readers.BUNDLED_FOLDER)
    assert Reader().model is Reader().model
    assert Reader(named).model is not Reader(named).model


def test_only_so_many_runs_are_under_way_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    import onnxruntime

    running, most, lock = 0, 0, threading.Lock()

    class Slow:
        """A model that takes its time and counts who is in it."""

        def __init__(self, *_: Any, **__: Any) -> None:
            pass

        def run(self, _: Sequence[str], rows: Mapping[str, Any]) -> list[Any]:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            time.sleep(0.05)
            with lock:
                running -= 1
            return [np.zeros(rows["input_ids"].shape, np.float32)] * 2

    monkeypatch.setattr(onnxruntime, "InferenceSession", Slow)
    monkeypatch.setattr(readers, "_CORES", ThreadPoolExecutor(2))
    reader = Reader(str(readers.BUNDLED_FOLDER))  # one that is named has a model of its own
    threads = [threading.Thread(target=reader.read, args=(ASKED, TEXTS)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2


def test_what_is_read_of_a_text_does_not_hang_on_what_is_read_beside_it() -> None:
    reader = Reader()
    alone = [reader.read(ASKED, [text])[0] for text in TEXTS]
    together = reader.read(ASKED, [*TEXTS, "Rye was dear that year, the miller said. " * 20])
    for one, other in zip(alone, together, strict=False):
        assert (one.start, one.end, one.no_answer) == (other.start, other.end, other.no_answer)
        assert np.array_equal(one.probabilities, other.probabilities)


def test_the_bundled_reader_reads_the_same_on_every_processor() -> None:
    """Without VNNI int8 sums may saturate; onnxruntime has a switch that makes them exact, and slower."""
    exact = onnxruntime.SessionOptions()
    exact.add_session_config_entry("session.x64quantprecision", "1")
    drawn = np.random.default_rng(0).integers(1000, 30000, (20, 64))
    rows = {"input_ids": drawn, "token_type_ids": np.zeros_like(drawn), "attention_mask": np.ones_like(drawn)}
    path, providers = str(readers.BUNDLED_FOLDER / readers.WEIGHTS), ["CPUExecutionProvider"]
    plain, precise = (
        onnxruntime.InferenceSession(path, options, providers=providers).run(None, rows)
        for options in (onnxruntime.SessionOptions(), exact)
    )
    assert all(np.allclose(one, other, atol=1e-4) for one, other in zip(plain, precise, strict=True))


def test_a_refusal_reads_one_passage_for_each_question_that_it_may_suggest(tmp_path: Any, encoder: Encoder) -> None:
    towns = {f"{name}.txt": f"{name} has a mill.\n\nThe mill of {name} grinds rye." for name in ("Arl", "Bem", "Cot")}
    folder = write_corpus(tmp_path / "corpus", towns)
    index = Index(tmp_path / "store", encoder)
    ingest(index, [folder], corpus=folder)
    assistant = Assistant(index, Settings(vectorstore=tmp_path / "store", threshold=1.0))
    noting = Noting()
    assistant.finder.reader = noting
    assert not assistant.ask("Which mill grinds oats?").answered
    asked = dict.fromkeys(question for question, _ in noting.given)
    first, *suggested = [sum(question == q for q, _ in noting.given) for question in asked]
    assert first <= DEPTH
    assert suggested
    assert set(suggested) == {1}
    index.close()


@pytest.mark.parametrize(
    ("asked", "told"),
    [("How many volumes does the reading room hold?", "9,500"), ("What will they build?", "")],
)
def test_a_few_words_are_shown_only_where_one_value_is_asked_for(assistant: Assistant, asked: str, told: str) -> None:
    findings = assistant.finder.look(asked, None)
    assert read_evidence(Reader(), asked, findings.ranked).shortest
    assert findings.shortest == told


def test_the_windows_of_the_bundled_reader_are_those_of_transformers() -> None:
    from tokenizers import Tokenizer
    from transformers import AutoTokenizer

    whole = AutoTokenizer.from_pretrained(bundled_folder(), local_files_only=True)
    light = Tokenizer.from_file(str(bundled_folder() / "tokenizer.json"))
    light.no_padding()
    texts = ["The ferry sails at noon. " * 80, "", "x", " “Ünïcode” — 中文 naïve", "Apples ripen in September.\n" * 9]
    for question in ("Who?", "", "When does the ferry sail? " * 40, "Ünï “q” 中文?"):
        ours = windows_by_tokenizers(light, question, texts)
        theirs = windows_by_transformers(whole, WINDOW_TOKENS, question, texts)
        assert max(ours.owners) == len(texts) - 1 < len(ours.owners) - 1
        assert list(ours.owners) == list(theirs.owners)
        assert ours.rows.keys() == theirs.rows.keys()
        assert all(np.array_equal(ours.rows[name], theirs.rows[name]) for name in ours.rows)
        assert np.array_equal(np.array(ours.places), np.array(theirs.places))
