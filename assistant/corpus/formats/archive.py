"""Zip archives: their members, each read as the file it is; held to limits before a byte is unpacked."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from assistant.errors import TranscriptError

MAX_MEMBERS = 10_000
MAX_MEMBER_BYTES = 64 * 1024 * 1024
MAX_TOTAL_BYTES = 512 * 1024 * 1024
# Text packs to a tenth, repeated text to a hundredth; a bomb of one member to a thousandth.
MAX_RATIO = 200
_RATIO_FROM_BYTES = 1024 * 1024
# RuntimeError: a password is wanted. NotImplementedError: an unknown way of packing.
UNPACKING_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)


def checked_archive(raw: bytes, name: str) -> zipfile.ZipFile:
    """The opened archive, when what it says it unpacks to is within the limits.

    Raises:
        TranscriptError: when it is damaged or a bomb.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
        items = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise TranscriptError(f"{name}: a damaged archive ({error})") from error
    total = sum(item.file_size for item in items)
    if len(items) > MAX_MEMBERS:
        raise TranscriptError(f"{name}: {len(items)} members are over the limit of {MAX_MEMBERS}; split it")
    if total > MAX_TOTAL_BYTES:
        raise TranscriptError(
            f"{name}: unpacks to {total // 2**20} MB, over the limit of {MAX_TOTAL_BYTES // 2**20} MB; split it"
        )
    for item in items:
        if item.file_size > _RATIO_FROM_BYTES and item.file_size > MAX_RATIO * max(1, item.compress_size):
            raise TranscriptError(f"{name}: {item.filename!r} unpacks to over {MAX_RATIO} times its size: a zip bomb")
    return archive


def members(raw: bytes, name: str) -> Iterator[tuple[str, bytes | TranscriptError]]:
    """Each file in a zip, by its path there, with its bytes or why they cannot be read; folders are passed over.

    Raises:
        TranscriptError: when the archive as a whole cannot be read.
    """
    with checked_archive(raw, name) as archive:
        for item in archive.infolist():
            if not item.filename.endswith("/"):
                try:
                    yield item.filename, _member(archive, item, name)
                except TranscriptError as error:
                    yield item.filename, error


def _member(archive: zipfile.ZipFile, item: zipfile.ZipInfo, name: str) -> bytes:
    inner = f"{name}: member {item.filename!r}"
    path = PurePosixPath(item.filename.replace("\\", "/"))
    if not path.parts:
        raise TranscriptError(f"{inner} has no name; pack it anew")
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise TranscriptError(f"{inner} points out of the archive; pack it anew")
    if item.flag_bits & 1:
        raise TranscriptError(f"{inner} is encrypted; pack it without a password")
    if item.file_size > MAX_MEMBER_BYTES:
        raise TranscriptError(f"{inner} is {item.file_size // 2**20} MB, over {MAX_MEMBER_BYTES // 2**20} MB; split it")
    try:
        with archive.open(item) as stream:
            # The size in the directory may lie: no more than it says is ever unpacked.
            content = stream.read(item.file_size + 1)
    except UNPACKING_ERRORS as error:
        raise TranscriptError(f"{inner} cannot be unpacked ({type(error).__name__})") from error
    if len(content) > item.file_size:
        raise TranscriptError(f"{inner} unpacks to more than the archive says: a zip bomb")
    return content
