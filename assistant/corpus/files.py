"""The files of a folder: which are transcripts, which are of kinds that are not read, and what cannot be looked at."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from assistant.corpus.formats.dispatch import SUFFIXES as READ_SUFFIXES
from assistant.corpus.sidecars import SUFFIX as SIDECAR_SUFFIX
from assistant.errors import CorpusError

SUFFIXES = (*READ_SUFFIXES, ".zip")
# The list of example questions, which is no transcript.
EXAMPLES = "examples.txt"
OUTSIDE = "a link that leads out of the folder is not followed; put a copy there, or ingest what it leads to"
NOWHERE = "a link that leads nowhere now; mount or bring back what it led to, or delete it"
INTO_HIDDEN = "a link to a hidden folder is not followed; rename what it leads to"
# Hidden files, and what Office writes beside a document for as long as it is open.
_HIDDEN = (".", "~$")
# Beside transcripts, and none: of those who share folders, and of the systems that they share them with.
_NO_TRANSCRIPTS = frozenset(
    ("README", "LICENSE", "LICENCE", "COPYING", "NOTICE", "Makefile", "Thumbs.db", "desktop.ini", "Icon\r")
)


@dataclass(frozen=True, slots=True)
class Walk:
    """What one walk through a folder found, each sorted; hidden files are left out.

    Attributes:
        transcripts: files of kinds that are read, links that lead out of the folder among them.
        others: files of other kinds that someone may expect to be asked about; no sidecars, licences or the like.
        unread: what is left out, and why: links that lead out of the folder, nowhere, or to a hidden one, what cannot
            be read or looked at.
        folders: device and inode of each folder that was listed, by where it really lies, the outermost first; empty of
            one that could not be listed, or in whose place another stood before the walk was over.
    """

    transcripts: list[Path]
    others: list[Path]
    unread: list[tuple[Path, str]]
    folders: dict[Path, str]


def walk(corpus: Path) -> Walk:
    """Walk through the folder ``corpus`` and all below it; what cannot be looked at stops nothing."""
    found = Walk([], [], [], {})
    home = corpus.resolve()
    listed = dict[Path, str]()
    for path in sorted(_below(corpus, found.unread, listed)):
        try:
            reason, is_file = _why_unread(path, home), path.is_file()
        except OSError as error:  # in a folder, or behind a link into one, that this user may not enter
            reason, is_file = f"it cannot be looked at ({error.strerror}); let this user read it", False
        if reason:
            found.unread.append((path, reason))
        if is_file and path.name != EXAMPLES:
            if path.suffix.lower() in SUFFIXES:
                found.transcripts.append(path)
            elif path.name not in _NO_TRANSCRIPTS and not path.name.endswith((SIDECAR_SUFFIX, "~")):
                found.others.append(path)
    found.unread.sort()
    for folder, mark in listed.items():
        found.folders[home / folder.relative_to(corpus)] = mark if identity(folder) == mark else ""
    return found


def _below(corpus: Path, unread: list[tuple[Path, str]], listed: dict[Path, str]) -> Iterator[Path]:
    """All that is not hidden below a folder, links not followed; folders that cannot be listed are added to ``unread``.

    It calls nothing within itself, as folders nest deeper than Python calls may.

    Args:
        listed: device and inode of every folder are added to it, as they were before the folder was listed.
    """
    waiting = [corpus]
    while waiting:
        folder = waiting.pop()
        listed[folder] = identity(folder)
        try:
            with os.scandir(folder) as entries:
                shown = [entry for entry in entries if not is_hidden(entry.name)]
        except OSError as error:
            unread.append((folder, f"its folder cannot be read ({error.strerror})"))
            listed[folder] = ""
            continue
        for entry in shown:
            path = Path(entry.path)
            yield path
            with suppress(OSError):  # it is looked at once more, and that it cannot be is told
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(path)


def is_hidden(name: str) -> bool:
    """Whether a walk passes over a file or folder of this name."""
    return name.startswith(_HIDDEN)


def identity(folder: Path) -> str:
    """Device and inode of a folder; empty where there is none, or it cannot be looked at."""
    try:
        seen = folder.stat()
    except OSError:
        return ""
    return f"{seen.st_dev}/{seen.st_ino}"


def is_folder(path: Path) -> bool:
    """Whether what is to be read is a folder, and not a file.

    Raises:
        CorpusError: when it is neither, is missing, or cannot be looked at.
    """
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise CorpusError(f"no folder of transcripts at {path}: create it or set ASSISTANT_CORPUS to yours") from None
    except OSError as error:
        raise CorpusError(
            f"{path} cannot be looked at ({error.strerror}): let this user read it, or name another"
        ) from error
    if not (stat.S_ISDIR(mode) or stat.S_ISREG(mode)):
        raise CorpusError(
            f"{path} is neither a file nor a folder: name the file or the folder that holds the transcripts"
        )
    return stat.S_ISDIR(mode)


def transcript_files(
    corpus: Path, excluded: Path | None = None, *, may_be_empty: bool = False, walked: Walk | None = None
) -> dict[Path, Path]:
    """Where each readable file below ``corpus`` (or the file itself) really lies, by its path, sorted.

    Links that lead out of ``corpus`` are left out, as is the file ``excluded``. Finding out where a file lies takes a
    look at each folder above it, so it is done once a file.

    Args:
        walked: what a walk through the folder just found, to be taken for what is there.

    Raises:
        CorpusError: when the folder is missing or cannot be read or, unless it ``may_be_empty``, holds none.
    """
    if not is_folder(corpus):
        return {corpus: corpus.resolve()}
    if problem := closed(corpus):
        raise CorpusError(f"{corpus} cannot be read ({problem}): let this user read it")
    walked = walked or walk(corpus)
    home, left_out = corpus.resolve(), excluded.resolve() if excluded else None
    lying = {path: path.resolve() for path in walked.transcripts}
    files = {path: place for path, place in lying.items() if place.is_relative_to(home) and place != left_out}
    if not files and not may_be_empty:
        if any(reason == OUTSIDE for _, reason in walked.unread):
            raise CorpusError(f"no transcripts in {corpus} but links that lead out of it: ingest what they lead to")
        raise CorpusError(f"no transcripts in {corpus}: put {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]} files there")
    return files


def _why_unread(path: Path, home: Path) -> str:
    """Why a link in ``home`` is not read; empty where it is, or would hold nothing to read.

    Raises:
        OSError: when it cannot be looked at.
    """
    if not path.is_symlink():
        return ""
    if not path.exists():
        return NOWHERE
    place, to_folder = path.resolve(), path.is_dir()
    if not place.is_relative_to(home):
        return OUTSIDE if to_folder or (path.suffix.lower() in SUFFIXES and path.is_file()) else ""
    return INTO_HIDDEN if to_folder and any(map(is_hidden, place.relative_to(home).parts)) else ""


def closed(folder: Path) -> str:
    """Why a folder cannot be listed, and seems empty; empty where it can."""
    try:
        os.scandir(folder).close()
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""


def container(source: str, root: Path) -> Path:
    """The file that ``source`` is in: itself, or the archive or table that it is a part of; it need not exist."""
    parts = PurePosixPath(source).parts
    candidates = [root.joinpath(*parts[:length]) for length in range(len(parts), 0, -1)]
    candidates += [root / source[:i] for i, char in enumerate(source) if char == "#"]
    return next((path for path in candidates if path.is_file()), candidates[0])


def printable(name: str) -> str:
    """A file's name on one line: what is not printable, or turns the direction of writing, is escaped."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in name)
