"""A line that goes on from the turn before: read twice, weighed with what stands near, surer or less sure for it."""

from dataclasses import replace

import pytest
from test_extractive import FOUR, ranked

from assistant.assistant import Assistant
from assistant.filters import Filters
from assistant.followups.reactions import SUBJECT
from assistant.followups.standalone import Thread, thread_of
from assistant.reading.answerability import of_two_readings
from assistant.reading.threads import NEAR, SAME_TRANSCRIPT, TOLD_ALREADY, Places, places_of, weighed_together

PIER = ("Who warned about the pier?", "Harbour master Tomas Okafor warned that the pier needs repairs first. [1]")
NOWHERE = Places({}, frozenset(), ())


def test_a_first_line_goes_on_from_nothing() -> None:
    assert thread_of("Who warned about the pier?", []) is None


@pytest.mark.parametrize("line", ["Now something else: how old is the atlas?", "Different topic: who sails?"])
def test_a_line_that_turns_to_something_else_goes_on_from_nothing(line: str) -> None:
    assert thread_of(line, [PIER]) is None


@pytest.mark.parametrize(
    ("line", "recalled"),
    [
        ("any trouble with the paint?", "Any trouble with the paint (pier)?"),
        ("Thanks. And why?", "And why (pier)?"),
    ],
)
def test_a_line_is_recalled_with_the_subject_of_the_question_before(line: str, recalled: str) -> None:
    assert thread_of(line, [PIER]) == Thread(recalled, *PIER)


def test_the_subject_is_of_the_question_as_it_stands_alone() -> None:
    thread = thread_of("How much?", [PIER, ("And who will repair it?", "Nobody. [1]")])
    assert thread is not None
    assert "pier" in thread.recalled
    assert "(" not in thread.recalled[:-2].split("(", 1)[1]  # no bracket within the bracket


def test_a_word_that_asks_for_a_summary_is_no_subject() -> None:
    thread = thread_of(
        "Where is paint mentioned?", [("Summarise the meeting with the mayor of Nordland", "It rained.")]
    )
    assert thread is not None
    assert thread.recalled == "Where is paint mentioned (mayor of Nordland)?"


def test_a_question_to_all_transcripts_does_not_go_on_from_one(assistant: Assistant) -> None:
    before = "Who warned about the pier?"
    answer = assistant.ask("Which transcripts mention repairs?", [(before, assistant.ask(before).text)])
    assert answer.standalone_question == "Which transcripts mention repairs?"
    assert answer.text.startswith("1 of 3 transcripts mentions “repairs” [1]:")


def test_a_long_question_is_recalled_by_its_first_words() -> None:
    long = " ".join(f"word{n}" for n in range(40))
    thread = thread_of("Why?", [(long, "")])
    assert thread is not None
    assert len(thread.recalled.split()) == SUBJECT + 1


def test_sentences_near_what_was_told_gain_and_those_told_lose() -> None:
    sentences = ranked(FOUR, [1.0, 0.9, 0.0, -1.0])
    (stored,) = {id(s.candidate.stored): s.candidate.stored for s in sentences}.values()
    near = Places({stored.id: 1}, frozenset({stored.passage.source}), (stored,))
    _, alone = weighed_together([sentences], NOWHERE, "Ferries sail. [1]")
    assert [s.text for s in alone][:2] == ["Trams stop.", "Ferries sail."]
    assert alone[1].score == pytest.approx(1.0 - TOLD_ALREADY)
    _, close = weighed_together([sentences], near, "")
    assert close[0].score == pytest.approx(1.0 + SAME_TRANSCRIPT + NEAR[1])
    far = replace(near, distance={stored.id: len(NEAR)})
    assert far.bonus(stored) == SAME_TRANSCRIPT
    assert NOWHERE.bonus(stored) == 0.0
    at = replace(near, distance={stored.id: 0})
    assert at.bonus(stored) > near.bonus(stored) > far.bonus(stored) > 0.0


def test_each_sentence_counts_as_in_its_better_reading_and_has_one_candidate() -> None:
    one, other = ranked(FOUR, [3.0, 0.0, 0.0, 0.0]), ranked(FOUR, [0.0, 2.0, 0.0, 4.0])
    taken, together = weighed_together([one, other], NOWHERE, "")
    assert taken == 1
    assert [(s.text, s.score) for s in together] == [
        ("Cars rust.", 4.0), ("Ferries sail.", 3.0), ("Trams stop.", 2.0), ("Boats sink.", 0.0),
    ]  # fmt: skip
    assert {id(s.candidate) for s in together} == {id(other[0].candidate)}
    assert weighed_together([[], []], NOWHERE, "") == (0, [])


def test_two_readings_weigh_alike_and_neither_sure_makes_a_refusal() -> None:
    assert of_two_readings(0.9, 0.5) == of_two_readings(0.5, 0.9)
    assert of_two_readings(0.5, 0.5) == pytest.approx(0.6 / 1.6)
    assert of_two_readings(0.0, 0.9) == of_two_readings(0.0, 0.0) == 0.0
    assert of_two_readings(1.0, 1.0) == pytest.approx(1.0)
    assert of_two_readings(0.0, 1.0) == 0.0


def test_the_turn_before_led_to_the_passage_that_holds_its_answer(assistant: Assistant) -> None:
    places = places_of(Thread("", *PIER), assistant.search, 8, None)
    assert places.sources == {"ferry.txt"}
    held = [p for p in places.near if places.distance[p.id] == 0]
    assert any("Tomas Okafor" in p.text for p in held)
    elsewhere = places_of(Thread("", *PIER), assistant.search, 8, Filters(sources=("library.txt",)))
    assert elsewhere.sources <= {"library.txt"}


def test_passages_near_join_the_evidence_once(assistant: Assistant) -> None:
    places = places_of(Thread("", *PIER), assistant.search, 8, None)
    joined = places.joined(assistant.search.search("Who warned about the pier, and who lent telescopes?", 4))
    ids = [c.stored.id for c in joined.candidates]
    assert len(ids) == len(set(ids)) > 1
    assert "ferry.txt" in {c.stored.passage.source for c in joined.candidates}


def test_a_line_that_leans_on_nothing_a_rule_sees_is_answered_where_the_talk_was(assistant: Assistant) -> None:
    line = "Any trouble with the wood?"
    answer = assistant.ask(line, [PIER])
    assert {citation.source for citation in answer.citations} == {"ferry.txt"}
    assert "timber is rotten" in answer.text
    assert answer.standalone_question == "Any trouble with the wood (pier)?"
    assert not assistant.ask("Anything in bad shape there?").answered
    assert assistant.ask("Anything in bad shape there?", [PIER]).answered


def test_a_refusal_shows_the_line_as_it_was_asked(assistant: Assistant) -> None:
    answer = assistant.ask("did anybody bring up smoking or crime?", [PIER])
    assert not answer.answered
    assert answer.standalone_question == "did anybody bring up smoking or crime?"


def test_what_the_user_filters_out_is_not_brought_back_by_the_talk(assistant: Assistant) -> None:
    answer = assistant.ask("What else?", [PIER], Filters(sources=("library.txt",)))
    shown = answer.citations or (answer.refusal.nearest if answer.refusal else ())
    assert {citation.source for citation in shown} <= {"library.txt"}


def test_a_whole_question_of_something_else_is_answered_as_if_asked_alone(assistant: Assistant) -> None:
    question = "How many telescopes did the library lend in the summer?"
    alone, after = assistant.ask(question), assistant.ask(question, [PIER])
    assert (after.text, after.confidence) == (alone.text, alone.confidence)
    assert after.standalone_question == question


@pytest.mark.parametrize(
    ("line", "anew"),
    [
        ("How many telescopes did the library lend in the summer?", True),
        ("How many telescopes did the harbour master lend in the summer?", False),
        ("How many telescopes did they lend in the summer?", False),
        ("Who lent telescopes?", False),
        ("Who lent Wendover telescopes?", True),
    ],
)
def test_a_line_is_of_something_else_where_it_says_enough_and_nothing_of_the_turn_before(line: str, anew: bool) -> None:
    thread = thread_of(line, [PIER])
    assert thread is not None
    assert thread.anew is anew
