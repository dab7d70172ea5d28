"""Accounts: which of the sentences that were read make one up, and when there is none."""

import math
from pathlib import Path

import numpy as np
import pytest
from conftest import cited_verbatim

from assistant.assistant import Assistant
from assistant.errors import ModelError
from assistant.followups.lines import read_turn
from assistant.hub import load_onnx
from assistant.reading import accounts
from assistant.reading.accounts import BESIDES, EVIDENCE, SENTENCES, WORDS, Account, by_passage, observed, read_account
from assistant.reading.findings import Finder
from assistant.reading.reader import Reader, Reading
from assistant.retrieval.evidence import ScoredSentence

BROAD = "What was said about the ferry and the pier?"
SURE, UNLIKELY = 3.0, -4.0


@pytest.fixture(scope="module")
def ranked(assistant: Assistant) -> list[ScoredSentence]:
    """What was read for a broad question over the invented transcripts."""
    return list(assistant.finder.look(BROAD, None).ranked)


def account(sentences: list[ScoredSentence], likely: set[int], *, going_on: bool = False) -> Account:
    """An account in which the sentences with these numbers are likely and no others."""
    odds = [SURE if number in likely else UNLIKELY for number in range(len(sentences))]
    return Account(sentences, odds, odds, going_on)


def sentence_with(sentences: list[ScoredSentence], words: str) -> int:
    return next(number for number, sentence in enumerate(sentences) if words in sentence.text)


class TestStates:
    def test_a_sentence_has_the_mean_of_its_tokens_states(self) -> None:
        tokens, states = np.array([[0, 3], [4, 8], [9, 12]]), np.array([[1.0, 0.0], [3.0, 2.0], [5.0, 7.0]])
        reading = Reading(0, 3, 0.5, 0.5, tokens, np.zeros(3), tokens, states.astype(np.float16))
        found = reading.sentence_states([(0, 8), (9, 12), (12, 20)])
        assert found is not None
        assert found.tolist() == [[2.0, 1.0], [5.0, 7.0], [0.0, 0.0]]

    def test_the_bundled_reader_tells_states_of_every_token_and_reads_long_texts_in_windows(self) -> None:
        text = "The ferry sails at noon. " * 120
        (reading,) = Reader().read("When does the ferry sail?", [text])
        assert reading.states is not None
        assert reading.states.shape == (len(reading.tokens), 1152)
        assert reading.tokens[:, 1].max() == len(text.rstrip())

    def test_what_is_read_the_same_has_the_same_states_wherever_it_stands(self) -> None:
        text = "The ferry sails at noon. It is blue."
        alone, beside = (
            Reader().read("When?", [text])[0],
            Reader().read("When?", ["A much longer text. " * 30, text])[1],
        )
        assert np.array_equal(alone.states, beside.states)  # type: ignore[arg-type]


class TestWhatIsSeen:
    def test_sentences_stand_passage_by_passage_the_best_ones_first(self, ranked: list[ScoredSentence]) -> None:
        ordered = by_passage(ranked)
        places = [(sentence.stored.id, sentence.number) for sentence in ordered]
        assert ordered[0].stored.id == ranked[0].stored.id
        assert len(places) == len(set(places))
        for id_ in {id_ for id_, _ in places}:
            numbers = [number for passage, number in places if passage == id_]
            assert numbers == sorted(numbers)

    def test_every_sentence_has_a_row_of_states_and_one_of_features(self, ranked: list[ScoredSentence]) -> None:
        ordered = by_passage(ranked)
        states, features = observed(ordered, ordered[1].text, going_on=True)
        assert states.shape == (len(ordered), 1152)
        assert features.shape == (len(ordered), len(EVIDENCE) + len(BESIDES))
        named = dict(zip((*EVIDENCE, *BESIDES), features.T, strict=True))
        assert named["score"].max() == 0.0
        assert named["told"].tolist()[:2] == [0.0, 1.0]
        assert set(named["going_on"].tolist()) == {1.0}

    def test_where_nothing_tells_states_there_is_no_account(self, assistant: Assistant) -> None:
        unread = Finder(assistant.search, None, assistant.settings).look(BROAD, None)
        assert unread.ranked
        assert unread.account is None
        assert read_account(unread.ranked) is None

    def test_one_value_is_no_account(self, assistant: Assistant) -> None:
        assert assistant.finder.look("How many passengers did the old ferry carry?", None).account is None


class TestChoosing:
    def test_likely_sentences_are_shown_in_the_order_of_the_text(self, ranked: list[ScoredSentence]) -> None:
        sentences = by_passage(ranked)
        timber, pier = sentence_with(sentences, "The timber is rotten"), sentence_with(sentences, "pier needs repairs")
        chosen = account(sentences, {timber, pier}).chosen()
        assert [sentence.number for sentence in chosen] == [sentences[pier].number, sentences[timber].number]

    def test_one_is_shown_however_unlikely_and_as_many_as_are_asked_for(self, ranked: list[ScoredSentence]) -> None:
        unlikely = account(by_passage(ranked), set())
        assert len(unlikely.chosen()) == 1
        assert len(unlikely.chosen(least=3)) == 3

    def test_no_more_is_shown_than_there_is_room_for(self, ranked: list[ScoredSentence]) -> None:
        sentences = by_passage(ranked)
        chosen = account(sentences, set(range(len(sentences)))).chosen()
        assert 1 < len(chosen) <= SENTENCES
        assert sum(len(sentence.text.split()) for sentence in chosen) <= WORDS

    def test_nothing_is_shown_twice_and_no_dateline(self, ranked: list[ScoredSentence]) -> None:
        sentences = by_passage(ranked)
        best = sentence_with(sentences, "The timber is rotten")
        again = [sentences[best], *sentences]
        texts = [sentence.text for sentence in account(again, {0, best + 1}).chosen()]
        assert texts == [sentences[best].text]
        datelines = [number for number, sentence in enumerate(sentences) if sentence.text.strip() == "12 May 2021"]
        assert all("2021" not in s.text for s in account(sentences, {*datelines, best}).chosen())

    def test_a_line_that_goes_on_shows_what_is_a_little_less_likely(self, ranked: list[ScoredSentence]) -> None:
        sentences = by_passage(ranked)
        between = math.log(0.17 / 0.83)
        odds = [between] * len(sentences)
        assert len(Account(sentences, odds, odds, going_on=False).chosen()) == 1
        assert len(Account(sentences, odds, odds, going_on=True).chosen()) > 1


class TestDeciding:
    def test_a_doubt_is_added_to_and_never_taken_back(self, ranked: list[ScoredSentence]) -> None:
        sentences = by_passage(ranked)
        told, untold = account(sentences, set(range(len(sentences)))), account(sentences, set())
        assert told.probability(0.1) == 0.1
        assert untold.probability(0.6) < told.probability(0.6) <= 0.6

    def test_what_helps_more_makes_an_answer_likelier(self, ranked: list[ScoredSentence]) -> None:
        sentences = by_passage(ranked)
        grown = [account(sentences, set(range(count))).probability(0.99) for count in range(len(sentences))]
        assert grown == sorted(grown)
        assert grown[0] < grown[-1]


class TestAnswers:
    def test_a_broad_question_is_answered_by_several_sentences_each_cited(self, assistant: Assistant) -> None:
        answer = assistant.ask(BROAD)
        assert answer.answered
        assert len(answer.citations) > 1
        assert cited_verbatim(assistant, answer.citations)

    def test_a_line_of_a_talk_is_an_account_that_knows_what_was_told(self, assistant: Assistant) -> None:
        history = [
            ("What did the harbour master warn about?", assistant.ask("What did the harbour master warn about?").text)
        ]
        thread = read_turn("And the ferries?", history, assistant.search.vocabulary()).thread
        assert thread is not None
        alone = assistant.finder.look("And the ferries?", None)
        found = assistant.finder.look_on(thread, alone, None)
        assert found.account is not None
        assert found.account.going_on
        assert found.confidence <= found.in_one_place

    def test_an_altered_network_is_told_in_one_line(self, tmp_path: Path) -> None:
        altered = tmp_path / accounts.WEIGHTS
        altered.write_bytes((accounts.BUNDLED_FOLDER / accounts.WEIGHTS).read_bytes() + b"x")
        beside = (accounts.BUNDLED_FOLDER / accounts.WEIGHTS).with_suffix(".json")
        (tmp_path / beside.name).write_text(beside.read_text(encoding="utf-8"), encoding="utf-8")
        with pytest.raises(ModelError, match=r"account\.onnx is altered: reinstall transcript-assistant, or set ASS"):
            load_onnx(altered, "set ASSISTANT_READER=none")
