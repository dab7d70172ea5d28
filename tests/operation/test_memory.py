"""A server's threads share a few heaps."""

import argparse
import subprocess
import sys

import pytest

from assistant.commands import chat
from assistant.web import server

# Threads that all live at once, each holding a block of its own; glibc tells in XML how many heaps there are.
HEAPS = """
import ctypes, re, sys, threading
from assistant.operation.memory import keep_flat
if sys.argv[1] == "flat":
    assert keep_flat()
gate = threading.Barrier(17)
def hold():
    block = [bytes(2000) for _ in range(50)]
    gate.wait(); gate.wait()
threads = [threading.Thread(target=hold) for _ in range(16)]
for thread in threads: thread.start()
gate.wait()
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
stream = libc.fdopen(1, b"w")
libc.malloc_info(0, ctypes.c_void_p(stream))
libc.fflush(ctypes.c_void_p(stream))
gate.wait()
for thread in threads: thread.join()
"""


def heaps(how: str) -> int:
    """How many heaps a process with sixteen threads has."""
    done = subprocess.run([sys.executable, "-c", HEAPS, how], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.count("<heap nr=")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc has the knob")
def test_threads_share_a_few_heaps() -> None:
    assert heaps("as it comes") > 4
    assert heaps("flat") <= 2


def test_the_chat_keeps_flat_before_it_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(chat, "keep_flat", lambda: done.append("flat"))
    monkeypatch.setattr(chat, "assistant_for", lambda options: options)
    monkeypatch.setattr(server, "serve", lambda *_: done.append("served"))
    assert chat.run(argparse.Namespace(host="127.0.0.1", port=0)) == 0
    assert done == ["flat", "served"]
