"""``assistant feedback``: what people thought of answers, and the test questions that it makes."""

import argparse
import sys
from pathlib import Path
from typing import Any

from assistant.output_file import write_output
from assistant.terminal import say, say_json, say_written_json


def add_to(commands: Any) -> None:
    """Declare the command's arguments."""
    parser = commands.add_parser("feedback", help="list what people thought of answers, or make test questions of it")
    parser.add_argument("--json", action="store_true", help="as JSON, one rating a line, with question and evidence")
    parser.add_argument(
        "--export", type=Path, metavar="F", help="write test questions to F (JSON lines); - for standard output"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """List the ratings, or export them."""
    from assistant.conversations.feedback import Feedback
    from assistant.settings import Settings

    ratings = Feedback(Settings().data).ratings()
    if options.export:
        _export(ratings, options.export)
        return 0
    for rating in ratings:
        if options.json:
            say_json(rating.as_dict())
        else:
            verdict = "helpful" if rating.good else "not helpful"
            comment = f"  “{' '.join(rating.comment.split())}”" if rating.comment else ""
            say(f"{rating.rated[:10]}  {verdict:<11}  {rating.answer.mode}  {rating.answer.question}{comment}")
    return 0


def _export(ratings: list[Any], path: Path) -> None:
    from assistant.conversations.feedback import as_test_questions

    made = as_test_questions(ratings)
    if str(path) == "-":
        say_written_json(made.lines)
    else:
        write_output(path, made.lines)
    left = len(ratings) - made.count
    say(
        f"{made.count} test questions, {made.review} of them to review (category “review”); "
        f"{left} ratings say nothing of what is right",
        file=sys.stderr,
    )
