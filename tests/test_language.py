from hypothesis import given
from hypothesis import strategies as st

from assistant.language import FUNCTION_WORDS, content_stems, stem, stems, words


def test_words_are_lower_case_and_lose_the_possessive() -> None:
    assert words("The Mayor’s ferry isn't Anna's: 2 boats!") == ["the", "mayor", "ferry", "isnt", "anna", "2", "boats"]


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
