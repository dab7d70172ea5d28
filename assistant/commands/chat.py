"""``assistant chat``: serve the web chat."""

import argparse
from typing import Any

from assistant.commands.arguments import chat_model, port
from assistant.commands.opening import assistant_for
from assistant.operation.memory import keep_flat


def add_to(commands: Any) -> None:
    """Declare the command's arguments."""
    parser = commands.add_parser("chat", help="serve the web chat")
    parser.add_argument("--host", default="127.0.0.1", help="address to serve on (default %(default)s)")
    parser.add_argument("--port", type=port, default=7860, help="port to serve on (default %(default)s)")
    parser.add_argument(
        "--model", type=chat_model, metavar="M", help="chat model as provider:model; overrides ASSISTANT_MODEL"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    from assistant.web.server import serve

    keep_flat()
    serve(assistant_for(options), options.host, options.port)
    return 0
