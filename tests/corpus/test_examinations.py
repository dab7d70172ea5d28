"""Hearings and depositions: who is "Q." and who is "A."."""

import pytest

from assistant.corpus.passages import split_into_passages
from assistant.corpus.transcripts import Transcript, read_transcript

INQUIRY = """            THE EEL WEIR INQUIRY

            Tuesday, 4 June 2024

      Before: DAME OLGA QUAYLE (Chair)

                                   Page 1
(10.02 am)

THE CHAIR:  Good morning. Ms Pike, you have one
   witness for us today, I believe.

MS PIKE:  I have, madam. I call Mr Tom Ridd.

              MR TOM RIDD (sworn)
           Examination by COUNSEL TO THE PANEL

Q.  You kept the weir for the river trust until
   the flood of that spring?

A.  I did. I had kept it since my father went to
   the mill.

                                   Page 2

Q.  Was Mr Amos Vane told what the men had said about the gate?

A.  He was told twice.

THE CHAIR:  Who told him?

A.  My brother told him, madam, and I was standing
   beside them.

Q.  And then?

A.  Nothing was done.

(3.05 pm)
          (A pause)

           Cross-examination by MR LUND

Q.  Had you had anything to drink?

A.  Tea.

           Questions from THE CHAIR

Q.  What kind of tea?

A.  Green.

              DR EVE HALE, affirmed
           Examination by MS PIKE

Q.  Are you a doctor?

A.  Of fish.
"""

DEPOSITION = """DISTRICT COURT

4 March 2024

ADA LIND,
having been first duly sworn, was examined and testified as follows:

EXAMINATION
BY MR. MOE:

Q    Where do you live?
A    In Tarn Street, in the house with the blue door that
my aunt left to me.
Q    And your work?
A    I mend organs.
THE WITNESS:  May I drink some water?
Q    Please do.

BY MS. PIKE:

Q    Do you keep records?
A    Yes.
"""


def _said(transcript: Transcript) -> dict[str, str | None]:
    """Who says each sentence, by its words in one line."""
    sentences = [s for passage in split_into_passages(transcript) for s in passage.sentences]
    return {" ".join(transcript.text[s.start : s.end].split()): s.speaker for s in sentences}


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("THE CHAIR: Good morning.", "Olga Quayle (Chair)"),
        ("MS PIKE: I have, madam.", "MS PIKE"),
        ("You kept the weir for the river trust until the flood of that spring?", "MS PIKE"),
        ("I had kept it since my father went to the mill.", "Tom Ridd (Witness)"),
        ("Was Mr Amos Vane told what the men had said about the gate?", "MS PIKE"),
        ("THE CHAIR: Who told him?", "Olga Quayle (Chair)"),
        ("My brother told him, madam, and I was standing beside them.", "Tom Ridd (Witness)"),
        ("And then?", "MS PIKE"),
        ("(3.05 pm) (A pause)", None),
        ("Had you had anything to drink?", "Mr Lund"),
        ("Tea.", "Tom Ridd (Witness)"),
        ("What kind of tea?", "Olga Quayle (Chair)"),
        ("Are you a doctor?", "MS PIKE"),
        ("Of fish.", "Eve Hale (Witness)"),
    ],
)
def test_questions_and_answers_are_of_the_examiner_and_of_the_witness_in_the_stand(
    words: str, speaker: str | None
) -> None:
    assert _said(read_transcript(INQUIRY, "inquiry.txt"))[words] == speaker


def test_pages_and_clock_times_of_a_record_are_no_speech_and_those_heard_are_its_people() -> None:
    inquiry = read_transcript(INQUIRY, "inquiry.txt")

    assert not [words for words in _said(inquiry) if "Page" in words or "10.02" in words]
    assert {"Tom Ridd", "Eve Hale", "Olga Quayle"} <= set(inquiry.people)
    assert str(inquiry.date) == "2024-06-04"


def test_a_deposition_without_stops_and_empty_lines_is_read_too() -> None:
    said = _said(read_transcript(DEPOSITION, "deposition.txt"))

    assert said["Where do you live?"] == "Mr. Moe"
    assert said["In Tarn Street, in the house with the blue door that my aunt left to me."] == "Ada Lind (Witness)"
    assert said["THE WITNESS: May I drink some water?"] == "Ada Lind (Witness)"
    assert said["Do you keep records?"] == "Ms. Pike"
    assert said["Yes."] == "Ada Lind (Witness)"


@pytest.mark.parametrize("told", ["WITNESS: Ada Lind", "DEPOSITION OF ADA LIND", "ADA LIND (recalled)"])
def test_a_line_of_its_own_says_who_is_in_the_stand(told: str) -> None:
    asked = "\n\n".join(f"Q. Why number {n}?\n\nA. For {n} reasons." for n in range(3))

    said = _said(read_transcript(f"Weir court\n\n{told}\n\n{asked}\n", "a.txt"))

    assert said["For 2 reasons."] == "Ada Lind (Witness)"


def test_where_nobody_is_told_questions_and_answers_stay_so() -> None:
    asked = "\n".join(f"Q. Why number {n}?\nA. For {n} reasons." for n in range(3))

    said = _said(read_transcript(f"Opening hours\n\n{asked}\n", "a.txt"))

    assert (said["Why number 1?"], said["For 1 reasons."]) == ("Q", "A")


def test_initials_at_the_head_of_lines_are_no_answers() -> None:
    text = "The weir\n\nQ. Moe came home late.\n\nA. Lind stayed there with the others.\n\nA. Lind wrote about it."

    assert set(_said(read_transcript(text, "a.txt")).values()) == {None}
