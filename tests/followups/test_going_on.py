import pytest

from assistant.followups.going_on import asked_on
from assistant.followups.standalone import standalone_question


@pytest.mark.parametrize(
    ("question", "line", "alone"),
    [
        ("How many meetings speak of storms?", "And in Elmstead?", "What is said about storms in Elmstead?"),
        ("Which meetings mention storms?", "And lighthouses?", "Which meetings mention lighthouses?"),
        ("How many interviews mention a storm?", "What about the railway?", "How many interviews mention the railway?"),
        ("Which transcripts mention storms?", "And Halvorsen Optics?", "Which transcripts mention Halvorsen Optics?"),
        ("Which meeting names the largest sum?", "And the smallest?", "Which meeting names the smallest sum?"),
        ("Which meeting names the largest sum?", "And in Elmstead?", "What is the largest sum in Elmstead?"),
        ("Which companies were named in each meeting?", "And in Elmstead?", "Which companies were named in Elmstead?"),
        ("Which meeting names the largest sum?", "And the smallest of all?", "Which meeting names the smallest sum?"),
        ("Which meetings mention storms?", "And in May?", "What is said about storms in the transcripts of May?"),
        ("Is the mill mentioned in any transcript?", "And the railway?", "Is the railway mentioned in any transcript?"),
        ("List the mayors Otto Brand met.", "And the governors?", "List the governors Otto Brand met?"),
        ("List the mayors Otto Brand met.", "And governors?", "List governors Otto Brand met?"),
        ("Which mayors are mentioned?", "and ministers?", "Which ministers are mentioned?"),
    ],
)
def test_a_line_takes_the_place_of_what_was_asked_of_all_transcripts(question: str, line: str, alone: str) -> None:
    assert standalone_question(line, [(question, "2 of 4 transcripts mention “storms”.")]) == alone


@pytest.mark.parametrize(
    ("new", "question"),
    [
        ("in Elmstead", "How many volumes does the library of Cairnholt have?"),
        ("the mill", "Who repaired the roof?"),
        ("people", "Which companies were named in each meeting?"),  # another kind of name: see ``swapped``
        ("in Elmstead", "List the mayors Otto Brand met."),
        ("the others", "Which meetings mention storms?"),
        ("the earliest", "Which meetings mention storms?"),
        ("from them", "Which meetings mention storms?"),
        ("the largest factory", "Which meeting names the largest sum?"),
        ("the second largest", "Which meeting names the largest sum?"),
    ],
)
def test_other_questions_are_left_to_the_rules_for_single_answers(new: str, question: str) -> None:
    assert asked_on(new, question) is None


@pytest.mark.parametrize(
    "line", ["Which mayors are mentioned?", "Which companies are mentioned?", "List all ministers."]
)
def test_a_question_for_names_leans_on_nothing_before_it(line: str) -> None:
    assert (
        standalone_question(line, [("What did Otto Brand say about the lighthouse?", "The lighthouse is old.")]) == line
    )
