"""Loading a model that a setting names: a folder, or a hub id that is in the cache or can be downloaded.

The hub's own client tries an unreachable hub for half a minute; here one request with a time limit decides.
"""

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from assistant.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

REACH_SECONDS = 5.0
MAKE_ROOM = "free memory, allow this process more (ulimit -v), or install transcript-assistant anew"
_WAY_OUT = "give a folder, or a hub id on a machine that reaches the hub"
_QUIET = threading.Lock()  # the verbosity of transformers is the process's: one load at a time may change it

Loaded = TypeVar("Loaded")


class Lazy(Generic[Loaded]):
    """Something loaded at first use, once, whichever thread asks first."""

    def __init__(self, load: Callable[[], Loaded]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._loaded: list[Loaded] = []

    def get(self) -> Loaded:
        """The loaded thing; an error of loading is raised anew at every use."""
        with self._lock:
            if not self._loaded:
                self._loaded.append(self._load())
            return self._loaded[0]


@contextmanager
def loading(what: str) -> Iterator[None]:
    """While a library and what it stands on are imported, or a library loads a model that is known to be whole.

    Raises:
        ModelError: when that fails.
    """
    try:
        yield
    except BaseException as error:  # where memory is short each library has a type of its own for what it lacks
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":  # pyo3's is no Exception
            raise
        raise ModelError(f"{what} cannot be loaded ({line_of(error)}): {MAKE_ROOM}") from error


def load_named(kind: str, name: str, load: Callable[[str, bool], Loaded]) -> Loaded:
    """What ``load(folder or hub id, local files only)`` gives for the model that a setting names.

    Args:
        kind: what the model is for, as the error is to call it (``reader``).

    Raises:
        ModelError: in one line, when it cannot be loaded.
    """
    with loading("transformers"):
        from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
    with _QUIET:
        verbosity = transformers_logging.get_verbosity()
        transformers_logging.set_verbosity_error()  # a table of missing weights would bury the one line
        try:
            return _load(name, load)
        except ModelError as error:
            raise ModelError(f"cannot load the {kind} {name}: {error}") from error
        except Exception as error:  # network, safetensors and tokenizers raise types of their own
            raise ModelError(f"cannot load the {kind} {name}: {line_of(error)}; {_WAY_OUT}") from error
        finally:
            transformers_logging.set_verbosity(verbosity)


def load_onnx(path: Path, or_else: str) -> "InferenceSession":
    """A session of one thread for the model at ``path``, whose checksum stands in a JSON file of the same name.

    Args:
        or_else: what helps beside installing anew, for the error.

    Raises:
        ModelError: when the file is altered, it or its checksum is missing, or it cannot be loaded.
    """
    with loading("onnxruntime"):
        import onnxruntime

    try:
        weights = path.read_bytes()
        expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["sha256"]
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{path} or its checksum is missing: reinstall transcript-assistant, or {or_else}") from error
    if hashlib.sha256(weights).hexdigest() != expected:
        raise ModelError(f"{path} is altered: reinstall transcript-assistant, or {or_else}")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    with loading(str(path)):
        return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])


def load_task_model(task: str, name: str, local: bool) -> tuple[Any, Any]:
    """The model of a transformers auto class with its fast tokenizer, in evaluation mode, on the processor.

    Args:
        task: the end of the auto class's name, ``QuestionAnswering``.

    Raises:
        ModelError: when the weights of the task's head are missing or the tokenizer gives no offsets.
    """
    with loading("torch"):
        import transformers

        auto = getattr(transformers, f"AutoModelFor{task}")
    model, report = auto.from_pretrained(name, local_files_only=local, output_loading_info=True)
    if report["missing_keys"]:
        missing = min(report["missing_keys"])
        raise ModelError(f"it has no weights for {missing}, so it was not trained for {task}; name a model that was")
    tokenizer = transformers.AutoTokenizer.from_pretrained(name, local_files_only=local)
    if not tokenizer.is_fast:
        raise ModelError("its tokenizer gives no offsets; name a model with a tokenizer.json")
    return model.eval(), tokenizer


def longest_input(model: Any, tokenizer: Any) -> int:
    """Tokens that the model reads at once."""
    # RoBERTa numbers its positions from 2, so it reads two tokens fewer than it has positions.
    positions = getattr(model.config, "max_position_embeddings", None)
    return int(min(tokenizer.model_max_length, positions - 2 if positions and positions > 2 else 512))


def _load(name: str, load: Callable[[str, bool], Loaded]) -> Loaded:
    folder = Path(name).expanduser()
    if folder.is_dir():
        return load(str(folder), True)
    try:
        return load(name, True)
    except (OSError, ValueError):  # not in the cache, or not all of it
        from huggingface_hub import HfApi

        HfApi().model_info(name, timeout=REACH_SECONDS)
        return load(name, False)


def line_of(error: BaseException) -> str:
    """What an error says, in one line that is not long; its type where it says nothing."""
    return shorten(str(error) or type(error).__name__, 200, placeholder=" …").rstrip(".")
