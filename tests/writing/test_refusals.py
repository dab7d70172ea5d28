import pytest

from assistant.answers import Citation, Reason
from assistant.assistant import Assistant
from assistant.questions.question import read_question
from assistant.writing.refusals import filtered_out, unanswered

VOCABULARY = {"ferri": 3, "fare": 2, "rise": 1, "larkhaven": 2, "sail": 1, "trade": 2}
ROSE = Citation(0, "a.txt", "A", None, None, "Fares rose by a tenth.", 0, 22, 1.0, True)


def _refusal(text: str, *doubts: str) -> tuple[Reason, str]:
    refusal = unanswered(read_question(text, VOCABULARY, 9), doubts, [ROSE], None, filtered=False)
    return refusal.reason, refusal.message


def test_a_name_that_is_nowhere_is_no_such_entity() -> None:
    reason, message = _refusal("How large is trade with Zubrovka?", "absent_name")
    assert reason is Reason.NO_SUCH_ENTITY
    assert "“Zubrovka” is not mentioned" in message


def test_the_opposite_is_a_false_premise_that_says_which_way_it_went() -> None:
    reason, message = _refusal("Why did ferry fares fall?", "opposite")
    assert reason is Reason.FALSE_PREMISE
    assert "they speak of a rise, not of a fall" in message


def test_a_figure_and_a_kind_that_are_not_there_are_told() -> None:
    assert "“2031”" in _refusal("What did the ferry trade in 2031?", "absent_figure")[1]
    assert _refusal("When does the ferry sail?", "no_such_kind")[1].startswith(
        "The transcripts do not answer this: they come near the subject, but do not say when."
    )


def test_a_topic_that_is_nowhere_is_named() -> None:
    reason, message = _refusal("Was anything said about crime or the toll in Larkhaven?", "absent_topic")
    assert reason is Reason.NOT_IN_CORPUS
    assert message.startswith("The transcripts do not answer this: the words “crime” and “toll” stand nowhere in them.")


@pytest.mark.parametrize(
    ("asked", "absent"),
    [
        ("Did anybody bring up crime or the toll?", {"crime", "toll"}),
        ("Did anybody bring up crime or the ferry?", set()),  # one of the two is there
        ("Did anybody bring up the Larkhaven ferry trade toll?", set()),  # most of it is
        ("Who raised the toll?", set()),
        ("Did anybody bring up problems of the ferry?", set()),  # the word is the asker's
        ("Did anybody bring up problems of the toll?", {"toll"}),
    ],
)
def test_a_topic_is_absent_where_each_thing_is_for_the_most_part(asked: str, absent: set[str]) -> None:
    assert read_question(asked, VOCABULARY, 9).absent_topic == absent


def test_what_the_asker_calls_it_is_not_told_to_be_missing() -> None:
    assert "problems" not in _refusal("What problems of the ferry were named?")[1]
    assert "this: “toll” is not mentioned" in _refusal("What problems of the ferry toll were named?")[1]


def test_that_a_word_is_missing_which_says_little_is_not_told() -> None:
    assert "this: “toll” is not mentioned" in _refusal("How often did the ferry get a toll?")[1]
    assert "mentioned" not in _refusal("How often did they decide to get the ferry?")[1]


def test_without_a_doubt_nothing_is_claimed() -> None:
    reason, message = _refusal("Does the ferry sail?")
    assert reason is Reason.NOT_IN_CORPUS
    assert message.startswith("The transcripts do not answer this.")


def test_what_filters_leave_out_for_want_of_a_year_is_named_with_what_the_reader_can_do() -> None:
    told = filtered_out(["One", "Two", "Three", "Four", "Five"]).message
    assert told == (
        "No transcript passes the filters you set. 5 transcripts pass no range of dates, as they give no year: "
        "“One”, “Two”, “Three” and 2 more. Take the dates away to ask them too."
    )


def test_a_suggestion_is_a_field_of_its_own() -> None:
    question = read_question("Does the ferry sail?", VOCABULARY, 9)
    refusal = unanswered(question, [], [ROSE], "What is said about the fares?", filtered=True)
    assert refusal.as_dict()["suggestion"] == "What is said about the fares?"
    assert "What is said" not in refusal.message


def test_who_has_just_come_is_offered_a_question_that_any_corpus_answers(assistant: Assistant) -> None:
    for line in ("Hello!", "What can I ask?"):
        refusal = assistant.ask(line).refusal
        assert refusal is not None
        assert refusal.suggestion is not None
        assert assistant.ask(refusal.suggestion).answered
    thanks = assistant.ask("Thank you").refusal
    assert thanks is not None
    assert thanks.suggestion is None
