"""A figure of ours, written as the transcripts write the figures that it was worked out from."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.corpus.figures import Figure, Measure, read_figures
from assistant.corpus.numerals import DIGITS, SCALES, SHORT_SCALES

_DIGITS = re.compile(DIGITS)
_SCALE = re.compile(rf"[\s\u00a0-]*(?P<word>{'|'.join(w for w in SCALES if w != 'dozen')})\b", re.IGNORECASE)
_SHORT = re.compile(rf"\s*(?P<word>{'|'.join(sorted(SHORT_SCALES, key=len, reverse=True))})\b", re.IGNORECASE)
_LONG = (("trillion", 1e12), ("billion", 1e9), ("million", 1e6))
# Decimals of a result that no operand's own digits ask for.
MOST_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class _Form:
    """How a figure is written: its sign, its unit's words, what one of them is in the figure's unit, its decimals."""

    sign: str
    unit: str
    factor: float
    decimals: int
    scaled: bool


def written(value: float, like: Sequence[Figure], *, exact: bool = True) -> str:
    """``value``, in the unit of ``like``, with their sign, scale and unit.

    Args:
        like: the figures that it comes from; the first tells the unit's words.
        exact: whether it is a sum or a difference, which has no more decimals than they have.
    """
    forms = [_form(figure) for figure in like]
    form = forms[0]
    decimals = max(f.decimals for f in forms)
    amount = value / form.factor
    word, scale = "", 1.0
    if any(f.scaled for f in forms):
        word, scale = next(((w, s) for w, s in _LONG if abs(amount) >= s), ("", 1.0))
    told = _digits(amount / scale, decimals if scale > 1 or not any(f.scaled for f in forms) else 0, exact=exact)
    unit = form.unit
    if like[0].measure is Measure.PERCENT and exact:
        unit = " percentage point" if told == "1" else " percentage points"
    return f"{form.sign}{told}{' ' + word if word else ''}{unit}"


def _digits(amount: float, decimals: int, *, exact: bool) -> str:
    """The digits, thousands parted; an exact result keeps what a change of scale brings to light."""
    least = decimals
    while exact and least < decimals + 3 and not math.isclose(round(amount, least), amount, rel_tol=1e-9):
        least += 1
    told = f"{amount:,.{least if exact else max(decimals, min(MOST_DECIMALS, decimals + 1))}f}"
    return told.rstrip("0").rstrip(".") if "." in told else told


def _form(figure: Figure) -> _Form:
    text = " ".join(figure.text.split())
    digits = _DIGITS.search(text)
    if digits is None:
        return _spelled(figure, text)
    behind = text[digits.end() :]
    scale = _SCALE.match(behind) or _SHORT.match(behind)
    while scale and (more := _SCALE.match(behind, scale.end())):
        scale = more
    unit = behind[scale.end() :] if scale else behind
    decimals = len(digits.group().partition(".")[2])
    return _Form(text[: digits.start()].strip(), _spaced(unit), _factor(figure, unit), decimals, bool(scale))


def _spelled(figure: Figure, text: str) -> _Form:
    """Of a number in words only the unit's word is taken over, the last."""
    sign = text[0] if text[0] in "$€£¥₽" else ""
    unit = text.split()[-1] if figure.measure is not Measure.COUNT and not sign else ""
    scaled = any(word in text.lower() for word, _ in _LONG)
    return _Form(sign, _spaced(unit), _factor(figure, unit), 0, scaled)


def _spaced(unit: str) -> str:
    unit = unit.strip(" -\u00a0")
    return unit if not unit or unit.startswith("%") else f" {unit}"


def _factor(figure: Figure, unit: str) -> float:
    """What one of the unit's words is in the figure's own unit: 1,000 for kilometres in metres."""
    if figure.measure in (Measure.COUNT, Measure.MONEY, Measure.PERCENT):
        return 1.0
    plural = unit.strip(" -")
    read = read_figures(f"3 {plural}") or read_figures(f"3 {plural}s")
    return read[0].value / 3 if read and read[0].unit == figure.unit else 1.0
