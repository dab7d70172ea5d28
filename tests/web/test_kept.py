"""What the chat's scripts are told where something kept is missing, is asked for wrongly, or cannot be read."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.assistant import Assistant
from assistant.conversations import archive, feedback
from assistant.conversations.archive import Archive
from assistant.conversations.turns import Conversation, Turn
from assistant.web.advice import A_PLACE
from assistant.web.kept import kept_routes
from assistant.web.visitors import COOKIE, owner_of

VISITOR = "a" * 43


@pytest.fixture
def client(assistant: Assistant, tmp_path: Path) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(kept_routes(Assistant(assistant.index, replace(assistant.settings, data=tmp_path))))
    with TestClient(app, cookies={COOKIE: VISITOR}) as client:
        yield client


@pytest.fixture
def talk(client: TestClient, assistant: Assistant, tmp_path: Path) -> Conversation:
    """A conversation of one turn that is kept for the client."""
    talk = Conversation().with_turn(Turn("Rain?", assistant.ask("Who is Ingrid Solberg?")))
    Archive(tmp_path).keep(owner_of(client), talk)
    return talk


def test_what_is_missing_is_not_found_and_an_empty_title_is_the_visitors(
    client: TestClient, talk: Conversation
) -> None:
    missing = client.patch("/talk/conversations/none", json={"title": "Snow"})
    assert (missing.status_code, missing.json()["problem"].partition(":")[0]) == (
        404,
        "that conversation is not kept here any more",
    )
    empty = client.patch(f"/talk/conversations/{talk.id}", json={"title": " "})
    assert (empty.status_code, empty.json()) == (400, {"problem": "a conversation needs a title: write one"})


def test_a_rating_that_cannot_be_kept_is_the_servers_fault_and_names_no_folder(
    client: TestClient, talk: Conversation, tmp_path: Path
) -> None:
    (tmp_path / feedback.FILE).mkdir()  # in the way
    told = client.put(f"/talk/turns/{talk.turns[0].id}/rating", json={"good": True})
    assert told.status_code == 500
    assert told.json()["problem"].startswith("feedback cannot be kept in feedback.sqlite3: ")
    assert str(tmp_path) not in told.text


@pytest.mark.parametrize("path", ["", "/{talk}/export.json", "/{talk}/ratings"])
def test_conversations_that_cannot_be_read_are_the_servers_fault_and_name_no_folder(
    client: TestClient, talk: Conversation, tmp_path: Path, path: str
) -> None:
    (tmp_path / archive.FILE).write_bytes(b"not a database" * 100)
    told = client.get(f"/talk/conversations{path.format(talk=talk.id)}")
    assert told.status_code == 500
    assert told.json()["problem"].startswith("conversations in conversations.sqlite3 cannot be used: ")
    assert str(tmp_path) not in told.text


def test_a_folder_that_cannot_be_made_is_a_place_on_the_server(
    client: TestClient, talk: Conversation, tmp_path: Path
) -> None:
    (tmp_path / archive.FILE).unlink()
    tmp_path.rmdir()
    tmp_path.write_text("in the way")
    told = client.delete(f"/talk/conversations/{talk.id}")
    assert told.status_code == 500
    assert told.json()["problem"].startswith(f"conversations cannot be kept in {A_PLACE}: ")
    assert str(tmp_path) not in told.text
