"""What programs send: checked for shape and size, so that a mistake is a clear refusal and not a strange answer."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from assistant.filters import Filters, make_filters
from assistant.followups.standalone import MAX_CHARACTERS

# What names a transcript or a model, in characters.
NAME_MAX = 4000
TURNS_MAX = 100
MESSAGES_MAX = 200
TEXT_MAX = 100_000

Question = Annotated[str, Field(max_length=MAX_CHARACTERS)]
Name = Annotated[str, Field(max_length=NAME_MAX)]
Names = Annotated[list[Name], Field(max_length=1000)]
Text = Annotated[str, Field(max_length=TEXT_MAX)]


class FilterFields(BaseModel):
    """Which transcripts may be drawn on: any of the ``source``, ``person`` and ``place`` (each one or several), and
    inclusive dates ``from`` and ``to``.
    """

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    source: Names = Field(default_factory=list)
    person: Names = Field(default_factory=list)
    place: Names = Field(default_factory=list)
    date_from: Annotated[str, Field(max_length=40)] | None = Field(default=None, alias="from")
    date_to: Annotated[str, Field(max_length=40)] | None = Field(default=None, alias="to")

    @field_validator("source", "person", "place", mode="before")
    @classmethod
    def _one_or_several(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else [] if value is None else value

    def filters(self) -> Filters:
        """The same as the assistant takes them.

        Raises:
            UsageError: for a date that is none, or a range that ends before it begins.
        """
        return make_filters(self.source, self.date_from, self.date_to, self.person, self.place)


class AskBody(FilterFields):
    """``POST /api/ask``."""

    question: Question
    history: list[tuple[Text, Text]] = Field(default_factory=list, max_length=TURNS_MAX)
    model: Name | None = None

    @field_validator("history", mode="before")
    @classmethod
    def _maybe_none(cls, value: Any) -> Any:
        return [] if value is None else value


class SearchBody(FilterFields):
    """``POST /api/search``."""

    query: Question
    limit: int = 8


class Part(BaseModel):
    """A part of a message; only text is taken."""

    type: Literal["text"]
    text: Text


class Message(BaseModel):
    """One message of a chat."""

    role: Literal["system", "developer", "user", "assistant"]
    content: Text | Annotated[list[Part], Field(max_length=100)] | None = None

    @property
    def text(self) -> str:
        """Its words."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class StreamOptions(BaseModel):
    """OpenAI's ``stream_options``."""

    include_usage: bool = False


class ResponseFormat(BaseModel):
    """OpenAI's ``response_format``; only text is given."""

    type: Literal["text"]


class ChatBody(BaseModel):
    """``POST /v1/chat/completions``. What tunes a language model's sampling is taken and has no effect."""

    model: Name
    messages: list[Message] = Field(min_length=1, max_length=MESSAGES_MAX)
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: Literal[1] | None = None
    tools: Annotated[list[Any], Field(max_length=0)] | None = None
    functions: Annotated[list[Any], Field(max_length=0)] | None = None
    response_format: ResponseFormat | None = None
    assistant: FilterFields = Field(default_factory=FilterFields)
