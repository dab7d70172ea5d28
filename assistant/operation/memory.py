"""Memory of a server that answers in many threads: as flat after thousands of questions as after the first hundreds."""

import ctypes

ARENAS = 2
_M_ARENA_MAX = -8  # mallopt(3)


def keep_flat() -> bool:
    """Give all threads of this process the same few heaps; whether the C library could be told so.

    glibc opens a heap for every thread up to eight a core, and each keeps the largest answer that it ever held. To be
    called before threads are many. Where the C library has no such knob, nothing changes.
    """
    try:
        return bool(ctypes.CDLL(None).mallopt(_M_ARENA_MAX, ARENAS))
    except (AttributeError, OSError, TypeError):
        return False
