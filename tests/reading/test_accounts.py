"""Accounts: which of the sentences that were read make one up, and when there is none."""

import itertools
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import cited_verbatim, write_corpus

from assistant.assistant import Assistant
from assistant.errors import ModelError
from assistant.followups.lines import read_turn
from assistant.hub import load_onnx
from assistant.reading import accounts
from assistant.reading.accounts import BESIDES, EVIDENCE, Account, by_passage, observed, read_account
from assistant.reading.exchanges import Exchanges
from assistant.reading.extractive import choose_for_account
from assistant.reading.findings import Finder
from assistant.reading.reader import Reader, Reading
from assistant.reading.threads import all_as_read_once
from assistant.retrieval.evidence import ScoredSentence
from assistant.settings import Settings
from assistant.store.catalog import StoredPassage
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest

BROAD = "What was said about the ferry and the pier?"
SURE, POSSIBLE, UNLIKELY = 3.0, -2.5, -4.0


@pytest.fixture(scope="module")
def ranked(assistant: Assistant) -> list[ScoredSentence]:
    """What was read for a broad question over the invented transcripts."""
    return list(assistant.finder.look(BROAD, None).ranked)


def account(sentences: list[ScoredSentence], likely: set[int]) -> Account:
    """An account in which the sentences with these numbers are likely and no others."""
    odds = [SURE if number in likely else UNLIKELY for number in range(len(sentences))]
    return Account(sentences, odds, odds)


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

    @pytest.mark.parametrize("name", EVIDENCE)
    def test_no_evidence_makes_odds_that_nothing_else_can_weigh_against(
        self, ranked: list[ScoredSentence], name: str
    ) -> None:
        told = [
            replace(sentence, features={**sentence.features, name: value})
            for sentence, value in zip(ranked, itertools.cycle((0.0, 1.0)))
        ]
        account = read_account(told)
        assert account is not None
        assert max(map(abs, [*account.essential, *account.helpful])) < 50

    def test_where_nothing_tells_states_there_is_no_account(self, assistant: Assistant) -> None:
        unread = Finder(assistant.search, None, assistant.settings).look(BROAD, None)
        assert unread.ranked
        assert unread.account is None
        assert read_account(unread.ranked) is None

    @pytest.mark.parametrize(("question", "passages"), [(BROAD, 8), ("How many passengers did the ferry carry?", 4)])
    def test_more_passages_are_read_for_an_account(
        self, encoder: Encoder, tmp_path: Path, question: str, passages: int
    ) -> None:
        told = "The ferry sails from the pier. The pier needs repairs. The ferry carried 40 passengers. "
        write_corpus(tmp_path / "corpus", {f"{n}.txt": f"Talk {n}\n\n{told}It was day {n}." for n in range(9)})
        index = Index(tmp_path / "index", encoder)
        ingest(index, [tmp_path / "corpus"], corpus=tmp_path / "corpus")
        ranked = Assistant(index, Settings()).finder.look(question, None).ranked
        assert len({sentence.stored.id for sentence in ranked if sentence.state is not None}) == passages

    def test_one_value_is_no_account(self, assistant: Assistant) -> None:
        assert assistant.finder.look("How many passengers did the old ferry carry?", None).account is None


class TestChoosing:
    def test_likely_sentences_are_shown_in_the_order_of_the_text(self, ranked: list[ScoredSentence]) -> None:
        sentences = by_passage(ranked)
        timber, pier = sentence_with(sentences, "The timber is rotten"), sentence_with(sentences, "pier needs repairs")
        chosen = choose_for_account(account(sentences, {timber, pier}), [sentences[timber], *ranked])
        assert [sentence.number for sentence in chosen] == [sentences[pier].number, sentences[timber].number]

    def test_the_best_is_shown_however_unlikely_and_others_only_where_they_may_help(
        self, ranked: list[ScoredSentence]
    ) -> None:
        sentences = by_passage(ranked)
        unlikely, possible = [UNLIKELY] * len(sentences), [POSSIBLE] * len(sentences)
        assert len(choose_for_account(Account(sentences, unlikely, unlikely), ranked, least=3)) == 1
        assert len(choose_for_account(Account(sentences, possible, possible), ranked)) == 1
        assert len(choose_for_account(Account(sentences, possible, possible), ranked, least=3)) == 3

    def test_a_doubtful_sentence_stays_out_beside_a_sure_one(self, ranked: list[ScoredSentence]) -> None:
        sentences = by_passage(ranked)
        unlikely = [-9.0] * len(sentences)
        surest = next(s for s in ranked if s.text == sentences[0].text)
        doubtful = [-0.8] + [-1.6] * (len(sentences) - 1)  # .31 and .17
        assert len(choose_for_account(Account(sentences, unlikely, doubtful), [surest, *ranked])) > 1
        sure = [2.0] + [-1.6] * (len(sentences) - 1)  # .88 and .17
        assert choose_for_account(Account(sentences, unlikely, sure), [surest, *ranked]) == [sentences[0]]

    def test_a_sentence_of_another_transcript_is_shown_only_if_it_helps_half_as_much(
        self, ranked: list[ScoredSentence]
    ) -> None:
        sentences = by_passage(ranked)
        other = next(n for n, sentence in enumerate(sentences) if sentence.source != sentences[0].source)
        surest = next(s for s in ranked if s.text == sentences[0].text)

        def shown(log_odds: float, least: int = 1) -> list[ScoredSentence]:
            helpful = [UNLIKELY] * len(sentences)
            helpful[0], helpful[other] = 1.0, log_odds
            return choose_for_account(Account(sentences, helpful, helpful), [surest, *ranked], least=least)

        assert sentences[other] in shown(-0.4)  # .40 beside .73
        assert shown(-0.6) == [sentences[0]]  # .35
        assert sentences[other] in shown(-0.6, least=2)

    def test_what_is_told_of_another_number_stays_out(self, ranked: list[ScoredSentence]) -> None:
        sentences = by_passage(ranked)
        timber, pier = sentence_with(sentences, "The timber is rotten"), sentence_with(sentences, "pier needs repairs")
        other = sentences[pier]
        sentences[pier] = replace(other, features={**other.features, "another_number": 1.0})
        chosen = choose_for_account(account(sentences, {timber, pier}), [sentences[timber], *ranked])
        assert [s.text for s in chosen] == [sentences[timber].text]

    def test_a_likely_sentence_is_shown_behind_an_essential_one_that_hardly_helps(
        self, ranked: list[ScoredSentence]
    ) -> None:
        sentences = by_passage(ranked)
        timber, pier = sentence_with(sentences, "The timber is rotten"), sentence_with(sentences, "pier needs repairs")
        essential, helpful = [UNLIKELY] * len(sentences), [UNLIKELY] * len(sentences)
        essential[timber], helpful[pier] = SURE, SURE - 1
        chosen = choose_for_account(Account(sentences, essential, helpful), [sentences[timber], *ranked])
        assert [s.text for s in chosen] == [sentences[pier].text, sentences[timber].text]

    def test_what_the_reader_finds_likeliest_is_shown_though_the_network_does_not(
        self, ranked: list[ScoredSentence]
    ) -> None:
        sentences = by_passage(ranked)
        timber, pier = sentence_with(sentences, "The timber is rotten"), sentence_with(sentences, "pier needs repairs")
        chosen = choose_for_account(account(sentences, {timber}), [sentences[pier], *ranked])
        assert [s.text for s in chosen] == [sentences[pier].text, sentences[timber].text]

    @pytest.mark.parametrize(
        ("said", "shown"),
        [
            ("So um well the {}, I mean, the {} is, you know, sort of like late and um I think it is what it is.", 6),
            ("Surveyors found that frost had split concrete footings under {} sheds, cracked drains and loosened tiles "
             "along every northern wall since winter.", 3),
        ],
    )  # fmt: skip
    def test_no_more_is_shown_than_there_is_room_for(
        self, empty_index: Index, tmp_path: Path, said: str, shown: int
    ) -> None:
        lines = "\n\n".join(
            said.replace("{}", thing) for thing in "dredger barge tug pontoon crane ferry sloop".split()
        )
        ingest(empty_index, [write_corpus(tmp_path / "talk", {"harbour.txt": f"Harbour\n\n{lines}\n"})])
        talk = Assistant(empty_index, Settings(corpus=tmp_path / "talk", vectorstore=empty_index.folder))
        found = talk.finder.look("What was said about the harbour?", None)
        sentences = [s for s in by_passage(found.ranked) if len(s.text) > 20]
        apart = [replace(s, candidate=replace(s.candidate, stored=_unlike(s.stored))) for s in sentences]
        chosen = choose_for_account(account(apart, set(range(len(apart)))), apart)
        assert len(chosen) == shown

    def test_nothing_is_shown_twice(self, ranked: list[ScoredSentence]) -> None:
        sentences = by_passage(ranked)
        best = sentence_with(sentences, "The timber is rotten")
        again = [sentences[best], *sentences]
        chosen = choose_for_account(account(again, {0, best + 1}), [sentences[best], *ranked])
        assert [sentence.text for sentence in chosen] == [sentences[best].text]

    def test_the_best_brings_what_it_leans_on(self, ranked: list[ScoredSentence]) -> None:
        sentences = by_passage(ranked)
        again = sentence_with(sentences, "It will meet again in June")
        chosen = choose_for_account(account(sentences, {again}), [sentences[again], *ranked])
        assert [s.text for s in chosen] == [sentences[again - 1].text, sentences[again].text]

    def test_what_tells_nothing_is_shown_where_there_is_nothing_else(self, empty_index: Index, tmp_path: Path) -> None:
        ingest(
            empty_index,
            [write_corpus(tmp_path / "bare", {"agenda.txt": "Agenda\n\nBudget.\n\nFerries.\n\nBridges.\n"})],
        )
        bare = Assistant(empty_index, Settings(corpus=tmp_path / "bare", vectorstore=empty_index.folder))
        findings = bare.finder.look("What is said about ferries?", None)
        assert findings.account is not None
        assert choose_for_account(findings.account, findings.ranked)

    def test_a_question_brings_its_reply_though_that_was_not_read(self, ranked: list[ScoredSentence]) -> None:
        sentences = by_passage(ranked)
        asked, reply = sentences[0], sentences[1]
        exchanges = Exchanges(ranked)
        assert not exchanges.asks(asked)
        passage = asked.stored.passage
        told = asked.stored.text
        question = told[: asked.stored.passage.sentences[0].end - passage.start].rstrip(".")
        stored = replace(asked.stored, text=question + "?" + told[len(question) + 1 :])
        candidate = replace(asked.candidate, stored=stored)
        asking, replying = replace(asked, candidate=candidate), replace(reply, candidate=candidate, state=None)
        chosen = choose_for_account(Account([asking], [SURE], [SURE]), [asking, replying])
        assert [sentence.number for sentence in chosen] == [asking.number, replying.number]


def _unlike(stored: StoredPassage) -> StoredPassage:
    """The passage with sentences that mean nothing alike."""
    vectors = np.eye(len(stored.passage.sentences), stored.sentence_vectors.shape[1], dtype=np.float32)
    return replace(stored, sentence_vectors=vectors)


class TestReadTwice:
    def test_of_a_passage_all_sentences_are_as_one_reading_has_them(self, ranked: list[ScoredSentence]) -> None:
        first = [replace(s, state=np.zeros(3, np.float32), score=s.score + (s.number % 2)) for s in ranked]
        second = [replace(s, state=np.ones(3, np.float32)) for s in ranked if s.stored.id == ranked[0].stored.id]
        merged = [replace(s, score=float(number)) for number, s in enumerate(first)]
        read = all_as_read_once([first, second], merged)
        assert [s.score for s in read] == sorted((s.score for s in merged), reverse=True)
        states = {id_: {float(s.state[0]) for s in read if s.stored.id == id_} for id_ in {s.stored.id for s in read}}  # type: ignore[index]
        assert states.pop(ranked[0].stored.id) == {1.0}
        assert set(map(frozenset, states.values())) == {frozenset({0.0})}


class TestAnswers:
    def test_a_broad_question_is_answered_by_several_sentences_each_cited(self, assistant: Assistant) -> None:
        answer = assistant.ask(BROAD)
        assert answer.answered
        assert len(answer.citations) > 1
        assert cited_verbatim(assistant, answer.citations)

    def test_a_line_that_goes_on_to_an_account_knows_what_was_told(self, assistant: Assistant) -> None:
        before, line = "What did the harbour master warn about?", "And what was said about the ferries?"
        history = [(before, assistant.ask(before).text)]
        thread = read_turn(line, history, assistant.search.vocabulary()).thread
        assert thread is not None
        found = assistant.finder.look_on(thread, assistant.finder.look(line, None), None)
        assert found.account is not None
        assert found.account.going_on
        assert found.account.told == thread.told

    def test_a_line_that_goes_on_to_one_value_is_no_account(self, assistant: Assistant) -> None:
        before, line = "What did the harbour master warn about?", "How many passengers did it carry?"
        history = [(before, assistant.ask(before).text)]
        thread = read_turn(line, history, assistant.search.vocabulary()).thread
        assert thread is not None
        assert assistant.finder.look_on(thread, assistant.finder.look(line, None), None).account is None

    def test_the_network_has_learnt_the_reader_that_comes_with_it(self) -> None:
        folder = accounts.BUNDLED_FOLDER
        told = json.loads((folder / "account.json").read_text(encoding="utf-8"))
        assert told["reader"] == json.loads((folder / "reader.json").read_text(encoding="utf-8"))["sha256"]

    def test_an_altered_network_is_told_in_one_line(self, tmp_path: Path) -> None:
        altered = tmp_path / accounts.WEIGHTS
        altered.write_bytes((accounts.BUNDLED_FOLDER / accounts.WEIGHTS).read_bytes() + b"x")
        beside = (accounts.BUNDLED_FOLDER / accounts.WEIGHTS).with_suffix(".json")
        (tmp_path / beside.name).write_text(beside.read_text(encoding="utf-8"), encoding="utf-8")
        with pytest.raises(ModelError, match=r"account\.onnx is altered: reinstall transcript-assistant, or set ASS"):
            load_onnx(altered, "set ASSISTANT_READER=none")
        (tmp_path / beside.name).unlink()
        with pytest.raises(ModelError, match=r"account\.onnx or its checksum is missing: reinstall "):
            load_onnx(altered, "set ASSISTANT_READER=none")
