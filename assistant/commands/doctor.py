"""``assistant doctor``: health of the installation and the index."""

import argparse
import sys
from typing import Any

from assistant.terminal import say, say_json


def add_to(commands: Any) -> None:
    """Declare the command's arguments."""
    parser = commands.add_parser(
        "doctor", help="check the installation and the index; exit status 1 when anything is wrong"
    )
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument(
        "--repair", action="store_true", help="first make anew what is damaged in the index, and no more"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Look at everything and tell what is wrong."""
    from assistant.operation.doctor import examine

    if options.repair:
        from assistant.settings import Settings
        from assistant.store.repair import repair

        repair(Settings(), lambda line: say(f"mended: {line}", file=sys.stderr))
    checks = examine()
    if options.json:
        say_json([check.as_dict() for check in checks], indent=2)
    else:
        for check in checks:
            say(f"{'ok ' if check.ok else 'BAD'}  {check.name}: {check.detail}")
    return 0 if all(check.ok for check in checks) else 1
