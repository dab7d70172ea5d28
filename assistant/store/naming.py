"""The files that are to be read, each named by its path inside the folder that it is indexed from."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from assistant.corpus.files import Walk, is_folder, transcript_files
from assistant.errors import CorpusError
from assistant.store.own_files import HOLDER_FILE, own_folder


def named_files(
    paths: Sequence[Path],
    corpus: Path | None = None,
    vectorstore: Path | None = None,
    *,
    may_be_empty: bool = False,
    roots: Iterable[str] = (),
    apart: Sequence[Path] = (),
    walked: Mapping[Path, Walk] | None = None,
) -> Iterable[tuple[str, Path, str]]:
    """Each file as (source, path, root): ``source`` is its path inside the folder ``root``.

    Args:
        vectorstore: the folder of an index whose own files are left out.
        may_be_empty: whether a folder without transcripts is passed over; one that does not exist never is.
        roots: folders that transcripts are indexed from; what lies in one of them is named from there.
        apart: folders that are read by themselves, and left out where a folder around one is read.
        walked: what a walk through each of the folders just found.

    Raises:
        CorpusError: when a path is missing or holds no transcripts but those ``apart``, ``corpus`` is a file, or a file
            lies among the index's own.
    """
    if corpus is not None and corpus.is_file():
        raise CorpusError(f"{corpus} is a file: set ASSISTANT_CORPUS to the folder that it lies in")
    home, known = vectorstore.resolve() if vectorstore else None, walked or {}
    for path in paths:
        is_folder(path)  # raises where it cannot be looked at, as what follows would in other words
        root = _root(path, corpus, roots)
        own_note = home / HOLDER_FILE if home else None
        own = _own(path, transcript_files(path, own_note, may_be_empty=may_be_empty, walked=known.get(path)), apart)
        if not own and not may_be_empty:
            raise CorpusError(
                f"all transcripts in {path} are of the corpus or uploads: run assistant ingest without a path"
            )
        for file, place in own.items():
            if home and (taken := own_folder(place, home)):
                raise CorpusError(
                    f"{file} lies in {taken}, which is the index's own folder: move the transcripts out of it"
                )
            yield place.relative_to(root).as_posix(), file, str(root)


def in_scope(stamps: Mapping[str, tuple[str, str]], paths: Sequence[Path], corpus: Path | None) -> set[str]:
    """Sources that were indexed from the folders in ``paths``."""
    roots = sorted({root for root, _ in stamps.values() if root})
    scopes = [(_root(path, corpus, roots), path.resolve()) for path in paths if path.is_dir()]
    return {
        source
        for source, (root, _) in stamps.items()
        if any(root == str(base) and (base / source).is_relative_to(folder) for base, folder in scopes)
    }


def _root(path: Path, corpus: Path | None, roots: Iterable[str]) -> Path:
    """The folder that the files under ``path`` are named from: the nearest of ``roots`` around them, or their own."""
    if corpus is not None and path.resolve().is_relative_to(corpus.resolve()):
        return corpus.resolve()
    own = path.resolve() if path.is_dir() else path.resolve().parent
    around = [Path(root) for root in roots if own.is_relative_to(root)]
    return max(around, key=lambda root: len(root.parts), default=own)


def _own(path: Path, files: Mapping[Path, Path], apart: Sequence[Path]) -> dict[Path, Path]:
    """Of the files under ``path`` those that lie in none of the folders ``apart``, unless it does so itself."""
    inner = [folder for each in apart if not path.resolve().is_relative_to(folder := each.resolve())]
    return {file: place for file, place in files.items() if not any(map(place.is_relative_to, inner))}
