"""What a file looks like from outside, by which it is known to have been read."""

import time
from pathlib import Path

from assistant.corpus.passages import SPLITTING
from assistant.corpus.sidecars import SUFFIX as SIDECAR_SUFFIX

# A file may change twice within one tick of the file system's clock: a stamp as young as this is not relied on.
_SETTLED_NS = 50_000_000
# Another way of reading files would find other transcripts in the same ones.
_READ_BY = f"16.{SPLITTING}"


def stamp_of(path: Path) -> str:
    """What a file and its sidecars look like from outside; empty when they changed a moment ago or cannot be seen."""
    marks = [_READ_BY]
    for each in (path, path.with_name(path.name + SIDECAR_SUFFIX), path.with_suffix(SIDECAR_SUFFIX)):
        try:
            seen = each.stat()
        except FileNotFoundError:
            marks.append("none")
            continue
        except OSError:
            return ""
        if abs(time.time_ns() - max(seen.st_mtime_ns, seen.st_ctime_ns)) < _SETTLED_NS:
            return ""
        marks.append(f"{seen.st_size}/{seen.st_mtime_ns}/{seen.st_ctime_ns}/{seen.st_ino}")
    return " ".join(marks)
