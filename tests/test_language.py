import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language import FUNCTION_WORDS, content_stems, stem, stems, words


def test_words_are_lower_case_and_lose_the_possessive() -> None:
    assert words("The Mayor’s ferry isn't Anna's: 2 boats!") == ["the", "mayor", "ferry", "isnt", "anna", "2", "boats"]


@pytest.mark.parametrize("mark", ["'", "’"])
def test_of_what_is_drawn_together_with_a_function_word_that_word_is_kept(mark: str) -> None:
    said = "Why'd they've we'll she'd I'm you're who'd o'clock".replace("'", mark)
    assert words(said) == ["why", "they", "we", "she", "i", "you", "who", "oclock"]
    assert content_stems(f"Didn{mark}t they{mark}ve paid?") == ["paid"]


def test_forms_of_a_word_share_a_stem() -> None:
    assert len({stem(word) for word in ("ferry", "ferries")}) == 1
    assert len({stem(word) for word in ("build", "building", "builds")}) == 1
    assert stem("ferry") != stem("fern")


def test_accents_do_not_matter() -> None:
    assert stems("Café Élan") == stems("cafe elan")


def test_stems_keep_order_repetition_and_function_words() -> None:
    assert stems("the boat and the boats") == ["the", "boat", "and", "the", "boat"]


def test_content_stems_are_distinct_and_carry_meaning() -> None:
    assert content_stems("What did the boats and the boat cost?") == ["boat", "cost"]


def test_words_of_other_scripts_pass_unstemmed() -> None:
    assert stems("паром стоит") == ["паром", "стоит"]


@given(st.text(max_size=60))
def test_content_stems_are_a_subset_of_stems(text: str) -> None:
    found = content_stems(text)
    assert set(found) <= set(stems(text))
    assert len(found) == len(set(found))


@given(st.lists(st.sampled_from(sorted(FUNCTION_WORDS)), max_size=6))
def test_function_words_alone_carry_no_content(chosen: list[str]) -> None:
    assert content_stems(" ".join(chosen)) == []
