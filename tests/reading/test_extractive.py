from dataclasses import replace

import numpy as np
import pytest

from assistant.assistant import Assistant
from assistant.corpus.passages import split_into_passages
from assistant.corpus.transcripts import plain_transcript
from assistant.reading.accounts import Account
from assistant.reading.extractive import AT_LENGTH, BRIEF, choose_for_account, choose_sentences
from assistant.retrieval.evidence import Candidate, ScoredSentence, weigh_sentences
from assistant.store.catalog import StoredPassage

SURE, UNSURE = 20.0, 0.0


def ranked(
    text: str, scores: list[float], source: str = "a.txt", same: bool = False, first: int = 0
) -> list[ScoredSentence]:
    """Sentences of ``text`` with these scores, best first; vectors are the axes from ``first``, or all one."""
    transcript = plain_transcript(source, "Talk", text)
    (passage,) = split_into_passages(transcript)
    count = len(passage.sentences)
    assert count == len(scores)
    vectors = (
        np.ones((count, 8), dtype=np.float32) / np.sqrt(8)
        if same
        else np.eye(32, dtype=np.float32)[first : first + count]
    )
    stored = StoredPassage(1, passage, text, "Talk", vectors[0], vectors)
    candidate = Candidate(stored, {}, 0.0, tuple(frozenset() for _ in scores))
    return sorted((ScoredSentence(candidate, i, {}, score) for i, score in enumerate(scores)), key=lambda s: -s.score)


def chosen(sentences: list[ScoredSentence]) -> list[str]:
    return [sentence.text for sentence in choose_sentences(sentences)]


FOUR = "Ferries sail. Trams stop. Boats sink. Cars rust."


def test_a_sure_sentence_stands_alone() -> None:
    assert chosen(ranked(FOUR, [0, SURE, 0, 0])) == ["Trams stop."]


def test_an_unsure_best_is_joined_by_the_next_likeliest_in_the_order_of_the_text() -> None:
    assert chosen(ranked(FOUR, [1.0, -9, 1.1, -9])) == ["Ferries sail.", "Boats sink."]


def test_sentences_join_only_until_they_are_likely_enough() -> None:
    assert chosen(ranked(FOUR, [1.0, 1.0, -9, -9])) == ["Ferries sail.", "Trams stop."]


@pytest.mark.parametrize(
    "empty",
    ["Boats.", "It was.", "Thank you.", "Ann Lee: Good morning.", "Anna Lay: Guten Abend.", "Um, I think so, yeah."],
)
def test_what_tells_nothing_by_itself_is_not_shown(empty: str) -> None:
    assert chosen(ranked(f"Ferries sail. {empty} Cars rust.", [1.0, 2.0, -9])) == ["Ferries sail."]


def test_what_tells_nothing_by_itself_is_shown_as_a_reply() -> None:
    assert chosen(ranked("Cars rust. Did it work? It did.", [-9, SURE, 0])) == ["Did it work?", "It did."]


def test_unlikely_sentences_never_join() -> None:
    text = " ".join(f"Boat {i} sails." for i in range(41))
    assert chosen(ranked(text, [2.5, *[UNSURE] * 40])) == ["Boat 0 sails."]  # .23 and forty times .02


def test_where_several_are_asked_for_those_that_are_possible_join() -> None:
    sentences = ranked(FOUR, [4.0, 1.0, 0.0, -9])  # .94, .05, .02 and next to nothing
    assert chosen(sentences) == ["Ferries sail."]
    assert [s.text for s in choose_sentences(sentences, least=2)] == ["Ferries sail.", "Trams stop."]
    assert [s.text for s in choose_sentences(sentences, least=4)] == ["Ferries sail.", "Trams stop.", "Boats sink."]
    assert [s.text for s in choose_sentences(sentences, least=4, possible=0.05)] == ["Ferries sail."]


@pytest.mark.parametrize("at_length", [False, True])
def test_a_sentence_of_another_transcript_joins_only_if_it_is_half_as_likely(at_length: bool) -> None:
    def shown(other: float, least: int = 1) -> list[str]:
        here, there = ranked("Ferries sail.", [1.0]), ranked("Trams stop.", [other], "b.txt", first=8)
        there = [replace(s, candidate=replace(s.candidate, stored=replace(s.stored, id=2))) for s in there]
        return [s.text for s in choose_sentences([*here, *there], least=least, told_at_length=at_length)]

    assert shown(0.5) == ["Ferries sail.", "Trams stop."]
    assert shown(0.1) == ["Ferries sail."]
    assert shown(0.1, least=2) == ["Ferries sail.", "Trams stop."]


def test_a_sentence_that_leans_back_brings_the_one_before() -> None:
    assert chosen(ranked("The ferry is new. It is blue. Cars rust.", [0, SURE, 0])) == [
        "The ferry is new.",
        "It is blue.",
    ]
    assert chosen(ranked("The ferry is new. Paint is blue. Cars rust.", [0, SURE, 0])) == ["Paint is blue."]


def test_no_sentence_stands_twice_and_near_repetitions_are_left_out() -> None:
    assert chosen(ranked(FOUR, [UNSURE] * 4, same=True)) == ["Ferries sail."]


def test_there_are_at_most_so_many_sentences() -> None:
    text = " ".join(f"Boat {i} sails." for i in range(8))
    found = chosen(ranked(text, [UNSURE] * 8))
    assert len(found) == len(set(found)) == BRIEF.sentences


def test_further_sentences_keep_within_the_words() -> None:
    long = "Boats " + "sail, and " * (BRIEF.words // 2) + "rest."
    assert chosen(ranked(f"{long} {long}", [UNSURE, UNSURE])) == [long]


def test_an_account_has_more_room_and_goes_on_until_it_is_surer() -> None:
    many = ranked(" ".join(f"Boat {i} sails." for i in range(8)), [UNSURE] * 8)
    assert len(choose_sentences(many, told_at_length=True)) == AT_LENGTH.sentences > BRIEF.sentences
    two = ranked(
        "Boats sail. " + "Trams stop and " * 19 + "rest. " + "Ferries turn and " * 19 + "rest.", [2.0, 1.9, 1.8]
    )
    assert [len(choose_sentences(two, told_at_length=long)) for long in (False, True)] == [2, 3]
    likely = ranked("Boats sail. Trams stop.", [1.75, 0.0])  # the first with a probability of .85
    assert [len(choose_sentences(likely, told_at_length=long)) for long in (False, True)] == [1, 2]


def test_the_best_sentences_transcript_comes_first() -> None:
    both = [*ranked("Zebras run.", [1.1], "z.txt"), *ranked("Apples ripen.", [1.0], "a.txt", first=1)]
    assert chosen(both) == ["Zebras run.", "Apples ripen."]


@pytest.mark.parametrize("question", ["How many volumes does the room hold?", "What happened to the blossom?", "boats"])
def test_on_a_real_search_the_best_sentence_is_among_the_chosen(assistant: Assistant, question: str) -> None:
    found = assistant.search.search(question, 8)
    sentences = weigh_sentences(found.question, found.vector, found.candidates)
    answer = choose_sentences(sentences)
    assert sentences[0] in answer
    assert 1 <= len(answer) <= BRIEF.sentences


def test_a_question_brings_its_reply_and_its_likelihood_counts_for_nothing() -> None:
    text = "Who pays for it? The fund does. Trams stop. Boats sink."
    assert chosen(ranked(text, [SURE, 0, 0, 0])) == ["Who pays for it?", "The fund does."]
    assert chosen(ranked(text, [0, SURE, 0, 0])) == ["The fund does."]
    # Of two likely ones that which asks is not enough.
    assert chosen(ranked(text, [3.0, -9, 1.0, -9])) == ["Who pays for it?", "The fund does.", "Trams stop."]


@pytest.mark.parametrize(
    "leading",
    [
        "Ann Lee asked why the pier had not been built.",
        "The mayor asked the clerk about the pier.",
        "The session began with the pier.",
        "Another topic was the pier.",
        "The council also discussed the question of the pier.",
        "Ann Lee also raised the issue of the pier.",
    ],
)
def test_what_only_leads_up_to_something_brings_the_sentence_after_it(leading: str) -> None:
    assert chosen(ranked(f"{leading} It rots. Trams stop.", [SURE, 0, 0])) == [leading, "It rots."]


@pytest.mark.parametrize(
    "telling",
    [
        "Asked about the pier, she said that it rots.",
        "The mayor asked for a pier.",
        "The mayor asked whether it rots, and the clerk said no.",
        "The mayor asked him about the pier and he told her that it rots.",
        "The pier was another ten years away.",
        "The pier is another matter that cost the town nine pounds.",
        "Another point was made by Lee when she voted against the pier.",
        "The pier opened with three boats.",
        "They also raised nine pounds for the pier.",
        "They also discussed the pier.",
        "The pier also raised the question of boats.",
        "He began with nine boats and ended with ninety.",
        "He began with nine boats.",
        "The session began with nine boats and ended with ninety.",
    ],
)
def test_what_tells_what_came_of_it_stands_alone(telling: str) -> None:
    assert chosen(ranked(f"{telling} It rots. Trams stop.", [SURE, 0, 0])) == [telling]


def test_a_reply_of_a_word_brings_the_sentence_after_it() -> None:
    text = "Will the pier close? No. It will be mended. Trams stop."
    assert chosen(ranked(text, [SURE, 0, 0, 0])) == ["Will the pier close?", "No.", "It will be mended."]


@pytest.mark.parametrize("asker", ["QUESTION", "Ann Lee"])
def test_what_an_asker_says_without_asking_brings_the_reply(asker: str) -> None:
    text = (
        f"{asker}: You sold sixty boats. Bo Orr: Forty were sold then. {asker}: Who bought them? Bo Orr: The town did. "
        f"{asker}: All of them?"
    )
    assert chosen(ranked(text, [SURE, 0, 0, 0, 0])) == [
        f"{asker}: You sold sixty boats.",
        "Bo Orr: Forty were sold then.",
    ]
    both_tell = text.replace("?", ".").replace("QUESTION", "Cy Low")
    assert len(chosen(ranked(both_tell, [SURE, 0, 0, 0, 0]))) == 1


def test_who_asks_in_each_turn_and_replies_too_is_no_asker() -> None:
    text = (
        "Ann Lee: Why build? I think for the salt. Bo Orr: Do they rust? My boats never do. "
        "Ann Lee: Who sails? Boats sail. Bo Orr: Who buys it? The town buys all of it."
    )
    sentences = ranked(text, [0, 0, 0, 0, 0, 0, SURE, 0])
    assert chosen(sentences) == ["Bo Orr: Who buys it?", "The town buys all of it."]
    assert chosen(ranked(text, [0, 0, 0, 0, 0, SURE, 0, 0])) == ["Boats sail."]


def test_who_mostly_asks_may_reply_behind_the_question() -> None:
    text = "Ann Lee: Why build? And when? Who buys it? The town does."
    assert chosen(ranked(text, [0, 0, SURE, 0])) == ["Who buys it?", "The town does."]


@pytest.mark.parametrize("best", [2, 3])
def test_what_somebody_adds_to_a_question_that_another_takes_up_is_no_reply(best: int) -> None:
    text = (
        "Ann Lee: Who buys it? Bo Orr: The town does. Ann Lee: Why did you move? You had a whole pier there. "
        "Bo Orr: The fish had gone. I followed them."
    )
    scores = [0.0] * 6
    scores[best] = SURE
    asked = ["Ann Lee: Why did you move?"] if best == 2 else []
    assert chosen(ranked(text, scores)) == [*asked, "Bo Orr: The fish had gone."]
    own = text.replace("Bo Orr: The fish", "Bo Orr: Why? Who knows? Why? The fish")
    assert chosen(ranked(own, [0, 0, 0, SURE, 0, 0, 0, 0, 0])) == ["You had a whole pier there."]


def test_who_takes_up_the_word_may_do_so_in_the_passage_that_follows() -> None:
    text = "Ann Lee: Why did you move? You had a whole pier there.\n\nBo Orr: The fish had gone."
    whole = split_into_passages(plain_transcript("a.txt", "Talk", text))[0]
    asked, replying = whole.sentences[:2], whole.sentences[2:]
    vectors = np.eye(3, dtype=np.float32)
    found = []
    for number, (spans, own) in enumerate(((asked, vectors[:2]), (replying, vectors[2:]))):
        part = replace(whole, number=number, sentences=spans, start=spans[0].start, end=spans[-1].end)
        stored = StoredPassage(number, part, text[part.start : part.end], "Talk", own[0], own)
        candidate = Candidate(stored, {}, 0.0, tuple(frozenset() for _ in spans))
        found += [ScoredSentence(candidate, n, {}, SURE * (number == 0 and n == 1)) for n in range(len(spans))]
    assert chosen(sorted(found, key=lambda s: -s.score)) == ["Bo Orr: The fish had gone."]


def test_what_is_announced_comes_along() -> None:
    text = "We agreed on two things. The pier is mended. The lamps stay. Trams stop."
    assert chosen(ranked(text, [SURE, 0, 0, 0])) == text.split(" Trams")[0].replace(". ", ".|").split("|")
    points = "It was agreed that:\n\n1. The pier is mended.\n2. The lamps stay.\n\nTrams stop."
    assert chosen(ranked(points, [SURE, 0, 0, 0, 0, 0])) == [
        "It was agreed that:", "The pier is mended.", "The lamps stay."
    ]  # fmt: skip


def test_of_what_is_announced_so_much_comes_along_as_there_is_room_for() -> None:
    long = "The pier is mended with many planks of old oak and with nails of brass that the smith made in the winter."
    text = f"We agreed on three things. {long} {long} {long}"
    assert len(chosen(ranked(text, [SURE, 0, 0, 0]))) == 3


@pytest.mark.parametrize(
    ("short", "leans"),
    [("For one evening.", True), ("By boat to the pier.", True), ("In May it rained.", False), ("Trams stop.", False),
     ("On Monday she resigned.", False)],
)  # fmt: skip
def test_what_has_no_verb_brings_the_sentence_it_leans_on(short: str, leans: bool) -> None:
    shown = chosen(ranked(f"They pay nine pounds. {short} Boats sink.", [0, SURE, 0]))
    assert shown == (["They pay nine pounds.", short] if leans else [short])


def test_what_has_no_verb_brings_it_along_where_it_joins_too() -> None:
    text = "They pay nine pounds. For one evening. Boats sink."
    assert chosen(ranked(text, [-9, 1.0, 1.1])) == ["They pay nine pounds.", "For one evening.", "Boats sink."]


def test_where_only_the_asker_goes_on_the_next_statement_replies() -> None:
    text = "QUESTION: Who buys it? The town buys all of it."
    assert chosen(ranked(text, [SURE, 0])) == ["QUESTION: Who buys it?", "The town buys all of it."]


@pytest.mark.parametrize("asker", ["QUESTION", "Periodista"])
def test_a_reply_is_found_in_the_passage_that_follows(asker: str) -> None:
    text = f"{asker}: They want the farm back.\n\nBo Orr: They may have it."
    transcript = plain_transcript("a.txt", "Talk", text)
    whole = split_into_passages(transcript)[0]
    vectors = np.eye(2, dtype=np.float32)
    parts = [
        replace(whole, number=n, sentences=(span,), start=span.start, end=span.end)
        for n, span in enumerate(whole.sentences)
    ]
    stored = [
        StoredPassage(n, p, text[p.start : p.end], "Talk", vectors[n], vectors[n : n + 1]) for n, p in enumerate(parts)
    ]
    found = [ScoredSentence(Candidate(s, {}, 0.0, (frozenset(),)), 0, {}, SURE * (1 - n)) for n, s in enumerate(stored)]
    assert chosen(found) == [f"{asker}: They want the farm back.", "Bo Orr: They may have it."]


def test_questions_in_a_row_bring_the_first_that_is_none() -> None:
    text = "Who pays? And when? The fund does. Boats sink."
    assert chosen(ranked(text, [SURE, 0, 0, 0])) == ["Who pays?", "The fund does."]
    assert chosen(ranked("Boats sink. Who pays?", [0, SURE])) == ["Who pays?"]


def test_a_bare_number_is_not_shown() -> None:
    assert chosen(ranked("“17.” Trams stop.", [SURE, 1.0])) == ["Trams stop."]


def test_what_stands_beside_likely_sentences_joins_first_where_an_account_is_asked_for() -> None:
    text = "Ferries sail. Trams stop. Boats sink. Cars rust."
    unsure = ranked(text, [2.3, 0.0, -9.0, 0.05])  # the last is a little likelier than the second
    assert [s.text for s in choose_sentences(unsure, least=2)] == ["Ferries sail.", "Cars rust."]
    beside = choose_sentences(unsure, least=2, told_at_length=True)
    assert [s.text for s in beside] == ["Ferries sail.", "Trams stop."]


def test_what_is_all_but_impossible_does_not_join_for_standing_beside() -> None:
    sentences = ranked(FOUR, [1.0, -9.0, 0.0, -9.0])
    shown = choose_sentences(sentences, least=4, told_at_length=True)
    assert [s.text for s in shown] == ["Ferries sail.", "Boats sink."]


def test_what_stands_before_a_likely_sentence_joins_too() -> None:
    unsure = ranked(FOUR, [0.1, -9.0, 0.0, 2.3])
    assert [s.text for s in choose_sentences(unsure, least=2)] == ["Ferries sail.", "Cars rust."]
    assert [s.text for s in choose_sentences(unsure, least=2, told_at_length=True)] == ["Boats sink.", "Cars rust."]


def test_what_leads_up_to_the_likeliest_sentence_gains_by_that_alone() -> None:
    five = ranked(f"{FOUR} Bells ring.", [0.05, -9.0, -9.0, 0.0, 2.3])  # the first stands far off
    assert [s.text for s in choose_sentences(five, least=2)] == ["Ferries sail.", "Bells ring."]
    assert [s.text for s in choose_sentences(five, least=2, told_at_length=True)] == ["Cars rust.", "Bells ring."]


def test_an_account_is_not_told_by_where_and_when_the_transcript_was_made() -> None:
    sentences = ranked("Mill Lane, Otter, 9 June 2022\n\nFerries sail. Trams stop in June.", [1.1, 1.0, -9])
    assert chosen(sentences) == ["Mill Lane, Otter, 9 June 2022", "Ferries sail."]
    assert [s.text for s in choose_sentences(sentences, told_at_length=True)] == ["Ferries sail."]


@pytest.mark.parametrize(
    "short",
    ["By boat, at noon.", "No.", "The night boats.", "I have read the letter of Mr Orr.", "Here’s what happened."],
)
def test_a_reply_that_only_leads_in_brings_what_the_same_speaker_goes_on_with(short: str) -> None:
    sentences = ranked(f"Ann Lee: Ferries sail. Bo Orr: {short} Her brother told us to stay.", [0, SURE, 0.1])
    assert "Her brother told us to stay." in chosen(sentences)


def test_what_another_says_next_is_not_led_in() -> None:
    assert chosen(ranked("Bo Orr: Only night boats. Ann Lee: Cars rust in the rain.", [SURE, 0])) == [
        "Bo Orr: Only night boats."
    ]


def test_a_value_that_is_asked_for_leads_in_nothing() -> None:
    sentences = ranked("Ann Lee: How long is it? Bo Orr: About ninety metres. It was dug in spring.", [0, SURE, 0])
    told = "Ann Lee: How long is it?", "Bo Orr: About ninety metres."
    assert chosen(sentences) == [*told, "It was dug in spring."]
    valued = [replace(s, features={"wanted": float(s.number == 1)}) for s in sentences]
    assert chosen(valued) == [*told]


def test_a_counter_question_and_a_bare_reply_are_shown_with_what_they_reply_to() -> None:
    text = "Ann Lee: And is it safe? Bo Orr: Out of five? Three. Ann Lee: The gulls are loud today."
    for best in (0, 2):
        scores = [SURE if number == best else 0.0 for number in range(4)]
        shown = chosen(ranked(text, scores))
        assert shown[0] == "Ann Lee: And is it safe?"
        assert shown[-1] == "Three."


def test_what_puts_the_best_sentence_right_stands_with_it() -> None:
    assert chosen(ranked("The house has four doors. No, five, I forgot one. Cars rust.", [SURE, 0, 0])) == [
        "The house has four doors.",
        "No, five, I forgot one.",
    ]


def test_what_tells_nothing_but_of_the_bare_sentence_before_makes_that_the_surest() -> None:
    text = "Ann Lee: Ferries sail in June. Bo Orr: Night trains. You know they do."
    sentences = ranked(text, [0, 0, SURE])
    in_order = sorted(sentences, key=lambda s: s.number)
    account = Account(in_order, [-2.0, -4.0, 2.0], [-0.8, -2.0, 2.0])
    assert [s.text for s in choose_for_account(account, sentences)] == ["Bo Orr: Night trains.", "You know they do."]
