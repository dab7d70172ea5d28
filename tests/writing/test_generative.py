"""Answers a chat model writes: its marks are read, its claims held to the text, its failures survived.

The models are LangChain's own fakes behind the real ``Writer``; index, retrieval and checks are the real ones.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import pytest
from chat_models import Listening, ready
from conftest import cited_verbatim
from langchain_core.language_models import FakeListChatModel, GenericFakeChatModel
from langchain_core.messages import AIMessage

from assistant.answers import Answer, Answered, Cited, Delta, Reason
from assistant.assistant import Assistant
from assistant.settings import Settings, Unsupported
from assistant.store.index import Index
from assistant.verification.claims import Claim, written_claims
from assistant.writing.endings import BROKEN_OFF
from assistant.writing.generative import MOST_WRITTEN, READ_ANEW, THOUGHT_ALOUD, Writing
from assistant.writing.replies import Reply

PRICE = "How much does each electric ferry cost?"
SENTENCE = "Each electric ferry costs $2.35 million."


def writing(index: Index, text: str) -> Assistant:
    """An assistant whose chat model writes ``text`` word by word."""
    model = GenericFakeChatModel(messages=iter([AIMessage(text)]))
    return Assistant(index, Settings(), ready(model))


def passage_number(assistant: Assistant, source: str) -> int:
    """The number under which the prompt has the first passage of ``source`` for ``PRICE``."""
    found = assistant.search.search(PRICE, assistant.settings.top_k)
    return next(n for n, c in enumerate(found.candidates, 1) if c.stored.passage.source == source)


@pytest.fixture(scope="module")
def ferry_mark(assistant: Assistant) -> int:
    return passage_number(assistant, "ferry.txt")


@pytest.fixture(scope="module")
def library_mark(assistant: Assistant) -> int:
    return passage_number(assistant, "library.txt")


# Reading marks


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("A cat sat [1]. It ran [2].", [("A cat sat.", (1,)), ("It ran.", (2,))]),
        ("A cat sat. [1] It ran. [2]", [("A cat sat.", (1,)), ("It ran.", (2,))]),
        ("A cat sat.[1] It ran.[2]", [("A cat sat.", (1,)), ("It ran.", (2,))]),
        ("A cat sat [1]? It ran! [2]", [("A cat sat?", (1,)), ("It ran!", (2,))]),
        ("A cat sat [1][2]. It ran. [3] [1]", [("A cat sat.", (1, 2)), ("It ran.", (3, 1))]),
        ("A cat [2] sat [1, 3].", [("A cat sat.", (2, 1, 3))]),
        ("A cat sat [2][2].", [("A cat sat.", (2,))]),
        ("A cat sat [0].", [("A cat sat.", ())]),
        ("A cat sat. It ran [1].", [("A cat sat.", ()), ("It ran.", (1,))]),
        ("A cat sat [1]", [("A cat sat", (1,))]),
        ("[1] A cat sat.", [("A cat sat.", (1,))]),
        ("“A cat sat [1].” It ran [2].", [("“A cat sat.”", (1,)), ("It ran.", (2,))]),
        ("They said no [1]. They left [2].", [("They said no.", (1,)), ("They left.", (2,))]),
        ("He is in the U.S. [1] He left [2].", [("He is in the U.S.", (1,)), ("He left.", (2,))]),
        ("Dr. Lee sat for 2.5 hours [1].", [("Dr. Lee sat for 2.5 hours.", (1,))]),
        ("[1] [2]", []),
        ("", []),
    ],
)
def test_each_sentence_is_a_claim_with_the_marks_that_belong_to_it(
    text: str, claims: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert written_claims(text) == [Claim(words, marks) for words, marks in claims]


@pytest.mark.parametrize("piece", [" ", "\n", " [1]", "[1] ", "[1", "[1, ", ".\n", "[1]."])
def test_time_to_find_the_marks_grows_in_proportion_to_the_text(piece: str) -> None:
    def seconds(length: int) -> float:
        begin = time.process_time()
        written_claims(f"A cat sat{piece * (length // len(piece))}x")
        return time.process_time() - begin

    assert seconds(60_000) < 3  # its square took ten times as long


@pytest.mark.parametrize(
    "text", ["NO ANSWER", " NO ANSWER.\n", "no answer", "No answer.", "**NO ANSWER**", "NO ANSWER: nobody says."]
)
def test_no_answer_makes_no_claims(text: str) -> None:
    assert written_claims(text) == []


def test_a_sentence_about_an_answer_is_a_claim() -> None:
    assert written_claims("No answer came from the mayor [2].") == [Claim("No answer came from the mayor.", (2,))]


# Answers


def test_the_model_is_told_the_passages_and_the_question(index: Index) -> None:
    model = Listening(responses=["NO ANSWER"])
    Assistant(index, Settings(), ready(model)).ask(PRICE)
    (prompt,) = model.heard
    assert SENTENCE in prompt
    assert '<passage number="1" title=' in prompt
    assert prompt.rstrip().endswith(f"Question: {PRICE}")


def test_a_true_sentence_is_answered_verified_and_cited_verbatim(index: Index, ferry_mark: int) -> None:
    assistant = writing(index, f"{SENTENCE[:-1]} [{ferry_mark}].")
    answer = assistant.ask(PRICE)
    assert (answer.answered, answer.mode) == (True, "test:ready")
    assert not any("test:ready" in note for note in answer.notes)
    assert answer.text == f"{SENTENCE} [1]"
    (citation,) = answer.citations
    assert (citation.quote, citation.source, citation.verified, citation.support) == (SENTENCE, "ferry.txt", True, 1.0)
    assert cited_verbatim(assistant, answer.citations)
    assert answer.timings_ms["total"] >= answer.timings_ms["answer"] > 0


def test_marks_are_renumbered_in_order_and_each_points_at_a_verbatim_citation(
    index: Index, ferry_mark: int, library_mark: int
) -> None:
    written = f"The library lent 120 telescopes to local families [{library_mark}]. {SENTENCE} [{ferry_mark}]"
    assistant = writing(index, written)
    answer = assistant.ask(PRICE)
    assert answer.text == f"The library lent 120 telescopes to local families. [1] {SENTENCE} [2]"
    assert [(c.n, c.source) for c in answer.citations] == [(1, "library.txt"), (2, "ferry.txt")]
    assert cited_verbatim(assistant, answer.citations)


def test_marks_that_point_at_nothing_are_struck(index: Index, ferry_mark: int) -> None:
    written = f"{SENTENCE} [99][{ferry_mark}] The harbour sank at noon [0]. Tomas agreed [77]."
    answer = writing(index, written).ask(PRICE)
    assert answer.text == f"{SENTENCE} [1] The harbour sank at noon. (unsupported) Tomas agreed. (unsupported)"
    assert [c.n for c in answer.citations] == [1]
    assert [(c.verdict, c.marks) for c in answer.claims] == [
        ("supported", (1,)),
        ("unsupported", ()),
        ("unsupported", ()),
    ]
    assert all("uncited" in claim.problems for claim in answer.claims[1:])


@pytest.mark.parametrize("mark", ["", " [99]"])
def test_a_true_sentence_without_a_mark_is_cited_where_its_words_stand(index: Index, mark: str) -> None:
    answer = writing(index, SENTENCE + mark).ask(PRICE)
    assert answer.text == f"{SENTENCE} [1]"
    assert [(c.quote, c.verified) for c in answer.citations] == [(SENTENCE, True)]


@pytest.mark.parametrize("written", ["Gold is heavy.", "Gold is heavy [99]."])
def test_what_stands_nowhere_becomes_a_refusal(index: Index, written: str) -> None:
    answer = writing(index, written).ask(PRICE)
    assert_unsupported(answer)
    assert answer.citations == ()


def assert_unsupported(answer: Answer) -> None:
    assert not answer.answered
    assert answer.refusal
    assert answer.refusal.reason is Reason.UNSUPPORTED
    assert answer.text == answer.refusal.message
    assert answer.text.startswith("test:ready gave no answer that the transcripts bear out.")
    assert answer.refusal.nearest
    assert all(c.n == 0 and not c.verified for c in answer.refusal.nearest)


@pytest.mark.parametrize("written", ["NO ANSWER", "I'm sorry, but the passages do not mention the price of a ferry."])
def test_a_model_that_finds_no_answer_is_said_to_find_none_and_its_words_are_not_shown(
    index: Index, written: str
) -> None:
    events = list(writing(index, written).stream(PRICE))
    last = events[-1]
    assert isinstance(last, Answered)
    assert last.answer.refusal
    assert last.answer.text.startswith("test:ready found no answer in the passages that it was given.")
    assert "".join(event.text for event in events if isinstance(event, Delta)) == last.answer.text


def test_a_model_that_only_thinks_has_failed(index: Index, assistant: Assistant) -> None:
    answer = writing(index, "<think>Let me see").ask(PRICE)
    assert (answer.mode, answer.text) == ("extractive", assistant.ask(PRICE).text)
    assert "the chat model failed: test:ready wrote nothing but what it thought: choose" in answer.notes[0]


@pytest.mark.parametrize("unsupported", ["drop", "refuse"])
def test_a_sentence_that_will_not_stand_is_not_shown_first(
    index: Index, ferry_mark: int, unsupported: Unsupported
) -> None:
    written = f"Each electric ferry costs $3.35 million [{ferry_mark}]. {SENTENCE} [{ferry_mark}] Gold is heavy."
    model = GenericFakeChatModel(messages=iter([AIMessage(written)]))
    events = list(Assistant(index, Settings(unsupported=unsupported), ready(model)).stream(PRICE))
    last = events[-1]
    assert isinstance(last, Answered)
    assert "".join(event.text for event in events if isinstance(event, Delta)) == last.answer.text
    assert "3.35" not in last.answer.text
    dropped = "2 sentences of the model's that nothing bears out were dropped"
    assert (dropped in last.answer.notes) == (unsupported == "drop")


def test_what_turns_out_to_be_thinking_is_said_to_be(index: Index, ferry_mark: int) -> None:
    events = list(writing(index, f"The price is there. Yes.\n</think>\n{SENTENCE} [{ferry_mark}]").stream(PRICE))
    last = events[-1]
    assert isinstance(last, Answered)
    told = "".join(event.text for event in events if isinstance(event, Delta))
    assert last.answer.text == f"{SENTENCE} [1]"
    assert told.endswith(f"{THOUGHT_ALOUD}{SENTENCE} [1]")


def test_an_opening_yes_is_not_held_against_the_passages(index: Index, ferry_mark: int) -> None:
    answer = writing(index, f"Yes. {SENTENCE} [{ferry_mark}]").ask(PRICE)
    assert answer.text == f"Yes. {SENTENCE} [1]"
    assert [claim.verdict for claim in answer.claims] == ["supported"]


@pytest.mark.parametrize(
    "wrong",
    [
        "Each electric ferry costs $3.35 million",
        "Each electric ferry costs $2.35 billion",
        "Each electric ferry never costs $2.35 million",
        "Nora Quist says each electric ferry costs $2.35 million",
    ],
)
def test_a_sentence_that_its_quote_does_not_bear_out_is_not_verified(index: Index, ferry_mark: int, wrong: str) -> None:
    assistant = writing(index, f"{SENTENCE} [{ferry_mark}] {wrong} [{ferry_mark}].")
    answer = assistant.ask(PRICE)
    right, citation = answer.citations
    assert (right.verified, citation.verified) == (True, False)
    assert citation.support < 1
    assert cited_verbatim(assistant, [citation])
    assert answer.text == f"{SENTENCE} [1] {wrong}. [2] (unsupported)"
    assert answer.claims[1].verdict == "unsupported"
    assert answer.claims[1].problems


@pytest.mark.parametrize(
    ("unsupported", "text"),
    [
        ("mark", f"{SENTENCE} [1] Each electric ferry costs $3.35 million. [2] (unsupported)"),
        ("drop", f"{SENTENCE} [1]"),
        ("refuse", None),
    ],
)
def test_the_setting_says_what_becomes_of_an_unsupported_sentence(
    index: Index, ferry_mark: int, unsupported: Unsupported, text: str | None
) -> None:
    written = f"{SENTENCE} [{ferry_mark}] Each electric ferry costs $3.35 million [{ferry_mark}]."
    model = GenericFakeChatModel(messages=iter([AIMessage(written)]))
    answer = Assistant(index, Settings(unsupported=unsupported), ready(model)).ask(PRICE)
    if text is None:
        assert_unsupported(answer)
    else:
        assert answer.text == text
        assert all(answer.text[c.start : c.end] == c.text for c in answer.claims)


def test_a_sentence_may_rest_on_two_that_say_it_together(index: Index, ferry_mark: int) -> None:
    written = f"Each electric ferry costs $2.35 million and will sail in autumn [{ferry_mark}]."
    answer = writing(index, written).ask(PRICE)
    (claim,) = answer.claims
    assert len(claim.marks) == 2
    assert claim.verdict == "supported"


def test_one_statement_does_not_rest_on_two_transcripts(index: Index, ferry_mark: int, library_mark: int) -> None:
    written = f"{SENTENCE} [{ferry_mark}] Librarian Priya Raman costs $2.35 million [{ferry_mark}, {library_mark}]."
    answer = writing(index, written).ask(PRICE)
    assert [claim.verdict == "supported" for claim in answer.claims] == [True, False]


def test_statements_that_a_sentence_joins_rest_each_on_its_own_speaker(index: Index, ferry_mark: int) -> None:
    joined = (
        "Ingrid Solberg said each electric ferry costs $2.35 million, while Tomas Okafor said the timber is rotten."
    )
    swapped = (
        "Tomas Okafor said each electric ferry costs $2.35 million, while Ingrid Solberg said the timber is rotten."
    )
    answer = writing(index, f"{joined} [{ferry_mark}] {swapped} [{ferry_mark}]").ask(PRICE)
    assert [claim.verdict for claim in answer.claims] == ["supported", "unsupported"]
    assert len(answer.claims[0].marks) == 2


def test_invented_quotation_marks_are_taken_away(index: Index, ferry_mark: int) -> None:
    written = f"Ingrid Solberg said “each electric ferry will cost $2.35 million” [{ferry_mark}]."
    answer = writing(index, written).ask(PRICE)
    assert "“" not in answer.text
    assert "quotation" in answer.claims[0].problems


def test_the_pieces_come_as_they_are_written_and_add_up_to_the_answer(
    index: Index, ferry_mark: int, library_mark: int
) -> None:
    written = (
        f"{SENTENCE[:-1]} [{ferry_mark}]. The ferry sinks at noon [{ferry_mark}]. "
        f"The library lent 120 telescopes to local families. [{library_mark}]"
    )
    events = list(writing(index, written).stream(PRICE))
    pieces = [event.text for event in events if isinstance(event, Delta) and event.text]
    last = events[-1]
    assert isinstance(last, Answered)
    assert len(pieces) > 10
    assert "".join(pieces) == last.answer.text


def test_a_citation_comes_just_before_its_mark(index: Index, ferry_mark: int, library_mark: int) -> None:
    written = f"{SENTENCE} [{ferry_mark}] The library lent 120 telescopes to local families. [{library_mark}] Bye."
    told = ""
    seen: list[int] = []
    for event in writing(index, written).stream(PRICE):
        if isinstance(event, Cited):
            assert f"[{event.citation.n}]" not in told
            seen.append(event.citation.n)
        elif isinstance(event, Delta):
            told += event.text
            assert all(f"[{n}]" in told or n == seen[-1] for n in seen)
    assert seen == [1, 2]


def test_what_a_model_thinks_first_is_not_shown(index: Index, ferry_mark: int) -> None:
    events = list(writing(index, f"<think>Let me see [9]. Hm.</think>\n{SENTENCE} [{ferry_mark}]").stream(PRICE))
    told = "".join(event.text for event in events if isinstance(event, Delta))
    assert told == f"{SENTENCE} [1]"


def test_no_answer_is_not_shown_as_it_comes(index: Index) -> None:
    events = list(writing(index, "NO ANSWER").stream(PRICE))
    assert "NO" not in "".join(event.text for event in events if isinstance(event, Delta))


def test_what_the_corpus_does_not_say_never_reaches_the_model(index: Index) -> None:
    model = Listening(responses=["The Sphinx is old [1]."])
    answer = Assistant(index, Settings(), ready(model)).ask("How old is the Sphinx?")
    assert answer.refusal
    assert answer.refusal.reason is Reason.NO_SUCH_ENTITY
    assert model.heard == []


# Failures


@pytest.mark.parametrize("chunk", [0, 12])
def test_a_model_that_fails_leaves_the_extractive_answer_with_a_note(
    assistant: Assistant, index: Index, chunk: int
) -> None:
    model = FakeListChatModel(responses=[SENTENCE], error_on_chunk_number=chunk)
    events = list(Assistant(index, Settings(), ready(model)).stream(PRICE))
    last = events[-1]
    assert isinstance(last, Answered)
    plain, answer = assistant.ask(PRICE), last.answer
    assert (answer.text, answer.citations, answer.mode) == (plain.text, plain.citations, "extractive")
    note, *others = answer.notes
    assert tuple(others) == plain.notes
    assert note.startswith("this answer is extractive, the chat model failed: test:ready did not answer (")
    told = "".join(event.text for event in events if isinstance(event, Delta))
    begun = f"{SENTENCE[:chunk].strip()}{BROKEN_OFF}" if chunk else ""
    assert told == f"{begun}{plain.text}"


# Long replies


@dataclass
class Said:
    """A reply that is said in pieces, as many as are asked for."""

    pieces: Iterator[str]
    name: str = "test:said"
    cut_short: bool = False
    heard: int = 0

    def __iter__(self) -> Iterator[str]:
        for piece in self.pieces:
            self.heard += len(piece)
            yield piece


def said(assistant: Assistant, pieces: Iterator[str]) -> tuple[Said, Writing]:
    reply = Said(pieces)
    return reply, Writing(cast(Reply, reply), [], 0, assistant._citer)


def told(writing: Writing) -> str:
    return "".join(event.text for event in writing.events() if isinstance(event, Delta))


@pytest.mark.parametrize("thought", ["", "<think>Let me see.</think>"])
def test_a_model_that_goes_on_with_white_space_is_stopped(assistant: Assistant, thought: str) -> None:
    reply, writing = said(assistant, iter([thought, *["\n"] * 2 * MOST_WRITTEN]))
    begin = time.process_time()
    assert told(writing) == ""
    assert reply.heard <= MOST_WRITTEN + len(thought) + 1
    assert "the model went on for too long" in writing.notes[0]
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    ("opens", "closes"), [("<think>", "</think>"), ("<|channel|>analysis", "<|channel|>final<|message|>")]
)
def test_thoughts_however_long_are_not_read_again_and_again(assistant: Assistant, opens: str, closes: str) -> None:
    thoughts = f"{opens}{'We see. ' * 7500}{closes}NO ANSWER"
    pieces = (thoughts[at : at + 4] for at in range(0, len(thoughts), 4))
    _, writing = said(assistant, pieces)
    begin = time.process_time()
    assert told(writing) == ""
    assert time.process_time() - begin < 5
    assert (writing.text, writing.notes) == ("NO ANSWER", ())


def test_thoughts_cut_off_are_still_what_the_model_wrote(assistant: Assistant) -> None:
    _, writing = said(assistant, iter(["<think>Hm.", "</think>"]))
    assert told(writing) == ""
    assert "nothing" not in writing.text
    assert "but what it thought" in writing._spent_on_thinking()


def test_a_sentence_that_turns_out_to_read_otherwise_is_told_again(assistant: Assistant) -> None:
    _, writing = said(assistant, iter([]))
    shown = [event.text for text in ("It was", "It was so.", "Leeds") for event in writing._grown(text)]
    assert shown == ["It was", " so.", f"{READ_ANEW}Leeds"]


def test_hearsay_is_told_as_it_comes(index: Index) -> None:
    written = f"It was reported that each electric ferry costs $2.35 million. {SENTENCE}"
    events = list(writing(index, written).stream(PRICE))
    last = events[-1]
    assert isinstance(last, Answered)
    assert last.answer.text.startswith("It was reported that")
    assert "".join(event.text for event in events if isinstance(event, Delta)) == last.answer.text
