import ast
import builtins
import inspect
import re

import pytest
from conftest import ROOT

import assistant
from assistant import errors


def drawn_tree() -> dict[str, str]:
    """What the docstring draws, as parent by class."""
    lines = (errors.__doc__ or "").splitlines()
    (root,) = (match[1] for line in lines if (match := re.match(r" *(AssistantError) {2,}\S", line)))
    parents, above = {root: "Exception"}, [root]
    for line in lines:
        if match := re.match(r"([│ ]*)[├└]── (\w+)\s", line):
            above = [*above[: len(match[1]) // 4 + 1], match[2]]
            parents[match[2]] = above[-2]
    return parents


def test_the_tree_drawn_is_the_tree_defined() -> None:
    defined = {
        name: cls.__bases__[0].__name__
        for name, cls in vars(errors).items()
        if inspect.isclass(cls) and cls.__module__ == errors.__name__
    }
    assert drawn_tree() == defined


def test_wrong_usage_exits_with_2_and_every_other_error_with_1() -> None:
    statuses = {
        cls.__name__: cls.exit_status for cls in (errors.AssistantError, *errors.AssistantError.__subclasses__())
    }
    assert statuses.pop("UsageError") == 2
    assert set(statuses.values()) == {1}


# Nobody is told of these: they end what nobody waits for any more.
SIGNALS = {"assistant/api/asking.py: HungUpError", "assistant/web/bench.py: _StoppedError"}


def test_no_module_defines_an_error_outside_the_tree() -> None:
    found = set()
    for path in (ROOT / "assistant").rglob("*.py"):
        classes = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.ClassDef)]
        errors_of = [c.name for c in classes if any(_is_error(ast.unparse(base)) for base in c.bases)]
        found |= {f"{path.relative_to(ROOT).as_posix()}: {name}" for name in errors_of}
    tree = {f"assistant/errors.py: {name}" for name in drawn_tree()}
    assert found == tree | SIGNALS


def _is_error(base: str) -> bool:
    """Whether a class's base is an exception by its name: Python's own, or one that ends as the tree's do."""
    known = getattr(builtins, base, None)
    return base.endswith("Error") or (inspect.isclass(known) and issubclass(known, BaseException))


def test_everything_in_all_can_be_imported_and_is_what_it_says() -> None:
    for name in assistant.__all__:
        value = getattr(assistant, name)
        assert name == "__version__" or value.__name__ == name
    assert sorted(assistant.__all__, key=str.lower) == sorted(set(assistant.__all__), key=str.lower)


def test_all_is_what_is_lazily_at_home_and_the_version() -> None:
    assert set(assistant.__all__) == {*assistant._HOMES, "__version__"}


def test_an_unknown_attribute_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Oracle'"):
        assistant.Oracle  # noqa: B018
