"""``assistant mcp``: its tools as a client finds them, and the real process over standard input and output."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from conftest import FERRY, ROOT
from mcp import Client

from assistant.api.tools import tool_server
from assistant.assistant import Assistant
from assistant.cli import main
from assistant.settings import Settings
from assistant.store.index import Index

PASSENGERS = "How many passengers did the old ferry carry last year?"


def test_a_client_asks_searches_and_opens_what_it_found(index: Index, corpus: Path) -> None:
    server = tool_server(Assistant(index, Settings(corpus=corpus, vectorstore=index.folder, threshold=0.1)))

    async def visit() -> None:
        async with Client(server) as client:
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            assert set(tools) == {"ask", "search", "open_passage"}
            assert all(tool.output_schema and tool.description for tool in tools.values())

            answer = await _call(client, "ask", question=PASSENGERS)
            assert "41,000 passengers" in answer["answer"]
            cited = answer["citations"][0]
            place = {name: cited[name] for name in ("source", "start", "end")}
            opened = (await _call(client, "open_passage", **place))["passage"]
            assert opened["text"] == cited["quote"] == FERRY[cited["start"] : cited["end"]]
            assert FERRY.endswith(opened["after"] + FERRY[cited["end"] + len(opened["after"]) :])

            found = (await _call(client, "search", query="oldest book", limit=1))["passages"]
            assert [(passage["source"], passage["title"]) for passage in found] == [
                ("library.txt", "Reading room talk with Priya Raman")
            ]
            narrowed = await _call(client, "ask", question=PASSENGERS, date_from="2031")
            assert narrowed["refusal"]["reason"] == "filtered_out"
            of_her = (await _call(client, "search", query="ferries", people=["Priya Raman"]))["passages"]
            assert {passage["source"] for passage in of_her} == {"library.txt"}

            for tool, arguments, told in (
                ("open_passage", {"source": "fery.txt", "start": 0, "end": 5}, "did you mean ferry.txt?"),
                ("open_passage", {"source": "ferry.txt", "start": 5, "end": 5}, "no stretch of ferry.txt"),
                ("search", {"query": "x", "date_to": "soon"}, "soon"),
                ("ask", {"question": "x", "places": ["Nowhere"]}, "no transcript names the place"),
                ("ask", {"question": "x" * 2001}, "at most 2000 characters"),
            ):
                result = await client.call_tool(tool, arguments)
                assert result.is_error
                assert told in str(result.content)

    anyio.run(visit)


async def _call(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    assert json.loads(result.content[0].text) == result.structured_content  # type: ignore[union-attr]
    structured: dict[str, Any] = result.structured_content
    return structured


def test_standard_output_carries_the_protocol_alone(index: Index, corpus: Path) -> None:
    environment = {
        "PYTHONPATH": str(ROOT),
        "OMP_NUM_THREADS": "1",
        "ASSISTANT_CORPUS": str(corpus),
        "ASSISTANT_VECTORSTORE": str(index.folder),
        "ASSISTANT_THRESHOLD": "0.1",
        "ASSISTANT_LOG": "json",
    }
    client = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    call = {"name": "ask", "arguments": {"question": PASSENGERS}}
    messages: list[dict[str, Any]] = [
        {"id": 1, "method": "initialize", "params": client},
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/call", "params": call},
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "mcp"],
        env={**os.environ, **environment},
        cwd=corpus.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    assert process.stderr
    replies = []
    for message in messages:
        process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        process.stdin.flush()
        if "id" in message:
            replies.append(json.loads(process.stdout.readline()))
    process.stdin.close()
    rest = process.stdout.read()
    diagnostics = process.stderr.read()
    assert process.wait(20) == 0
    process.stdout.close()
    process.stderr.close()
    assert [reply["id"] for reply in replies] == [1, 2]
    assert replies[1]["result"]["structuredContent"]["answered"]
    assert rest == ""
    assert json.loads(diagnostics.splitlines()[-1])["outcome"] == "answered"


def test_without_an_index_the_command_says_so_on_standard_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_VECTORSTORE", str(tmp_path))
    assert main(["mcp"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"assistant: no index in {tmp_path}: run assistant ingest first\n"
