"""``assistant sources``: what is indexed."""

import argparse
import sys
from typing import Any

from assistant.commands.opening import catalog
from assistant.terminal import say, say_json

# Hex digits that tell transcripts apart at a glance; --json has them all.
_HASH_SHOWN = 12


def add_to(commands: Any) -> None:
    """Declare the command's arguments."""
    parser = commands.add_parser("sources", help="list what is indexed")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """List the transcripts."""
    from assistant.corpus.files import printable
    from assistant.store.sources import list_sources

    rows = list_sources(catalog())
    if options.json:
        say_json(rows, indent=2)
    elif not rows:
        say("nothing is indexed: run assistant ingest", file=sys.stderr)
    else:
        for row in rows:
            facts = f"{row['date'] or 'no date':<10}  {row['language']:<3}  {row['passages']:>4} passages"
            say(f"{printable(row['source'])}  {facts}  {row['hash'][:_HASH_SHOWN]}  {row['title']}")
    return 0
