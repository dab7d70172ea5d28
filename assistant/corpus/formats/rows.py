"""Rows with named fields, from JSON, JSON Lines and CSV: a conversation, or a document a row.

A row needs ``text``; it may say ``title``, ``date``, ``speaker``, ``time``, ``people``, ``places``, ``language`` and
``source`` or ``id``. Rows that say who speaks or when, or that have neither a title nor an id, are the utterances of
one transcript, or of several where their sources or days differ, or without a source their titles; a source or a title
that comes back after another one is the speaker's or the microphone's, and parts nothing. Rows with no more than an id,
in an object with a title, are utterances too; other rows are a transcript each. Mails and pages have a sender, a user
and a time of writing as well: these make an utterance only where all rows have the same title and id. Where a file
holds several, each is named by its id, or by the number of its first row.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from assistant.corpus.formats.extracted import Extracted, Writer
from assistant.corpus.formats.fields import (
    FIELDS,
    Row,
    day_of,
    field_called,
    lines_of,
    named,
    seconds_in,
    several,
    stamped,
    stamped_day,
    value_of,
)
from assistant.corpus.formats.text import decoded
from assistant.errors import TranscriptError

MAX_ROWS = 1_000_000
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
# Of these lists the first are what one transcript is made of; the rows of the others may be anything.
_PARTS = ("segments", "utterances", "turns", "sentences", "captions")
_LISTS = (*_PARTS, "rows", "documents", "items", "data", "results", "messages", "entries", "transcript")
# What names the meeting that an utterance is of: a ``name`` may be the speaker's, a ``subject`` the utterance's.
_TITLES = ("title", "headline")
# What a document is called by itself, and not with others of its meeting.
_OWN_TITLES = ("title", "name", "headline", "subject")
_OWN_IDS = ("source", "_id", "id", "key")
# Who writes or sends, and when, which documents say of themselves too.
_WRITERS = ("user", "username", "sender", "from")
_WRITTEN = ("ts", "at", "created_at")
_TIME = re.compile(r"\d{1,2}:\d{2}|\d+(?:\.\d+)?(?!\S)")


def read_json(raw: bytes, name: str) -> list[Extracted]:
    """A JSON file: a list of rows, one row, or an object with a list of rows in it (as speech recognisers write).

    Raises:
        TranscriptError: when it is not JSON, or no row has a text.
    """
    value = _parsed(decoded(raw, name), name)
    facts = value if isinstance(value, dict) else {}
    found = next((key for key in _LISTS if _is_rows(facts.get(key))), None)
    if found in _PARTS:
        return [_conversation(_mapped(facts[found], name), name, named(facts, "title"), facts)]
    if found is not None:
        return _read_rows(_mapped(facts[found], name), name, facts)
    rows = value if isinstance(value, list) else [value]
    return _read_rows(_mapped(rows, name), name, {})


def read_json_lines(raw: bytes, name: str) -> list[Extracted]:
    """A JSON Lines file: a row a line.

    Raises:
        TranscriptError: when a line is not a JSON object, or no row has a text.
    """
    lines = (line for line in decoded(raw, name).split("\n") if line.strip())
    rows = [_parsed(line, f"{name} row {number}") for number, line in enumerate(lines, 1)]
    return _read_rows(_mapped(rows, name), name, {})


def read_csv(raw: bytes, name: str) -> list[Extracted]:
    """A table, the fields named in its first line and parted by commas, semicolons or tabs.

    Raises:
        TranscriptError: when no column is a text, or a row has more fields than the first line and words in them.
    """
    text = decoded(raw, name)
    first = text[: text.find("\n") if "\n" in text else len(text)][:10_000]
    delimiter = max(_DELIMITERS, key=first.count)
    limit = csv.field_size_limit(max(len(text), 131_072))
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise TranscriptError(f"{name}: not a table that can be read ({error})") from error
    finally:
        csv.field_size_limit(limit)
    for number, row in enumerate(rows, 1):
        if any(field.strip() for field in row.pop(None, [])):
            raise TranscriptError(
                f"{name}: row {number} has more fields than the first line names;"
                f" put quotation marks around a text with {_DELIMITERS[delimiter]} in it"
            )
    return _read_rows(_mapped(rows, name), name, {})


def _parsed(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise TranscriptError(f"{where}: not JSON ({error.msg} at line {error.lineno})") from error
    except (RecursionError, ValueError) as error:  # nested too deep; a number of too many digits
        raise TranscriptError(f"{where}: JSON that cannot be read ({type(error).__name__})") from error


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict) and bool(named(value[0], "text"))


def _mapped(rows: Sequence[Any], name: str) -> Sequence[Row]:
    if len(rows) > MAX_ROWS:
        raise TranscriptError(f"{name}: {len(rows)} rows are over the limit of {MAX_ROWS}; split it")
    wrong = next((i for i, row in enumerate(rows, 1) if not isinstance(row, dict)), 0)
    if wrong:
        raise TranscriptError(f"{name}: row {wrong} is no object with named fields such as text")
    folded = [{field_called(key): value for key, value in row.items() if not _is_time(key, value)} for row in rows]
    if not any(named(row, "text") for row in folded):
        known = ", ".join(list(folded[0])[:6]) if folded else "no rows"
        raise TranscriptError(f"{name}: no field is named text ({known[:200]!r} are); name one so")
    return folded


def _is_time(key: object, value: object) -> bool:
    """Whether a field ``from`` says since when, and not from whom."""
    return field_called(key) == "from" and not any(map(str.isalpha, str(value)))


def _read_rows(rows: Sequence[Row], name: str, facts: Row) -> list[Extracted]:
    said = [row for row in rows if named(row, "text")]
    headless = bool(named(facts, "title")) and not any(_says_what_it_is(row) for row in rows)
    if headless or _are_utterances(said):
        return list(_conversations(rows, name, facts))
    return list(_documents(rows, facts))


def _are_utterances(rows: Sequence[Row]) -> bool:
    """Whether rows with a text are what is said in turn, and not documents."""
    first = rows[0]
    speakers, times = (
        [key for key in FIELDS[field] if key not in (*_WRITERS, *_WRITTEN)] for field in ("speaker", "time")
    )
    if value_of(first, speakers) or _tells_time(value_of(first, times)):
        return True
    titles, ids = ([value_of(row, keys) for row in rows] for keys in (_OWN_TITLES, _OWN_IDS))
    if not (titles[0] or ids[0]):
        meetings = [named(row, "id") for row in rows]
        return not meetings[0] or len(set(meetings)) < len(meetings)
    written = value_of(first, _WRITERS) or _tells_time(value_of(first, _WRITTEN))
    return bool(written) and len(rows) > 1 and len(set(titles)) == len(set(ids)) == 1


def _tells_time(stamp: str) -> bool:
    """Whether a field of that name says when, and not where or how long ago."""
    return bool(_TIME.match(stamp) or stamped_day(stamp))


def _says_what_it_is(row: Row) -> bool:
    """Whether a row has what only a transcript has, more than the number of an utterance."""
    return any(named(row, field) for field in ("title", "date")) or any(
        several(row, field) for field in ("people", "places")
    )


def _documents(rows: Sequence[Row], facts: Row) -> Iterator[Extracted]:
    """A transcript of each row; of what it does not say, ``facts`` are taken."""
    taken: set[str] = set()
    for number, row in enumerate(rows, 1):
        text = named(row, "text")
        if text:
            member = _member(named(row, "id"), number, taken)
            said = _said_over(facts, row)
            yield _with_facts(Extracted(lines_of(text), title=named(said, "title"), headed=False, member=member), said)


def _said_over(facts: Row, row: Row) -> Row:
    """What a row says and, of the fields that it does not name by any of their names, what ``facts`` say."""
    own = {key: value for key, value in row.items() if value}
    said = [keys for field, keys in FIELDS.items() if (day_of(own) if field == "date" else any(map(own.get, keys)))]
    told = {key for keys in said for key in keys}
    return {key: value for key, value in facts.items() if key not in told} | own


def _member(id_: str, number: int, taken: set[str]) -> str:
    """What names a transcript among those of its file, other than those in ``taken``, to which it is added."""
    member = f"#{id_ or number}"
    member = member if member not in taken else f"{member}#{number}"
    taken.add(member)
    return member


def _conversations(rows: Sequence[Row], name: str, facts: Row) -> Iterator[Extracted]:
    """A transcript of each meeting; of what its rows do not say, ``facts`` are taken."""
    meetings, taken = _meetings(rows), set[str]()
    for meeting in meetings:
        title = meeting.title or named(facts, "title")
        date = meeting.date or ("" if named(facts, "date") else stamped(meeting.rows))
        stated = _said_over(facts, {**meeting.rows[0], "date": date})
        conversation = _conversation(meeting.rows, name, title, stated)
        member = _member(meeting.id, meeting.number, taken) if len(meetings) > 1 else ""
        yield replace(conversation, member=member)


@dataclass(frozen=True, slots=True)
class _Meeting:
    """Rows that are of one meeting, what they say of it, and the number of the first of them, counted from 1."""

    rows: Sequence[Row]
    id: str
    title: str
    date: str
    number: int


def _meetings(rows: Sequence[Row]) -> list[_Meeting]:
    """The rows with a text, by meeting; one that does not say its source, title or day goes on with the one before."""
    said = [(number, row) for number, row in enumerate(rows, 1) if named(row, "text")]
    by_id: dict[str, list[tuple[int, Row]]] = {}
    for id_, numbered in zip(_meeting_ids([row for _, row in said]), said, strict=True):
        by_id.setdefault(id_, []).append(numbered)
    meetings = []
    for id_, own in by_id.items():
        titles = _filled([value_of(row, _TITLES) for _, row in own])
        titles = titles if _in_runs(titles) else [""] * len(titles)
        together: dict[str, list[tuple[int, Row, str]]] = {}
        for title, (number, row) in zip(titles, own, strict=True):
            together.setdefault("" if id_ else title, []).append((number, row, title))
        meetings += [meeting for titled in together.values() for meeting in _by_day(titled, id_)]
    return meetings


def _by_day(titled: Sequence[tuple[int, Row, str]], id_: str) -> Iterator[_Meeting]:
    days = _filled([day_of(row) for _, row, _ in titled])
    for day in dict.fromkeys(days):
        own = [each for each, of_day in zip(titled, days, strict=True) if of_day == day]
        number, _, title = own[0]
        yield _Meeting([row for _, row, _ in own], id_, title, day, number)


def _meeting_ids(rows: Sequence[Row]) -> list[str]:
    """Of each row the source or id that tells its meeting from others; empty where there is none that does.

    A source that comes back after another one is a microphone, unless each names a day of its own; an id that comes
    back, or never does, numbers the utterances.
    """
    sources = _filled([value_of(row, ("source",)) for row in rows])
    several = len(set(sources)) > 1
    if several and (_in_runs(sources) or _of_days_apart(rows, sources)):
        return sources
    keys = [key for key in FIELDS["id"] if not (several and key == "source")]
    ids = _filled([value_of(row, keys) for row in rows])
    return ids if 1 < len(set(ids)) < len(ids) and _in_runs(ids) else [""] * len(rows)


def _in_runs(values: Sequence[str]) -> bool:
    """Whether none of ``values`` comes back after another one."""
    return 1 + sum(before != value for before, value in pairwise(values)) <= len(set(values))


def _of_days_apart(rows: Sequence[Row], sources: Sequence[str]) -> bool:
    """Whether every source names one day, and no two the same."""
    days: dict[str, set[str]] = {source: set() for source in sources}
    for row, source in zip(rows, sources, strict=True):
        days[source] |= {day_of(row)} - {""}
    return all(len(own) == 1 for own in days.values()) and len(set().union(*days.values())) == len(days)


def _filled(values: Sequence[str]) -> list[str]:
    """Where one is empty the one before it; where none is before it, the first that is not."""
    last = next(filter(None, values), "")
    return [last := value or last for value in values]


def _conversation(rows: Sequence[Row], name: str, title: str, facts: Row) -> Extracted:
    """One transcript of all rows, a paragraph a row, with who speaks and when."""
    writer = Writer()
    before = ""
    for row in rows:
        text, speaker = lines_of(named(row, "text")).strip(), named(row, "speaker")
        if text:
            writer.paragraph()
            writer.mark(seconds=seconds_in(row), speaker=speaker if speaker != before else None)
            writer.write(text)
            before = speaker
    if not writer.length:
        raise TranscriptError(f"{name}: no row has a text")
    return _with_facts(Extracted(writer.text, writer.marks, title=title, headed=False), facts)


def _with_facts(extracted: Extracted, row: Row) -> Extracted:
    return Extracted(
        extracted.text,
        extracted.marks,
        extracted.title,
        named(row, "date"),
        several(row, "people"),
        several(row, "places"),
        named(row, "language")[:2].lower(),
        extracted.headed,
        extracted.member,
    )
