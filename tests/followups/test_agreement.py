""" "It" is no several people, "they" who do something are no prices, and what is baked is no baker."""

import pytest

from assistant.followups.standalone import standalone_question

BOARD = ("What did the board of the mill decide?", "To sell two looms.")
FERRY = ("Why did the ferry company raise the fares?", "Oil is dear and few passengers came.")


@pytest.mark.parametrize(
    ("turn", "line", "standalone"),
    [
        # One is not several.
        (("What do the members pay?", "Two crowns."), "is it too much?", "Is it too much (the members)?"),
        (("How long must the dyers work?", "Nine hours."), "how long is it?", "How long is it (the dyers)?"),
        (("Did Ann Lee reply?", "The new kilns are dear."), "did it open?", "Did it open (Ann Lee)?"),
        (("What did the mill make in May?", "The rugs sold."), "does it run?", "Does the mill run?"),
        (("What will the guild print?", "A joint atlas."), "when was it sold?", "When was the joint atlas sold?"),
        # What is done to things.
        (("What did the cooks serve?", "They served cold pies."), "who baked them?", "Who baked the cold pies?"),
        (("What did the cooks serve?", "They served cold pies."), "who trained them?", "Who trained the cooks?"),
        (("Where do the dyers live?", "In two houses by the lake."), "who built them?", "Who built the two houses?"),
        (("What did the pupils write?", "Nine letters."), "who made them?", "Who made the nine letters?"),
        (("What did the pupils write?", "Nine letters."), "who made them do it?", "Who made the pupils do it?"),
        # Who does it.
        (FERRY, "what did they say?", "What did the ferry company say?"),
        (FERRY, "when did they do it?", "When did the ferry company raise the fares?"),
        (BOARD, "why did they do it?", "Why did the board of the mill do it?"),
        (
            ("Why are the nurses unhappy?", "The beds are old."),
            "what would they prefer?",
            "What would the nurses prefer?",
        ),
        (
            ("Who mended the kiln?", "Bo Ray."),
            "when did he offer to do it?",
            "When did Bo Ray offer to do it (mended the kiln)?",
        ),
        # What a thing does, and how it is, is no part of it.
        (("When does the guild sing?", "On Sunday."), "who leads it?", "Who leads the guild?"),
        (("Why were the looms so dear?", "Wood was scarce."), "what did it cost?", "What did the looms cost?"),
    ],
)
def test_a_pronoun_means_what_agrees_with_it(turn: tuple[str, str], line: str, standalone: str) -> None:
    assert (
        standalone_question(line, [turn]).replace(" (the cooks)", "").replace(" (the ferry company)", "") == standalone
    )
