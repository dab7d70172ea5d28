"""``assistant mcp``: the transcripts as tools of an MCP client, over standard input and output."""

import argparse
import contextlib
import sys
from typing import Any

from assistant.commands.arguments import chat_model
from assistant.commands.opening import assistant_for


def add_to(commands: Any) -> None:
    """Declare the command's arguments."""
    parser = commands.add_parser("mcp", help="serve the tools ask, search and open_passage to an MCP client (stdio)")
    parser.add_argument(
        "--model", type=chat_model, metavar="M", help="chat model as provider:model; overrides ASSISTANT_MODEL"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until the client closes standard input."""
    with contextlib.redirect_stdout(sys.stderr):  # standard output is the protocol's, also while models are loaded
        from assistant.api.tools import tool_server

        server = tool_server(assistant_for(options))
    server.run("stdio")
    return 0
