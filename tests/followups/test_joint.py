"""Whom "they" are: two who were asked about together, before those who only do something in a clause."""

import pytest

from assistant.followups.standalone import standalone_question

LOOMS = "What do the smith and the dyer dislike about the looms people have now?"
RUGS = "What did the guild say about the rugs weavers use?"


@pytest.mark.parametrize(
    ("question", "line", "standalone"),
    [
        (LOOMS, "and what did they decide on the shape?", "What did the smith and the dyer decide on the shape?"),
        (LOOMS, "how much did they pay?", "How much did the smith and the dyer pay?"),
        (LOOMS, "why do they dislike them?", "Why do the smith and the dyer dislike the looms?"),
        (LOOMS, "what do they cost?", "What do the looms cost (the smith)?"),
        ("What did Ann Lee and Bo Ray build?", "when did they sell it?", "When did Ann Lee and Bo Ray sell the kiln?"),
        ("What do the mayor and finance want?", "how did they react?", "How did the mayor and finance react?"),
        ("When will the kiln and the loom open?", "what did they decide?", "What did they decide (the kiln)?"),
        (RUGS, "what did they decide?", "What did the guild decide?"),
        (RUGS, "why do they use them?", "Why do the weavers use the rugs (the guild)?"),
        (RUGS, "how old are they?", "How old are the rugs (the guild)?"),
        (
            "What happened to the barges Ann's uncle built?",
            "when did they sink?",
            "When did the barges sink (Ann's uncle)?",
        ),
    ],
)
def test_they_are_those_who_were_asked_about_together(question: str, line: str, standalone: str) -> None:
    assert standalone_question(line, [(question, "A kiln stood there.")]) == standalone
