"""A sidecar ``NAME.meta.yaml`` beside a transcript: facts that override what was inferred."""

from collections.abc import Iterator
from typing import Any

from assistant.corpus.dates import parse_date
from assistant.errors import TranscriptError

SUFFIX = ".meta.yaml"
# What whoever keeps the corpus can do about a date without a year.
STATE_THE_YEAR = f"state it in a file NAME{SUFFIX} (date: 2023-12-18) and run assistant ingest"
_FIELDS = ("title", "date", "people", "places", "language")
# Far more than facts about one transcript take; YAML's aliases make little text large.
_MAX_BYTES = 64 * 1024


def read_sidecar(raw: bytes, name: str) -> dict[str, Any]:
    """The changes that a sidecar makes, by attribute of ``Transcript``; a field with nothing behind it makes none.

    Raises:
        TranscriptError: when it is no YAML, or has a field or a date that is none.
    """
    facts = _facts(raw, name)
    unknown = set(map(str, facts)) - set(_FIELDS)
    if unknown:
        raise TranscriptError(f"{name}: unknown field {sorted(unknown)[0]!r}; known are {', '.join(_FIELDS)}")
    facts = {field: value for field, value in facts.items() if not _is_empty(value)}
    changed: dict[str, Any] = {field: str(facts[field]) for field in ("title", "language") if field in facts}
    for field in ("people", "places"):
        if field in facts:
            changed[field] = tuple(str(item) for item in _as_list(facts[field]) if not _is_empty(item))
    if "date" in facts:
        changed["date"] = parse_date(str(facts["date"]))
        if changed["date"] is None:
            raise TranscriptError(f"{name}: the sidecar's date {facts['date']!r} is not YYYY-MM-DD")
    return changed


def _facts(raw: bytes, name: str) -> dict[Any, Any]:
    import yaml

    if len(raw) > _MAX_BYTES:
        raise TranscriptError(f"{name}: over {_MAX_BYTES // 1024} KB, too much for facts about one transcript")
    try:
        facts = yaml.safe_load(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, yaml.YAMLError, ValueError, RecursionError, AttributeError, TypeError) as error:
        raise TranscriptError(f"{name}: not readable as YAML ({type(error).__name__})") from error
    if not isinstance(facts, dict):
        raise TranscriptError(f"{name}: must be lines such as 'date: 2023-12-18'")
    return facts


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _as_list(value: Any) -> Iterator[Any]:
    yield from value if isinstance(value, list) else [value]
