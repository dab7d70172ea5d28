"""Deciding whether it is in the corpus where question or transcript is in another language than English."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.answers import Reason
from assistant.assistant import Assistant
from assistant.followups.courtesies import says_nothing
from assistant.questions.question import Wanted
from assistant.questions.tongues import askers
from assistant.reading.abroad import ABSENT_CEILING, offers
from assistant.retrieval.spread import Spread
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest

GERMAN = """Sitzung des Hafenausschusses

Vorsitzende Ilse Harmsen: Guten Abend. Wir reden heute über den alten Kran am Nordkai. Die Reparatur des Krans kostet
dreihundert Euro im Monat. Der Kran wird am 3. April wieder aufgestellt, wenn das Wetter hält.

Kapitän Ole Brandt: Der Leuchtturm braucht einen neuen Anstrich. Die Farbe liegt schon im Schuppen bereit, und zwei
Maler aus dem Dorf wollen helfen. Die Fischer hätten gern einen längeren Steg für ihre Boote.

Vorsitzende Ilse Harmsen: Der Steg muss warten, denn das Geld reicht nur für den Kran und für die Farbe.
"""


@pytest.fixture(scope="module")
def abroad(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Assistant]:
    folder: Path = tmp_path_factory.mktemp("abroad")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "hafen.txt").write_text(GERMAN, encoding="utf-8")
    index = Index(folder / "store", encoder)
    ingest(index, [folder / "corpus"])
    yield Assistant(index, Settings(vectorstore=folder / "store"))
    index.close()


def test_what_is_there_is_answered(abroad: Assistant) -> None:
    answer = abroad.ask("Wie viel kostet die Reparatur des Krans?")
    assert answer.answered
    assert "dreihundert Euro" in answer.text


def test_a_name_that_stands_nowhere_is_refused_and_named(abroad: Assistant) -> None:
    refusal = abroad.ask("Was sagte Frau Zeidler über den Kran?").refusal
    assert refusal is not None
    assert refusal.reason is Reason.NO_SUCH_ENTITY
    assert "“Zeidler” is not mentioned" in refusal.message
    assert refusal.nearest
    assert refusal.suggestion is None  # it would be in English


def test_a_year_or_a_name_that_stands_nowhere_leaves_little_confidence(abroad: Assistant) -> None:
    assert abroad.finder.look("Wie viel kostete die Reparatur des Krans?", None).confidence > 2 * ABSENT_CEILING
    assert abroad.finder.look("Wie viel kostete die Reparatur des Krans 1931?", None).confidence == ABSENT_CEILING
    assert abroad.finder.look("Was sagte Frau Zeidler zum Kran?", None).confidence <= ABSENT_CEILING


def test_words_that_stand_nowhere_speak_against_an_answer(abroad: Assistant) -> None:
    refusal = abroad.ask("Welche Mannschaft gewann die Meisterschaft?").refusal
    assert refusal is not None
    assert "“Mannschaft”" in refusal.message
    assert "Welche" not in refusal.message


def test_words_of_a_language_that_is_not_there_are_not_told_as_missing(abroad: Assistant) -> None:
    for asked in ("Welk team heeft het kampioenschap gewonnen?", "Which team won the championship?"):
        refusal = abroad.ask(asked).refusal
        assert refusal is not None
        assert "mention" not in refusal.message
        assert refusal.nearest


def test_what_a_sentence_offers_is_judged_in_its_own_language(abroad: Assistant) -> None:
    much = abroad.search.read("Wie viel kostet das?")
    when = abroad.search.read("Wann ist das?")
    assert (much.wanted, when.wanted) == (Wanted.QUANTITY, Wanted.DATE)
    assert offers(much, "Es sind dreihundert Euro.", "de")
    assert not offers(much, "Es ist nicht viel.", "de")
    assert offers(when, "Das ist im April.", "de")
    assert not offers(when, "Das ist schade.", "de")
    assert offers(much, "Es sind dreihundert Euro.", "xx")  # of which nothing is known


def test_nearness_is_measured_by_the_sentences_of_the_same_language() -> None:
    spread = Spread.of(np.array([0.1, 0.3, 0.5, 0.7], dtype=np.float32), ["de", "de", "fr", "fr"])
    assert spread.means == pytest.approx({"de": 0.2, "fr": 0.6})
    assert spread.deviation == pytest.approx(0.1)
    assert spread.excess(0.5, "de", own=True) - spread.excess(0.5, "fr", own=True) == pytest.approx(4)
    # Against the sentences of all languages more are near by chance.
    assert spread.excess(0.5, "de", own=False) < spread.excess(0.5, "de", own=True)


def test_a_sample_of_half_the_corpus_stands_for_twice_as_many() -> None:
    assert Spread.of(np.array([0.1, 0.3], dtype=np.float32), ["de", "de"], {"de": 2}).counts == {"de": 4}


def test_a_corpus_without_sentences_has_a_spread() -> None:
    assert Spread.of(np.array([], dtype=np.float32), []).excess(0.5, "de", own=True) < 0.5


def test_a_language_of_which_the_sample_has_nothing_is_measured_by_all() -> None:
    spread = Spread.of(np.array([0.1, 0.3, 0.5, 0.7], dtype=np.float32), ["de", "de", "fr", "fr"])
    assert spread.excess(0.6, "tr", own=False) == pytest.approx(spread.excess(0.4, "de", own=False))


def test_who_asks_is_told_by_the_words_of_other_languages_too() -> None:
    assert {"periodista", "ведущая", "記者"} <= askers()
    assert says_nothing("Guten Abend.")
    assert not says_nothing("Guten Abend, der Kran ist fertig.")


def test_an_english_corpus_says_in_what_language_it_is_to_be_asked(assistant: Assistant) -> None:
    asked = assistant.ask("¿Cuánto cuesta la guitarra de la señora?").refusal
    english = assistant.ask("Who won the regatta?").refusal
    assert asked is not None
    assert english is not None
    assert asked.message == "The transcripts are in English and the question is not: ask in English."
    assert asked.reason is Reason.NOT_IN_CORPUS
    assert "ask in English" not in english.message
