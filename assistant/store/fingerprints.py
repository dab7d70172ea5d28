"""What names an embedding model in an index: known without importing or loading the model."""

import hashlib
from pathlib import Path

BUNDLED = "all-MiniLM-L6-v2"
# Told apart from what an index made without it holds, whose vectors were as the model gave them.
CENTRED = "+centred"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


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
