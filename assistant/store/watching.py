"""Following folders: whenever files change, one more ingest, errors told and outlived."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.errors import AssistantError

# Changes are gathered until nothing changes for STEP_MS, and for DEBOUNCE_MS at most.
DEBOUNCE_MS = 2000
STEP_MS = 200


def watch(
    paths: Sequence[Path],
    bring_up_to_date: Callable[[], None],
    tell: Callable[[str], None],
    stop: threading.Event | None = None,
) -> None:
    """Call ``bring_up_to_date`` after every burst of changes under ``paths``, until ``stop`` is set or Ctrl-C.

    Args:
        tell: told, in one line, that watching began, and of every error; the next change tries again.
    """
    from watchfiles import watch as changes

    tell(f"watching {', '.join(map(str, paths))} (Ctrl-C stops)")
    # Some file systems tell nobody of changes; where watchfiles must look for itself it does so every 300 ms.
    for _ in changes(
        *paths, watch_filter=None, debounce=DEBOUNCE_MS, step=STEP_MS, stop_event=stop, raise_interrupt=True
    ):
        try:
            bring_up_to_date()
        except AssistantError as error:
            tell(f"not brought up to date: {error}")
