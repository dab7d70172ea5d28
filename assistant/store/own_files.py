"""Which files in a vectorstore folder are the index's own: no other file is deleted, and none of them is a transcript.

People put the vectorstore into the folder of their transcripts, or their transcripts into the vectorstore.
"""

import re
import shutil
from pathlib import Path

from assistant.errors import IndexStateError

CHROMA_FOLDER = "chroma"
NEW_CHROMA_FOLDER = "chroma.new"
HOLDER_FILE = "writer.json"

# The database with what SQLite writes beside it, and a folder a graph, named by its id.
_CHROMA_FILE = re.compile(r"chroma\.sqlite3(-journal|-wal|-shm)?|[0-9a-f-]{36}/\w+\.(bin|pickle|tmp)")
# What file managers and network shares leave anywhere.
_OF_THE_SYSTEM = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))


def discard_chroma(*folders: Path) -> None:
    """Delete folders of an embedded Chroma.

    Raises:
        IndexStateError: when a file in one of them is not Chroma's, or one is a link; nothing is deleted then.
    """
    for folder in folders:
        refuse_strangers(folder)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def refuse_strangers(folder: Path) -> None:
    """Raise unless a folder of an embedded Chroma is a folder, or missing, and every file in it is Chroma's.

    Raises:
        IndexStateError: naming one that is not.
    """
    refuse_link(folder)
    for path in sorted(folder.rglob("*")):
        own = path.name in _OF_THE_SYSTEM or _CHROMA_FILE.fullmatch(path.relative_to(folder).as_posix())
        if not own and (path.is_symlink() or not path.is_dir()):
            raise IndexStateError(
                f"{path} is not the index's, and {folder} is to be deleted and made anew: move the file elsewhere"
            )


def refuse_link(path: Path) -> None:
    """Raise when a file or folder that is to be deleted is a link: what it leads to would stay, words and all.

    Raises:
        IndexStateError: naming it and where it leads.
    """
    if path.is_symlink():
        raise IndexStateError(
            f"{path} is a link to {path.readlink()}, and it is to be deleted and made anew: put what it leads to in "
            "its place, or set ASSISTANT_VECTORSTORE to a folder on the disk that it leads to"
        )


def own_folder(place: Path, vectorstore: Path) -> Path | None:
    """The folder in ``vectorstore``, where only Chroma's files may lie, that ``place`` is in; both without links."""
    folders = (vectorstore / CHROMA_FOLDER, vectorstore / NEW_CHROMA_FOLDER)
    return next((folder for folder in folders if place.is_relative_to(folder)), None)
