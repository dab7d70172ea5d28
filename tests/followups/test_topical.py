"""Problems, plans and complaints are about something: a topic is no other kind of them."""

import pytest

from assistant.followups.standalone import standalone_question
from assistant.followups.topical import of_another_topic


@pytest.mark.parametrize(
    ("question", "line", "standalone"),
    [
        (
            "What troubles were talked about?",
            "and what about weaving?",
            "What troubles of weaving were talked about?",
        ),
        (
            "What troubles of weaving were talked about?",
            "and farming?",
            "What troubles of farming were talked about?",
        ),
        ("What worries about lace were voiced?", "and smoke?", "What worries about smoke were voiced?"),
        ("What dangers were named?", "what about dust?", "What dangers were named about dust?"),
        ("What plans does the guild have?", "and for lace?", "What plans does the guild have for lace?"),
        ("What plans does the guild have?", "and lace?", "What plans does the guild have about lace?"),
        ("Which issues were raised?", "and the kiln?", "Which issues were raised about the kiln?"),
        ("Which issues were raised?", "and Otter Bay?", "Which issues were raised about Otter Bay?"),
        ("What fears were voiced?", "and on wages?", "What fears were voiced about wages?"),
        ("Are there any complaints?", "and smoke?", "Are there any complaints about smoke?"),
        ("List the goals for 2041", "and lace?", "List the goals for 2041 about lace?"),
        # The topic it had gives way, however it is led.
        (
            "What were the main worries about the looms?",
            "what about the kilns?",
            "What were the main worries about the kilns?",
        ),
        ("What worries were voiced about the kiln?", "and about costs?", "What worries were voiced about costs?"),
        ("What objections were there to the toll?", "and smoke?", "What objections were there to smoke?"),
        (
            "What worries were voiced about the kiln?",
            "and among dyers?",
            "What worries were voiced about the kiln among dyers?",
        ),
        ("Is there trouble (the old kiln)?", "and smoke?", "Is there trouble about smoke (the old kiln)?"),
        # Who has them, for others who do.
        ("What worries do weavers have?", "and dyers?", "What worries do dyers have?"),
        ("What worries do weavers have?", "and smoke?", "What worries do weavers have about smoke?"),
        # Another of such nouns takes the place of the first.
        ("What troubles were named?", "and remedies?", "What remedies were named?"),
        ("What are the advantages?", "and drawbacks?", "What are the drawbacks?"),
        (
            "What dangers did they see in the loom?",
            "and the remedy?",
            "What remedy did they see in the loom?",
        ),
        # Who has a reaction is not what it is to; a price is no topic of a plan.
        ("What was the reaction to the fair?", "and the guild?", "What about the guild?"),
        ("What is the plan for the barn?", "and the price?", "What about the price of the barn?"),
        ("List the demands to the guild", "and the kiln?", "What about the kiln?"),
        ("List the demands to the guild", "and about the kiln?", "List the demands to the guild about the kiln?"),
        ("What worries about lace were voiced?", "and dyers?", "What worries about dyers were voiced?"),
        ("List the worries about the barn", "and the crew?", "List the worries about the crew?"),
        ("What was the reason for the delay?", "and the result?", "What was the result of the delay?"),
        ("List the worries about the barn", "and about the crew?", "List the worries about the crew?"),
        ("Which issues were raised?", "and the guild?", "Which issues were raised about the guild?"),
    ],
)
def test_a_topic_follows_what_it_is_a_topic_of(question: str, line: str, standalone: str) -> None:
    assert standalone_question(line, [(question, "The keeper says that it is slow. [1]")]) == standalone


@pytest.mark.parametrize(
    ("question", "new"),
    [
        ("Which barns were sold", "hay"),
        ("What is the kiln about", "hay"),
        ("Who made the plans", "hay"),
        ("What plans were made", "hay that burns"),
    ],
)
def test_other_questions_and_lines_have_no_topic_put_in(question: str, new: str) -> None:
    assert of_another_topic(new, question) == ""
