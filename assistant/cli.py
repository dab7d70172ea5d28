"""The command line: data on standard output, diagnostics on standard error.

Exit status 0 done (a refusal is an answer), 1 a problem told in one line, 2 wrong usage. Each command imports what it
needs when it runs, so that ``assistant --help`` answers at once.
"""

import argparse
import json
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from assistant.parts import read_parts
from assistant.terminal import as_json, say

if TYPE_CHECKING:
    from assistant.answers import Answer
    from assistant.assistant import Assistant
    from assistant.filters import Filters


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = _parser().parse_args(arguments)
    _silence_libraries()
    try:
        return int(options.run(options))
    except AssistantError as error:
        say(f"assistant: {error}", file=sys.stderr)
        return error.exit_status
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        say("assistant: stopped", file=sys.stderr)
        return 128 + signal.SIGINT


def _silence_libraries() -> None:
    """No telemetry, no progress bars and no hub look-ups by the libraries underneath."""
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="assistant", description="Ask questions about a folder of transcripts; every sentence is cited."
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_ingest(commands)
    _add_ask(commands)
    chat = commands.add_parser("chat", help="serve the web chat")
    chat.add_argument("--host", default="127.0.0.1", help="address to serve on (default %(default)s)")
    chat.add_argument("--port", type=int, default=7860, help="port to serve on (default %(default)s)")
    chat.add_argument("--model", metavar="M", help="chat model as provider:model; overrides ASSISTANT_MODEL")
    chat.set_defaults(run=_chat)
    _add_evaluate(commands)
    sources = commands.add_parser("sources", help="list what is indexed")
    sources.add_argument("--json", action="store_true", help="as JSON")
    sources.set_defaults(run=_sources)
    doctor = commands.add_parser(
        "doctor", help="check the installation and the index; exit status 1 when anything is wrong"
    )
    doctor.add_argument("--json", action="store_true", help="as JSON")
    doctor.set_defaults(run=_doctor)
    return parser


def _add_ingest(commands: Any) -> None:
    parser = commands.add_parser("ingest", help="index transcripts: add, update, and with --prune remove")
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="folders or files (default: ASSISTANT_CORPUS)"
    )
    parser.add_argument("--prune", action="store_true", help="remove transcripts whose files are gone")
    parser.add_argument("--rebuild", action="store_true", help="discard the index first and make it anew")
    parser.set_defaults(run=_ingest)


def _add_ask(commands: Any) -> None:
    parser = commands.add_parser("ask", help="ask one question, or '-' for one a line on standard input")
    parser.add_argument("question", metavar="QUESTION")
    parser.add_argument("--json", action="store_true", help="the whole answer as JSON, one object a line")
    parser.add_argument("--model", metavar="M", help="chat model as provider:model; overrides ASSISTANT_MODEL")
    parser.add_argument("--source", action="append", metavar="S", help="only this transcript; may be repeated")
    parser.add_argument("--from", dest="date_from", metavar="DATE", help="only transcripts of this date or later")
    parser.add_argument("--to", dest="date_to", metavar="DATE", help="only transcripts of this date or earlier")
    parser.add_argument(
        "--top-k", type=int, metavar="N", help="passages an answer may draw on; overrides ASSISTANT_TOP_K"
    )
    parser.set_defaults(run=_ask)


def _add_evaluate(commands: Any) -> None:
    parser = commands.add_parser("evaluate", help="measure the answers with a test question set")
    parser.add_argument(
        "questions", nargs="?", type=Path, default=Path("tests/questions.jsonl"), metavar="QUESTIONS.jsonl"
    )
    parser.add_argument("--json", type=Path, metavar="F", help="write the run to F, for --baseline")
    parser.add_argument("--html", type=Path, metavar="F", help="write a report with plots and every wrong answer to F")
    parser.add_argument(
        "--baseline", type=Path, metavar="F", help="compare, question by question, with an earlier --json"
    )
    parser.add_argument(
        "--floors", type=Path, metavar="F", help="TOML file of figures to meet; exit status 1 if not met"
    )
    parser.add_argument("--model", metavar="M", help="chat model as provider:model; overrides ASSISTANT_MODEL")
    parser.add_argument(
        "--prices",
        metavar="IN,OUT",
        help="what a million tokens of prompt and of answer cost, to state what --model did",
    )
    parser.add_argument("--judge", metavar="M", help="chat model, as provider:model, that grades the answers too")
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="PART[,PART]",
        help="measure with parts switched off: lexical, dense, reordering, rewriting, spelling, surveys, doubts, "
        "reader, reranker or verifier; may be repeated",
    )
    parser.set_defaults(run=_evaluate)


def _ingest(options: argparse.Namespace) -> int:
    from assistant.encoder import Encoder
    from assistant.index import Index
    from assistant.ingest import ingest
    from assistant.settings import Settings
    from assistant.transcripts import transcript_files

    settings = Settings()
    paths = options.paths or [settings.corpus]
    for path in paths:
        transcript_files(path)  # a missing corpus is told before anything is discarded or loaded
    if options.rebuild:
        Index.discard(settings.vectorstore)
    index = Index(settings.vectorstore, Encoder(settings.embedding_model), chroma_url=settings.chroma_url)
    with _ProgressBar() as bar:
        report = ingest(index, paths, corpus=settings.corpus, prune=options.prune, progress=bar.show)
    for _, reason in report.skipped:
        say(f"skipped {reason}", file=sys.stderr)
    for source in report.missing:
        say(f"still indexed though its file is gone: {source} (--prune removes it)", file=sys.stderr)
    counts = {name: len(getattr(report, name)) for name in ("added", "updated", "unchanged", "removed", "skipped")}
    say(", ".join(f"{count} {name}" for name, count in counts.items()), file=sys.stderr)
    return 0


class _ProgressBar:
    """A bar on standard error that appears with the first passage embedded."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __enter__(self) -> "_ProgressBar":
        return self

    def show(self, done: int, total: int) -> None:
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(total=total, unit=" passages", desc="Indexing", file=sys.stderr)
        self._bar.update(done - self._bar.n)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()


def _assistant(options: argparse.Namespace) -> "Assistant":
    from assistant.settings import Settings

    changed = {"model": getattr(options, "model", None), "top_k": getattr(options, "top_k", None)}
    settings = Settings(**{name: value for name, value in changed.items() if value is not None})
    from assistant.assistant import Assistant

    return Assistant.from_settings(settings, read_parts(getattr(options, "without", [])))


def _ask(options: argparse.Namespace) -> int:
    from assistant.filters import make_filters

    filters = make_filters(options.source, options.date_from, options.date_to)
    assistant = _assistant(options)
    assistant.check_filters(filters)
    if options.question != "-":
        if options.json:
            _print_json(assistant.ask(options.question, filters=filters))
        else:
            _print_streaming(assistant, options.question, filters)
        return 0
    for question, history in _lines(sys.stdin):
        answer = assistant.ask(question, history, filters)
        if options.json:
            _print_json(answer)
        else:
            say(f"> {question}\n{answer.text}\n")
            _print_citations(answer)
    return 0


def _lines(stream: Any) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Question and history of each line: plain text, or a JSON object with ``question`` and ``history``."""
    for line in stream:
        yield _question_of(line.rstrip("\r\n"))


def _question_of(line: str) -> tuple[str, list[tuple[str, str]]]:
    """A line that is no such object is taken as plain text: every line in gives one answer out."""
    if line.lstrip().startswith("{"):
        try:
            row = json.loads(line)
            return str(row["question"]), [(str(asked), str(answered)) for asked, answered in row.get("history") or []]
        except (ValueError, KeyError, TypeError):
            say(f"assistant: not a question object, read as plain text: {line[:80]}", file=sys.stderr)
    return line, []


def _print_json(answer: "Answer") -> None:
    print(as_json(answer.as_dict()), flush=True)


def _print_streaming(assistant: "Assistant", question: str, filters: "Filters") -> None:
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


def _print_citations(answer: "Answer") -> None:
    nearest = answer.refusal.nearest if answer.refusal else ()
    for citation in (*answer.citations, *nearest):
        mark = f"[{citation.n}]" if citation.n else "nearest:"
        facts = ", ".join(part for part in (citation.title, citation.date, citation.speaker) if part)
        say(f"{mark} {citation.source}:{citation.start}-{citation.end}  {facts}")
        say(f"    {' '.join(citation.quote.split())}")
    if answer.refusal and answer.refusal.suggestion:
        say(f"You could ask: {answer.refusal.suggestion}")
    for note in answer.notes:
        say(f"note: {note}", file=sys.stderr)


def _chat(options: argparse.Namespace) -> int:
    from assistant.web.server import serve

    serve(_assistant(options), options.host, options.port)
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    from assistant.evaluation.command import evaluate

    return evaluate(_assistant(options), options)


def _sources(options: argparse.Namespace) -> int:
    from assistant.sources import list_sources

    rows = list_sources(_catalog())
    if options.json:
        print(as_json(rows, indent=2))
    else:
        for row in rows:
            say(f"{row['source']}  {row['date'] or 'no date':<10}  {row['passages']:>4} passages  {row['title']}")
    return 0


def _catalog() -> Any:
    from assistant.settings import Settings
    from assistant.sources import open_catalog

    return open_catalog(Settings().vectorstore)


def _doctor(options: argparse.Namespace) -> int:
    from assistant.doctor import examine

    checks = examine()
    if options.json:
        print(as_json([check.as_dict() for check in checks], indent=2))
    else:
        for check in checks:
            say(f"{'ok ' if check.ok else 'BAD'}  {check.name}: {check.detail}")
    return 0 if all(check.ok for check in checks) else 1
