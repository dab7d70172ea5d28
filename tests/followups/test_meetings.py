import pytest

from assistant.followups.standalone import standalone_question

TOLD = (
    "2 of 4 transcripts mention “looms” [1][2]:\n\nFair board of Kent (5 August 2031): The looms are dear. [1]\n\n"
    "Mill board (6 August 2031): A loom broke. [2]"
)
WHICH = [("Which meeting talks most about looms?", TOLD)]


@pytest.mark.parametrize(
    ("line", "standalone"),
    [
        ("when was it?", "When was the meeting “Fair board of Kent”?"),
        ("who spoke there?", "Who spoke in the meeting “Fair board of Kent”?"),
        ("who was there?", "Who was in the meeting “Fair board of Kent”?"),
        ("summarize it", "Summarize the meeting “Fair board of Kent”?"),
        ("and what was decided there?", "What was decided in the meeting “Fair board of Kent”?"),
        ("who chaired that meeting?", "Who chaired the meeting “Fair board of Kent”?"),
        ("When did it take place?", "When did the meeting “Fair board of Kent” take place?"),
        # Of a thing told there.
        ("what does it cost?", "What do the looms cost?"),
    ],
)
def test_it_and_there_are_the_meeting_asked_for(line: str, standalone: str) -> None:
    assert standalone_question(line, WHICH) == standalone


def test_the_talk_stays_of_that_meeting() -> None:
    history = [*WHICH, ("when was it?", "The meeting is of 5 August 2031."), ("are you sure?", "Yes.")]
    assert standalone_question("who spoke there?", history) == "Who spoke in the meeting “Fair board of Kent”?"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Which meetings talk about looms?", TOLD),  # two alike
        ("Who talks about looms?", TOLD),
        ("Which meeting talks about looms?", "The transcripts do not answer this. The nearest is below."),
    ],
)
def test_no_meeting_where_none_or_several_were_told(question: str, answer: str) -> None:
    assert "“" not in standalone_question("when was it?", [(question, answer)])
