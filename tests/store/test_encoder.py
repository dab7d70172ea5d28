import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelError
from assistant.store import question_encoder
from assistant.store.encoder import BATCH_SIZE, Encoder
from assistant.store.model_files import BUNDLED_SHA256, bundled_path

TEXTS = ["The ferry sails at noon. It is blue.", "Apples ripen in September.", "A much longer text. " * 20]
SPANS = [[(0, 24), (25, 36)], [(0, 26)], [(0, 19), (20, 39)]]


def test_vectors_are_of_unit_length_and_of_the_models_dimension(encoder: Encoder) -> None:
    for rows in (encoder.encode_texts(TEXTS), encoder.encode_queries(TEXTS)):
        assert rows.shape == (3, encoder.dimension) == (3, 384)
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_near_meanings_are_near(encoder: Encoder) -> None:
    question = encoder.encode_queries(["When does the boat leave?"])[0]
    ferry, apples, _ = encoder.encode_texts(TEXTS) @ question
    assert ferry > apples + 0.2


def test_a_passage_vector_is_that_of_the_text_alone(encoder: Encoder) -> None:
    whole, _ = encoder.encode_passages(TEXTS, SPANS)
    np.testing.assert_allclose(whole, encoder.encode_texts(TEXTS), atol=1e-4)


def test_each_sentence_has_a_unit_vector_that_tells_it_apart(encoder: Encoder) -> None:
    _, parts = encoder.encode_passages(TEXTS, SPANS)
    assert [part.shape for part in parts] == [(2, 384), (1, 384), (2, 384)]
    for part in parts:
        np.testing.assert_allclose(np.linalg.norm(part, axis=1), 1, atol=1e-5)
    colour = encoder.encode_queries(["What colour is it?"])[0]
    sails, blue = parts[0] @ colour
    assert blue > sails


def test_a_sentence_vector_knows_its_passage(encoder: Encoder) -> None:
    texts = ["The ferry sails at noon. It is blue.", "The apple hangs on a tree. It is blue."]
    _, parts = encoder.encode_passages(texts, [[(25, 36)], [(27, 38)]])
    boat = encoder.encode_queries(["boat"])[0]
    assert parts[0][0] @ boat > parts[1][0] @ boat + 0.05


def test_a_sentence_beyond_the_window_is_encoded_alone(encoder: Encoder) -> None:
    text = "Word after word. " * 300 + "The ferry sails."
    start = text.index("The ferry")
    _, parts = encoder.encode_passages([text], [[(start, len(text))]])
    np.testing.assert_allclose(parts[0], encoder.encode_texts(["The ferry sails."]), atol=1e-4)


def test_order_and_batches_do_not_matter_and_progress_is_told(encoder: Encoder) -> None:
    texts = [f"Boat number {i} sails{' far' * (i % 7)}." for i in range(BATCH_SIZE + 3)]
    told: list[int] = []
    whole, parts = encoder.encode_passages(texts, [[(0, len(text))] for text in texts], told.append)
    assert told == [BATCH_SIZE, BATCH_SIZE + 3]
    last, _ = encoder.encode_passages(texts[-1:], [[(0, len(texts[-1]))]])
    np.testing.assert_allclose(whole[-1], last[0], atol=1e-4)
    assert len(parts) == len(texts)


def test_offsets_are_asked_of_a_tokenizer_that_pads_for_no_question(encoder: Encoder) -> None:
    encoder.encode_queries(["boat", "a longer question about boats"])
    padding = encoder.model.tokenizer._tokenizer.padding
    encoder.encode_passages(TEXTS, SPANS)
    assert encoder.model.tokenizer._tokenizer.padding == padding is not None


def test_threads_encode_questions_while_others_encode_passages(encoder: Encoder) -> None:
    questions = ["boat", "a question that is much longer than the other, about boats and when they sail"]
    expected, ended, errors = encoder.encode_queries(questions), threading.Event(), list[Exception]()

    def ask() -> None:
        while not ended.is_set():
            try:
                np.testing.assert_allclose(encoder.encode_queries(questions), expected, atol=1e-4)
            except (ValueError, RuntimeError, AssertionError) as error:
                errors.append(error)

    def read() -> None:
        for length in range(1, 25):
            try:
                encoder.encode_passages(["far " * length + "away.", "near."], [[(0, 3)], [(0, 4)]])
            except (ValueError, RuntimeError) as error:
                errors.append(error)

    readers = [threading.Thread(target=read, daemon=True) for _ in range(3)]
    threads = [*readers, *(threading.Thread(target=ask, daemon=True) for _ in range(3))]
    for thread in threads:
        thread.start()
    for thread in readers:
        thread.join(60)
    ended.set()
    for thread in threads:
        thread.join(10)
    assert errors == []


def test_it_is_langchains_embeddings(encoder: Encoder) -> None:
    np.testing.assert_allclose(encoder.embed_query("boat"), encoder.encode_queries(["boat"])[0], atol=1e-5)
    np.testing.assert_allclose(encoder.embed_documents(["boat"]), encoder.encode_texts(["boat"]), atol=1e-5)


def test_the_fingerprint_names_model_and_weights(encoder: Encoder, tmp_path: Path) -> None:
    assert encoder.fingerprint == f"all-MiniLM-L6-v2@{BUNDLED_SHA256[:12]}"
    assert Encoder("org/model").fingerprint == "org/model+centred"
    (tmp_path / "model.safetensors").write_bytes(b"one")
    first = Encoder(str(tmp_path)).fingerprint
    (tmp_path / "model.safetensors").write_bytes(b"two")
    assert first.startswith(f"{tmp_path}@")
    assert Encoder(str(tmp_path)).fingerprint != first


def test_the_bundled_weights_are_the_official_ones() -> None:
    assert any(bundled_path().glob("*.safetensors"))


def test_a_folder_copy_of_the_model_gives_the_same_vectors(encoder: Encoder, tmp_path: Path) -> None:
    copy = Encoder(str(shutil.copytree(bundled_path(), tmp_path / "copy")))
    np.testing.assert_allclose(copy.encode_queries(["boat"]), encoder.encode_queries(["boat"]), atol=1e-5)


def test_a_folder_without_a_model_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=rf"^cannot load the embedding model {tmp_path}: [^\n]+$"):
        _ = Encoder(str(tmp_path)).model


def test_nothing_is_loaded_before_first_use() -> None:
    assert Encoder("no/such").name == "no/such"


def test_questions_are_embedded_without_torch_as_passages_are_with_it(encoder: Encoder) -> None:
    odd = ["", "x", "“Ünïcode” — 中文 naïve", "word " * 400]
    texts = [*TEXTS, *odd, *(f"Boat {i}{' far' * i}?" for i in range(BATCH_SIZE))]
    np.testing.assert_allclose(encoder.encode_queries(texts), encoder.encode_texts(texts), atol=1e-6)


def test_an_altered_graph_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "encoder.onnx").write_bytes(b"no graph")
    monkeypatch.setattr(question_encoder, "GRAPH", tmp_path / "encoder.onnx")
    with pytest.raises(ModelError, match=r"^[^\n]+encoder\.onnx is missing or altered: reinstall[^\n]+$"):
        question_encoder.QuestionEncoder()
