"""Whether the nearest-neighbour graph that Chroma keeps on disk can be loaded without leading out of its memory.

hnswlib trusts its files: a link to an element that is not there ends the process (measured: random bytes in
``data_level0.bin``, exit by SIGSEGV at the first query). So the links are looked at before Chroma loads them. The
layout is that of hnswlib's ``saveIndex``, whose header Chroma writes into a file of its own.

hnswlib also writes its whole capacity, and what no element fills is whatever the process's memory held there, words of
transcripts among it; that is blanked after writing.
"""

import os
import struct
from pathlib import Path

import numpy as np

# Version, offset of level 0, capacity, count, bytes an element, offset of the label, offset of the vector, top level,
# entry point, greatest number of links above level 0, at level 0, M, level factor, width when building.
_HEADER = struct.Struct("<i6QiiQQQdQ")
_VERSION = 1
_COUNT_MASK = 0xFFFF  # of a link list's length; the byte above it marks a deleted element
_BYTES_AT_ONCE = 64 * 1024 * 1024
_LENGTH_BYTES = 4  # of an element in length.bin, a float


def graph_fault(folder: Path) -> str | None:
    """What is wrong with the graphs below ``folder``, in a few words, or None."""
    for header in sorted(folder.glob("*/header.bin")):
        fault = _fault(header.parent)
        if fault:
            return fault
    return None


def blank_unused(folder: Path) -> None:
    """Write zeros where the graphs below ``folder`` have room for elements and none; while nobody writes to them.

    Raises:
        OSError: when a file cannot be written.
    """
    for header in sorted(folder.glob("*/header.bin")):
        raw = header.read_bytes()
        if len(raw) < _HEADER.size:
            continue
        version, _, capacity, count, size, *_ = _HEADER.unpack(raw[: _HEADER.size])
        if version == _VERSION and count <= capacity:
            _blank_from(header.with_name("data_level0.bin"), count * size)
            _blank_from(header.with_name("length.bin"), count * _LENGTH_BYTES)


def _blank_from(path: Path, begin: int) -> None:
    """Zeros in place and nothing cut, so that a process that dies meanwhile leaves a file that can be read."""
    if not path.is_file():
        return
    with path.open("r+b") as file:
        file.seek(begin)
        while block := file.read(_BYTES_AT_ONCE):
            if np.frombuffer(block, np.uint8).any():
                file.seek(-len(block), os.SEEK_CUR)
                file.write(bytes(len(block)))
        file.flush()
        os.fsync(file.fileno())


def _fault(folder: Path) -> str | None:
    raw = (folder / "header.bin").read_bytes()
    if len(raw) < _HEADER.size:
        return "header.bin is cut short"
    version, _, capacity, count, size, label, vector, _, entry, upper, lowest, *_ = _HEADER.unpack(raw[: _HEADER.size])
    if version != _VERSION:
        return None  # another hnswlib; Chroma must judge
    plausible = count <= capacity and 4 + 4 * lowest == vector < label == size - 8 and (entry < count or not count)
    if not plausible:
        return "header.bin contradicts itself"
    return _lowest_level_fault(folder / "data_level0.bin", count, size, lowest) or _upper_level_fault(
        folder / "link_lists.bin", count, upper
    )


def _lowest_level_fault(path: Path, count: int, size: int, lowest: int) -> str | None:
    if not path.is_file() or path.stat().st_size < count * size:
        return f"{path.name} is cut short"
    step = max(1, _BYTES_AT_ONCE // size)
    with path.open("rb") as file:
        for begin in range(0, count, step):
            rows = min(step, count - begin)
            table = np.frombuffer(file.read(rows * size), np.uint8).reshape(rows, size)
            links = table[:, : 4 + 4 * lowest].copy().view("<u4")
            lengths = links[:, 0] & _COUNT_MASK
            used = np.arange(lowest) < lengths[:, None]
            if (lengths > lowest).any() or (links[:, 1:][used] >= count).any():
                return f"{path.name} has links that lead nowhere"
    return None


def _upper_level_fault(path: Path, count: int, upper: int) -> str | None:
    raw = path.read_bytes() if path.is_file() else b""
    place, row = 0, 4 + 4 * upper
    for _ in range(count):
        if place + 4 > len(raw):
            return f"{path.name} is cut short"
        length = int.from_bytes(raw[place : place + 4], "little")
        if length % row or place + 4 + length > len(raw):
            return f"{path.name} contradicts itself"
        if not length:  # most elements stand at the lowest level alone
            place += 4
            continue
        links = np.frombuffer(raw, "<u4", length // 4, place + 4).reshape(-1, upper + 1)
        lengths = links[:, 0] & _COUNT_MASK
        used = np.arange(upper) < lengths[:, None]
        if (lengths > upper).any() or (links[:, 1:][used] >= count).any():
            return f"{path.name} has links that lead nowhere"
        place += 4 + length
    return None
