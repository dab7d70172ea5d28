"""The lines above a talk that tell who plays which part, and whose labels in it are short."""

import pytest

from assistant.corpus.passages import split_into_passages
from assistant.corpus.transcripts import Transcript, read_transcript

INTERVIEW = """# Weavers, second talk

- **Study:** looms, round 2
- **Participant:** Bo Moe, weaver at Tarn Mill
- **Moderator:** Ada Lind
- **Date:** 2024-03-05

**Ada:** Where did you learn?

**Bo:** At my uncle's loom.

**Ada:** And then?

**Bo:** I went to the mill.
"""


def _speakers(transcript: Transcript) -> dict[str, str | None]:
    sentences = [s for passage in split_into_passages(transcript) for s in passage.sentences]
    return {transcript.text[s.start : s.end].strip("*_ "): s.speaker for s in sentences}


@pytest.mark.parametrize("mark", ["**{}:**", "*{}*:", "__{}__:", "{}:"])
def test_a_first_name_is_that_of_whom_a_line_above_names_in_full(mark: str) -> None:
    text = INTERVIEW.replace("**Ada:**", mark.format("Ada")).replace("**Bo:**", mark.format("Bo"))

    interview = read_transcript(text, "a.md")

    assert set(interview.people) == {"Bo Moe", "Ada Lind"}
    assert {"Bo Moe (Participant)", "Ada Lind (Moderator)"} <= set(_speakers(interview).values())
    assert not {"Ada", "Bo"} & set(_speakers(interview).values())


def test_a_part_in_capitals_and_a_title_with_a_surname_are_those_of_the_lines_above() -> None:
    head = "Mill tapes\nInterviewee: Mr. Bo Moe (b. 1931)\nInterviewer: Ada Lind\n"
    talk = "\n\n".join(f"INTERVIEWER: Why {n}?\n\nMR. MOE: It was {n}." for n in range(3))

    speakers = _speakers(read_transcript(f"{head}\n{talk}\n", "a.txt"))

    assert speakers["INTERVIEWER: Why 1?"] == "Ada Lind (Interviewer)"
    assert speakers["MR. MOE: It was 1."] == "Bo Moe (Interviewee)"


def test_questions_and_answers_of_an_interview_are_of_the_two_whom_its_head_names() -> None:
    talk = "\n\n".join(f"Q: Why {n}?\n\nA: It was {n}." for n in range(3))

    speakers = _speakers(read_transcript(f"Mill tapes\nInterviewer: Ada Lind\nGuest: Bo Moe\n\n{talk}\n", "a.txt"))

    assert (speakers["Q: Why 1?"], speakers["A: It was 1."]) == ("Ada Lind (Interviewer)", "Bo Moe (Guest)")


def test_a_name_that_two_bear_is_nobodys_in_full() -> None:
    head = "Mill tapes\nGuest: Bo Moe\nHost: Eve Moe\n"
    talk = "\n\n".join(f"Ada Lind: Why {n}?\n\nMoe: It was {n}." for n in range(3))

    assert _speakers(read_transcript(f"{head}\n{talk}\n", "a.txt"))["Moe: It was 1."] == "Moe"


PANEL = """Old Weirs: what do we know about them?

Moderator: Ada Lind

Ada Lind: Welcome, all of you. How was it, Bo?

Bo Moe: Wet.

Ada Lind: Any questions?

{label} I live by the weir.

Bo Moe: So do I.

Ada Lind: Good night.
"""


@pytest.mark.parametrize(
    "label", ["Audience member", "Question from the floor", "Q3", "Woman in the audience", "Member of the public 2"]
)
def test_who_speaks_from_the_floor_is_not_the_moderator(label: str) -> None:
    speakers = _speakers(read_transcript(PANEL.format(label=f"{label}:"), "a.txt"))

    assert speakers[f"{label}: I live by the weir."] == label


def test_a_question_in_italics_without_a_label_is_nobodys_and_the_next_label_counts() -> None:
    speakers = _speakers(
        read_transcript(PANEL.format(label="*And who pays for it?*\n\nBo Moe: You do.\n\nAda Lind:"), "a.md")
    )

    assert speakers["And who pays for it?"] is None
    assert speakers["Bo Moe: You do."] == "Bo Moe"


def test_a_title_that_asks_is_not_somebody_who_speaks() -> None:
    assert "Old Weirs" not in _speakers(read_transcript(PANEL.format(label="Ada Lind:"), "a.txt")).values()


def test_who_speaks_once_at_a_call_is_known_from_the_list_above_it() -> None:
    call = """Tarn Mills plc
Results call

COMPANY PARTICIPANTS
Ada Lind, Chief Executive
Bo Moe, Head of Relations

PRESENTATION

Operator
Good morning, and welcome to the call.

Bo Moe
Thank you. I remind you of the notice on our page.

Ada Lind
It was a good half for us.

Operator
We have one question.

Ada Lind
Let us hear it, please.
"""

    speakers = _speakers(read_transcript(call, "a.txt"))

    assert speakers["Good morning, and welcome to the call."] == "Operator"
    assert speakers["I remind you of the notice on our page."] == "Bo Moe"
