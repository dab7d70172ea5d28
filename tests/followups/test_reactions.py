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
