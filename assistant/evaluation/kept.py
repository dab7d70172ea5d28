"""Runs kept in a folder, each as JSON and, where plots can be drawn, as its HTML report; named by when they ended."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.evaluation import report
from assistant.evaluation.against import Baseline, against
from assistant.evaluation.measuring import Measured
from assistant.evaluation.stored import read_run

# A run that ended within the same second as others has a number too, from 2 on.
_NAME = re.compile(r"\d{8}-\d{6}(-([2-9]|[1-9]\d+))?")
_FORMAT = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, slots=True)
class KeptRun:
    """What a list of runs shows of one; ``right`` of ``asked`` questions were handled right.

    ``number`` tells apart those that ended within the same second, from 1 on.
    """

    name: str
    ended: datetime
    number: int
    settings: dict[str, Any]
    right: int
    asked: int


def keep(folder: Path, measured: Measured, baseline: Baseline | None = None, ended: datetime | None = None) -> str:
    """Write the run, which ``ended`` now or when told, below ``folder``; the report compares it with ``baseline``.

    Returns:
        Its name.

    Raises:
        UsageError: when the folder cannot be written to.
    """
    outcomes, settings, pair = measured.outcomes, measured.settings, measured.pair
    try:
        folder.mkdir(parents=True, exist_ok=True)
        name = _free(folder, (ended or datetime.now()).strftime(_FORMAT))
        _write(folder / f"{name}.json", report.as_json(outcomes, settings, pair))
        if report.can_draw():
            compared = against(outcomes, settings, baseline) if baseline else None
            _write(folder / f"{name}.html", report.as_html(outcomes, settings, compared, pair))
    except OSError as error:
        raise UsageError(f"cannot keep the run in {folder}: {error.strerror}; see ASSISTANT_DATA") from error
    return name


def kept_runs(folder: Path) -> list[KeptRun]:
    """The runs in ``folder``, newest first; a file that is no run is left out."""
    found = []
    for path in folder.glob("*.json"):
        if _NAME.fullmatch(path.stem) and (run := _glance(path, path.stat().st_mtime_ns)):
            found.append(run)
    return sorted(found, key=lambda run: (run.ended, run.number), reverse=True)


def kept_run(folder: Path, name: str) -> KeptRun:
    """The run ``name`` as a list of runs shows it.

    Raises:
        UsageError: when there is none, or it cannot be read.
    """
    path = kept_file(folder, name)
    if not (run := _glance(path, path.stat().st_mtime_ns)):
        raise UsageError(f"{path} is not a run that was kept here: choose another")
    return run


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
        ended = datetime.strptime(path.stem[:15], _FORMAT)
    except (UsageError, ValueError):
        return None
    rows: Sequence[dict[str, Any]] = stored["questions"]
    right = sum(row["correct"] for row in rows)
    return KeptRun(path.stem, ended, int(path.stem[16:] or 1), stored.get("settings", {}), right, len(rows))


def _free(folder: Path, name: str) -> str:
    """``name``, numbered when a run that ended within the same second has it."""
    numbered = (f"{name}-{number}" if number > 1 else name for number in itertools.count(1))
    return next(name for name in numbered if not (folder / f"{name}.json").exists())


def _write(path: Path, text: str) -> None:
    """All of it or nothing, so that a list of runs never meets half a file."""
    part = path.with_suffix(f"{path.suffix}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
