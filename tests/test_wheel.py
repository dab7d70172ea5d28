"""The built wheel, installed into an empty environment, works outside the checkout."""

import ast
import itertools
import json
import os
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TRANSCRIPT = """Meeting of the harbour council

The council met on 3 May 2021. Chair Ann Lee opened the meeting.

The new ferry costs 4.5 million euros, Ann Lee said. It will sail from June.
"""
INGEST_AND_ASK = """
import sys, assistant
from assistant.cli import main
print(assistant.__file__)
sys.exit(main(["ingest", "corpus"]) or main(["ask", "--json", "What does the new ferry cost?"]))
"""


def distributions_imported(folder: Path) -> set[str]:
    """What the modules of ``folder`` import from others' packages, by the names that these are installed under."""
    paths = list(folder.rglob("*.py"))
    trees = [ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for path in paths]
    modules: set[str] = set()
    for node in itertools.chain.from_iterable(trees):
        if isinstance(node, ast.Import):
            modules.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules.add(node.module.split(".")[0])
    own = {"assistant", *(path.stem for path in (*paths, *(ROOT / "benchmarks").glob("*.py")))}
    # What is an option is not installed everywhere.
    providers = {"llama_cpp": ["llama-cpp-python"], **packages_distributions()}
    found = (providers.get(module, [module])[0] for module in modules - own - sys.stdlib_module_names)
    return {canonical(name) for name in found}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize(("folder", "extras"), [("assistant", ("evaluation", "local")), ("training", ("training",))])
def test_every_package_that_is_imported_is_declared(folder: str, extras: tuple[str, ...]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *(need for extra in extras for need in project["optional-dependencies"][extra])]
    declared = {canonical(re.split(r"[^\w.-]", need)[0]) for need in needed}
    imported = distributions_imported(ROOT / folder)
    assert len(imported) > 5
    assert imported <= declared, sorted(imported - declared)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_prompts_weights_and_the_page(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "assistant/prompts/answer.txt",
        "assistant/weights.json",
        "assistant/bundled/reader.onnx",
        "assistant/bundled/account.onnx",
        "assistant/bundled/account.json",
        "assistant/web/static/page.js",
        "assistant/web/templates/transcript.html",
        "assistant/evaluation/templates/report.html",
    ):
        assert needed in names
    assert not [name for name in names if name.startswith(("tests/", "seeds/", "benchmarks/"))]


@pytest.mark.slow
def test_an_empty_environment_with_the_wheel_answers_a_question(wheel: Path, tmp_path: Path) -> None:
    """The environment gets this one's packages by a path file: only the wheel itself is installed."""
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=True)
    python = environment / "bin" / "python"
    site = next((environment / "lib").glob("python*/site-packages"))
    outside = [p for p in sys.path if p.endswith("site-packages")]
    (site / "borrowed.pth").write_text("\n".join(outside) + "\n")
    install = [
        str(python),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--force-reinstall",
        str(wheel),
    ]
    subprocess.run(install, check=True, capture_output=True)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "council.txt").write_text(TRANSCRIPT, encoding="utf-8")
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("ASSISTANT_", "PYTHON"))}

    def said(*command: str | Path) -> list[str]:
        done = subprocess.run(command, cwd=tmp_path, env=clean, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    imported, answer = said(python, "-c", INGEST_AND_ASK)  # in one process: loading the model takes seconds
    assert str(environment) in imported
    assert json.loads(answer)["answered"]
    assert "4.5 million euros" in json.loads(answer)["answer"]
    (listed,) = said(environment / "bin" / "assistant", "sources")
    assert listed.startswith("council.txt ")
