"""The command line: data on standard output, diagnostics on standard error.

Exit status 0 done (a refusal is an answer), 1 a problem told in one line, 2 wrong usage. Each command stands in
``assistant/commands`` and imports what it needs when it runs, so that ``assistant --help`` answers at once.
"""

import argparse
import os
import signal
import sys
from collections.abc import Sequence

from assistant.commands import ask, chat, doctor, evaluate, feedback, ingest, mcp, sources
from assistant.errors import AssistantError
from assistant.terminal import say

_COMMANDS = (ingest, ask, chat, mcp, evaluate, feedback, sources, doctor)


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
    """No telemetry by the libraries underneath, and no tokenizer threads, of which they warn; what is set stays."""
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="assistant", description="Ask questions about a folder of transcripts; every sentence is cited."
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in _COMMANDS:
        command.add_to(commands)
    return parser
