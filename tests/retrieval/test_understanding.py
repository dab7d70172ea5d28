"""Reading questions against a corpus in several languages that changes meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.retrieval.understanding import SAMPLE, SAMPLE_OF_EACH
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest

ENGLISH = "The ferry to the island sails at noon, and the harbour master keeps a log of every rope. Number {} is old.\n"
RUSSIAN = "Сегодня мы говорим о мосте через реку. Иванов обещал покрасить перила весной. Работа стоит немало.\n"
GERMAN = "Die Werft baut ein Boot, und die Leute mögen es. Die Netze hängen am Steg, die Kinder baden in der Bucht.\n"


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Assistant]:
    folder: Path = tmp_path_factory.mktemp("mixed")
    (folder / "corpus").mkdir()
    for number in range(SAMPLE + 40):
        (folder / "corpus" / f"a{number:03}.txt").write_text(ENGLISH.format(number), encoding="utf-8")
    (folder / "corpus" / "b.txt").write_text(GERMAN, encoding="utf-8")
    (folder / "corpus" / "c.txt").write_text(RUSSIAN, encoding="utf-8")
    index = Index(folder / "store", encoder)
    ingest(index, [folder / "corpus"])
    yield Assistant(index, Settings(vectorstore=folder / "store"))
    index.close()


def test_a_language_with_few_passages_is_in_the_sample(mixed: Assistant) -> None:
    understanding = mixed.search.understanding
    spread = understanding.spread(mixed.search.vectors_of(["Кто обещал покрасить перила?"])[0])
    assert spread.counts["ru"] == 3
    assert spread.counts["de"] == 2
    assert spread.counts["en"] == pytest.approx(2 * (SAMPLE + 40))
    assert SAMPLE_OF_EACH > 1


def test_a_question_is_read_by_one_generation_though_the_corpus_changes_meanwhile(
    mixed: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog, understanding = mixed.index.catalog, mixed.search.understanding
    generations, vocabulary = iter(range(10**6, 10**7)), understanding.vocabulary()
    later = iter([vocabulary, *([vocabulary | {"мостовая": 1, "мосту": 1}] * 9)])
    monkeypatch.setattr(catalog, "generation", lambda: next(generations))
    monkeypatch.setattr(catalog, "vocabulary", lambda: next(later))
    assert "мосту" not in understanding.read("Кто говорил о новом мосте?").forms


def test_a_generation_is_read_off_the_catalog_once(mixed: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    understanding = mixed.search.understanding
    before = understanding.snapshot()
    monkeypatch.setattr(mixed.index.catalog, "vocabulary", lambda: pytest.fail("read again"))
    understanding.read("Кто говорил о мосте?")
    assert understanding.snapshot() is before


def test_only_stems_that_begin_alike_are_looked_through(mixed: Assistant) -> None:
    from assistant.questions.tongues import tongue_of

    forms = mixed.search.understanding.snapshot().forms(tongue_of("ru"), ["мост"])
    assert forms[tongue_of("ru").key("мост")] == ["мосте"]
    assert all(stem.startswith("мо") for found in forms.values() for stem in found)


@pytest.mark.parametrize("text", ["Men of the harbour?", "War in Iceland", "MIT plans?", "Did anyone die in Dorva?"])
def test_words_that_english_has_too_make_no_question_german(mixed: Assistant, text: str) -> None:
    assert not mixed.search.read(text).foreign


def test_a_term_is_not_found_where_it_carries_no_meaning(mixed: Assistant) -> None:
    found = mixed.search.search("Did anyone die in Dorva?", 50)
    german = [c for c in found.candidates if c.stored.passage.source == "b.txt"]
    assert "die" in found.question.terms
    assert german
    assert not any("die" in stems for candidate in german for stems in candidate.stems)
    assert german[0].features["coverage"] == 0


def test_an_english_question_is_answered_by_an_english_sentence_where_that_is_likelier(mixed: Assistant) -> None:
    look = mixed.finder.look("When does the ferry to the island sail?", None)
    assert "noon" in look.ranked[0].text
