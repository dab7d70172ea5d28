import pytest

from assistant.followups.standalone import standalone_question
from assistant.language import content_stems


@pytest.mark.parametrize(
    ("question", "answer", "line", "standalone"),
    [
        ("Which barns were built?", "Three.", "who paid for the second one?", "Who paid for the second barn?"),
        ("Which barns were built?", "A red one.", "and the red one?", "Which barns were built, the red barn?"),
        ("What are the three ferries?", "One is old.", "Who sails the old one?", "Who sails the old ferry?"),
        ("What are the three ferries?", "Three.", "Who sails the older one?", "Who sails the older ferry?"),
        ("Which barns were built?", "Two red barns.", "who bought the red ones?", "Who bought the red barns?"),
        ("Which prizes were given?", "Three.", "who won the second one?", "Who won the second prize?"),
        ("Which chairmen spoke?", "Three.", "who thanked the second one?", "Who thanked the second chairman?"),
        # What no turn told of is not one of them.
        ("Which barns were built?", "Two.", "who mourns the loved ones?", "who mourns the loved ones?"),
        ("Which barns were built?", "Two.", "who feeds the young ones?", "who feeds the young ones?"),
        ("Which barns were built?", "Two.", "Is that a good one?", "Is that a good one?"),
        # Asked of, not for: only where the answer tells such a one apart.
        ("Who mends the looms?", "Bo mends the blue loom.", "how old is the blue one?", "How old is the blue loom?"),
        ("Who mends the looms?", "Bo does.", "how old is the blue one?", "how old is the blue one?"),
        # They tell no kind, or nothing to tell apart.
        ("Which barns were built?", "Three.", "when is the last one?", "when is the last one?"),
        ("Which things went wrong?", "Three.", "who saw to the second one?", "who saw to the second one?"),
    ],
)
def test_one_is_one_of_the_several_asked_about(question: str, answer: str, line: str, standalone: str) -> None:
    assert standalone_question(line, [(question, answer)]) == standalone


def test_what_was_asked_for_turns_ago_is_meant_before_what_stood_by() -> None:
    history = [("Which barns were built?", "A red one."), ("Who likes owls?", "Bo does.")]
    assert standalone_question("how old is the red one?", history) == "How old is the red barn?"


def test_what_is_picked_of_the_names_told_is_said_with_no_word_to_look_for() -> None:
    before = [("Which inns were named?", "The Lamp, the Otter and Kent Arms. [1]")]
    first = standalone_question("and the first one?", before)
    assert first == "Which inns were named, as for the Lamp?"
    assert content_stems(first) == [*content_stems(before[0][0]), *content_stems("Lamp")]
    assert standalone_question("and the third one?", before) == "Which inns were named, as for Kent Arms?"
