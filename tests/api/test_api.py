"""The HTTP API, used by the ``openai`` package and by plain requests against a real server."""

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import openai
import pytest
from conftest import FERRY, cited_verbatim
from serving import served, until

from assistant.answers import Delta, Event
from assistant.api.bodies import Message
from assistant.api.chat import _untold, conversation_in
from assistant.assistant import Assistant
from assistant.errors import UsageError
from assistant.settings import Settings

PASSENGERS = "How many passengers did the old ferry carry last year?"
FERRY_COST = "What does each electric ferry cost?"


class Endless(Assistant):
    """Writes without end, as a chat model may; notes when it is told to stop."""

    stopped = threading.Event()

    def stream(self, question: str, *_: Any, **__: Any) -> Iterator[Event]:
        try:
            while True:
                yield Delta("")
                self.stopped.wait(0.01)
        finally:
            self.stopped.set()


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[str]:
    with served(Assistant(assistant.index, replace(assistant.settings, threshold=0.1))) as address:
        yield address


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{address}/v1", api_key="any", max_retries=0) as client:
        yield client


@pytest.fixture(scope="module")
def http(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address) as http:
        yield http


def _user(text: str) -> list[Any]:
    return [{"role": "user", "content": text}]


def _evidence(message: Any) -> dict[str, Any]:
    evidence: dict[str, Any] = message.assistant
    return evidence


# OpenAI's protocol


def test_openai_client_gets_an_answer_with_its_citations(client: openai.OpenAI) -> None:
    completion = client.chat.completions.create(model="transcripts", messages=_user(PASSENGERS), temperature=0.2)
    message = completion.choices[0].message
    assert "41,000 passengers" in str(message.content)
    assert completion.choices[0].finish_reason == "stop"
    assert completion.usage is not None
    assert completion.usage.total_tokens == 0
    evidence = _evidence(message)
    cited = evidence["citations"][0]
    assert evidence["answered"]
    assert evidence["answer"] == message.content
    assert FERRY[cited["start"] : cited["end"]] == cited["quote"]


def test_openai_client_streams_the_same_answer(client: openai.OpenAI) -> None:
    chunks = list(
        client.chat.completions.create(
            model="transcripts", messages=_user(PASSENGERS), stream=True, stream_options={"include_usage": True}
        )
    )
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    last = next(chunk for chunk in chunks if chunk.choices and chunk.choices[0].finish_reason)
    evidence = _evidence(last.choices[0].delta)
    assert last.choices[0].finish_reason == "stop"
    assert text == evidence["answer"]
    assert evidence["citations"]
    assert chunks[-1].choices == []
    assert chunks[-1].usage is not None
    assert len({chunk.id for chunk in chunks}) == 1


def test_earlier_messages_are_the_history_of_a_follow_up(client: openai.OpenAI) -> None:
    before = [{"role": "system", "content": "Answer in rhymes."}, *_user("Who is Ingrid Solberg?")]
    before += [{"role": "assistant", "content": "Ingrid Solberg is the mayor. [1]"}]
    asked: Any = [*before, *_user("What did she say about electric ferries?")]
    evidence = _evidence(client.chat.completions.create(model="transcripts", messages=asked).choices[0].message)
    assert "Solberg" in evidence["standalone_question"]


def test_filters_of_the_extra_field_narrow_the_answer(client: openai.OpenAI) -> None:
    only = {"assistant": {"source": "library.txt"}}
    evidence = _evidence(
        client.chat.completions.create(model="transcripts", messages=_user(PASSENGERS), extra_body=only)
        .choices[0]
        .message
    )
    assert {c["source"] for c in evidence["citations"]} <= {"library.txt"}
    dates = {"assistant": {"from": "2031"}}
    refused = client.chat.completions.create(model="transcripts", messages=_user(PASSENGERS), extra_body=dates)
    assert _evidence(refused.choices[0].message)["refusal"]["reason"] == "filtered_out"


def test_people_and_places_narrow_what_programs_ask_and_search(http: httpx.Client) -> None:
    answer = http.post("/api/ask", json={"question": PASSENGERS, "person": "Priya Raman"}).json()
    nearest = answer["refusal"]["nearest"] if answer["refusal"] else []
    assert {c["source"] for c in answer["citations"] + nearest} == {"library.txt"}
    found = http.post("/api/search", json={"query": "electric ferries", "person": ["Priya Raman"]}).json()["passages"]
    assert {passage["source"] for passage in found} == {"library.txt"}
    for field, name in (("person", "Prija Raman"), ("place", "Nowhere")):
        refused = http.post("/api/search", json={"query": "electric ferries", field: name})
        assert (refused.status_code, f"no transcript names the {field} {name!r}" in refused.text) == (400, True)


def test_models_are_listed_and_unknown_ones_refused(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["transcripts"]
    assert client.models.retrieve("transcripts").owned_by == "transcript-assistant"
    for ask in (
        lambda: client.models.retrieve("gpt-9"),
        lambda: client.chat.completions.create(model="gpt-9", messages=_user("?")),
    ):
        with pytest.raises(openai.NotFoundError, match="no model 'gpt-9': ask for transcripts"):
            ask()


def test_a_configured_chat_model_is_a_model_beside_the_extractive_one(assistant: Assistant, model_server: Any) -> None:
    settings = replace(assistant.settings, model="openai:test-model", threshold=0.1)
    with (
        served(Assistant(assistant.index, settings)) as address,
        openai.OpenAI(base_url=f"{address}/v1", api_key="any") as client,
    ):
        assert [model.id for model in client.models.list()] == ["transcripts", "openai:test-model"]
        completion = client.chat.completions.create(model="transcripts", messages=_user(PASSENGERS))
        assert _evidence(completion.choices[0].message)["mode"] == "extractive"


def test_a_model_in_a_file_is_called_by_the_files_name_and_its_whole_one_is_understood(assistant: Assistant) -> None:
    whole, shown = "gguf:/srv/own models/small.gguf", "gguf:small.gguf"
    settings = replace(assistant.settings, model=whole, threshold=0.1)
    with (
        served(Assistant(assistant.index, settings)) as address,
        openai.OpenAI(base_url=f"{address}/v1", api_key="any", max_retries=0) as client,
        httpx.Client(base_url=address) as http,
    ):
        assert [model.id for model in client.models.list()] == ["transcripts", shown]
        for name in (shown, whole):
            assert client.models.retrieve(name).id == shown
            assert client.chat.completions.create(model=name, messages=_user(PASSENGERS)).model == shown
        for told in (None, "transcripts", shown, whole):
            assert http.post("/api/ask", json={"question": PASSENGERS, "model": told}).json()["answered"]
        unknown = [
            http.post("/api/ask", json={"question": PASSENGERS, "model": "gguf:/other/small.gguf"}),
            http.post("/v1/chat/completions", json={"model": "gpt-9", "messages": _user("?")}),
            http.get("/v1/models/gpt-9"),
        ]
    assert [response.status_code for response in unknown] == [404] * 3
    assert not any("/srv" in response.text for response in unknown)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"messages": []}, "messages: List should have at least 1 item"),
        ({"messages": _user("x" * 2001)}, "the question is too long"),
        ({"messages": _user(" ")}, "the last message must be a question"),
        ({"messages": [{"role": "assistant", "content": "Yes."}]}, "the last message must be a question"),
        ({"messages": [{"role": "tool", "content": "Yes."}]}, "messages.0.role"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, "messages.0.content"),
        ({"n": 2}, "n: Input should be 1"),
        ({"tools": [{"type": "function"}]}, "tools: List should have at most 0 items"),
        ({"response_format": {"type": "json_object"}}, "response_format.type"),
        ({"assistant": {"from": "yesterday"}}, "yesterday"),
        ({"assistant": {"source": "ferri.txt"}}, "did you mean ferry.txt?"),
        ({"assistant": {"sources": "ferry.txt"}}, "assistant.sources: Extra inputs are not permitted"),
    ],
)
def test_a_wrong_request_is_refused_in_openais_words(client: openai.OpenAI, changed: dict[str, Any], told: str) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        client.post(
            "/chat/completions", cast_to=object, body={"model": "transcripts", "messages": _user("?"), **changed}
        )
    body: Any = refused.value.body
    assert told in body["message"]
    assert body["type"] == "invalid_request_error"


def test_stopping_the_stream_stops_the_answer(assistant: Assistant) -> None:
    body = {"model": "transcripts", "messages": _user("Go on"), "stream": True}
    for streamed in (True, False):
        Endless.stopped.clear()
        with served(Endless(assistant.index, assistant.settings)) as address:
            with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2]))) as raw:
                sent = json.dumps({**body, "stream": streamed})
                head = "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                raw.sendall(f"{head}Content-Length: {len(sent)}\r\n\r\n{sent}".encode())
                if streamed:
                    assert b"200 OK" in raw.recv(100)
                assert not Endless.stopped.wait(0.3)
            until(Endless.stopped.is_set, 5)


def test_a_failure_under_way_ends_the_stream_with_an_error(assistant: Assistant) -> None:
    class Failing(Assistant):
        def stream(self, *_: Any, **__: Any) -> Iterator[Event]:
            yield Delta("So far ")
            raise UsageError("so good")

    with (
        served(Failing(assistant.index, assistant.settings)) as address,
        openai.OpenAI(base_url=f"{address}/v1", api_key="any", max_retries=0) as client,
    ):
        stream = client.chat.completions.create(model="transcripts", messages=_user("?"), stream=True)
        with pytest.raises(openai.APIError, match="so good"):
            list(stream)
        with pytest.raises(openai.BadRequestError, match="so good"):
            client.chat.completions.create(model="transcripts", messages=_user("?"))


def test_conversation_is_the_last_question_and_the_pairs_before_it() -> None:
    said = [("user", "a"), ("user", "b"), ("assistant", "B"), ("assistant", "C"), ("developer", "x"), ("user", "d")]
    assert conversation_in([Message(role=role, content=text) for role, text in said]) == ("d", [("b", "B")])  # type: ignore[arg-type]
    parts: Any = [{"type": "text", "text": "one"}, {"type": "text", "text": "two"}]
    assert conversation_in([Message(role="user", content=parts)]) == ("one\ntwo", [])


def test_a_stream_ends_in_the_text_that_counts() -> None:
    assert _untold("It is", "It is so.") == " so."
    assert _untold("Broken off. It is.", "It is.") == ""
    assert _untold("It is not.", "It is.") == "\n\nAfter checking:\nIt is."


# The plain routes


def test_ask_answers_with_the_contracts_object(http: httpx.Client, assistant: Assistant) -> None:
    answer = http.post("/api/ask", json={"question": FERRY_COST, "source": ["ferry.txt"]}).json()
    assert "$2.35 million" in answer["answer"]
    assert set(answer) >= {"question", "standalone_question", "answered", "answer", "mode", "refusal", "citations"}
    assert set(answer["timings_ms"]) == {"rewrite", "retrieve", "answer", "verify", "total"}


def test_ask_takes_history(http: httpx.Client) -> None:
    history = [["Who is Ingrid Solberg?", "Ingrid Solberg is the mayor."]]
    answer = http.post("/api/ask", json={"question": "What did she say about ferries?", "history": history}).json()
    assert "Solberg" in answer["standalone_question"]


def test_what_is_null_is_left_out(http: httpx.Client) -> None:
    body = {"question": "How much does each electric ferry cost?"}
    nulls = dict.fromkeys(("history", "source", "person", "place", "from", "to", "model"))
    told, plain = (http.post("/api/ask", json=sent).json() for sent in (body | nulls, body))
    assert (told["answer"], told["citations"]) == (plain["answer"], plain["citations"])


def test_search_finds_passages_that_can_be_opened_again(http: httpx.Client) -> None:
    found = http.post("/api/search", json={"query": "electric ferries", "limit": 2}).json()["passages"]
    assert len(found) == 2
    best = found[0]
    assert (best["source"], best["date"]) == ("ferry.txt", "2021-05-12")
    place = {"source": best["source"], "start": best["start"], "end": best["end"]}
    opened = http.get("/api/passage", params=place).json()
    assert opened["text"] == best["text"] == FERRY[best["start"] : best["end"]]
    assert FERRY.startswith(opened["before"][-20:] + opened["text"], best["start"] - len(opened["before"][-20:]))


def test_sources_are_listed(http: httpx.Client) -> None:
    listed = http.get("/api/sources").json()
    assert [row["source"] for row in listed["sources"]] == ["ferry.txt", "library.txt", "talks/orchard.md"]
    assert listed["total"] == 3


def test_sources_are_listed_page_by_page(http: httpx.Client) -> None:
    every = http.get("/api/sources").json()["sources"]
    for offset, expected in ((0, every[:2]), (2, every[2:]), (3, [])):
        page = http.get("/api/sources", params={"limit": 2, "offset": offset}).json()
        assert page == {"sources": expected, "total": 3}


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "told"),
    [
        ("POST", "/api/ask", {"question": "x" * 2001}, 400, "question: String should have at most 2000 characters"),
        ("POST", "/api/ask", {"question": "?", "history": [["a"]]}, 400, "history.0.1: Field required"),
        ("POST", "/api/ask", {"question": "?", "history": [["a", "b"]] * 101}, 400, "at most 100 items"),
        ("POST", "/api/ask", {"question": "?", "model": "gpt"}, 404, "no model 'gpt'"),
        ("POST", "/api/ask", {"question": "?", "from": "2022", "to": "2021"}, 400, "the range ends before it begins"),
        ("POST", "/api/search", {"query": "x" * 2001}, 400, "query: String should have at most 2000 characters"),
        ("POST", "/api/search", {"query": " "}, 400, "the query is empty"),
        ("POST", "/api/search", {"query": "a", "limit": 51}, 400, "limit=51 is not a number from 1 to 50"),
        ("GET", "/api/passage?source=ferry.txt&start=5&end=5", None, 400, "is no stretch of ferry.txt"),
        ("GET", "/api/passage?source=ferry.txt&start=5&end=x", None, 400, "end: Input should be a valid integer"),
        ("GET", "/api/passage?source=fery.txt&start=1&end=5", None, 400, "did you mean ferry.txt?"),
        ("GET", "/api/sources?limit=1001", None, 400, "limit: Input should be less than or equal to 1000"),
        ("GET", "/api/sources?offset=-1", None, 400, "offset: Input should be greater than or equal to 0"),
        ("GET", "/api/nothing", None, 404, "there is no GET /api/nothing"),
        ("GET", "/v1/chat/completions", None, 404, "there is no GET /v1/chat/completions"),
        ("POST", "/v1/embeddings", {}, 404, "there is no POST /v1/embeddings"),
        ("GET", "/api", None, 404, "there is no GET /api:"),
        ("GET", "/v1", None, 404, "there is no GET /v1:"),
        ("GET", "/metrics/x", None, 404, "there is no GET /metrics/x:"),
        ("POST", "/metrics", {}, 404, "there is no POST /metrics:"),
        ("PROPFIND", "/metrics", None, 404, "there is no PROPFIND /metrics:"),
        ("TRACE", "/api/sources", None, 404, "there is no TRACE /api/sources:"),
        ("GET", "/health", None, 404, "there is no GET /health:"),
        ("GET", "/health/x", None, 404, "there is no GET /health/x:"),
    ],
)
def test_a_wrong_plain_request_is_refused(
    http: httpx.Client, method: str, path: str, body: Any, status: int, told: str
) -> None:
    response = http.request(method, path, json=body)
    assert response.status_code == status
    assert told in response.json()["error"]["message"]


def test_what_is_no_json_is_refused_and_not_repeated(http: httpx.Client) -> None:
    response = http.post("/api/ask", content=b"{secret", headers={"Content-Type": "application/json"})
    assert response.status_code == 400
    assert "secret" not in response.text
    error = response.json()["error"]
    assert (error["message"], error["param"]) == ("body: JSON decode error at character 1", None)


@pytest.mark.parametrize("path", ["/api/ask", "/v1/chat/completions"])
@pytest.mark.parametrize("body", ['{"question": "café"}'.encode("latin-1"), b"[" * 50_000], ids=["latin-1", "nested"])
def test_a_body_that_cannot_be_decoded_is_told_in_the_shape_of_every_error(
    http: httpx.Client, path: str, body: bytes
) -> None:
    response = http.post(path, content=body, headers={"Content-Type": "application/json"})
    told = response.json()["error"]
    assert response.status_code == 400
    assert told["type"] == "invalid_request_error"
    assert told["message"] == "the body cannot be read: send JSON in UTF-8"


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_health_is_told_to_who_asks_for_the_head_alone(http: httpx.Client, path: str) -> None:
    response = http.head(path)
    assert (response.status_code, response.content) == (200, b"")


def test_citations_of_the_api_are_verbatim(assistant: Assistant) -> None:
    assert cited_verbatim(assistant, assistant.ask(PASSENGERS).citations)
    assert Settings().api_token == ""
