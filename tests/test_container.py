"""The container files, as far as they can be checked where no container engine runs."""

import re
import subprocess
import sys

import pytest
import yaml
from conftest import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")


def instructions(name: str) -> list[list[str]]:
    """The words after every instruction ``name``."""
    return [line.split()[1:] for line in DOCKERFILE.splitlines() if line.startswith(f"{name} ")]


def test_the_compose_file_fits_the_published_schema() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "compose.yaml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("words", [w for w in instructions("COPY") if not w[0].startswith("--from")], ids=" ".join)
def test_what_the_image_copies_is_there_and_not_ignored(words: list[str]) -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    for name in words[:-1]:
        assert (ROOT / name).exists()
        assert name not in ignored


def test_secrets_and_user_data_stay_out_of_the_image() -> None:
    assert {".env", "data", "vectorstore", ".git"} <= set((ROOT / ".dockerignore").read_text(encoding="utf-8").split())


def test_the_image_serves_as_a_user_without_privileges() -> None:
    assert instructions("USER") == [["assistant"]]
    assert DOCKERFILE.index("\nUSER ") < DOCKERFILE.index("\nCMD ")


def test_the_chroma_server_is_the_version_of_the_client_and_not_reachable_from_outside() -> None:
    service = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]["chroma"]
    pinned = re.search(r"^chromadb==(\S+)$", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert pinned
    assert service["image"] == f"chromadb/chroma:{pinned[1]}"
    assert "ports" not in service


def test_folders_of_a_copied_env_file_do_not_reach_the_container() -> None:
    app = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]["app"]
    mounted = {volume.split(":")[1] for volume in app["volumes"]}
    own = {name: value for name, value in app["environment"].items() if value.startswith("/")}
    assert set(own) == {"ASSISTANT_CORPUS", "ASSISTANT_VECTORSTORE", "ASSISTANT_DATA"}
    assert set(own.values()) == mounted
