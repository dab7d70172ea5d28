"""``assistant ask``: one question as it is answered, or one a line with an answer a line."""

import argparse
import io
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assistant.commands.arguments import chat_model, top_k
from assistant.commands.opening import assistant_for
from assistant.errors import UsageError
from assistant.terminal import say, say_json

if TYPE_CHECKING:
    from assistant.answers import Answer, Citation
    from assistant.assistant import Assistant
    from assistant.filters import Filters

_BYTE_ORDER_MARK = "\ufeff"


def add_to(commands: Any) -> None:
    """Declare the command's arguments."""
    parser = commands.add_parser("ask", help="ask one question, or '-' for one a line on standard input")
    parser.add_argument("question", metavar="QUESTION", help="in quotation marks; - for one a line on standard input")
    parser.add_argument("--json", action="store_true", help="the whole answer as JSON, one object a line")
    parser.add_argument(
        "--model", type=chat_model, metavar="M", help="chat model as provider:model; overrides ASSISTANT_MODEL"
    )
    parser.add_argument("--source", action="append", metavar="S", help="only this transcript; may be repeated")
    parser.add_argument("--from", dest="date_from", metavar="DATE", help="only transcripts of this date or later")
    parser.add_argument("--to", dest="date_to", metavar="DATE", help="only transcripts of this date or earlier")
    parser.add_argument("--person", action="append", metavar="P", help="only transcripts that name P; may be repeated")
    parser.add_argument("--place", action="append", metavar="P", help="only transcripts that name P; may be repeated")
    parser.add_argument(
        "--top-k", type=top_k, metavar="N", help="passages an answer may draw on; overrides ASSISTANT_TOP_K"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Answer one question, or every line of standard input."""
    from assistant.filters import make_filters

    filters = make_filters(options.source, options.date_from, options.date_to, options.person, options.place)
    assistant = assistant_for(options)
    assistant.check_filters(filters)
    if options.question != "-":
        if options.json:
            print_json(assistant.ask(options.question, filters=filters))
        else:
            print_streaming(assistant, options.question, filters)
            _advise(assistant, filters)
        return 0
    for line in _lines():
        answer = _answer_to(line, assistant, filters)
        if options.json:
            print_json(answer)
        else:
            restated = answer.standalone_question != " ".join(answer.question.split())
            say(f"> {answer.question}")
            say((f"Read as: {answer.standalone_question}\n" if restated else "") + f"{answer.text}\n")
            _print_citations(answer)
    return 0


def _lines() -> Iterator[str]:
    """The lines of standard input, without their ends and without the mark that begins some files."""
    if sys.stdin is None:
        raise UsageError("ask - reads questions from standard input, which is closed: give it a file or a pipe")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    for line in sys.stdin:
        yield line.rstrip("\r\n").removeprefix(_BYTE_ORDER_MARK)


def _answer_to(line: str, assistant: "Assistant", filters: "Filters") -> "Answer":
    """Every line in gives one answer out: one that is no JSON is a question in plain text."""
    row = _object_in(line)
    if row is None:
        return assistant.ask(line, [], filters)
    question, history = row.get("question"), row.get("history")
    if not isinstance(question, str):
        return _refused(line, "“question” is to be a string" if "question" in row else "it has no “question”")
    if not _is_history(history):
        return _refused(question, "“history” is to be a list of pairs, a question and its answer each")
    return assistant.ask(question, [(asked, answered) for asked, answered in history or ()], filters)


def _object_in(line: str) -> dict[str, Any] | None:
    if not line.lstrip().startswith("{"):
        return None
    try:
        return dict(json.loads(line))
    except (ValueError, RecursionError):  # nested too deeply
        say(f"assistant: not a question object, read as plain text: {line[:80]}", file=sys.stderr)
        return None


def _is_history(value: Any) -> bool:
    return value is None or (
        isinstance(value, list)
        and all(isinstance(pair, list) and len(pair) == 2 for pair in value)
        and all(isinstance(said, str) for pair in value for said in pair)
    )


def _refused(question: str, problem: str) -> "Answer":
    from assistant.answers import Answered
    from assistant.followups.lines import LineKind, Turn
    from assistant.writing.outcomes import Clock, refused
    from assistant.writing.refusals import unusable_line

    turn = Turn(question, LineKind.NONSENSE, question)
    (answer,) = [e.answer for e in refused(turn, unusable_line(problem), 0.0, Clock()) if isinstance(e, Answered)]
    return answer


def print_json(answer: "Answer") -> None:
    """The contract's JSON object on a line of its own."""
    say_json(answer.as_dict())


def print_streaming(assistant: "Assistant", question: str, filters: "Filters") -> None:
    """The answer as it comes, then its citations."""
    from assistant.answers import Answered, Delta

    told = ""
    for event in assistant.stream(question, filters=filters):
        if isinstance(event, Delta):
            told += event.text
            say(event.text, end="", flush=True)
        elif isinstance(event, Answered):
            if not told.endswith(event.answer.text):  # the check of the whole changed what was shown as it came
                say(f"\n\nAfter checking:\n{event.answer.text}", end="")
            say("\n")
            _print_citations(event.answer)


def _advise(assistant: "Assistant", filters: "Filters") -> None:
    """Tell whoever keeps the corpus what lets transcripts without a year pass, where a range of dates lets none."""
    from assistant.corpus.sidecars import STATE_THE_YEAR

    catalog = assistant.index.catalog
    if filters.by_date and catalog.undated() and not catalog.sources(filters):
        say(f"note: where the date in a text has no year, {STATE_THE_YEAR}", file=sys.stderr)


def _place(citation: "Citation") -> tuple[str, str]:
    """Page and time of a citation, empty where the file has none."""
    return f"page {citation.page}" if citation.page else "", citation.time or ""


def _print_citations(answer: "Answer") -> None:
    from assistant.corpus.files import printable

    nearest = answer.refusal.nearest if answer.refusal else ()
    for citation in (*answer.citations, *nearest):
        mark = f"[{citation.n}]" if citation.n else "nearest:"
        facts = ", ".join(part for part in (citation.title, citation.date, citation.speaker, *_place(citation)) if part)
        say(f"{mark} {printable(citation.source)}:{citation.start}-{citation.end}  {facts}")
        say(f"    {' '.join(citation.quote.split())}")
    if answer.refusal and answer.refusal.suggestion:
        say(f"You could ask: {answer.refusal.suggestion}")
    for note in answer.notes:
        say(f"note: {note}", file=sys.stderr)
