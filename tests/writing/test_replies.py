"""One reply of a chat model over real HTTP: streaming, limits, tries, stopping, and what is told when it fails."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import pytest
from conftest import KEY
from model_server import CUT, USAGE, Act, ModelServer, failing

from assistant.errors import ModelError
from assistant.settings import Settings
from assistant.writing.models import ChatModel, make_chat_model
from assistant.writing.replies import Reply


@pytest.fixture(params=["openai:tiny", "ollama:tiny"])
def either(request: pytest.FixtureRequest, model_server: ModelServer) -> ChatModel:
    """A model behind either protocol."""
    return make_chat_model(Settings(), str(request.param))


@pytest.fixture
def openai_model(model_server: ModelServer) -> ChatModel:
    return make_chat_model(Settings(), "openai:tiny")


def failure_of(reply: Reply) -> str:
    with pytest.raises(ModelError) as caught:
        list(reply)
    line = str(caught.value)
    assert "\n" not in line
    assert KEY not in line
    return line


def test_pieces_come_as_they_are_sent_and_usage_with_them(either: ChatModel, model_server: ModelServer) -> None:
    model_server.writes("One ", 0.7, "two.")
    reply = either.reply("Count.")
    begin = time.monotonic()
    arrivals = [(piece, time.monotonic() - begin) for piece in reply if piece]
    assert [piece for piece, _ in arrivals] == ["One ", "two."]
    assert arrivals[1][1] - arrivals[0][1] >= 0.2  # the first may be late, the second is not early
    assert (reply.input_tokens, reply.output_tokens) == USAGE
    assert 0 < reply.first_token_ms < 1000 * arrivals[1][1]
    assert not reply.cut_short
    assert model_server.prompts == ["Count."]


def test_while_the_model_is_silent_empty_pieces_come(openai_model: ChatModel, model_server: ModelServer) -> None:
    model_server.writes(1.3, "Late.")
    pieces = list(openai_model.reply("Well?"))
    assert pieces[-1] == "Late."
    assert pieces[:-1]
    assert set(pieces[:-1]) == {""}


@pytest.mark.parametrize("pieces", [("One ", 30.0, "two."), (30.0, "One.")], ids=["between tokens", "before the first"])
def test_stopping_closes_the_connection_at_once(
    either: ChatModel, model_server: ModelServer, pieces: tuple[object, ...]
) -> None:
    model_server.writes(*pieces)
    with closing(iter(either.reply("Count."))) as reply:
        next(reply)
        assert not model_server.hung_up.is_set()
    assert model_server.hung_up.wait(3)
    assert len(model_server.asked) == 1


@pytest.mark.parametrize(
    ("pieces", "when"), [((30.0, "One."), "before its first word"), (("One ", 30.0), "in the middle of its answer")]
)
def test_silence_beyond_the_limit_is_given_up(
    either: ChatModel, model_server: ModelServer, pieces: tuple[object, ...], when: str
) -> None:
    model_server.writes(*pieces)
    line = failure_of(replace(either, timeout_s=1.0).reply("Count."))
    assert line == f"{either.name} was silent for 1 s {when} (ASSISTANT_MODEL_TIMEOUT)"
    assert model_server.hung_up.wait(3)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_may_pass_is_tried_again(either: ChatModel, model_server: ModelServer, status: int) -> None:
    model_server.will(failing(status, "not now"), failing(status, "not now"), Act())
    assert "".join(either.reply("Well?")) == "Yes."
    first, second, third = model_server.times
    assert 0.3 < second - first < third - second


def test_the_wait_that_the_server_asks_for_is_kept(openai_model: ChatModel, model_server: ModelServer) -> None:
    model_server.will(failing(429, "slow down", Retry_After="2"), Act())
    assert "".join(openai_model.reply("Well?")) == "Yes."
    assert model_server.times[1] - model_server.times[0] >= 1.9


def test_a_wait_longer_than_the_limit_is_not_waited_for(openai_model: ChatModel, model_server: ModelServer) -> None:
    model_server.will(failing(429, "slow down", Retry_After="600"))
    assert "rate limit" in failure_of(openai_model.reply("Well?"))
    assert len(model_server.asked) == 1


def test_nothing_is_tried_again_once_text_has_come(either: ChatModel, model_server: ModelServer) -> None:
    model_server.writes("One ", CUT)
    line = failure_of(either.reply("Count."))
    assert line == f"{either.name} broke the connection off (in the middle of its answer)"
    assert len(model_server.asked) == 1


@pytest.mark.parametrize(
    ("act", "told", "requests"),
    [
        (failing(401, f"Incorrect API key provided: {KEY}", "invalid_api_key"), "check OPENAI_API_KEY", 1),
        (failing(403, "not for you"), "this key may not use the model", 1),
        (failing(404, "The model does not exist", "model_not_found"), "no such model: check the name", 1),
        (failing(429, "You exceeded your current quota", "insufficient_quota"), "quota is used up", 1),
        (failing(402, "Insufficient credits"), "quota is used up", 1),
        (failing(400, "too long", "context_length_exceeded"), "do not fit its context: set ASSISTANT_MODEL_CONTEXT", 1),
        (failing(418, "I am a teapot"), "refused the request (HTTP 418", 1),
        (failing(429, "slow down"), "asked too often (rate limit)", 3),
        (failing(500, "boom"), "its server failed (HTTP 500): ask again later", 3),
    ],
)
def test_each_refusal_is_one_line_that_says_what_to_do(
    openai_model: ChatModel, model_server: ModelServer, act: Act, told: str, requests: int
) -> None:
    model_server.will(act)
    line = failure_of(openai_model.reply("Well?"))
    assert line.startswith("openai:tiny")
    assert told in line
    assert len(model_server.asked) == requests


def test_an_unknown_model_of_ollama_is_told_with_the_command(model_server: ModelServer) -> None:
    model_server.will(Act(status=404, body={"error": "model 'tiny' not found"}))
    line = failure_of(make_chat_model(Settings(), "ollama:tiny").reply("Well?"))
    assert line == "ollama:tiny: the server has no such model: ollama pull tiny"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("openai:tiny", "no server answers: check the network, or OPENAI_BASE_URL"),
        ("ollama:tiny", "no server answers: start it with ollama serve, or set OLLAMA_HOST"),
    ],
)
def test_a_server_that_is_not_there_is_told(
    model_server: ModelServer, monkeypatch: pytest.MonkeyPatch, name: str, told: str
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OLLAMA_HOST", "http://127.0.0.1:9")
    assert failure_of(make_chat_model(Settings(), name).reply("Well?")) == f"{name}: {told}"


def test_a_piece_that_is_no_json_is_told(openai_model: ChatModel, model_server: ModelServer) -> None:
    model_server.writes("One ", b"data: {oops\n\n")
    assert "sent what is no valid answer" in failure_of(openai_model.reply("Count."))


def test_an_end_without_a_reason_is_a_breaking_off(either: ChatModel, model_server: ModelServer) -> None:
    model_server.will(Act(("One ",), finish=None))
    assert failure_of(either.reply("Count.")) == f"{either.name} broke off in the middle of its answer"


def test_an_answer_at_the_limit_of_tokens_is_cut_short(either: ChatModel, model_server: ModelServer) -> None:
    model_server.will(Act(("One two",), finish="length"))
    reply = either.reply("Count.")
    assert "".join(reply) == "One two"
    assert reply.cut_short


@pytest.mark.parametrize("word", ["temperature", "stream_options"])
def test_what_a_server_refuses_by_name_is_left_out(
    openai_model: ChatModel, model_server: ModelServer, word: str
) -> None:
    model_server.will(failing(400, f"Unsupported parameter: {word}"), Act())
    assert "".join(openai_model.reply("Well?")) == "Yes."
    assert [word in body for body in model_server.asked] == [True, False]


def test_many_replies_at_once_do_not_mix(openai_model: ChatModel, model_server: ModelServer) -> None:
    model_server.writes("a", 1.0, "bc")
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda n: "".join(openai_model.reply(str(n))), range(8)))
    assert replies == ["abc"] * 8
    assert model_server.times[-1] - model_server.times[0] < 5  # one after the other would be 7 s and more
