"""Lists of words, and patterns, that several modules need stand in one of them."""

import pytest
from conftest import ROOT

from assistant.corpus.labels import TIME
from assistant.corpus.names import CAPITAL
from assistant.questions.question import read_question
from assistant.retrieval.evidence import offers


@pytest.mark.parametrize(
    ("written", "home"),
    [
        ("thursday", "corpus/dates.py"),
        ("seventeen", "corpus/numerals.py"),
        ("ninety", "corpus/numerals.py"),
        ("mln", "corpus/numerals.py"),
        ("kilogram", "corpus/units.py"),
        ("only just merely", "verification/checks/polarity.py"),
        (f'"{CAPITAL}"', "corpus/names.py"),
        (f'"{TIME}"', "corpus/labels.py"),
    ],
)
def test_a_list_is_written_out_once(written: str, home: str) -> None:
    folder = ROOT / "assistant"
    found = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if written in path.read_text(encoding="utf-8")
    }
    # What surveys call the units that they measure in.
    assert found - ({"corpus/figures.py"} if written == "kilogram" else set()) == {home}


@pytest.mark.parametrize("word", ["seventeen", "dozens", "thousands", "trillions"])
def test_every_number_in_words_is_offered_for_a_quantity(word: str) -> None:
    question = read_question("How many stars are there?", {}, 0)
    assert offers(question, f"There are {word} of stars.")
    assert not offers(question, "There are stars.")
