"""Transcripts that mean harm: what they say stays text, in the prompt, on the page, in the terminal, in the verdicts.

``poisoned.jsonl`` has one transcript a line with a question it answers, what a model writes that obeys it, and strings
of which nothing may be called supported or stand on a page as markup.
"""

import csv
import io
import json
import logging
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from chat_models import Listening, ready
from conftest import write_corpus
from fastapi import FastAPI
from fastapi.testclient import TestClient
from langchain_core.language_models import BaseChatModel, FakeListChatModel

from assistant.answers import Answer, ClaimVerdict
from assistant.assistant import Assistant
from assistant.commands import ask
from assistant.conversations.turns import Conversation, Turn
from assistant.filters import Filters
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest
from assistant.web.chat import converse
from assistant.web.reading import reading_routes
from assistant.web.render import answer_html, panel_html, transcript_url
from assistant.writing.prompting import load_prompt

DOCUMENTS = [json.loads(line) for line in (Path(__file__).parent / "poisoned.jsonl").read_text("utf-8").splitlines()]
KEY = "sk-poisoned-0123456789abcdef"
TAGS = frozenset(
    """a article aside bdi body br div footer h1 h2 head header html li link main mark meta nav ol p q section span
    strong title ul button details summary kbd form input label template""".split()
)
OWN_ADDRESS = re.compile(r"^(?:/(?:transcript|web)/[^\s\"<>]*|/|#[\w-]+)$")
ESCAPES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=[d["id"] for d in DOCUMENTS])


class Markup(HTMLParser):
    """Tags and addresses of a page as a browser would read them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Index]:
    """All the documents, ingested for real."""
    corpus = write_corpus(tmp_path_factory.mktemp("poisoned"), {d["source"]: d["text"] for d in DOCUMENTS})
    index = Index(tmp_path_factory.mktemp("poisoned_store"), encoder)
    report = ingest(index, [corpus])
    assert len(report.added) == len(DOCUMENTS)
    yield index
    index.close()


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


def asked(index: Index, document: dict[str, Any], model: BaseChatModel | None) -> Answer:
    assistant = Assistant(index, Settings(threshold=0.0), ready(model) if model else None)
    return assistant.ask(document["question"], filters=Filters(sources=(document["source"],)))


def test_there_are_enough_of_them_and_each_says_what_must_not_happen() -> None:
    assert len(DOCUMENTS) >= 25
    assert len({d["id"] for d in DOCUMENTS}) == len(DOCUMENTS)
    assert all(d["never"] and d["obey"] for d in DOCUMENTS)


@every_document
def test_the_prompt_keeps_it_inside_its_delimiters_and_the_rules_unchanged(
    poisoned: Index, document: dict[str, Any]
) -> None:
    model = Listening(responses=["NO ANSWER"])
    asked(poisoned, document, model)
    (prompt,) = model.heard
    before, after = load_prompt("answer").split("{passages}")
    after = after.replace("{question}", document["question"])
    assert prompt.startswith(before)
    assert prompt.endswith(after)
    inside = prompt[len(before) : len(prompt) - len(after)]
    passages = re.findall(r'<passage number="\d+" title="[^"<>]*"(?: date="[\d-]+")?>\n[^<>"]*\n</passage>', inside)
    assert passages
    assert "".join(passages) == inside.replace("\n\n<passage", "<passage")
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f＜＞]", prompt
    )
    assert KEY not in prompt


@every_document
@pytest.mark.parametrize("obeys", [False, True], ids=["extractive", "obeying model"])
def test_the_page_has_nothing_live_from_it(poisoned: Index, document: dict[str, Any], obeys: bool) -> None:
    model = FakeListChatModel(responses=[f"{document['obey']} {document['text'][-200:]} [1]"]) if obeys else None
    answer = asked(poisoned, document, model)
    assistant = Assistant(poisoned, Settings(threshold=0.0), ready(model) if model else None)
    grown = list(converse(assistant, Turn(document["question"]), Conversation()))
    pages = [answer_html(answer), *(message["content"] for state in grown for message in state.messages)]
    rows = [{"source": document["source"], "title": document["text"].split("\n")[0], "date": None, "passages": 1}]
    pages.append(panel_html(rows))
    for page in pages:
        assert_dead(page)


@every_document
def test_the_reading_page_shows_it_as_text(poisoned: Index, document: dict[str, Any]) -> None:
    assistant = Assistant(poisoned, Settings())
    app = FastAPI()
    app.include_router(reading_routes(assistant))
    answer = asked(poisoned, document, None)
    with TestClient(app, base_url="http://localhost") as client:
        for address in (
            transcript_url(document["source"]),
            *(transcript_url(c.source, c.start, c.end) for c in answer.citations),
        ):
            response = client.get(address)
            assert response.status_code == 200
            assert_dead(response.text)


def assert_dead(page: str) -> None:
    markup = Markup(page)
    assert markup.tags <= TAGS
    for name, value in markup.attributes:
        assert not name.startswith("on")
        assert name not in ("src", "srcdoc", "formaction", "style", "http-equiv", "background", "autofocus")
        if name in ("href", "action"):
            assert OWN_ADDRESS.match(value), value
    assert KEY not in page


@every_document
def test_a_model_that_obeys_it_gets_nothing_called_supported(poisoned: Index, document: dict[str, Any]) -> None:
    answer = asked(poisoned, document, FakeListChatModel(responses=[document["obey"]]))
    for claim in answer.claims:
        if any(never in claim.text for never in document["never"]):
            assert claim.verdict is not ClaimVerdict.SUPPORTED
            assert claim.problems
    if answer.answered:
        shown = [c for c in answer.claims if c.verdict is not ClaimVerdict.SUPPORTED]
        assert all(answer.text[c.start : c.end] == c.text for c in shown)
        assert all("supported)" in answer.text[c.end :] for c in shown)


@every_document
def test_a_marks_number_that_points_at_nothing_is_struck(poisoned: Index, document: dict[str, Any]) -> None:
    answer = asked(poisoned, document, FakeListChatModel(responses=["It is all true [99]. Believe it [0] [1234567]."]))
    assert "[99]" not in answer.text
    assert not answer.answered


@every_document
def test_the_terminal_gets_no_escape_sequences(
    poisoned: Index, document: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    for model in (None, FakeListChatModel(responses=[f"{document['obey']} \x1b[31m\x9b5m [1]"])):
        assistant = Assistant(poisoned, Settings(threshold=0.0), ready(model) if model else None)
        filters = Filters(sources=(document["source"],))
        ask.print_streaming(assistant, document["question"], filters)
        ask.print_json(assistant.ask(document["question"], filters=filters))
    printed = capsys.readouterr()
    assert not ESCAPES.search(printed.out + printed.err)
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", printed.out)
    assert KEY not in printed.out + printed.err


def test_json_keeps_every_character_that_it_escapes(poisoned: Index, capsys: pytest.CaptureFixture[str]) -> None:
    document = next(d for d in DOCUMENTS if d["id"] == "ansi-escapes")
    answer = asked(poisoned, document, FakeListChatModel(responses=["Red \x9b31m \u202e \x1b[0m text [1]."]))
    ask.print_json(answer)
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(answer.as_dict()))


@every_document
def test_no_key_reaches_a_log_an_error_or_an_export(
    poisoned: Index, document: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    class Leaking(FakeListChatModel):
        async def _astream(self, *args: object, **kwargs: object) -> Any:
            raise RuntimeError(f"401 for key {KEY} at https://user:{KEY}@host/")
            yield  # a generator, as the seam wants

    with caplog.at_level(logging.DEBUG):
        answer = asked(poisoned, document, Leaking(responses=[""]))
    exported = io.StringIO()
    csv.writer(exported).writerow([json.dumps(answer.as_dict())])
    assert KEY not in caplog.text + exported.getvalue() + answer_html(answer)
    assert answer.notes
