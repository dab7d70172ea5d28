"""``assistant evaluate``: measure the answers with a test question set."""

import argparse
from pathlib import Path
from typing import Any

from assistant.commands.arguments import chat_model
from assistant.commands.opening import assistant_for


def add_to(commands: Any) -> None:
    """Declare the command's arguments."""
    parser = commands.add_parser("evaluate", help="measure the answers with a test question set")
    parser.add_argument(
        "questions",
        nargs="?",
        type=Path,
        default=Path("tests/questions.jsonl"),
        metavar="QUESTIONS.jsonl",
        help="test question set, one JSON object a line (default: %(default)s)",
    )
    parser.add_argument("--json", type=Path, metavar="F", help="write the run to F, for --baseline")
    parser.add_argument("--html", type=Path, metavar="F", help="write a report with plots and every wrong answer to F")
    parser.add_argument(
        "--baseline", type=Path, metavar="F", help="compare, question by question, with an earlier --json"
    )
    parser.add_argument(
        "--floors", type=Path, metavar="F", help="TOML file of figures to meet; exit status 1 if not met"
    )
    parser.add_argument(
        "--model", type=chat_model, metavar="M", help="chat model as provider:model; overrides ASSISTANT_MODEL"
    )
    parser.add_argument(
        "--prices",
        metavar="IN,OUT",
        help="what a million tokens of prompt and of answer cost, to state what --model did",
    )
    parser.add_argument(
        "--judge", type=chat_model, metavar="M", help="chat model, as provider:model, that grades the answers too"
    )
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="PART[,PART]",
        help="measure with parts switched off: lexical, dense, reordering, rewriting, spelling, surveys, doubts, "
        "reader, reranker or verifier; may be repeated",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Measure the answers."""
    from assistant.evaluation.command import evaluate

    return evaluate(assistant_for(options), options)
