"""The web chat's parts without a browser: what they render, how a turn grows, where they refuse to serve."""

import codecs
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event as Flag
from typing import Any

import pytest
from conftest import write_corpus

from assistant.answers import Answer, CheckedClaim, Citation, ClaimVerdict, Event, Reason, Refusal
from assistant.assistant import Assistant
from assistant.conversations.turns import Conversation, Turn
from assistant.corpus.transcripts import read_transcript
from assistant.errors import ModelError, ServerError, SettingsError
from assistant.filters import Filters
from assistant.questions.phrases import phrases_in
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest
from assistant.verification.support import Problem
from assistant.verification.written import QUOTATION, UNCITED
from assistant.web import render
from assistant.web.address import check_address
from assistant.web.chat import broken_off, converse, messages
from assistant.web.examples import example_questions
from assistant.web.further import OFFERED, further_questions
from assistant.web.offers import Offers
from assistant.web.prose import paragraphs
from assistant.web.reading import cited_span, marked_paragraphs
from assistant.web.server import STATIC
from assistant.writing.suggestions import second_mention


def _citation(**changes: Any) -> Citation:
    whole = Citation(1, "a.txt", "A & B", "2021-09-03", "Petra", "It <rained>.", 3, 15, 1.0, True)
    return replace(whole, **changes)


def _answer(**changes: Any) -> Answer:
    return replace(Answer("q", "q", "It <rained>. [1]", "extractive", (_citation(),), 0.873, {}), **changes)


def test_what_minutes_set_in_bold_is_bold_and_still_escaped() -> None:
    quote = "**Resolution <1>:** It sails 2 ** 3 times."
    html = render.answer_html(_answer(text=f"{quote} [1]", citations=(_citation(quote=quote),)))
    assert html.count("<strong>Resolution &lt;1&gt;:</strong> It sails 2 ** 3 times.") == 2


def test_answer_html_is_one_line_with_links_for_marks_and_everything_escaped() -> None:
    html = render.answer_html(_answer(text="It <rained>. [1]\n\nTwice [7].", notes=("read “x” as <y>",)))
    assert "\n" not in html
    assert "<rained>" not in html
    assert html.count('href="/transcript/a.txt?start=3&amp;end=15#cited"') == 2
    assert '<p dir="auto">Twice [7].</p>' in html
    assert "3 September 2021 · Petra" in html
    assert "Read “x” as &lt;y&gt;." in html
    assert "Extractive · confidence 87 %" in html
    assert "Read as" not in html


def test_an_answer_that_nothing_was_estimated_of_shows_no_confidence() -> None:
    summary = render.answer_html(_answer(confidence=1.0))
    assert '<p class="note">Extractive</p>' in summary
    assert "confidence" not in summary
    assert "Extractive · confidence over 99 %" in render.answer_html(_answer(confidence=0.998))


def test_of_a_written_answer_with_an_unsupported_sentence_it_is_told_how_many_are_supported() -> None:
    claims = [CheckedClaim("It rained.", 0, 10, (1,), verdict, ()) for verdict in ClaimVerdict]
    html = render.answer_html(_answer(mode="openai:tiny", claims=tuple(claims), confidence=0.98))
    assert "openai:tiny · 1 of 3 sentences supported" in html
    assert "confidence" not in html
    supported = render.answer_html(_answer(mode="openai:tiny", claims=(claims[0],), confidence=0.98))
    assert "openai:tiny · confidence 98 %" in supported


def test_the_words_that_answer_stand_below_the_sentences_and_above_what_they_rest_on() -> None:
    html = render.answer_html(_answer(notes=("in short: <120>", "read “x” as “y”")))
    short = '<p class="short">In short: <strong dir="auto">&lt;120&gt;</strong></p>'
    assert html.index("It &lt;rained&gt;.") < html.index(short) < html.index('<ol class="citations">')
    assert re.findall(r'<p class="note">(.*?)</p>', html) == ["Read “x” as “y”.", "Extractive · confidence 87 %"]
    assert 'class="short"' not in render.answer_html(_answer())


def test_a_refusal_does_not_tell_the_words_that_answer_as_a_note() -> None:
    refusal = Refusal(Reason.UNSUPPORTED, "No.")
    html = render.answer_html(_answer(refusal=refusal, notes=("in short: 120", "read “x” as “y”")))
    assert re.findall(r'<p class="note">(.*?)</p>', html) == ["Read “x” as “y”."]


def test_answer_html_tells_a_restated_question_and_unconfirmed_support() -> None:
    html = render.answer_html(_answer(standalone_question="and q?", citations=(_citation(verified=False),)))
    assert 'Read as: <span class="standalone" dir="auto">and q?</span>' in html
    assert "support not confirmed" in html


def test_refusal_html_does_not_number_the_nearest() -> None:
    refusal = Refusal(Reason.NOT_IN_CORPUS, "Nothing <here>.", (_citation(n=0, verified=False),))
    html = render.answer_html(_answer(citations=(), refusal=refusal))
    assert "Nothing &lt;here&gt;." in html
    assert 'class="number"' not in html
    assert "support not confirmed" not in html


def test_refusal_html_offers_its_suggestion_as_a_link_that_asks() -> None:
    refusal = Refusal(Reason.NO_SUCH_ENTITY, "No.", (), "What is said about <piers>?")
    html = render.answer_html(_answer(citations=(), refusal=refusal))
    assert '<a class="ask" href="#composer">What is said about &lt;piers&gt;?</a>' in html
    assert 'class="ask"' not in render.answer_html(_answer(citations=(), refusal=Refusal(Reason.NOT_IN_CORPUS, "No.")))


@pytest.mark.parametrize(
    ("date", "shown"),
    [("2021-09-03", "3 September 2021"), ("--03-25", "25 March (year not stated)"), (None, "")],
)
def test_dates_are_readable(date: str | None, shown: str) -> None:
    assert render.readable_date(date) == shown


def test_conversation_grows_to_the_answer_and_remembers_it(assistant: Assistant) -> None:
    sure = Assistant(assistant.index, replace(assistant.settings, threshold=0.0))
    question = "How many passengers did the old ferry carry last year?"
    grown = list(converse(sure, Turn(question), Conversation()))
    answers = [step.messages[-1]["content"] for step in grown]
    assert "Searching the transcripts" in answers[0]
    assert "Reading" in answers[1]
    assert "41,000 passengers" in answers[2]
    assert all("under-way" in answer for answer in answers[:-1])
    assert "under-way" not in answers[-1]
    assert [question for question, _ in grown[-1].conversation.history] == [question]
    assert [step.done for step in grown] == [False] * (len(grown) - 1) + [True]
    assert [message["role"] for message in grown[-1].messages] == ["user", "assistant"]


class _Unwell(Assistant):
    """An assistant whose model fails in the middle of an answer."""

    def __init__(self) -> None: ...

    def stream(self, *_: Any, **__: Any) -> Iterator[Event]:
        raise ModelError("the model <is> gone")
        yield


def test_problem_is_told_in_the_place_of_the_answer_and_not_remembered() -> None:
    *_, last = converse(_Unwell(), Turn("q"), Conversation())
    assert "the model &lt;is&gt; gone" in last.messages[-1]["content"]
    assert last.conversation.history == []


def test_examples_come_from_the_file_or_else_from_the_titles(tmp_path: Path) -> None:
    assert example_questions(tmp_path, ["A", "A", "B"]) == [
        "What are these transcripts about?",
        "Summarize “A”.",
        "Summarize “B”.",
    ]
    (tmp_path / "examples.txt").write_text("One?\n\n Two? \n3?\n4?\n5?\n", encoding="utf-8")
    assert example_questions(tmp_path, ["A"]) == ["One?", "Two?", "3?", "4?"]
    (tmp_path / "examples.txt").write_bytes(codecs.BOM_UTF8 + b"One?\r\nTwo?\r\n")
    assert example_questions(tmp_path, ["A"]) == ["One?", "Two?"]
    (tmp_path / "examples.txt").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(SettingsError, match=r"examples\.txt cannot be read"):
        example_questions(tmp_path, ["A"])


def test_what_opens_a_paragraph_of_quotes_is_its_head() -> None:
    citation = _citation()
    quote = " ".join(citation.quote.split())
    lead, headed, plain = paragraphs(f"Two say so [1]:\n\nTalk: one: {quote} [1]\n\n{quote} [1]", (citation,))
    assert [piece.head for piece in (*lead, *headed, *plain)] == ["", "", "Talk: one", ""]
    assert headed[0].text == quote


def test_cited_words_may_cross_paragraphs_and_lie_in_debris() -> None:
    transcript = read_transcript("A title line\n- 13\nIt rained all day.\nThen it stopped.\n", "rain.txt")
    text = transcript.text
    span = cited_span(transcript, str(text.index("13")), str(text.index("stopped")))
    marked = [[s.text for s in paragraph if s.cited] for paragraph in marked_paragraphs(transcript, span)]
    assert marked == [["13"], ["It rained all day."], ["Then it "]]
    unmarked = [s.text for paragraph in marked_paragraphs(transcript, None) for s in paragraph]
    assert unmarked == ["It rained all day.", "Then it stopped."]


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_text_colours_contrast_with_every_surface_they_stand_on() -> None:
    tokens = dict(re.findall(r"--([\w-]+): light-dark\((#\w{6}, #\w{6})\)", (STATIC / "tokens.css").read_text()))
    surfaces = ("ground", "raised", "sunken", "accent-tint")
    pairs = [(text, surface) for text in ("ink", "ink-soft", "accent", "warning") for surface in surfaces]
    for text, surface in [*pairs, ("on-accent", "accent"), ("on-highlight", "highlight")]:
        for one, other in zip(tokens[text].split(", "), tokens[surface].split(", "), strict=True):
            dark, light = sorted((_luminance(one), _luminance(other)))
            assert (light + 0.05) / (dark + 0.05) >= 4.5, f"{text} {one} on {surface} {other}"


def test_an_address_that_cannot_be_served_on_is_refused_in_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServerError, match=f"^port {port} on 127.0.0.1 is in use: choose another with --port$"):
            check_address("127.0.0.1", port, Settings())
    with pytest.raises(ServerError, match="port 70000 does not exist"):
        check_address("127.0.0.1", 70_000, Settings())
    with pytest.raises(
        ServerError, match=r"^host\.invalid is no address of this machine: use 127\.0\.0\.1 or 0\.0\.0\.0"
    ):
        check_address("host.invalid", 7860, Settings(password="correct horse"))
    with pytest.raises(ServerError, match=r"^192\.0\.2\.1 is no address of this machine: use"):
        check_address("192.0.2.1", 7860, Settings(password="correct horse"))


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org", "::"])
def test_an_address_beyond_this_machine_needs_a_password_that_is_no_joke(host: str) -> None:
    with pytest.raises(
        ServerError, match=f"^serving beyond this machine, on {host}, needs a password: set ASSISTANT_P"
    ):
        check_address(host, 7860, Settings())
    with pytest.raises(ServerError, match="ASSISTANT_PASSWORD is too short: choose 8 characters or more"):
        check_address(host, 7860, Settings(password="1234567"))


def test_with_a_password_every_address_is_served_on() -> None:
    check_address("0.0.0.0", _free_port(), Settings(password="correct horse"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_gradio_is_imported_only_to_serve() -> None:
    code = "import sys, assistant.web.server; sys.exit('gradio' in sys.modules or 'fastapi' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


CLAIMS = (
    CheckedClaim("It rained.", 0, 10, (1,), ClaimVerdict.SUPPORTED, ()),
    CheckedClaim("It <snowed>.", 15, 27, (2,), ClaimVerdict.PARTLY, ("figure",)),
    CheckedClaim("It hailed.", 57, 67, (), ClaimVerdict.UNSUPPORTED, ("uncited",)),
)
CHECKED = "It rained. [1] It <snowed>. [2] (only partly supported)\n\nIt hailed. (unsupported)"


def test_checked_sentences_are_cut_by_their_offsets_and_told_in_place_of_the_plain_labels() -> None:
    first, second = paragraphs(CHECKED, (_citation(), _citation(n=2)), CLAIMS)
    pieces = [*first, *second]
    verdicts = [[claim and claim.verdict.value for claim in (piece.claim, piece.judged)] for piece in pieces]
    told = [
        (piece.text, piece.citation and piece.citation.n, *found) for piece, found in zip(pieces, verdicts, strict=True)
    ]
    assert told == [
        ("It rained.", None, "supported", None),
        ("", 1, None, None),
        (" ", None, None, None),
        ("It <snowed>.", None, "partly", None),
        ("", 2, None, None),
        ("", None, None, "partly"),
        ("It hailed.", None, "unsupported", None),
        ("", None, None, "unsupported"),
    ]


def test_words_that_look_like_a_verdict_stay_where_nothing_was_checked() -> None:
    assert [[piece.text for piece in pieces] for pieces in paragraphs("A claim (unsupported)\n\nB [9]")] == [
        ["A claim (unsupported)"],
        ["B [9]"],
    ]


def test_answer_html_tells_how_many_sentences_hold_and_why_others_do_not() -> None:
    html = render.answer_html(_answer(text=CHECKED, citations=(_citation(), _citation(n=2)), claims=CLAIMS), "t1")
    assert '<span class="claim partly">It &lt;snowed&gt;.</span>' in html
    assert '<span class="verdict unsupported">unsupported</span>' in html
    for words in ("1 supported", "1 partly supported", "1 unsupported", "a figure is not in the cited words"):
        assert words in html
    assert "(unsupported)" not in html
    assert "Sentences checked" not in render.answer_html(_answer())


def test_every_problem_that_a_check_finds_has_words_for_the_reader() -> None:
    assert {problem.value for problem in Problem} | {UNCITED, QUOTATION} == set(render.PROBLEMS)


def test_a_stopped_turn_keeps_what_was_written_and_a_question_put_exactly_has_no_history(assistant: Assistant) -> None:
    question = "How many passengers did the old ferry carry last year?"
    sure = Assistant(assistant.index, replace(assistant.settings, threshold=0.0))
    stop, steps = Flag(), []
    for shown in converse(sure, Turn(question), Conversation(), stop):
        steps.append(shown)
        if shown.conversation.turns[-1].answer:
            stop.set()
    last = steps[-1].conversation.turns[-1]
    assert last.stopped
    assert last.answer is not None
    assert "41,000" in last.answer.text
    assert "Stopped: what was written by then is not checked." in steps[-1].messages[-1]["content"]
    again = steps[-1].conversation
    restated = [
        list(converse(sure, Turn("When did it sail?", exact=exact), again))[-1].conversation.turns[-1].answer
        for exact in (False, True)
    ]
    assert [a is not None and a.standalone_question == "When did it sail?" for a in restated] == [False, True]


def test_a_failure_nobody_foresaw_ends_the_turn_under_way() -> None:
    earlier = Turn("Earlier?", _answer())
    told = broken_off(Conversation((earlier, Turn("q", _answer(), stopped=True))))
    assert told.turns[0] == earlier
    assert (told.turns[1].answer, told.turns[1].stopped) == (None, False)
    assert "its log tells why" in messages(told)[-1]["content"]


TOWN = {
    "bridge.txt": """The stone bridge over the Ouse

The stone bridge was built in 1820 by Thomas Hale. The stone bridge carries two lanes of traffic.

Forty traders sell cheese and pottery at the night market. The night market opens every Friday in summer.

Crews from nine villages row in the boat race. The boat race ends at the old granary.
""",
    "school.txt": """The school on the hill

The school lends 120 telescopes to local families. Most of them came back clean.
""",
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Assistant]:
    """An assistant over a transcript in which several things come up twice, and another."""
    folder = write_corpus(tmp_path_factory.mktemp("town"), TOWN)
    index = Index(tmp_path_factory.mktemp("store"), encoder)
    ingest(index, [folder], corpus=folder)
    yield Assistant(index, Settings())
    index.close()


def test_what_is_asked_next_is_answered_and_not_what_was_told(town: Assistant) -> None:
    answer = town.ask("When was the stone bridge built?")
    assert answer.answered
    told = {(citation.source, citation.start) for citation in answer.citations}
    offered = further_questions(town, answer)
    assert 1 <= len(offered) <= OFFERED
    for question in offered:
        best = town.ask(question).citations[0]
        assert (best.source, best.start) not in told
    assert further_questions(town, town.ask("How many bananas did Zanzibar sell?")) == []


def test_what_is_asked_next_keeps_within_the_filters_and_is_looked_for_once(town: Assistant) -> None:
    offers, bridge = Offers(town), Filters(("bridge.txt",))
    answer = town.ask("How many telescopes does the school lend?")
    assert [citation.source for citation in answer.citations] == ["school.txt"]
    within = offers.after("turn", answer, bridge)
    assert within
    for question in within:
        assert {citation.source for citation in town.ask(question, filters=bridge).citations} == {"bridge.txt"}
    assert offers.after("turn", answer, bridge) is within
    assert within[0] not in offers.after("turn", answer, Filters(("school.txt",)))


def test_what_another_thread_lets_go_meanwhile_is_still_given(town: Assistant) -> None:
    class Hashed(str):
        """After its first look-up another thread lets go of all that is kept."""

        __slots__ = ("looks",)

        def __hash__(self) -> int:
            self.looks += 1
            if self.looks == 2:
                offers._found.clear()
            return super().__hash__()

    offers, answer, turn = Offers(town), town.ask("How many bananas did Zanzibar sell?"), Hashed("turn")
    turn.looks = 9
    found = offers.after(turn, answer, Filters())
    turn.looks = 0
    assert offers.after(turn, answer, Filters()) is found


@pytest.mark.parametrize(
    ("sentence", "mentioned"),
    [
        ("He noted that Larkhaven had grown.", "Larkhaven"),
        ("She bought that Danish ship.", "the Danish ship"),
        ("They met a sailor.", "the sailor"),
    ],
)
def test_a_second_mention_has_the_article_that_a_reader_expects(sentence: str, mentioned: str) -> None:
    assert mentioned in [second_mention(phrase) for phrase in phrases_in(sentence)]
