"""The package's own order: imports run one way, and what several modules say has one home."""

import ast
from graphlib import TopologicalSorter

import pytest
from conftest import ROOT

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): ast.parse(path.read_text(encoding="utf-8"))
    for path in (ROOT / "assistant").rglob("*.py")
}


def imported(tree: ast.Module) -> set[str]:
    """The modules of the package that a module imports, in functions and for types too."""
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found & MODULES.keys()


def modules_with(words: str) -> list[str]:
    """The modules that have ``words`` as a string, or as a string's beginning with values in it."""
    return [
        name
        for name, tree in MODULES.items()
        if any(isinstance(node, ast.Constant) and node.value == words for node in ast.walk(tree))
    ]


def test_imports_run_one_way() -> None:
    order = list(TopologicalSorter({name: imported(tree) for name, tree in MODULES.items()}).static_order())
    assert set(order) == set(MODULES)


def test_packages_import_one_way() -> None:
    package = {name: ".".join(name.split(".")[:2]).removesuffix(".__init__") for name in MODULES}
    needs: dict[str, set[str]] = {home: set() for home in package.values()}
    for name, tree in MODULES.items():
        needs[package[name]] |= {package[other] for other in imported(tree)} - {package[name]}
    del needs["assistant"]  # the names that the package offers to other programs
    order = list(TopologicalSorter(needs).static_order())
    assert order.index("assistant.corpus") < order.index("assistant.questions") < order.index("assistant.followups")
    assert order.index("assistant.followups") < order.index("assistant.surveys") < order.index("assistant.web")


@pytest.mark.parametrize(
    ("words", "home"),
    [
        ("/v1", "assistant.api.paths"),
        ("/api", "assistant.api.paths"),
        ("/health", "assistant.api.paths"),
        ("/metrics", "assistant.api.paths"),
        ("/login", "assistant.web.login"),
        ("examples.txt", "assistant.corpus.files"),
        ("in short: ", "assistant.answers"),
        ("this answer is extractive, the chat model failed: ", "assistant.answers"),
        ("the follow-up was read by the rules: ", "assistant.answers"),
        ("Reply with the one word yes.", "assistant.writing.models"),
    ],
)
def test_what_several_modules_say_has_one_home(words: str, home: str) -> None:
    assert modules_with(words) == [home]


def test_the_api_knows_nothing_of_the_page() -> None:
    for name in (name for name in MODULES if name.startswith("assistant.api.")):
        assert not [other for other in imported(MODULES[name]) if other.startswith("assistant.web")]
