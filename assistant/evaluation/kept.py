"""Runs kept in a folder, each as JSON and, where plots can be drawn, as its HTML report; named by when they ended."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.evaluation import report
from assistant.evaluation.measuring import Measured
from assistant.evaluation.stored import read_run
from assistant.evaluation.summary import compare

_NAME = re.compile(r"\d{8}-\d{6}")
_FORMAT = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, slots=True)
class KeptRun:
    """What a list of runs shows of one; ``right`` of ``asked`` questions were handled right."""

    name: str
    ended: datetime
    settings: dict[str, Any]
    right: int
    asked: int


def keep(folder: Path, measured: Measured, baseline: dict[str, Any] | None = None) -> str:
    """Write the run below ``folder`` and return its name; the report compares it with ``baseline``.

    Raises:
        UsageError: when the folder cannot be written to.
    """
    name = datetime.now().strftime(_FORMAT)
    outcomes, settings, pair = measured.outcomes, measured.settings, measured.pair
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / f"{name}.json", report.as_json(outcomes, settings, pair))
        if report.can_draw():
            differences = compare(outcomes, baseline) if baseline else []
            _write(folder / f"{name}.html", report.as_html(outcomes, settings, differences, pair))
    except OSError as error:
        raise UsageError(f"cannot keep the run in {folder}: {error.strerror}; see ASSISTANT_DATA") from error
    return name


def kept_runs(folder: Path) -> list[KeptRun]:
    """The runs in ``folder``, newest first; a file that is no run is left out."""
    found = []
    for path in sorted(folder.glob("*.json"), reverse=True):
        if _NAME.fullmatch(path.stem) and (run := _glance(path, path.stat().st_mtime_ns)):
            found.append(run)
    return found


def kept_file(folder: Path, name: str, kind: str = "json") -> Path:
    """The file of the run ``name``.

    Raises:
        UsageError: when there is none.
    """
    path = folder / f"{name}.{kind}"
    if kind not in ("json", "html") or not _NAME.fullmatch(name) or not path.is_file():
        raise UsageError(f"no evaluation {name!r} is kept as {kind}: the Evaluation tab lists those that are")
    return path


@lru_cache(maxsize=256)
def _glance(path: Path, _changed: int) -> KeptRun | None:
    try:
        stored = read_run(path)
        ended = datetime.strptime(path.stem, _FORMAT)
    except (UsageError, ValueError):
        return None
    rows: Sequence[dict[str, Any]] = stored["questions"]
    return KeptRun(path.stem, ended, stored.get("settings", {}), sum(row["correct"] for row in rows), len(rows))


def _write(path: Path, text: str) -> None:
    """All of it or nothing, so that a list of runs never meets half a file."""
    part = path.with_suffix(f"{path.suffix}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
