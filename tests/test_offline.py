"""No telemetry: nothing leaves the machine while transcripts are indexed, served and asked about.

Native code could pass by the audit hook of ``offline_audit.py``, so the process also runs without a network where the
kernel lets an ordinary user take it away.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from conftest import ROOT, TRANSCRIPTS, write_corpus
from offline_audit import STRAYED, THEN, is_loopback

from assistant.store.index import Index

AUDIT = Path(__file__).parent / "offline_audit.py"
PASSENGERS = "How many passengers did the old ferry carry last year?"


def _environment(home: Path, corpus: Path, vectorstore: Path) -> dict[str, str]:
    """No variable that switches telemetry off is set: the program must do that itself."""
    quiet = ("ANALYTICS", "TELEMETRY", "OFFLINE", "DO_NOT_TRACK")
    kept = {name: value for name, value in os.environ.items() if not any(word in name for word in quiet)}
    store = {"ASSISTANT_CORPUS": str(corpus), "ASSISTANT_VECTORSTORE": str(vectorstore)}
    return {**kept, **store, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "HOME": str(home)}


def test_the_hook_ends_a_process_that_reaches_out(tmp_path: Path) -> None:
    reach = "import socket, sys; sys.path.insert(0, sys.argv[1]); import offline_audit as o; sys.addaudithook(o.audit)"
    for attempt in (
        "socket.create_connection(('192.0.2.1', 80), 1)",
        "socket.getaddrinfo('example.invalid', 80)",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 9))",
    ):
        code = f"{reach}\ntry:\n    {attempt}\nexcept Exception:\n    pass"
        done = subprocess.run([sys.executable, "-c", code, str(AUDIT.parent)], capture_output=True, check=False)
        assert done.returncode == STRAYED, attempt
    assert is_loopback("127.0.0.1")
    assert is_loopback(b"::1")
    assert not is_loopback("example.org")


@pytest.mark.slow
def test_indexing_serving_and_asking_reach_nothing_beyond_this_machine(tmp_path: Path) -> None:
    environment = _environment(tmp_path, write_corpus(tmp_path / "corpus", TRANSCRIPTS), tmp_path / "store")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (tmp_path / "log").open("w+")
    command = [sys.executable, str(AUDIT), "ingest", THEN, "chat", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/health/ready", process)
        assert "gradio" in httpx.get(address).text.lower()
        assert httpx.get(f"{address}/gradio_api/startup-events").status_code == 200
        asked = httpx.post(f"{address}/api/ask", json={"question": PASSENGERS}, timeout=60).json()
        assert asked["citations"] or asked["refusal"]
        time.sleep(1)  # what a background thread would send
        assert process.poll() is None
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        log.seek(0)
        told = log.read()
        log.close()
    assert "3 added" in told
    assert "STRAYED" not in told


def _wait_for(url: str, process: "subprocess.Popen[bytes]", seconds: float = 240) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended"
        try:
            if httpx.get(url).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    pytest.fail(f"{url} was not ready within {seconds} s")


def test_a_question_is_answered_where_there_is_no_network_at_all(index: Index, corpus: Path, tmp_path: Path) -> None:
    cut_off = ["unshare", "--user", "--map-root-user", "--net"]
    if not shutil.which("unshare") or subprocess.run([*cut_off, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this kernel does not let a user take the network away (unshare --user --net)")
    command = [*cut_off, sys.executable, "-m", "assistant", "ask", "--json", PASSENGERS]
    environment = _environment(tmp_path, corpus, index.folder)
    done = subprocess.run(
        command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert "41,000" in done.stdout
