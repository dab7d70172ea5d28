"""The plain routes under ``/api``: ask, search, sources and passage, in the contract's JSON."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from assistant.api.asking import EXTRACTIVE_NAME, Question, answer_of, assistants_by_model, offered_name
from assistant.api.bodies import AskBody, SearchBody
from assistant.api.chat import unknown_model
from assistant.api.lookup import find_passages, open_passage
from assistant.assistant import Assistant
from assistant.operation.journal import new_question_id
from assistant.store.sources import list_sources

# Transcripts that one answer lists at most, and where nothing is said.
SOURCES_MAX = 1000


def plain_routes(assistant: Assistant) -> APIRouter:
    """``POST /api/ask``, ``POST /api/search``, ``GET /api/sources``, ``GET /api/passage``."""
    router = APIRouter()
    assistants = assistants_by_model(assistant)
    settings = assistant.settings

    @router.post("/api/ask")
    async def ask(body: AskBody, request: Request) -> Response:
        name = offered_name(body.model or settings.model or EXTRACTIVE_NAME, settings)
        if name not in assistants:
            return unknown_model(name, assistants)
        question = Question(body.question, list(body.history), body.filters())
        assistant.check_filters(question.filters)
        answer = await answer_of(assistants[name], request, question, new_question_id())
        return JSONResponse(answer.as_dict())

    @router.post("/api/search")
    def search(body: SearchBody) -> dict[str, Any]:
        found = find_passages(assistant, body.query, body.limit, body.filters())
        return {"query": body.query, "passages": [asdict(passage) for passage in found]}

    @router.get("/api/sources")
    def sources(
        limit: Annotated[int, Query(ge=1, le=SOURCES_MAX)] = SOURCES_MAX, offset: Annotated[int, Query(ge=0)] = 0
    ) -> dict[str, Any]:
        rows = list_sources(assistant.index.catalog)
        return {"sources": rows[offset : offset + limit], "total": len(rows)}

    @router.get("/api/passage")
    def passage(source: str, start: int, end: int) -> dict[str, Any]:
        return asdict(open_passage(assistant, source, start, end))

    return router
