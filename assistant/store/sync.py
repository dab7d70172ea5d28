"""What differs between the files and the index, found without reading files that look as they did.

A file's size, its times and its sidecar's are its stamp. Where the stamp is the one recorded when the file was last
read, its transcripts are unchanged; else the file is read and the digest of what it says decides.
"""

import os
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from assistant.corpus.files import Walk, container, is_folder, printable, walk
from assistant.corpus.loading import load_transcripts
from assistant.corpus.transcripts import Transcript, digest_less_name
from assistant.errors import CorpusError, TranscriptError
from assistant.store.catalog import Catalog
from assistant.store.naming import in_scope, named_files
from assistant.store.own_files import own_folder
from assistant.store.places import around, known_folders, named_places, out_of_sight
from assistant.store.stamps import stamp_of


@dataclass(slots=True)
class Difference:
    """The files against the index. Lists hold sources; ``skipped`` holds (source, reason).

    Attributes:
        changed: transcripts that are new or say something else than what is indexed.
        stamps: of every file that was read, by source.
        roots: where unchanged sources are found now, of those whose folder was another one that no longer holds them.
        renamed: by the new source the old one, where a file is gone and a new one says the same.
        missing: sources whose files are gone, less those renamed.
        passed_over: files of kinds that are not read, by their paths in the folder that was to be read.
        folders: device and inode of each folder that was walked, as in ``Walk``.
        links: those in the folders that are not followed, and where each leads to.
        named: where what was to be read really lies.
    """

    changed: list[Transcript] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    stamps: dict[str, str] = field(default_factory=dict)
    roots: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    folders: dict[Path, str] = field(default_factory=dict)
    links: dict[Path, Path] = field(default_factory=dict)
    named: list[Path] = field(default_factory=list)


def compare(
    catalog: Catalog,
    paths: Sequence[Path],
    corpus: Path | None = None,
    *,
    prune: bool = False,
    apart: Sequence[Path] = (),
) -> Difference:
    """How the files under ``paths`` differ from what is indexed.

    Args:
        corpus: the folder that sources inside it are named from, whichever part of it ``paths`` name.
        apart: folders that are read by themselves, and left out where a folder around one is read.
        prune: whether what is missing is to be removed; then a folder that was indexed may have come to be empty.

    Raises:
        CorpusError: when a path is missing or nothing in it can be read.
    """
    found = Difference(named=[path.resolve() for path in paths])
    known, stamps = catalog.digests(), catalog.stamps()
    roots = sorted({root for root, _ in stamps.values() if root})
    # One walk tells what is there and what cannot be read: what fails for a moment is not taken for gone.
    walked = {path: walk(path) for path in paths if is_folder(path)}
    found.folders = _folders(walked)
    named = named_files(paths, corpus, catalog.path.parent, may_be_empty=prune, roots=roots, apart=apart, walked=walked)
    files = _files(named, found)
    parts = _parts(files, stamps)
    before = _named_from_inside(files, stamps)
    kept: set[str] = set()
    for source, (path, root) in files.items():
        indexed, stamp = parts.get(source, []), stamp_of(path)
        if stamp and indexed and all(stamps[name] == (root, stamp) for name in indexed):
            found.unchanged += indexed
            kept.update(indexed)
        else:
            read = _read(found, known, stamps, File(source, path, root, stamp))
            kept |= read or {*indexed, *before.get(source, [])}
    indexed_here = {name for names in (*parts.values(), *before.values()) for name in names}
    left = _unread(walked)
    gone = (indexed_here | in_scope(stamps, paths, corpus)) - kept
    found.links = dict(_links(path for path, _, _ in left))
    gone -= _within(stamps, [path for path, _, _ in left])
    found.missing = sorted(_looked_for(catalog, found, {name: Path(stamps[name][0], name) for name in gone}, files))
    if not found.changed and not found.unchanged and not (prune and found.missing):
        list(named_files(paths, corpus, catalog.path.parent, apart=apart))  # raises where there is no file at all
        raise CorpusError(f"nothing readable in {', '.join(map(str, paths))}: {found.skipped[0][1]}")
    _pair_renamed(found, catalog, known)
    found.skipped += [(name, f"{name}: {reason}") for _, name, reason in left]
    found.passed_over = list(dict.fromkeys(_passed_over(walked, catalog.path.parent.resolve())))
    return found


def _folders(walked: Mapping[Path, Walk]) -> dict[Path, str]:
    """What the folders of all walks were; empty of one that was another at another walk."""
    folders = dict[Path, str]()
    for found in walked.values():
        for folder, mark in found.folders.items():
            folders[folder] = mark if folders.get(folder, mark) == mark else ""
    return folders


def _unread(walked: Mapping[Path, Walk]) -> list[tuple[Path, str, str]]:
    """What in the folders that were walked is left out: where it lies, its name there, and why."""
    return [
        (path, printable(path.relative_to(folder).as_posix()), reason)
        for folder, found in walked.items()
        for path, reason in found.unread
    ]


def _links(paths: Iterable[Path]) -> Iterable[tuple[Path, Path]]:
    """Of ``paths`` the links, by where they lie, with where they lead to."""
    for path in paths:
        if os.path.islink(path):
            yield path.parent.resolve() / path.name, Path(os.path.realpath(path))


def _looked_for(
    catalog: Catalog, found: Difference, gone: Mapping[str, Path], files: Mapping[str, tuple[Path, str]]
) -> Iterable[str]:
    """Of the sources that were not found those that were in what was read, or a walk would have found."""
    if not gone:
        return []
    named, known = named_places(catalog), known_folders(catalog)
    read = {Path(root, source) for source, (_, root) in files.items()}
    return [
        source
        for source, place in gone.items()
        if not read.isdisjoint(around(place)) or not out_of_sight(place, found.folders, named, known)
    ]


def _passed_over(walked: Mapping[Path, Walk], home: Path) -> Iterable[str]:
    """The names of files of other kinds in the folders that were walked, less what is the index's in ``home``."""
    for folder, found in walked.items():
        for path in found.others:
            place = folder.resolve() / path.relative_to(folder)
            if place.parent != home and not own_folder(place, home):
                yield path.relative_to(folder).as_posix()


@dataclass(frozen=True, slots=True)
class File:
    """A file of the corpus: the name of what is in it, where it is, the folder it is named from, and its stamp."""

    source: str
    path: Path
    root: str
    stamp: str


def _files(named: Iterable[tuple[str, Path, str]], found: Difference) -> dict[str, tuple[Path, str]]:
    """Path and root of each file by source; of two with one name the second is skipped."""
    files: dict[str, tuple[Path, str]] = {}
    for source, path, root in named:
        first, _ = files.setdefault(source, (path, root))
        if first is not path and not first.samefile(path):
            found.skipped.append((source, _same_name(source, path, first)))
    return files


def _parts(files: Mapping[str, tuple[Path, str]], stamps: Mapping[str, tuple[str, str]]) -> dict[str, list[str]]:
    """What is indexed of each file, by the file's source: itself, members of an archive, rows of a table."""
    parts: dict[str, list[str]] = {}
    for name, (root, _) in stamps.items():
        ends = (len(name), *(i for i in range(len(name) - 1, 0, -1) if name[i] in "/#"))
        file = next((name[:end] for end in ends if name[:end] in files), None)
        if file is not None and (file == name or files[file][1] == root):
            parts.setdefault(file, []).append(name)
    return parts


def _named_from_inside(
    files: Mapping[str, tuple[Path, str]], stamps: Mapping[str, tuple[str, str]]
) -> dict[str, list[str]]:
    """Of files that are new by their names what is indexed of them by others: from a folder inside the one of now."""
    indexed: dict[tuple[str, str], list[str]] = {}
    for name, (root, _) in stamps.items():
        for end in (len(name), *(i for i, char in enumerate(name) if char in "/#")):
            indexed.setdefault((root, name[:end]), []).append(name)
    before = {}
    for source, (_, root) in files.items():
        inner = [str(parent) for parent in PurePosixPath(source).parents[:-1]] if (root, source) not in indexed else []
        names = [indexed.get((str(Path(root, each)), source.removeprefix(f"{each}/")), []) for each in inner]
        before[source] = [name for some in names for name in some]
    return before


def _same_name(source: str, path: Path, first: Path) -> str:
    return f"{source}: {path} has the same name as {first}; rename one of them"


def _read(found: Difference, known: Mapping[str, str], stamps: Mapping[str, tuple[str, str]], file: File) -> set[str]:
    """Add what a file says; returns the sources in it, those refused among them, none where it cannot be read."""
    try:
        loaded = load_transcripts(file.path, file.source, file.root)
    except TranscriptError as error:
        found.skipped.append((file.source, str(error)))
        return set()
    refused = list(loaded.refused)
    for transcript in loaded.transcripts:
        source = transcript.source
        first = _elsewhere(source, stamps, file)
        if known.get(source) == transcript.digest:
            found.unchanged.append(source)
            if first is None and stamps[source][0] != file.root:
                found.roots[source] = file.root
        elif first is not None:
            refused.append((source, _same_name(source, file.path, first)))
        else:
            found.changed.append(transcript)
    found.skipped += refused
    sources = {transcript.source for transcript in loaded.transcripts}
    found.stamps |= dict.fromkeys(sources, "" if refused else file.stamp)  # what was refused is told each time
    return sources | {source for source, _ in refused}


def _elsewhere(source: str, stamps: Mapping[str, tuple[str, str]], file: File) -> Path | None:
    """Another file that is there and is indexed under this name, from another folder than ``file``."""
    root, _ = stamps.get(source, (file.root, ""))
    if root == file.root:
        return None
    first = container(source, Path(root))
    return first if first.is_file() and not first.samefile(file.path) else None


def _within(stamps: Mapping[str, tuple[str, str]], paths: Sequence[Path]) -> set[str]:
    """Sources that were indexed from files that these paths are, or are folders of; a link is neither."""
    places = [path.resolve() for path in paths if not os.path.islink(path)]  # Path's own raises where it cannot look
    if not places:
        return set()
    return {source for source, (root, _) in stamps.items() if any(map(Path(root, source).is_relative_to, places))}


def _pair_renamed(found: Difference, catalog: Catalog, known: Mapping[str, str]) -> None:
    """Pair new transcripts with missing ones that say the same, or would if their titles were not their names."""
    _pair(found, known, known.__getitem__, lambda transcript: transcript.digest)
    if found.missing and any(t.source not in known and t.source not in found.renamed for t in found.changed):
        _pair(found, known, lambda source: digest_less_name(catalog.transcript(source)), digest_less_name)


def _pair(
    found: Difference, known: Container[str], said: Callable[[str], str], says: Callable[[Transcript], str]
) -> None:
    gone: dict[str, list[str]] = {}
    for source in found.missing:
        gone.setdefault(said(source), []).append(source)
    for transcript in found.changed:
        if transcript.source in known or transcript.source in found.renamed:
            continue
        if alike := gone.get(says(transcript)):
            found.renamed[transcript.source] = alike.pop(0)
    under_new_names = set(found.renamed.values())
    found.missing = [source for source in found.missing if source not in under_new_names]
