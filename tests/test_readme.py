"""What the README says that the code says too: settings, commands and their options, files, links."""

import re
from dataclasses import fields

import pytest
from conftest import ROOT

from assistant.cli import main
from assistant.settings import Settings

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = ["README.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))]


def test_the_table_of_settings_is_the_settings() -> None:
    told = re.findall(r"^\| `([A-Z_]+)` \| (.+?) \| (.+?) \|$", README, re.MULTILINE)
    rows = [f.metadata for f in fields(Settings)]
    defaults = [f"`{row['default']}`" if row["default"] else "empty" for row in rows]
    assert told == [(row["name"], default, row["meaning"]) for row, default in zip(rows, defaults, strict=True)]


def help_of(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    with pytest.raises(SystemExit):
        main([*command, "--help"])
    return capsys.readouterr().out


def test_every_command_is_shown_with_all_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    names = re.findall(r"^    (\w+) ", help_of(capsys), re.MULTILINE)
    shown = re.split(
        r"^assistant ", README[README.index("assistant ingest [PATH") :].split("```")[0], flags=re.MULTILINE
    )
    options = {name: set(re.findall(r"--[a-z-]+", help_of(capsys, name))) - {"--help"} for name in names}
    told = {name: set[str]() for name in (usage.split()[0] for usage in shown if usage)}
    for usage in filter(None, shown):
        told[usage.split()[0]] |= set(re.findall(r"--[a-z-]+", usage))
    assert told == options


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_to_a_file(page: str) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", (ROOT / page).read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not ((ROOT / page).parent / link).exists()]
    assert missing == []


def test_every_module_is_in_the_table_of_files() -> None:
    modules = {path.name for path in (ROOT / "assistant").glob("[a-z]*.py")}
    folders = {path.parent.name for path in (ROOT / "assistant").glob("*/*.py")}
    told = README[README.index("## Files") : README.index("## Limits")]
    assert modules == set(re.findall(r"`(?:assistant/)?(\w+\.py)`", told))
    assert folders <= set(re.findall(r"`(?:assistant/)?(\w+)/`", told))
