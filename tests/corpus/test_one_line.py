"""Names and the words beside them, wherever lines were broken and however wide the gaps are."""

import pytest

from assistant.corpus.one_line import in_one_line
from assistant.corpus.transcripts import read_transcript
from assistant.questions.survey_request import Named
from assistant.surveys.rosters import _called_company, _of_kind

TEXT = "Mayor Nora Quill said that she left. They asked Mayor Nora Quill once more."


@pytest.mark.parametrize("gap", ["  ", "\u00a0", "\n", "\n   "])
def test_names_stand_where_the_text_in_one_line_has_them(gap: str) -> None:
    line, names = in_one_line(f"They{gap}say{gap}that{gap}Nora Quill met{gap}Piet Varga in{gap}Brackwater.")
    assert line == "They say that Nora Quill met Piet Varga in Brackwater."
    assert [line[name.start : name.end] for name in names] == ["Nora Quill", "Piet Varga", "Brackwater"]


def test_columns_and_words_that_begin_a_line_are_told_from_names() -> None:
    assert [name.text for name in in_one_line("They met Nora Quill   Piet Varga")[1]] == ["Nora Quill", "Piet Varga"]
    assert [name.text for name in in_one_line("They met Nora Quill\nThe rest left")[1]] == ["Nora Quill"]


@pytest.mark.parametrize("gap", [" ", "  ", "\u00a0", "\n"])
def test_who_is_named_and_what_is_called_a_company_is_told_across_any_gap(gap: str) -> None:
    assert _called_company("It came from Ferrolux, a company that mends boats.".replace(" ", gap)) == ["Ferrolux"]
    own = read_transcript(TEXT, "a.txt")
    assert "Nora Quill" in own.people
    broken = "Then they asked Nora Quill.".replace("Nora ", f"Nora{gap}")
    assert _of_kind(broken, Named.PEOPLE, own, frozenset(), frozenset()) == ["Nora Quill"]
