"""``POST /v1/chat/completions`` and ``GET /v1/models``: OpenAI's chat protocol over the assistant.

The answer's evidence comes in a field of our own, ``assistant``: the contract's JSON object, in ``message`` and, when
streamed, in the ``delta`` of the last chunk that has one.
"""

import json
import logging
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from assistant.answers import Answer, Answered, Delta, History
from assistant.api.asking import Question, answer_of, assistants_by_model, events_of, offered_name, status_of
from assistant.api.bodies import ChatBody, Message
from assistant.api.problems import error_object, problem
from assistant.assistant import Assistant
from assistant.errors import AssistantError, UsageError
from assistant.followups.standalone import MAX_CHARACTERS
from assistant.operation.journal import new_question_id

OWNER = "transcript-assistant"
# Between what was streamed and the text that counts, where checking the whole changed it.
CORRECTED = "\n\nAfter checking:\n"
_SSE = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Completion:
    """What every chunk of one completion repeats."""

    id: str
    model: str
    created: int

    def chunk(self, delta: dict[str, Any], finish_reason: str | None = None, **more: Any) -> str:
        """One event of the stream."""
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
        return _event({**self._head("chat.completion.chunk"), "choices": [choice], **more})

    def usage_chunk(self, answer: Answer) -> str:
        """The event that OpenAI sends last where usage is asked for."""
        return _event({**self._head("chat.completion.chunk"), "choices": [], "usage": usage_of(answer)})

    def whole(self, answer: Answer) -> dict[str, Any]:
        """The response that is not streamed."""
        message = {"role": "assistant", "content": answer.text, "refusal": None, "assistant": answer.as_dict()}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return {**self._head("chat.completion"), "choices": [choice], "usage": usage_of(answer)}

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": f"chatcmpl-{self.id}", "object": kind, "created": self.created, "model": self.model}


def chat_routes(assistant: Assistant) -> APIRouter:
    """The routes under ``/v1``."""
    router = APIRouter()
    assistants = assistants_by_model(assistant)
    models = {
        name: {"id": name, "object": "model", "created": int(time.time()), "owned_by": OWNER} for name in assistants
    }

    @router.get("/v1/models")
    def list_models() -> dict[str, Any]:
        return {"object": "list", "data": list(models.values())}

    @router.get("/v1/models/{name:path}")
    def one_model(name: str) -> Response:
        name = offered_name(name, assistant.settings)
        return JSONResponse(models[name]) if name in models else unknown_model(name, models)

    @router.post("/v1/chat/completions")
    async def complete(body: ChatBody, request: Request) -> Response:
        name = offered_name(body.model, assistant.settings)
        if name not in assistants:
            return unknown_model(name, models)
        asked = assistants[name]
        text, history = conversation_in(body.messages)
        question = Question(text, history, body.assistant.filters())
        asked.check_filters(question.filters)
        completion = Completion(new_question_id(), name, int(time.time()))
        if not body.stream:
            return JSONResponse(completion.whole(await answer_of(asked, request, question, completion.id)))
        with_usage = bool(body.stream_options and body.stream_options.include_usage)
        chunks = _chunks(completion, events_of(asked, request, question, completion.id), with_usage)
        return StreamingResponse(chunks, media_type="text/event-stream", headers=_SSE)

    return router


def conversation_in(messages: list[Message]) -> tuple[str, History]:
    """The last message as the question, and the turns before it; instructions to a model (``system``) are left out.

    Raises:
        UsageError: when the last message is not a user's, is empty or is too long.
    """
    said = [message for message in messages if message.role in ("user", "assistant")]
    if not said or said[-1].role != "user" or not said[-1].text.strip():
        raise UsageError("the last message must be a question with the role user")
    if len(said[-1].text) > MAX_CHARACTERS:
        raise UsageError(f"the question is too long: {MAX_CHARACTERS} characters is the most")
    history: History = []
    pending = ""
    for message in said[:-1]:
        if message.role == "user":
            pending = message.text
        else:
            history.append((pending, message.text))
            pending = ""
    return said[-1].text, [(question, answer) for question, answer in history if question]


def usage_of(answer: Answer) -> dict[str, int]:
    """OpenAI's count of tokens; zeros where no chat model was asked."""
    given, written = (answer.usage.input_tokens, answer.usage.output_tokens) if answer.usage else (0, 0)
    return {"prompt_tokens": given, "completion_tokens": written, "total_tokens": given + written}


def unknown_model(name: str, known: Any) -> Response:
    """The error for a model that is not offered."""
    return problem(404, f"no model {name!r}: ask for {' or '.join(known)}", code="model_not_found", param="model")


async def _chunks(completion: Completion, events: AsyncIterator[Any], with_usage: bool) -> AsyncIterator[str]:
    usage: dict[str, Any] = {"usage": None} if with_usage else {}
    told = ""
    try:
        yield completion.chunk({"role": "assistant", "content": ""}, **usage)
        async for event in events:
            if isinstance(event, Delta):
                told += event.text
                yield completion.chunk({"content": event.text}, **usage) if event.text else ": waiting\n\n"
            elif isinstance(event, Answered):
                answer = event.answer
                if rest := _untold(told, answer.text):
                    yield completion.chunk({"content": rest}, **usage)
                yield completion.chunk({"assistant": answer.as_dict()}, "stop", **usage)
                if with_usage:
                    yield completion.usage_chunk(answer)
    except AssistantError as error:
        yield _event({"error": error_object(status_of(error), str(error))})
    except Exception:  # noqa: BLE001  (the response is under way: its last event must say that it broke off)
        _log.exception("a streamed answer failed")
        yield _event({"error": error_object(500, "the server failed; its log tells why")})
    yield "data: [DONE]\n\n"


def _untold(told: str, text: str) -> str:
    """What is to follow what was streamed, so that it ends in the text that counts."""
    if text.startswith(told):
        return text[len(told) :]
    return "" if told.endswith(text) else CORRECTED + text


def _event(data: dict[str, Any]) -> str:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"
