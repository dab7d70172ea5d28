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
from offline_audit import STRAYED, is_loopback

AUDIT = Path(__file__).parent / "offline_audit.py"
PASSENGERS = "How many passengers did the old ferry carry last year?"


def _environment(folder: Path) -> dict[str, str]:
    """No variable that switches telemetry off is set: the program must do that itself."""
    quiet = ("ANALYTICS", "TELEMETRY", "OFFLINE", "DO_NOT_TRACK")
    kept = {name: value for name, value in os.environ.items() if not any(word in name for word in quiet)}
    store = {"ASSISTANT_CORPUS": str(folder / "corpus"), "ASSISTANT_VECTORSTORE": str(folder / "store")}
    return {**kept, **store, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "HOME": str(folder)}


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(AUDIT), *arguments]
    return subprocess.run(
        command, env=_environment(folder), cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus, indexed under the hook."""
    folder = tmp_path_factory.mktemp("offline")
    write_corpus(folder / "corpus", TRANSCRIPTS)
    indexed = _run(folder, "ingest")
    assert indexed.returncode == 0, indexed.stderr
    return folder


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


def test_indexing_serving_and_asking_reach_nothing_beyond_this_machine(folder: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (folder / "log").open("w+")
    command = [sys.executable, str(AUDIT), "chat", "--port", str(port)]
    process = subprocess.Popen(command, env=_environment(folder), cwd=folder, stdout=log, stderr=log)
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


def test_a_question_is_answered_where_there_is_no_network_at_all(folder: Path) -> None:
    cut_off = ["unshare", "--user", "--map-root-user", "--net"]
    if not shutil.which("unshare") or subprocess.run([*cut_off, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this kernel does not let a user take the network away (unshare --user --net)")
    command = [*cut_off, sys.executable, "-m", "assistant", "ask", "--json", PASSENGERS]
    done = subprocess.run(
        command, env=_environment(folder), cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert "41,000" in done.stdout
