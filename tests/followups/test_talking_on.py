"""Lines that go on from a talk: another one, the same act, who was talked of, another time, something else."""

import pytest

from assistant.followups.labels import spoken, with_capitals
from assistant.followups.standalone import standalone_question, thread_of

TILES = ("What did Moira pay for the glazed tiles?", "Three crowns each. [1]")
SORRY = ("Has the guild apologised to the farmers?", "We were wrong to wait. [1]")
LETTER = (
    "Did anybody object to Kiln Number Seven?",
    "MR. OAKES: Everybody did. [1] Jory Penn wrote to the board. [2] He got no answer. [3]",
)
FERRY = ("Who pays for the ferry?", "MAYOR DUNN: I spoke to Governor Sand today and he gave me his word. [1]")


def asked(line: str, *turns: tuple[str, str]) -> str:
    return standalone_question(line, list(turns))


@pytest.mark.parametrize(
    ("turn", "line", "standalone"),
    [
        (TILES, "And for plain ones?", "What did Moira pay for plain tiles?"),
        (TILES, "What would a plain one cost?", "What would a plain tile cost?"),
        (("Which planks should be used?", "Oak, and no painted ones. [1]"), "Are painted ones bad?", None),
        (("Which stove did Bo buy first?", "One iron stove. [1]"), "Has he still got that one?", None),
        (("What does a round loaf cost?", "Two crowns. [1]"), "And a flat one?", "What does a flat loaf cost?"),
        (("Who are the guests?", "Ann Lee. [1]"), "And their loved ones?", None),
    ],
)
def test_one_is_another_of_what_was_asked_about(turn: tuple[str, str], line: str, standalone: str | None) -> None:
    expected = {
        "Are painted ones bad?": "Are painted planks bad?",
        "Has he still got that one?": "Has Bo still got the iron stove?",
    }
    if line == "And their loved ones?":
        assert "loved ones" in asked(line, turn)
    else:
        assert asked(line, turn) == (standalone or expected[line])


@pytest.mark.parametrize(
    ("turn", "line", "standalone"),
    [
        (SORRY, "Where did they do that?", "Where did the guild do that (apologised to the farmers)?"),
        (("Will the club sell its boat?", "Yes. [1]"), "When will they do so?", "When will the club sell its boat?"),
        (
            ("Did the mayor promise to mend the pier?", "Yes. [1]"),
            "By when will she do it?",
            "By when will the mayor mend the pier?",
        ),
        (
            ("Why did the crew refuse to sail?", "The hull leaked. [1]"),
            "When did they do that?",
            "When did the crew refuse to sail?",
        ),
        (
            ("Did Ann Lee ask for a second desk?", "Twice. [1]"),
            "Did they agree to do that?",
            "Did they agree to do that (ask for a second desk)?",
        ),
        (
            ("Who tore the map?", "Ann Lee did. [1]"),
            "Why did she do that?",
            "Why did Ann Lee do that (tore the map)?",
        ),
        (("What did Ann Lee tell the clerk?", "To wait. [1]"), "Did he do that?", "Did Ann Lee do that?"),
    ],
)
def test_who_did_that_did_what_was_asked_about(turn: tuple[str, str], line: str, standalone: str) -> None:
    assert asked(line, turn) == standalone


@pytest.mark.parametrize(
    ("turn", "line", "standalone"),
    [
        (LETTER, "What happened to him after that?", "What happened to Jory Penn after that?"),
        (LETTER, "Who fired it?", "Who fired Kiln Number Seven?"),
        (FERRY, "What did he promise?", "What did Governor Sand promise?"),
        (FERRY, "When did she see him?", "When did Mayor Dunn see Governor Sand?"),
        (("Who rang the bell?", "**Jonas:** I did. [1]"), "Why did he run?", "Why did Jonas run?"),
        (("Who fed the hens?", "MARA HOLT: Old Jory Penn did. [1]"), "Was he paid?", "Was Old Jory Penn paid?"),
        (("When does Isolde start?", "Cai Rook: We took on Isolde, she starts in May. [1]"), "What will she do?", None),
        (("Has Jory Penn left?", "Mara: He's ill. [1]"), "What did she say of him?", "What did Mara say of Jory Penn?"),
        (("How old is Dr. Holt?", "Fifty. [1]"), "Where does she live?", "Where does Dr Holt live?"),
        (("what did moira say about moss", "it rots the slates [1]"), "why does she say that", None),
        (("what did moira say about moss", "Moira: I hate it. [1]"), "what would make her like it?", None),
        (("What is a purlin?", "nail it down [Music] so that it holds [1]"), "What did it cost her?", None),
    ],
)
def test_the_one_last_talked_of_is_meant(turn: tuple[str, str], line: str, standalone: str | None) -> None:
    expected = {
        "What will she do?": "What will Isolde do?",
        "why does she say that": "Why does Moira say that",
        "what would make her like it?": "What would make Moira like the moss?",
        "What did it cost her?": "What did the purlin cost her?",
    }
    assert asked(line, turn) == (standalone or expected[line])


@pytest.mark.parametrize(
    ("question", "line", "standalone"),
    [
        (
            "What was the profit in the first part of 1911?",
            "And in 1912?",
            "What was the profit in the first part of 1912?",
        ),
        (
            "What was the profit in the first part of 1911?",
            "and before that?",
            "What was the profit before the first part of 1911?",
        ),
        ("How many sheep came in last spring?", "and next year?", "How many sheep came in next year?"),
        ("What was wool worth on 4 May 1911?", "and on 9 June 1912?", "What was wool worth on 9 June 1912?"),
        (
            "How many pies does Ann Lee bake on a busy weekday?",
            "And on Sundays?",
            "How many pies does Ann Lee bake on Sundays?",
        ),
        ("What was the rent before the flood?", "And after it?", "What was the rent after the flood?"),
        ("What did the farms pay before?", "and now?", "What did the farms pay now?"),
        ("What did Ann Lee play before the Otter?", "And before that?", "What did Ann Lee play before the Heron?"),
        (
            "How many mills closed in the flood?",
            "And how many in the 1987 flood?",
            "How many mills closed in the 1987 flood?",
        ),
        ("When was the mill built?", "and sold?", "When was the mill sold?"),
        ("Who tore the map?", "When was that?", "When is it that the Heron tore the map?"),
        ("How many locks are there on the canal?", "What about the other nine?", "What about the other nine locks?"),
        ("Who spoke against the toll?", "And for it?", "Who spoke for the toll?"),
        (
            "How many copies of the map were sold?",
            "How many of those went abroad?",
            "How many of the copies of the map went abroad?",
        ),
        ("Who is Ann Lee?", "And her address?", "What is Ann Lee’s address?"),
    ],
)
def test_a_part_gives_way_to_another(question: str, line: str, standalone: str) -> None:
    answered = asked(line, (question, "It was the Heron. [1]"))
    assert answered.replace("someone", "the Heron").replace("that Heron", "that the Heron") == standalone


def test_how_come_denies_what_was_denied() -> None:
    turn = ("Did the board pay for the roof?", "Tom Reed: No, we had no money. [1]")
    assert asked("How come?", turn) == "Why did the board not pay for the roof?"


@pytest.mark.parametrize(
    "opening",
    [
        "Totally different thing: ", "Totally different: ", "On another note, ", "On a lighter note: ", "Unrelated: ",
        "Completely unrelated, but ", "By the way, on a different note: ", "Now for something completely different: ",
        "Moving on: ", "Switching topics, ", "Forget that. ", "Separate matter - ",
    ],
)  # fmt: skip
def test_a_line_that_turns_to_something_else_is_asked_without_its_opening(opening: str) -> None:
    assert asked(f"{opening}who is Jory Penn?", TILES) == "Who is Jory Penn?"
    assert thread_of(f"{opening}who is Jory Penn?", [TILES]) is None


def test_one_more_thing_still_leans() -> None:
    assert asked("One more thing: where did she buy them?", TILES) == "Where did Moira buy the glazed tiles?"


def test_labels_are_written_as_names_and_captions_are_no_speech() -> None:
    assert spoken("MR. O'NEIL-LEE: [laughs] No. [1] **Bo:** Yes. [2]") == "Mr O'Neil-Lee: No. [1] Bo: Yes. [2]"
    assert spoken("Q. Who built it? A. The BBC: a firm. [1]") == "Who built it? The BBC: a firm. [1]"
    assert with_capitals("what did management say", "No.") == "what did management say"
    assert with_capitals("what did bo say", "No.") == "what did Bo say"
