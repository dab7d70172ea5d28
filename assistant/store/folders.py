"""Folders that are to be read, and what is told of them: that one came to be empty, that another was left out."""

from collections.abc import Sequence
from pathlib import Path

from assistant.corpus.files import SUFFIXES, printable, transcript_files
from assistant.store.catalog import Catalog
from assistant.store.naming import in_scope, named_files

# Of files of other kinds so many are named.
NAMED = 3


def emptied(catalog: Catalog, path: Path, corpus: Path | None = None, apart: Sequence[Path] = ()) -> int:
    """How many transcripts are indexed from a folder that holds none now, as one does whose disk is not mounted.

    Args:
        corpus: the folder that sources inside it are named from.
        apart: folders that are read by themselves, and left out where a folder around one is read.

    Raises:
        CorpusError: when ``path`` is missing.
    """
    found = named_files([path], corpus, catalog.path.parent, may_be_empty=True, apart=apart)
    return 0 if any(True for _ in found) else len(in_scope(catalog.stamps(), [path], corpus))


def kept_line(folder: Path, count: int, command: str) -> str:
    """That nothing was removed of a folder that came to be empty, and the ``command`` that does."""
    return f"{folder} holds no transcript now, and the {count} indexed from it were kept: {command} removes them"


def left_out(paths: Sequence[Path], apart: Sequence[Path]) -> list[Path]:
    """Of the folders ``apart`` those with transcripts in them that lie in one of ``paths``, and are not read there."""
    around = [path.resolve() for path in paths if path.is_dir()]
    inner = {
        folder.resolve(): folder for folder in apart if folder.is_dir() and transcript_files(folder, may_be_empty=True)
    }
    return [
        folder
        for place, folder in inner.items()
        if any(place != path and place.is_relative_to(path) for path in around)
        and not any(path.is_relative_to(place) for path in around)
    ]


def passed_over_line(names: Sequence[str]) -> str:
    """How many files were of kinds that are not read, with the names of some."""
    told = ", ".join(map(printable, names[:NAMED])) + (" …" if len(names) > NAMED else "")
    files = "1 file" if len(names) == 1 else f"{len(names):,} files"
    return f"passed over {files} of another kind ({told}): what is read are {', '.join(SUFFIXES)}"
