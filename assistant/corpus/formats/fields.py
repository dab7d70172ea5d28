"""The fields of a row by what they hold, whatever a file that people have calls them, and their values as text."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.corpus.dates import parse_date
from assistant.corpus.formats.text import storable
from assistant.corpus.labels import seconds_of

Row = Mapping[str, Any]
# From here on a number of seconds counts from 1970: a recording of three years is none.
_EPOCH_SECONDS = 100_000_000
# The field, and what else files that people have call it.
FIELDS = {
    "text": ("text", "content", "body", "utterance", "transcript", "caption", "sentence", "words", "message", "msg"),
    "title": ("title", "name", "headline", "subject", "meeting"),
    "id": ("source", "meeting_id", "call_id", "conversation_id", "_id", "id", "key"),
    "date": ("date", "published", "day"),
    "speaker": ("speaker", "speaker_name", "speaker_label", "who", "user", "username", "sender", "from", "role"),
    "time": ("time", "start", "start_time", "starttime", "begin", "timestamp", "ts", "at", "created_at", "offset"),
    "people": ("people", "persons"),
    "places": ("places", "locations"),
    "language": ("language", "lang"),
}


def field_called(key: object) -> str:
    """The name of a field, however a table writes it: "Start Time" is ``start_time``."""
    return re.sub(r"[\s-]+", "_", str(key).strip().lower())


def named(row: Row, field: str) -> str:
    """A field's value as text, under any of its names; empty when the row has none or it is a list."""
    return value_of(row, FIELDS[field], lines=field == "text")


def value_of(row: Row, keys: Sequence[str], *, lines: bool = False) -> str:
    """The value of the first of ``keys`` that holds some text or number, in one line unless ``lines`` stay."""
    for key in keys:
        value = row.get(key)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            return storable(str(value) if lines else " ".join(str(value).split()))
    return ""


def several(row: Row, field: str) -> tuple[str, ...]:
    """The values of a field that holds a list, or text parted by semicolons."""
    value = next((row[key] for key in FIELDS[field] if row.get(key)), "")
    parts = value if isinstance(value, list) else str(value).split(";")
    return tuple(storable(" ".join(str(part).split())) for part in parts if str(part).strip())


def seconds_in(row: Row) -> int | None:
    """Seconds into the recording; None where the row tells none, or the time of a day and year."""
    stamp = named(row, "time")
    try:
        seconds = seconds_of(stamp) if ":" in stamp else int(float(stamp)) if stamp else None
    except (ValueError, OverflowError):
        return None
    return seconds if seconds is None or seconds < _EPOCH_SECONDS else None


def lines_of(text: str) -> str:
    """The text with every end of a line as a line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def day_of(row: Row) -> str:
    """The day that a row names as its date; empty when it names none."""
    return stamped_day(named(row, "date"))


def stamped(rows: Sequence[Row]) -> str:
    """The first day in the time stamps of a meeting's rows; one that all of them share tells when they were stored."""
    stamps = [stamp for row in rows if (stamp := named(row, "time"))]
    stored = len(stamps) > 1 and len(set(stamps)) == 1
    return "" if stored else next(filter(None, map(stamped_day, stamps)), "")


def stamped_day(stamp: str) -> str:
    """The day that a date or the head of a time stamp names; empty when it names none."""
    return str(parse_date(stamp) or parse_date(stamp[:10]) or "")
