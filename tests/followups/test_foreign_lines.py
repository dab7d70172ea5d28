"""Lines and questions in other languages: left as they are, with the nouns of the question before behind them."""

import pytest

from assistant.followups.standalone import standalone_question, thread_of

GERMAN = [("Wann wird die Straßenbahn eröffnet?", "Im Mai.")]


@pytest.mark.parametrize("line", ["Und was kostet sie?", "What does it cost?"])
def test_nothing_is_put_into_a_line_after_a_question_in_another_language(line: str) -> None:
    assert standalone_question(line, GERMAN) == line


@pytest.mark.parametrize(
    ("asked", "line", "recalled"),
    [
        (GERMAN[0][0], "Und was kostet sie?", "Und was kostet sie (Straßenbahn)?"),
        ("Quand le pont sera-t-il ouvert ?", "Et combien coûte-t-il ?", "Et combien coûte-t-il (pont ouvert)?"),
        ("橋はいつ開通しますか？", "費用は？", "費用は？ (橋 開通し)?"),
    ],
)
def test_no_words_of_grammar_stand_in_the_brackets(asked: str, line: str, recalled: str) -> None:
    thread = thread_of(line, [(asked, "")])
    assert thread is not None
    assert thread.recalled == recalled
