"""What the chat's scripts ask of the server beside answers: kept conversations, exports, ratings, what to ask next.

Each visitor reaches what is their own; anything else is not there (404). What changes something takes JSON, which no
other site's form can send.
"""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.requests import Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel

from assistant.api.asking import status_of
from assistant.assistant import Assistant
from assistant.conversations.archive import Archive
from assistant.conversations.feedback import Feedback, Rating
from assistant.conversations.references import as_markdown, with_references
from assistant.conversations.turns import Conversation
from assistant.errors import AssistantError, NotKeptError
from assistant.filters import Filters
from assistant.terminal import as_json
from assistant.web.advice import plainly
from assistant.web.offers import Offers
from assistant.web.render import template
from assistant.web.visitors import owner_of

_MEDIA = {"md": "text/markdown", "json": "application/json", "html": "text/html"}


class Within(BaseModel):
    """The transcripts that the next question is put to, as a query: the conditions of ``Filters``."""

    sources: list[str] = []
    people: list[str] = []
    places: list[str] = []
    date_from: int | None = None
    date_to: int | None = None

    @property
    def filters(self) -> Filters:
        """The same as filters."""
        named = (tuple(self.people), tuple(self.places))
        return Filters(tuple(self.sources), self.date_from, self.date_to, *named)


class Title(BaseModel):
    """The body of a renaming."""

    title: str


class Thought(BaseModel):
    """The body of a rating: helpful or not, and a comment; None withdraws it."""

    good: bool | None
    comment: str = ""


class _OneLine(APIRoute):
    """A route whose problems are told in one line, as JSON."""

    def get_route_handler(self) -> Any:
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except AssistantError as error:
                status = 404 if isinstance(error, NotKeptError) else status_of(error)
                return JSONResponse({"problem": plainly(str(error))}, status)

        return handled


def kept_routes(assistant: Assistant) -> APIRouter:
    """The routes under ``/talk``."""
    archive, feedback = Archive(assistant.settings.data), Feedback(assistant.settings.data)
    router = APIRouter(prefix="/talk", route_class=_OneLine)
    _conversation_routes(router, archive, feedback)
    _turn_routes(router, archive, feedback, assistant)
    return router


def _conversation_routes(router: APIRouter, archive: Archive, feedback: Feedback) -> None:
    @router.get("/conversations")
    def listed(request: Request, search: str = "") -> HTMLResponse:
        kept = archive.list(owner_of(request), search)
        return HTMLResponse(template("kept.html", kept=kept, search=search.strip()))

    @router.patch("/conversations/{conversation}")
    def rename(request: Request, conversation: str, body: Title) -> dict[str, str]:
        return {"title": archive.rename(owner_of(request), conversation, body.title)}

    @router.delete("/conversations/{conversation}")
    def delete(request: Request, conversation: str) -> dict[str, str]:
        archive.delete(owner_of(request), conversation)
        return {}

    @router.get("/conversations/{conversation}/export.{form}")
    def export(request: Request, conversation: str, form: Literal["md", "json", "html"]) -> Response:
        found = archive.open(owner_of(request), conversation)
        attached = {"Content-Disposition": f'attachment; filename="conversation-{found.id[:8]}.{form}"'}
        return Response(exported(found, form), media_type=f"{_MEDIA[form]}; charset=utf-8", headers=attached)

    @router.get("/conversations/{conversation}/ratings")
    def ratings(request: Request, conversation: str) -> dict[str, bool]:
        try:
            found = archive.open(owner_of(request), conversation)
        except NotKeptError:  # it has only begun, or it is another's
            return {}
        return feedback.thumbs([turn.id for turn in found.turns])


def _turn_routes(router: APIRouter, archive: Archive, feedback: Feedback, assistant: Assistant) -> None:
    offers = Offers(assistant)

    @router.get("/turns/{turn}/references")
    def references(request: Request, turn: str) -> PlainTextResponse:
        answer = archive.of_turn(owner_of(request), turn).turns[-1].answer
        return PlainTextResponse(with_references(answer) if answer else "")

    @router.get("/turns/{turn}/next")
    def following(request: Request, turn: str, within: Annotated[Within, Query()]) -> HTMLResponse:
        answer = archive.of_turn(owner_of(request), turn).turns[-1].answer
        questions = offers.after(turn, answer, within.filters) if answer else []
        return HTMLResponse(template("next.html", questions=questions))

    @router.put("/turns/{turn}/rating")
    def rate(request: Request, turn: str, body: Thought) -> dict[str, str]:
        conversation = archive.of_turn(owner_of(request), turn)
        answer = conversation.turns[-1].answer
        if body.good is None or answer is None:
            feedback.withdraw(turn)
        else:
            history = tuple(conversation.before(turn).history)
            feedback.rate(Rating(turn, body.good, body.comment, history, answer))
        return {}


def exported(conversation: Conversation, form: str) -> str:
    """The conversation as Markdown with footnotes, as JSON, or as a page to print."""
    if form == "md":
        return as_markdown(conversation)
    if form == "json":
        turns = [turn.as_dict() for turn in conversation.turns]
        return as_json({"title": conversation.title, "turns": turns}, indent=2)
    return template("export.html", conversation=conversation)
