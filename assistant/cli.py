"""The command line: data on standard output, diagnostics on standard error.

Exit status 0 done (a refusal is an answer), 1 a problem told in one line, 2 wrong usage, 130 stopped by Ctrl-C. Each
command stands in ``assistant/commands`` and imports what it needs when it runs, so that ``assistant --help`` answers
at once.
"""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress

from assistant.commands import ask, chat, doctor, evaluate, feedback, ingest, mcp, sources
from assistant.errors import AssistantError, OutputError
from assistant.terminal import finish_output, prepare_output, say

_COMMANDS = (ingest, ask, chat, mcp, evaluate, feedback, sources, doctor)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    prepare_output()
    options = _parser().parse_args(arguments)
    _silence_libraries()
    try:
        status = int(options.run(options))
        finish_output()
        return status
    except AssistantError as error:
        if isinstance(error, OutputError):
            _give_up_output()
        say(f"assistant: {error}", file=sys.stderr)
        return error.exit_status
    except BrokenPipeError:
        _give_up_output()
        return 0
    except OSError as error:
        if error.filename is None:
            raise
        say(f"assistant: {error.filename}: {error.strerror}", file=sys.stderr)  # of a file or folder that was named
        return 1
    except MemoryError:
        say(
            "assistant: the memory is used up: free some, or allow this process more; what was committed stays",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        say("assistant: stopped", file=sys.stderr)
        return 128 + signal.SIGINT


def _give_up_output() -> None:
    """What cannot be written to standard output goes nowhere: Python would try once more as it ends."""
    try:
        finish_output()
    except (OutputError, BrokenPipeError):
        with suppress(OSError):  # no file, as under tests
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
