import pytest

from assistant.followups.standalone import standalone_question

MILL = [("When will the mill open?", "The mill opens in May. [1]")]


@pytest.mark.parametrize(
    ("line", "standalone"),
    [
        ("are you sure?", "When will the mill open?"),
        ("Really?", "When will the mill open?"),
        ("how do you know that?", "When will the mill open?"),
        ("says who?", "Who said so: when will the mill open?"),
        ("in which meeting was that?", "In which meeting is it said: when will the mill open?"),
        ("where does it say that?", "Where is it said: when will the mill open?"),
        ("tell me more", "Tell me more about mill?"),
        ("anything else?", "Tell me more about mill?"),
        ("How did that happen?", "How did that happen (mill)?"),
        ("no, I meant the loom", "When will the loom open?"),
        ("sorry, I meant about the loom", "When will the loom open?"),
        ("same for the loom", "When will the loom open?"),
        ("and the same question about the loom?", "When will the loom open?"),
        ("compare that with the loom", "When will the mill open, compared with the loom?"),
    ],
)
def test_a_line_that_answers_an_answer_asks_on_from_it(line: str, standalone: str) -> None:
    assert standalone_question(line, MILL) == standalone


@pytest.mark.parametrize("line", ["Is it true that the loom burned?", "No vote was taken on the loom?"])
def test_a_line_with_a_matter_of_its_own_is_no_reaction(line: str) -> None:
    assert standalone_question(line, MILL) == line


def test_who_said_so_of_a_thing_asked_about() -> None:
    history = [("What was the dearest rug?", "A red one."), ("what about wool?", "Ten.")]
    assert standalone_question("says who?", history) == "Who said so about wool?"


def test_what_is_recalled_is_no_participle() -> None:
    history = [("Who objected to the loom?", "Bo.")]
    assert standalone_question("tell me more", history) == "Tell me more about loom?"
    assert standalone_question("go on", [("Who protested, who was fined?", "Bo.")]) != "Tell me more about fined?"


LOOMS = [("Which town has the largest order of looms?", "The largest figure: 40 looms (“Kent”).")]


@pytest.mark.parametrize("line", ["in which meeting was that?", "says who?", "are you sure?"])
def test_what_was_told_of_all_transcripts_is_told_again_under_their_titles(line: str) -> None:
    assert standalone_question(line, LOOMS) == LOOMS[0][0]


@pytest.mark.parametrize("between", ["are you sure?", "Thanks. And tell me more", "in which meeting was that?"])
def test_the_talk_is_of_what_was_asked_before_a_doubt_or_a_wish_for_more(between: str) -> None:
    history = [*LOOMS, (between, "The transcripts do not answer this.")]
    assert standalone_question("and the smallest?", history) == "Which town has the smallest order of looms?"


def test_more_is_told_of_what_was_asked_after_and_not_of_the_order_or_the_rank() -> None:
    assert standalone_question("tell me more", [("Compare the looms with the mills", "")]) == (
        "Tell me more about looms, mills?"
    )
    assert standalone_question("tell me more", [("Who sold the largest loom?", "Bo.")]) == "Tell me more about loom?"


def test_brackets_hold_what_was_asked_about_once() -> None:
    compared = [("Compare the looms with the mills", "Looms are dear.")]
    why = [*compared, ("why?", "Wood is dear.")]
    assert standalone_question("why?", compared) == "Why (looms, mills)?"
    assert standalone_question("who else?", why) == "Who else (looms, mills)?"
    assert standalone_question("What about wool?", [*why, ("who else?", "Bo.")]) == "What about wool?"


def test_when_somebody_said_it_and_of_what_and_where() -> None:
    said = [("What did Ann Lee say about the loom?", "It is old.")]
    when = [*said, ("when?", "In May.")]
    assert standalone_question("when?", said) == "When did Ann Lee say that about the loom?"
    assert standalone_question("and in Kent?", when) == "When did Ann Lee say that about the loom, in Kent?"
    assert standalone_question("how much?", [("What about wool?", "Ten.")]) == "How much (wool)?"
    assert standalone_question("and about wool?", [("Looms?", "Ten.")]) == "What about wool?"


def test_a_matter_of_all_meetings_stays_one_after_another() -> None:
    before = [("What do people disagree about?", "The board was against the loom.")]
    assert standalone_question("What was promised?", before) == "What was promised?"
    assert standalone_question("What was promised?", MILL) != "What was promised?"
