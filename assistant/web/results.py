"""A kept run as the page shows it: figures, plots, and every wrong answer beside its evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, HTTPException
from fastapi.responses import FileResponse

from assistant.answers import Citation
from assistant.assistant import Assistant
from assistant.errors import AssistantError, UsageError
from assistant.evaluation.against import Baseline, against
from assistant.evaluation.kept import KeptRun, kept_file, kept_run
from assistant.evaluation.plots import MISSING, can_draw, plots
from assistant.evaluation.questions import Gold
from assistant.evaluation.report import COLUMNS
from assistant.evaluation.run import Outcome
from assistant.evaluation.stored import outcomes_of, read_run
from assistant.web.advice import named, without_folders
from assistant.web.render import template, transcript_url


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a transcript with the address that opens them; "" when the transcript no longer has them.

    ``mark`` is the number by which an answer cites them, as it stands there, or "".
    """

    quote: str
    where: str
    address: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One question that was handled wrongly, with what it rested on and what it should have rested on."""

    outcome: Outcome
    evidence: Sequence[Words]
    gold: Sequence[Words]


def evaluation_routes(folder: Path) -> APIRouter:
    """``GET /evaluations/RUN.json`` and ``RUN.html``: a kept run to be saved."""
    router = APIRouter()

    @router.get("/evaluations/{name}.{kind}", response_class=FileResponse)
    def evaluation(name: str, kind: str) -> FileResponse:
        try:
            path = kept_file(folder, name, kind)
        except UsageError as error:
            raise HTTPException(404, str(error)) from error
        return FileResponse(path, filename=f"evaluation-{name}.{kind}")

    return router


def run_label(run: KeptRun) -> str:
    """One line that tells a run from the others."""
    told = [named(str(run.settings.get("model", ""))), run.settings.get("questions", "")]
    if without := run.settings.get("without"):
        told.append(f"without {without}")
    share = f"{run.right} of {run.asked} right"
    moment = f"{run.ended:%d %b %Y, %H:%M:%S}" + (f" ({run.number})" if run.number > 1 else "")
    return " · ".join([moment, share, *[part for part in told if part]])


def kept_baseline(folder: Path, name: str) -> Baseline:
    """The kept run ``name`` as one to compare with, called as the menus call it.

    Raises:
        UsageError: when it is not kept, or cannot be read.
    """
    return Baseline(run_label(kept_run(folder, name)), _read(kept_file(folder, name))[0])


def results_html(assistant: Assistant, folder: Path, name: str, baseline: str = "") -> str:
    """The run ``name``, compared with the run ``baseline`` where one is named.

    Raises:
        UsageError: when one of them is not kept, or cannot be read.
    """
    stored, outcomes = _read(kept_file(folder, name))
    before = kept_baseline(folder, baseline) if baseline and baseline != name else None
    return template(
        "evaluation_run.html",
        run_name=name,
        run=stored,
        outcomes=outcomes,
        columns=COLUMNS,
        against=against(outcomes, stored.get("settings", {}), before) if before else None,
        itself=baseline == name,
        plots=_plots(folder, name) if can_draw() else {},
        missing=MISSING,
        report=(folder / f"{name}.html").is_file(),
        wrong=[_wrong(assistant, outcome) for outcome in outcomes if not outcome.correct],
    )


@lru_cache(maxsize=8)
def _read(path: Path) -> tuple[dict[str, Any], list[Outcome]]:
    stored = read_run(path)
    stored["settings"] = without_folders(stored.get("settings", {}))
    try:
        return stored, outcomes_of(stored)
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"{path.name} was written by another version: run the evaluation again") from error


@lru_cache(maxsize=8)
def _plots(folder: Path, name: str) -> dict[str, str]:
    return plots(_read(kept_file(folder, name))[1])


def _wrong(assistant: Assistant, outcome: Outcome) -> Wrong:
    answer = outcome.answer
    nearest = answer.refusal.nearest if answer.refusal else ()
    return Wrong(
        outcome,
        [_cited(c, f"[{c.n}] ") for c in answer.citations] or [_cited(c) for c in nearest],
        [_stated(assistant, gold) for gold in outcome.question.gold],
    )


def _cited(citation: Citation, mark: str = "") -> Words:
    address = transcript_url(citation.source, citation.start, citation.end)
    return Words(citation.quote, citation.title, address, mark)


def _stated(assistant: Assistant, gold: Gold) -> Words:
    try:
        transcript = assistant.transcript(gold.source)
    except AssistantError:
        return Words(gold.quote, f"{gold.source}, not indexed", "")
    start = transcript.text.find(gold.quote) if gold.quote else -1
    if start < 0:
        return Words(gold.quote, transcript.title, transcript_url(gold.source))
    return Words(gold.quote, transcript.title, transcript_url(gold.source, start, start + len(gold.quote)))
