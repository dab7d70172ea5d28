"""Parts switched off: each stops doing its work, and nothing else changes."""

import pytest

from assistant.answers import Reason
from assistant.assistant import Assistant
from assistant.cli import main
from assistant.errors import UsageError
from assistant.operation.journal import Journal
from assistant.parts import NOTHING, Part, read_parts
from assistant.retrieval.hybrid import HybridSearch, fuse
from assistant.settings import Settings
from assistant.store.index import Index

MISSPELT = "How many telescpoes were lent?"


def less(index: Index, *parts: Part) -> Assistant:
    return Assistant(index, Settings(), without=frozenset(parts))


def found_ids(search: HybridSearch, text: str) -> list[int]:
    return [candidate.stored.id for candidate in search.search(text, 50).candidates]


def test_lists_are_split_joined_and_folded() -> None:
    assert read_parts([]) == NOTHING
    assert read_parts(["lexical, DENSE", "reader"]) == {Part.LEXICAL, Part.DENSE, Part.READER}


@pytest.mark.parametrize(
    ("name", "hint"), [("rerankr", "did you mean reranker? "), ("qqq", ""), ("", ""), ("dense,qqq", "")]
)
def test_an_unknown_part_is_told_in_one_line_that_lists_them(name: str, hint: str) -> None:
    with pytest.raises(UsageError) as told:
        read_parts([name])
    message = str(told.value)
    assert message == f"no part named {name.split(',')[-1]!r}: {hint}parts are {', '.join(Part)}"


def test_without_the_lexical_leg_only_neighbours_are_found(index: Index) -> None:
    question = "telescopes"
    search = HybridSearch(index, without=frozenset({Part.LEXICAL}))
    vector = index.encoder.encode_queries([question])[0]
    assert set(found_ids(search, question)) == {id_ for id_, _ in index.search_dense(vector, 50)}
    assert all(c.features["bm25"] == 0 for c in search.search(question, 50).candidates)


def test_without_the_dense_leg_only_passages_with_a_word_of_the_question_are_found(index: Index) -> None:
    search = HybridSearch(index, without=frozenset({Part.DENSE}))
    assert set(found_ids(search, "telescopes")) == {id_ for id_, _ in index.catalog.search_lexical(["telescop"], 50)}
    assert found_ids(search, "xyzzy") == []


def test_without_reordering_the_order_is_that_of_the_fusion(index: Index) -> None:
    question = "ferries, apples and books"
    search = HybridSearch(index, without=frozenset({Part.REORDERING}))
    vector = index.encoder.encode_queries([question])[0]
    dense = [id_ for id_, _ in index.search_dense(vector, 50)]
    lexical = [id_ for id_, _ in index.catalog.search_lexical(search.read(question).terms, 50)]
    assert found_ids(search, question) == fuse([dense, lexical])


def test_without_rewriting_a_follow_up_is_asked_alone(assistant: Assistant, index: Index) -> None:
    history = [("How many telescopes did the library lend?", "120")]
    assert assistant.ask("And comics?", history).standalone_question != "And comics?"
    assert less(index, Part.REWRITING).ask("And comics?", history).standalone_question == "And comics?"


def test_without_spelling_a_misspelt_word_stays_unknown(assistant: Assistant, index: Index) -> None:
    assert assistant.search.read(MISSPELT).corrections == (("telescpo", "telescop"),)
    question = less(index, Part.SPELLING).search.read(MISSPELT)
    assert question.corrections == ()
    assert "telescpo" in question.unknown


def test_without_surveys_a_count_is_answered_from_the_passages(assistant: Assistant, index: Index) -> None:
    question = "How many transcripts mention telescopes?"
    assert assistant.ask(question).text.startswith("1 of 3 transcripts")
    assert "of 3 transcripts" not in less(index, Part.SURVEYS).ask(question).text


def test_without_doubts_an_absent_name_costs_less(assistant: Assistant, index: Index) -> None:
    question = "How much does each electric ferry of Zanzibar cost?"
    doubted, plain = assistant.ask(question), less(index, Part.DOUBTS).ask(question)
    assert doubted.refusal
    assert doubted.refusal.reason is Reason.NO_SUCH_ENTITY
    assert plain.confidence > 2 * doubted.confidence


def test_what_was_off_stays_off_and_who_watched_watches_on(assistant: Assistant) -> None:
    seen: list[str] = []
    journal = Journal(assistant.settings, lambda outcome, _: seen.append(outcome))
    fewer = assistant.less(frozenset({Part.READER})).watched_by(journal).less(frozenset({Part.SPELLING}))
    assert fewer.without == {Part.READER, Part.SPELLING}
    assert fewer.search.read(MISSPELT).corrections == ()
    fewer.ask(MISSPELT)
    assert seen == ["refused"]


def test_what_is_left_reads_with_the_models_that_are_loaded(index: Index) -> None:
    assistant = Assistant(index, Settings(reader="a/model"))
    fewer = assistant.less(frozenset({Part.SPELLING}))
    assert fewer.finder.reader is assistant.finder.reader
    assert fewer.less(frozenset({Part.READER})).finder.reader is None
    assert assistant.parts - fewer.parts == {Part.SPELLING}
    assert Part.READER in assistant.parts


@pytest.mark.parametrize("part", [Part.READER, Part.RERANKER, Part.VERIFIER])
def test_a_model_switched_off_is_never_loaded(index: Index, part: Part) -> None:
    settings = Settings(**{part.value: "/no/such/model"})
    answer = Assistant(index, settings, without=frozenset({part})).ask("How many telescopes were lent?")
    assert "120" in answer.text


@pytest.mark.parametrize("left", [Part.LEXICAL, Part.DENSE])
def test_one_way_of_finding_passages_is_enough_for_an_answer(index: Index, left: Part) -> None:
    assert "120" in less(index, *(part for part in Part if part is not left)).ask("How many telescopes were lent?").text


def test_with_all_parts_off_nothing_is_found_and_that_is_refused(index: Index) -> None:
    refusal = less(index, *Part).ask("How many telescopes were lent?").refusal
    assert refusal
    assert (refusal.reason, refusal.nearest) == (Reason.NOT_IN_CORPUS, ())


def test_the_command_tells_an_unknown_part_before_it_loads_anything(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--without", "dense,magic"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("assistant: no part named 'magic': ")
    assert err.count("\n") == 1


def test_the_help_lists_every_part(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["evaluate", "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert all(part in told for part in Part)
