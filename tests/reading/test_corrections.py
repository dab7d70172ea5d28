"""What is taken back later in a transcript comes along with the figure that it takes back."""

from pathlib import Path

import pytest
from conftest import cited_verbatim, write_corpus

from assistant.assistant import Assistant
from assistant.reading.corrections import taken_back
from assistant.reading.turning import turns_back
from assistant.settings import Settings
from assistant.store.index import Index
from assistant.store.ingest import ingest

SHOWN = "The reserve for the pier is 8.2 million euros."


def back(*texts: str, speakers: str = "") -> list[int]:
    """Which of ``texts`` take back the first; ``speakers`` has a letter for each."""
    return taken_back([*zip(texts, speakers or [""] * len(texts), strict=True)], 0)


@pytest.mark.parametrize(
    ("later", "told"),
    [
        (["The pier is old.", "You said 8.2 million.", "I misspoke.", "It is 9.1 million euros."], [3, 4]),
        (["I said 8.2 million euros and I was wrong, it was 9.1 million euros."], [1]),
        (["Correction: not 8.2 million euros, it is 9.1 million euros."], [1]),
        (["I must correct that.", "The reserve for the whole old pier is 9.1 million euros."], [1, 2]),
    ],
)
def test_a_figure_brings_what_takes_it_back(later: list[str], told: list[int]) -> None:
    assert back(SHOWN, *later) == told


@pytest.mark.parametrize(
    "later",
    [
        ["I misspoke.", "It is 9.1 metres."],
        ["The pier costs 9.1 million euros."],
        ["I misspoke.", "It is as I said."],
        ["The ferry has cost 3.1 million euros.", "I misspoke there."],
    ],
)
def test_another_unit_no_new_figure_or_no_word_of_it_takes_nothing_back(later: list[str]) -> None:
    assert back(SHOWN, *later) == []


def test_somebody_else_far_off_takes_back_something_else() -> None:
    between = ["Cars rust."] * 6
    later = [SHOWN, *between, "You heard 8.2 million euros.", "I misspoke, it is 9.1 million euros."]
    assert back(*later, speakers="a" + "b" * 6 + "ca") == [8]
    assert back(*later, speakers="a" + "b" * 6 + "cd") == []


def test_a_figure_that_is_not_named_again_is_taken_back_in_the_same_words() -> None:
    far = [SHOWN, *["Cars rust."] * 6, "I must correct that."]
    assert back(*far, "The reserve for the pier is 9.1 million euros.") == [7, 8]
    assert back(*far, "The ferry has cost 9.1 million euros.") == []


def test_a_number_without_a_unit_is_taken_back_where_it_is_named_before_the_new_one() -> None:
    assert back("Nineteen eighty-one.", "I said eighty-one, but that was wrong: eighty-two.") == [1]
    assert back("It was eighty-two.", "I said eighty-one, but that was wrong: eighty-two.") == []


def test_the_answer_shows_what_was_taken_back(empty_index: Index, tmp_path: Path) -> None:
    talk = (
        f"Budget talk\n\nAnn Lee: Good evening. {SHOWN} It pays for the new planks.\n\nBo Orr: The ferry is late.\n\n"
        "Ann Lee: The harbour master sends his regards.\n\nBo Orr: Was it 8.2 million for the pier?\n\n"
        "Ann Lee: I misspoke, I am sorry. It is 9.1 million euros. The gulls are back.\n"
    )
    ingest(empty_index, [write_corpus(tmp_path / "talk", {"talk.txt": talk})])
    assistant = Assistant(empty_index, Settings(corpus=tmp_path / "talk", vectorstore=empty_index.folder))
    answer = assistant.ask("How large is the reserve for the pier?")
    assert answer.answered
    assert "8.2 million" in answer.text
    assert [citation.quote for citation in answer.citations][-2:] == [
        "Ann Lee: I misspoke, I am sorry.",
        "It is 9.1 million euros.",
    ]
    assert cited_verbatim(assistant, answer.citations)
    assert not answer.in_short


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("It has four doors.", "No, five, I forgot one."),
        ("It is 40 pence.", "But by night it is 35 pence."),
        ("It opens at nine.", "We have amended that."),
        ("There were 52 seals.", "It should have been 25."),
        ("Bo: Nine, I think.", "Bo: Sorry, I meant the harbour."),
    ],
)
def test_what_puts_right_turns_back(before: str, text: str) -> None:
    assert turns_back(before, text)


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("It has four doors.", "But the ferry is slow."),
        ("It has four doors.", "But three of us can swim."),
        ("It is old.", "No, it is fine."),
        ("It is 40 pence.", "By night it is 35 pence."),
    ],
)
def test_what_goes_on_does_not_turn_back(before: str, text: str) -> None:
    assert not turns_back(before, text)
