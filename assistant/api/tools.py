"""The assistant as an MCP server: three tools, each with structured output.

Over standard input and output the client starts this process and is the only one that reaches it, so there is no
token; for programs elsewhere there is the HTTP API.
"""

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, ParamSpec, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import ConfigDict, Field
from typing_extensions import TypedDict

from assistant import __version__
from assistant.api.bodies import NAME_MAX
from assistant.api.lookup import FOUND_MAX, FoundPassage, OpenedPassage, find_passages, open_passage
from assistant.assistant import Assistant
from assistant.errors import AssistantError
from assistant.filters import make_filters
from assistant.followups.standalone import MAX_CHARACTERS

P = ParamSpec("P")
R = TypeVar("R")
INSTRUCTIONS = (
    "Answers from one folder of transcripts. `ask` gives an answer in which every sentence carries a mark [n] that "
    "numbers a citation with the exact words, or says that the transcripts do not tell. `search` finds passages, "
    "`open_passage` reads the words at a place and around it. Quote the citations; do not add to them."
)
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

Question = Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)]
Name = Annotated[str, Field(min_length=1, max_length=NAME_MAX)]
Sources = Annotated[list[str] | None, Field(description="Only these transcripts, by file name; omit for all")]
From = Annotated[str | None, Field(description="Only transcripts of this date or later: YYYY, YYYY-MM or YYYY-MM-DD")]
To = Annotated[str | None, Field(description="Only transcripts of this date or earlier")]
People = Annotated[list[str] | None, Field(description="Only transcripts that name one of these people")]
Places = Annotated[list[str] | None, Field(description="Only transcripts that name one of these places")]


class CitationObject(TypedDict):
    """The exact words that a sentence rests on."""

    __pydantic_config__ = ConfigDict(extra="allow")  # type: ignore[misc]

    n: int
    source: str
    title: str
    date: str | None
    speaker: str | None
    quote: str
    start: int
    end: int
    support: float
    verified: bool


class AnswerObject(TypedDict):
    """The contract's answer."""

    __pydantic_config__ = ConfigDict(extra="allow")  # type: ignore[misc]

    question: str
    standalone_question: str
    answered: bool
    answer: str
    mode: str
    refusal: dict[str, Any] | None
    citations: list[CitationObject]
    confidence: float


class Found(TypedDict):
    """What a search gave, best first."""

    passages: list[FoundPassage]


class Opened(TypedDict):
    """The stretch that was asked for."""

    passage: OpenedPassage


def tool_server(assistant: Assistant) -> MCPServer:
    """The server; nothing runs before it is told to."""
    server = MCPServer("transcripts", instructions=INSTRUCTIONS, version=__version__, log_level="WARNING")

    @server.tool(title="Ask the transcripts", annotations=_READS)
    @_told
    def ask(
        question: Question,
        sources: Sources = None,
        date_from: From = None,
        date_to: To = None,
        people: People = None,
        places: Places = None,
    ) -> AnswerObject:
        """Answer a question from the transcripts: every sentence cited, or a refusal with the nearest evidence."""
        filters = make_filters(sources, date_from, date_to, people, places)
        assistant.check_filters(filters)
        return assistant.ask(question, filters=filters).as_dict()  # type: ignore[return-value]

    @server.tool(title="Search the transcripts", annotations=_READS)
    @_told
    def search(
        query: Question,
        limit: Annotated[int, Field(ge=1, le=FOUND_MAX)] = 8,
        sources: Sources = None,
        date_from: From = None,
        date_to: To = None,
        people: People = None,
        places: Places = None,
    ) -> Found:
        """Find the passages that best match a query, with their places in the transcripts."""
        filters = make_filters(sources, date_from, date_to, people, places)
        return {"passages": find_passages(assistant, query, limit, filters)}

    @server.tool(name="open_passage", title="Open a passage", annotations=_READS)
    @_told
    def opened(source: Name, start: int, end: int) -> Opened:
        """Read the words of a transcript from offset start to offset end, and some before and after them."""
        return {"passage": open_passage(assistant, source, start, end)}

    return server


def _told(tool: Callable[P, R]) -> Callable[P, R]:
    """The tool, a problem of which is told to the model in its own words."""

    @wraps(tool)
    def telling(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return tool(*args, **kwargs)
        except AssistantError as error:
            raise ToolError(str(error)) from error

    return telling
