"""Twenty people asking at once, over HTTP, a real server process that answers extractively.

    python benchmarks/load.py [--questions 2000] [--askers 20]

The corpus is invented: one transcript an asker, each with its own people, places and figures, so that an answer given
to the wrong asker shows: it cites another's transcript or has another's figure. Prints errors, mixed-up answers,
latencies as the askers saw them, and the server's resident memory as it goes on.
"""

import argparse
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from speed import percentile

ROOT = Path(__file__).parents[1]
TOWNS = (
    "Alder Birch Cedar Dogwood Elm Fir Gorse Hazel Ivy Juniper Kelp Larch Maple Nettle Oak Pine Quince Rowan Sorrel Yew"
)
GOODS = "barley oysters copper timber wool salt lamps bricks rope paper glass tea cheese boats nails bells ink honey"
TARGET_P95_MS = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the transcript and the figure that its answer must have."""

    question: str
    source: str
    figure: str


@dataclass(slots=True)
class Tally:
    """What the askers saw; shared by their threads, each of which only appends."""

    latencies_ms: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    mixed_up: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    memory_mib: list[tuple[int, float]] = field(default_factory=list)


def write_corpus(folder: Path, askers: int, dice: random.Random) -> list[list[Asked]]:
    """One transcript an asker; returns each asker's questions."""
    questions: list[list[Asked]] = []
    towns = TOWNS.split()
    for number in range(askers):
        town = (
            f"{towns[number % len(towns)]}ford" if number < len(towns) else f"{towns[number % len(towns)]}wick{number}"
        )
        rows = [(goods, f"{dice.randint(1000, 99999):,}") for goods in dice.sample(GOODS.split(), 8)]
        lines = [f"The warehouse of {town} sold {figure} tonnes of {goods} last year." for goods, figure in rows]
        source = f"{town.lower()}.txt"
        (folder / source).write_text("\n\n".join([f"Council of {town} on its trade", *lines]) + "\n", encoding="utf-8")
        questions.append(
            [Asked(f"How many tonnes of {goods} did {town} sell last year?", source, figure) for goods, figure in rows]
        )
    return questions


@contextmanager
def server(folder: Path) -> Iterator[tuple[str, int]]:
    """A server process over the corpus in ``folder``, ready to answer; yields its address and process id."""
    environment = {
        **os.environ,
        "ASSISTANT_CORPUS": str(folder / "corpus"),
        "ASSISTANT_VECTORSTORE": str(folder / "store"),
        "ASSISTANT_MODEL": "",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "assistant"]
    subprocess.run([*command, "ingest"], env=environment, cwd=folder, check=True, capture_output=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([*command, "chat", "--port", str(port)], env=environment, cwd=folder)
    address = f"http://127.0.0.1:{port}"
    try:
        while not is_ready(address):
            if process.poll() is not None:
                sys.exit("the server ended before it was ready")
            time.sleep(0.2)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(30)


def is_ready(address: str) -> bool:
    """Whether the server answers that it is ready."""
    try:
        with urllib.request.urlopen(f"{address}/health/ready", timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def ask(address: str, question: str) -> dict[str, Any]:
    """The contract's answer to a question asked over HTTP."""
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(f"{address}/api/ask", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=120) as response:
        answer: dict[str, Any] = json.load(response)
        return answer


def one_asker(address: str, questions: Sequence[Asked], times: int, tally: Tally) -> None:
    """Ask ``times`` questions, one after the other."""
    for number in range(times):
        asked = questions[number % len(questions)]
        begin = time.perf_counter()
        try:
            answer = ask(address, asked.question)
        except (OSError, ValueError) as error:
            tally.errors.append(f"{asked.question}: {error}")
            continue
        tally.latencies_ms.append((time.perf_counter() - begin) * 1000)
        judge(asked, answer, tally)


def judge(asked: Asked, answer: dict[str, Any], tally: Tally) -> None:
    """An answer to another question, or one that cites another's transcript, is mixed up."""
    cited = {citation["source"] for citation in answer["citations"]}
    if answer["question"] != asked.question or (answer["answered"] and asked.source not in cited):
        tally.mixed_up.append(f"{asked.question}: {answer['answer']}")
    elif asked.figure not in answer["answer"]:
        tally.unanswered.append(f"{asked.question}: {answer['answer']}")


def resident_mib(pid: int) -> float:
    """Resident memory of a process."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def watch_memory(pid: int, tally: Tally, stop: threading.Event) -> None:
    """Note the server's memory twice a second."""
    while not stop.wait(0.5):
        tally.memory_mib.append((len(tally.latencies_ms), resident_mib(pid)))


def run(askers: int, questions: int) -> tuple[Tally, float]:
    """All of them at once; what they saw, and how long it took in seconds."""
    tally, stop = Tally(), threading.Event()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "corpus").mkdir()
        asked = write_corpus(folder / "corpus", askers, random.Random(7))
        with server(folder) as (address, pid):
            ask(address, asked[0][0].question)
            tally.memory_mib.append((0, resident_mib(pid)))
            threads = [
                threading.Thread(target=one_asker, args=(address, own, questions // askers, tally)) for own in asked
            ]
            watcher = threading.Thread(target=watch_memory, args=(pid, tally, stop))
            begin = time.perf_counter()
            for thread in (watcher, *threads):
                thread.start()
            for thread in threads:
                thread.join()
            took_s = time.perf_counter() - begin
            stop.set()
            watcher.join()
            tally.memory_mib.append((len(tally.latencies_ms), resident_mib(pid)))
    return tally, took_s


def print_table(tally: Tally, askers: int, took_s: float) -> None:
    """The figures, as a Markdown table."""
    latencies = tally.latencies_ms or [float("nan")]
    count = len(tally.latencies_ms)
    fifths = [next(m for done, m in tally.memory_mib if done >= count * i // 5) for i in range(6)]
    rows = {
        "askers at once": f"{askers}",
        "questions answered": f"{len(tally.latencies_ms)}",
        "errors": f"{len(tally.errors)}",
        "mixed-up answers": f"{len(tally.mixed_up)}",
        "right source, figure not in the answer": f"{len(tally.unanswered)}",
        "latency p50 / p95 / max (ms)": f"{percentile(latencies, 0.5):.0f} / {percentile(latencies, 0.95):.0f} / "
        f"{max(latencies):.0f}",
        "questions per second": f"{len(tally.latencies_ms) / took_s:.1f}",
        "server memory at the first question and after each fifth (MiB)": " / ".join(f"{m:.0f}" for m in fifths),
        "load average when it ended": f"{os.getloadavg()[0]:.1f}",
    }
    print("| measure | figure |\n|---|---|")
    for name, value in rows.items():
        print(f"| {name} | {value} |")
    for line in (*tally.errors[:5], *tally.mixed_up[:5], *tally.unanswered[:5]):
        print(f"  {line[:300]}", file=sys.stderr)


def main() -> int:
    """Print the table; 1 when there was an error or a mixed-up answer, or the target was missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--questions", type=int, default=2000)
    parser.add_argument("--askers", type=int, default=20)
    options = parser.parse_args()
    tally, took_s = run(options.askers, options.questions)
    print_table(tally, options.askers, took_s)
    slow = percentile(tally.latencies_ms or [float("inf")], 0.95) > TARGET_P95_MS
    return int(bool(tally.errors or tally.mixed_up or slow))


if __name__ == "__main__":
    sys.exit(main())
