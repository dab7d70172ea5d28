import re
import time

import pytest

from assistant.corpus.attribution import Roll, attributed_speaker
from assistant.corpus.names import names_in, own_names
from assistant.corpus.people import people_in
from assistant.corpus.places import places_in


def names(text: str) -> list[str]:
    return [name.text for name in names_in(text)]


def test_names_stand_at_their_offsets_in_order() -> None:
    text = "Yesterday Mayor Ingrid Solberg met Tomas Okafor of the Harbour Board in Otter Bay."
    found = names_in(text)
    assert [text[name.start : name.end] for name in found] == [name.text for name in found]
    assert [name.start for name in found] == sorted(name.start for name in found)
    assert {"Tomas Okafor of the Harbour Board", "Otter Bay"} <= {name.text for name in found}


def test_a_word_that_only_opens_a_sentence_is_no_name() -> None:
    assert names("Ferries sail. The harbour is old. Nobody saw it.") == []


def test_a_word_that_opens_a_sentence_and_stands_capitalised_inside_one_is_a_name() -> None:
    assert names("Larkhaven has a pier. They love Larkhaven.") == ["Larkhaven", "Larkhaven"]


def test_a_function_word_before_a_name_is_dropped() -> None:
    assert names("In Otter Bay it rained.") == ["Otter Bay"]


@pytest.mark.parametrize("mark", ["'", "’"])
def test_a_possessive_ends_a_name(mark: str) -> None:
    assert names(f"We saw Westmere{mark}s Harbour Board.") == ["Westmere", "Harbour Board"]


def test_people_are_known_by_office_or_speech_and_come_most_mentioned_first() -> None:
    text = (
        "The day began with Mayor Ingrid Solberg. Then Tomas Okafor said no. A cheer for Tomas Okafor rose. "
        "Walls in Otter Bay shook. The Blue Lantern opened."
    )
    assert people_in(text) == ("Tomas Okafor", "Ingrid Solberg")


def test_an_office_of_somewhere_still_names_the_person() -> None:
    text = "They met governor of North Bay Ann Lee. Ships left North Bay early."
    assert people_in(text) == ("Ann Lee",)


def test_places_follow_a_preposition_of_place_and_are_nobodys_name() -> None:
    text = (
        "They met in Larkhaven on Monday, then went to Otter Bay and to Ann Lee. Later in May it rained in Dutch towns."
    )
    assert places_in(text, ("Ann Lee",)) == ("Larkhaven", "Otter Bay")


PEOPLE = ("Ingrid Solberg", "Tomas Okafor")


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("“It is done,” said Ingrid Solberg.", "Ingrid Solberg"),
        ("“It is done,” Solberg noted.", "Ingrid Solberg"),
        ('"It is done," Tomas Okafor added.', "Tomas Okafor"),
        ("According to Tomas Okafor, the pier is old.", "Tomas Okafor"),
        ("Ingrid Solberg stressed: “It is done.”", "Ingrid Solberg"),
        ("“It is done,” the minister said.", "the minister"),
        ("“It is done,” he said.", None),
        ("“It is done.”", None),
        ("The pier is old.", None),
        ("“Tomas Okafor said so,” noted Ingrid Solberg.", "Ingrid Solberg"),
    ],
)
def test_the_speaker_is_who_the_words_around_the_quotation_say(sentence: str, speaker: str | None) -> None:
    assert attributed_speaker(sentence, Roll.of(PEOPLE)) == speaker


def test_who_is_posted_to_a_place_is_a_person_and_the_place_ends_before_the_name() -> None:
    text = "The ambassador of Norland to Westmark Ida Brook will come. Trucks go to Westmark. Norland buys in Westmark."
    assert people_in(text) == ("Ida Brook",)
    assert places_in(text, people_in(text)) == ("Westmark",)


def test_a_trade_before_a_name_makes_no_second_person() -> None:
    text = "Driver Ann Lee asked for a shelter. It was cold, Ann Lee said. Driver Tom Oak said nothing."
    assert set(people_in(text)) == {"Ann Lee", "Driver Tom Oak"}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Um Ann Lee said so, Yeah I know. So I'm in.", ["Ann Lee"]),
        ("We asked. Oh\n Tom Fox I think was there, and Okay I left.", ["Tom Fox"]),
        ("Then Yeah. Well I saw Mm Ida Brook and Ada Oh.", ["Ida Brook", "Ada Oh"]),
        ("Yeah, I'd say Kent. I I was in Kent I'll say.", ["Kent", "Kent"]),
    ],
)
def test_what_opens_talk_and_who_says_i_are_no_names(said: str, found: list[str]) -> None:
    told = names_in(said)
    assert [name.text for name in told] == found
    assert [" ".join(said[name.start : name.end].split()) for name in told] == found
    assert [name.text for name in own_names(said.replace("\n", ""))] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It broke out before World War I.", ["World War I"]),
        ("They began Phase I and Stage I think tanks.", ["Phase I", "Stage I"]),
        ("We read that Joan I ruled and King Otto Karl I died.", ["Joan I", "King Otto Karl I"]),
        ("Joan I ruled here. Yes, Joan I would dance.", ["Joan I", "Joan I"]),
        ("Joan I would dance. They saw Joan II there.", ["Joan I", "Joan II"]),
        ("They crowned Joan I there. Joan I would dance.", ["Joan I", "Joan I"]),
        ("Nobody knew what Joan I ate, or did Joan I know?", ["Joan I", "Joan I"]),
        ("Did Joan I know it? For Joan I made it, as Otto I and Joan I have.", ["Joan I", "Joan", "Otto I", "Joan I"]),
    ],
)
def test_a_number_one_stays_with_its_name(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It broke out before World War I. Then Joan left Joan.", ["World War I", "Joan", "Joan"]),
        ("It broke out before World War I. Joan and Joan left.", ["World War I", "Joan", "Joan"]),
        ("They crowned King Otto V. Joan left Joan.", ["King Otto V", "Joan", "Joan"]),
        ("It stands in Plan B. Joan left Joan.", ["Plan B", "Joan", "Joan"]),
        ("It stands in plan B. Joan left Joan.", ["B", "Joan", "Joan"]),
        ("It has Vitamin C. The crew knows.", ["Vitamin C"]),
        ("They liked Olga B. Then Joan left Joan.", ["Olga B", "Joan", "Joan"]),
        ("We saw Quay B. Joan left Joan. Nobody saw that Quay B was wide.", ["Quay B", "Joan", "Joan", "Quay B"]),
        ("We heard Joan's. Until then Otto slept by Otto.", ["Joan", "Otto", "Otto"]),
        ("So would I. Joan left Joan. Nobody sang better than I. Joan left.", ["Joan", "Joan", "Joan"]),
        ("It was by Ada I. Moe, J. R. Moe and Mark B. Moe.", ["Ada I. Moe", "J. R. Moe", "Mark B. Moe"]),
        ("We met Otto B. May and Prince I. Moe.", ["Otto B. May", "Prince I. Moe"]),
        ("We met Ada I. Moe. We met Ada I think.", ["Ada I. Moe", "Ada"]),
    ],
)
def test_a_letter_that_ends_a_sentence_is_no_initial_of_the_next(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    "said",
    [
        "We saw Kent I think.",
        "It was in Kent I was told so.",
        "There on Monday I had it, and in Kent I never slept.",
        "The lot of Kent I 'm told it is.",
        "It was Kent I I slept in.",
        "So then Old Mill I saw. Maybe I did. Lately I {cough}",
        "They say Old Mill I, I saw it.",
        "In Kent I slept.",
        "They came on Sundays I baked. W I was there.",
    ],
)
def test_a_speaker_behind_a_name_is_no_number(said: str) -> None:
    assert not any(re.search(r"\bI\b", name) for name in names(said))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The shop is called Yes Prime.", ["Yes Prime"]),
        ("They flew Wow Jets. Wow Jets was cheap. Wow Tom came, and Tom left.", ["Wow Jets", "Wow Jets", "Tom", "Tom"]),
        ("Oh Min-ji said no, and Huh Min-ji said yes.", ["Oh Min-ji", "Huh Min-ji"]),
        ("So it was, [cough] Um Tom came.", ["Tom"]),
        ("So it was Yeah Tom, and Uh Yes Ann Lee.", ["Tom", "Yes Ann Lee"]),
        ("so it was OK\nTom Fox: No.", ["Tom Fox"]),
    ],
)
def test_what_talk_opens_with_stays_with_a_name_that_does_not_open_talk(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_a_line_that_a_user_typed_may_open_with_hesitation_but_a_name_inside_it_does_not() -> None:
    asked = "Um Yes Prime is what?", "Did Yes Prime close?", "Joan I ruled when?", "Oh Kent?"
    assert [[name.text for name in own_names(line)] for line in asked] == [
        ["Prime"],
        ["Yes Prime"],
        ["Joan I"],
        ["Kent"],
    ]


def test_who_has_a_family_name_like_an_interjection_is_a_person() -> None:
    assert people_in("Oh Min-ji said that it sails.") == ("Oh Min-ji",)


@pytest.mark.parametrize("gap", ["\n", "\r\n", " \r\n  "])
def test_a_line_may_end_between_any_two_words_of_a_name(gap: str) -> None:
    text = "They met Dr. Ida Brook of the Old Mill, J. van Oak and Old Bree’s Tom Ash. And Ann Reed came."
    wrapped = text.replace(" ", gap)
    assert [name.text for name in names_in(wrapped)] == [name.text for name in names_in(text)]
    assert [" ".join(wrapped[n.start : n.end].split()) for n in names_in(wrapped)] == [n.text for n in names_in(text)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("What did Ann Lee\nTom Fox say?", ["Ann Lee", "Tom Fox"]),
        ("Compare Leeds\nYork", ["Leeds", "York"]),
        ("Compare Leeds\r\n York\r\n\r\nRipon and Kent", ["Leeds", "York", "Ripon", "Kent"]),
        ("And Ida Brook\nof Bree?", ["Ida Brook", "Bree"]),
        ("Ann Lee\nCompare her talks", ["Ann Lee"]),
    ],
)
def test_a_line_that_a_user_ends_ends_a_name(typed: str, found: list[str]) -> None:
    names = own_names(typed)
    assert [name.text for name in names] == found
    assert [typed[name.start : name.end] for name in names] == found


WRAPPED = "the boats that had been laid up since the storm were at last put back into use by "


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{WRAPPED}the\nboard, who thanked Mayor of York\nBob Day for it", ["Mayor of York", "Bob Day"]),
        (f"{WRAPPED}the men of Old Mill\nBob Day, who had asked for it", ["Old Mill Bob Day"]),
        (f"{WRAPPED}a Mayor of\nYork", ["Mayor of York"]),
        (f"{WRAPPED}it; we went to Leeds\nThe bridge was shut", ["Leeds"]),
        (f"{WRAPPED}it; we went to Leeds\nThe Old Mill was shut", ["Leeds", "Old Mill"]),
        ("We went to Leeds\nThe bridge was shut", ["Leeds"]),
    ],
)
def test_a_name_goes_on_in_the_next_line_only_where_the_line_was_broken_for_its_width(
    text: str, found: list[str]
) -> None:
    names = names_in(text)
    assert [name.text for name in names] == found
    assert [" ".join(text[name.start : name.end].split()) for name in names] == found


@pytest.mark.parametrize("apart", ["   ", "\t", "\n\n", "\r\n\r\n"])
def test_no_name_goes_on_in_another_column_or_behind_an_empty_line(apart: str) -> None:
    assert [name.text for name in names_in(f"so Ida Brook{apart}Tom Ash")] == ["Ida Brook", "Tom Ash"]


@pytest.mark.parametrize("gap", ["\n", "\r\n"])
def test_a_line_may_end_inside_what_tells_who_speaks(gap: str) -> None:
    for words in (
        "according to Ida Brook, it sails",
        "“It sails,” pointed out Ida Brook.",
        "Ida Brook went on: “It sails.”",
    ):
        assert attributed_speaker(words.replace(" ", gap), Roll.of(("Ida Brook",))) == "Ida Brook"


@pytest.mark.parametrize(
    "unit",
    [
        "A ",
        "A\r\n",
        "A of the\r\n",
        "A  \n  ",
        "Ab’s\n",
        "Dr.\n",
        "\r\n",
        " ",
        "A\t\t\t\t",
        "according\nto A\n",
        pytest.param("A" * 2**16 + " B\n", id="long words"),
        "Ab went\non",
        "Tsar X. ",
        "I. ",
    ],
)
def test_a_megabyte_of_any_of_it_is_read_in_seconds(unit: str) -> None:
    text = (unit * (2**20 // len(unit)))[: 2**20]
    before = time.thread_time()
    mentions = names_in(text)
    people_in(text, mentions)
    places_in(text, (), mentions)
    attributed_speaker(text, Roll.of(("Ann Lee",)))
    assert time.thread_time() - before < 15  # the slowest takes 4 s; what is quadratic takes hours


def test_who_is_told_or_asked_does_not_speak() -> None:
    people = Roll.of(("Ada Lind", "Bo Moe"))

    assert attributed_speaker("Was Ada Lind told what the men had said about the gate?", people) is None
    assert attributed_speaker("Ada Lind was asked why the gate stood open.", people) is None
    assert attributed_speaker("Ada Lind told the men what the report had said.", people) == "Ada Lind"
