"""The requests that go to Chroma Cloud, made by the published client and read by an HTTP server on loopback.

Chroma Cloud itself is not reached: that its engine takes these requests as the client does is not shown here.
"""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest
from conftest import hang_up

from assistant.assistant import Assistant
from assistant.corpus.transcripts import plain_transcript
from assistant.settings import Settings
from assistant.store.chroma_cloud import WORDS, sparse_passage, sparse_question
from assistant.store.encoder import Encoder
from assistant.store.index import Index

COLLECTION = {
    "id": "11111111-2222-3333-4444-555555555555", "name": "passages", "metadata": None, "dimension": 384,
    "tenant": "team", "database": "talks", "version": 0, "log_position": 0, "configuration_json": {},
}  # fmt: skip
TALES = [
    plain_transcript("heron.txt", "The heron", "A heron stands in the pond. It waits for frogs."),
    plain_transcript("kettle.txt", "The kettle", "The copper kettle costs nine crowns. Nobody bought it."),
]


class Cloud:
    """Records every request; keeps the records it is sent, and answers a search with all their ids, last first."""

    def __init__(self) -> None:
        cloud = self
        self.requests: list[tuple[str, str, dict[str, str], Any]] = []
        self.records: dict[str, dict[str, Any]] = {}

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(None)

            def do_POST(self) -> None:
                self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"null"))

            def _answer(self, body: Any) -> None:
                cloud.requests.append((self.command, self.path, dict(self.headers), body))
                sent = json.dumps(cloud.reply(self.path, body)).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(sent)))
                self.end_headers()
                self.wfile.write(sent)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def reply(self, path: str, body: Any) -> Any:
        match path.split("?")[0].rsplit("/", 1)[-1]:
            case "identity":
                return {"user_id": "u", "tenant": "team", "databases": ["talks"]}
            case "pre-flight-checks":
                return {"max_batch_size": 300}
            case "collections":
                return COLLECTION
            case "upsert":
                rows = zip(body["ids"], body["embeddings"], body["metadatas"], strict=True)
                self.records |= {key: {"vector": vector, "facts": facts} for key, vector, facts in rows}
                return {}
            case "count":
                return len(self.records)
            case "search":
                ids = list(self.records)[::-1]
                nothing = [[None] * len(ids)]
                return {"ids": [ids], "documents": nothing, "embeddings": nothing, "metadatas": nothing,
                        "scores": nothing, "select": [[]]}  # fmt: skip
            case "get":
                return {"ids": [], "embeddings": [], "metadatas": [], "documents": None, "uris": None, "include": []}
        return {"id": COLLECTION["id"], "name": "talks", "tenant": "team"}

    def bodies(self, last: str) -> list[Any]:
        return [body for _, path, _, body in self.requests if path.split("?")[0].endswith(f"/{last}")]


@pytest.fixture(scope="module")
def cloud() -> Iterator[Cloud]:
    cloud = Cloud()
    yield cloud
    hang_up()
    cloud.close()


@pytest.fixture(scope="module")
def assistant(cloud: Cloud, tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Assistant]:
    """An assistant whose vectors are in the recording cloud, two tales among them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHROMA_API_KEY", "ck-test")
        patch.setenv("CHROMA_DATABASE", "talks")
        folder = tmp_path_factory.mktemp("cloud_replica")
        index = Index(folder, encoder, chroma_url=cloud.url)
        index.add(TALES)
        yield Assistant(index, Settings(vectorstore=folder))
        index.close()


def test_the_key_the_database_and_the_schema_are_sent(assistant: Assistant, cloud: Cloud) -> None:
    assert all(headers.get("X-Chroma-Token") == "ck-test" for _, path, headers, _ in cloud.requests if "/api/" in path)
    (made, *_) = cloud.bodies("collections")
    assert made["get_or_create"] is True
    keys = made["schema"]["keys"]
    assert keys[WORDS]["sparse_vector"]["sparse_vector_index"]["enabled"] is True
    assert keys["#embedding"]["float_list"]["vector_index"]["config"]["space"] == "cosine"
    assert any("/tenants/team/databases/talks/" in path for _, path, _, _ in cloud.requests)


def test_a_passage_goes_with_its_words_weights_and_without_its_words(assistant: Assistant, cloud: Cloud) -> None:
    (sent,) = cloud.bodies("upsert")
    facts = next(f for f in sent["metadatas"] if f["source"] == "heron.txt")
    stored = assistant.index.catalog.passages_of("heron.txt")[0]
    assert facts[WORDS]["#type"] == "sparse_vector"
    asked = sparse_question(["heron", "violin"], [2.0, 5.0])
    weights = dict(zip(facts[WORDS]["indices"], facts[WORDS]["values"], strict=True))
    assert sum(w * weights.get(i, 0.0) for i, w in zip(asked.indices, asked.values, strict=True)) > 2
    assert "frog" not in json.dumps(sent)
    assert len(stored.sentence_vectors) == 2
    assert "sentences_0" in facts


def test_a_question_is_one_hybrid_search_whose_order_decides(assistant: Assistant, cloud: Cloud) -> None:
    answer = assistant.ask("How many crowns does the copper kettle cost?")
    assert "nine crowns" in answer.text
    assert not any("words alone" in note for note in answer.notes)
    (search,) = cloud.bodies("search")[-1]["searches"]
    told = json.dumps(search["rank"])
    assert told.count("$knn") == 2
    assert f'"key": "{WORDS}"' in told
    assert '"key": "#embedding"' in told
    assert search["limit"]["limit"] == 40
    question = assistant.search.read("copper kettle")
    words = dict(zip(question.terms, question.weights, strict=True))
    keys = assistant.index.vectors.search_hybrid(np.ones(384, np.float32), words, (50, 40), {"source": {"$in": ["a"]}})
    assert keys == list(cloud.records)[::-1]
    assert cloud.bodies("search")[-1]["searches"][0]["filter"] == {"source": {"$in": ["a"]}}


def test_the_product_of_both_sparse_vectors_is_bm25() -> None:
    passage = sparse_passage(["heron"] * 2 + ["pond"] * 108)
    (weight,) = (
        v
        for i, v in zip(passage.indices, passage.values, strict=True)
        if i in sparse_question(["heron"], [1.0]).indices
    )
    assert weight == pytest.approx(2 * 2.2 / (2 + 1.2))
    assert sparse_passage([]).indices == []
