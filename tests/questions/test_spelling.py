import pytest

from assistant.language import stem
from assistant.questions.spelling import english_words, joined_word, mended, sound, split_words

WORDS = (
    "agriculture",
    "photograph",
    "quarry",
    "harbour",
    "larkhaven",
    "passengers",
    "council",
    "north",
    "quay",
    "lightship",
)
VOCABULARY = {stem(word): 3 for word in WORDS}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("aggriculture", "agriculture"),  # doubled
        ("agricultuer", "agriculture"),  # swapped
        ("agrculture", "agriculture"),  # dropped
        ("fotograf", "photograph"),  # as it sounds
        ("kwarry", "quarry"),
        ("xarkhaven", "larkhaven"),  # the first letter
        ("alrkhaven", "larkhaven"),
        ("passangers", "passengers"),
        ("passengerss", "passengers"),
        ("harbuor", "harbour"),
    ],
)
def test_a_slip_finds_its_word(typed: str, meant: str) -> None:
    assert mended(typed, VOCABULARY) == stem(meant)


@pytest.mark.parametrize("word", ["archive", "counsel", "norway", "query", "consul", "zanzibar", "passages"])
def test_a_word_of_its_own_is_left(word: str) -> None:
    assert mended(word, VOCABULARY) is None


def test_a_name_must_come_nearer_than_a_word() -> None:
    assert mended("larkraxen", VOCABULARY, is_name=False) == "larkhaven"
    assert mended("larkraxen", VOCABULARY, is_name=True) is None
    assert mended("larkhavn", VOCABULARY, is_name=True) == "larkhaven"


def test_of_two_equally_near_words_the_commoner_is_meant() -> None:
    assert mended("pontoxn", {"pontoon": 1, "pontoan": 9}) == "pontoan"


def test_of_four_letters_only_a_swapped_pair_behind_the_first_is_mended() -> None:
    assert mended("tvan", {"tavn": 1}, is_name=True) == "tavn"
    assert mended("tanv", {"tavn": 1}) == "tavn"
    assert mended("atvn", {"tavn": 1}) is None
    assert mended("tavm", {"tavn": 1}) is None
    assert mended("tvan", {"tavn": 1, "tvna": 1}) is None


def test_a_name_of_four_letters_is_no_english_word_with_two_swapped() -> None:
    assert mended("gril", {"girl": 1}) == "girl"
    assert mended("gril", {"girl": 1}, is_name=True) is None


@pytest.mark.parametrize(
    ("typed", "meant", "other"),
    [
        ("educaters", "educators", "edict"),
        ("decoraters", "decorators", "deborah"),
        ("nationalizm", "nationalism", "natur"),
    ],
)
def test_a_word_that_is_more_than_its_stem_and_an_ending_is_nearest_as_it_is_written(
    typed: str, meant: str, other: str
) -> None:
    assert mended(typed, {stem(meant): 1, other: 9}) == stem(meant)


def test_words_run_together_or_apart_are_set_right() -> None:
    assert split_words("northquay", VOCABULARY) == ("north", "quay")
    assert split_words("northxquay", VOCABULARY) is None
    assert joined_word("light", "ship", VOCABULARY) == stem("lightship")
    assert joined_word("north", "quay", {**VOCABULARY, "northquay": 1}) is None


def test_words_of_one_sound_share_a_key() -> None:
    assert sound("fotograf") == sound("photograph")
    assert sound("kwarry") == sound("quarry")
    assert sound("ferry") != sound("fury")


def test_the_encoders_word_list_is_there() -> None:
    assert {stem("harbour"), stem("agriculture")} <= english_words()
    assert "larkhaven" not in english_words()
