"""Fuzzing led by coverage: inputs that reach new lines of the product breed further inputs.

    python benchmarks/guided_fuzz.py --crashes FOLDER [--seconds 120] [TARGET ...]

Each target runs in a process of its own, from small valid inputs and a list of telling words. Only the product's own
errors, of one line, may leave it; spans lie in order and in their text; and an input may take half a second of
processor time and 5 s for each MB. What breaks this is written into the folder, once for each place in the code, and
the run goes on. Prints a row of Markdown a target. Needs atheris, which the project does not: pip install atheris
"""

import argparse
import re
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path
from types import FrameType

LIMIT_SECONDS = 0.5
LIMIT_SECONDS_PER_MB = 5.0
LONGEST = 4096
WORDS = [
    *"“”\"'«»()[]<>{}.,:;!?…-–|/*#&%$€",
    *("\u017f", "\u0131", "\u0130", "\u212a", "\u0661", "\u00b2", "\u00bd", "\u200b", "\u202e", "\u2028", "\ufeff"),
    *("Ann Lee", "Bo Ray:", "[00:12:03]", " said ", "Mr. ", "U.S. ", "No. 5", "president of the ", "according to "),
    *("1 May 2020", "2020-05-01", "--05-01", "Sept. ", "third quarter", "half of", "5th", "second ", "noon", "p.m."),
    *("two and a half million", "2,350.5", "$5bn", " percent", " km", "dozen", " to ", "between ", "almost ", "not "),
    *("how many", "which meetings", "the other", "what about", "and she?", "both ", "each ", "compare ", "largest "),
    *("summarize ", "what was said about ", "main points of "),
    *("-->", "<v Ann>", "<p>", "</p>", "<meta charset=", "punycode", "&#", "&amp;", "<!--", "<![CDATA[", '"text":'),
    *("NaN", "1e400", "null", '{"', "\\ud800", "<w:p>", "<w:tbl>", "<w:t>", "../", "/Type /Page", "endobj", "PK\3\4"),
]  # fmt: skip


class TooSlow(BaseException):
    """Raised in an input that takes longer than its size allows."""


def fuzz(target: str, folder: Path, seconds: int) -> None:
    """Run one target in this process until ``seconds`` are over; libFuzzer then ends the process."""
    import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]

    with atheris.instrument_imports(include=["assistant"]):
        import guided_seeds
        import guided_targets
    read, seeds, own = guided_targets.TARGETS[target], guided_seeds.SEEDS[target], guided_targets.AssistantError
    known: set[str] = set()
    slowest = 0.0

    def spent(signum: int, frame: FrameType | None) -> None:
        raise TooSlow

    def one(data: bytes) -> None:
        nonlocal slowest
        limit = LIMIT_SECONDS + LIMIT_SECONDS_PER_MB * len(data) / 1e6
        begin = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, limit)
        try:
            read(data)
        except own as error:
            if "\n" in str(error):
                keep(data, error)
        except (Exception, TooSlow) as error:  # noqa: BLE001 - whatever else leaves a target is what is looked for
            keep(data, error)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        taken = time.process_time() - begin
        if taken > slowest + 0.002:
            slowest = taken
            (folder / f"{target}-slowest").write_bytes(data)
            print(f"SLOWEST {taken:.3f} {len(data)}", file=sys.stderr, flush=True)

    def keep(data: bytes, error: BaseException) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        last = [frame for frame in frames if "/assistant/" in frame.filename] or frames
        where = f"{type(error).__name__}-{Path(last[-1].filename).stem}-{last[-1].lineno}"
        if where not in known:
            known.add(where)
            (folder / f"{target}-{where}").write_bytes(data)
            print(f"CRASH {target} {where} {error!r:.120}", file=sys.stderr, flush=True)

    begun = folder / "seeds" / target
    begun.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (begun / str(number)).write_bytes(seed)
        try:
            read(seed)  # loads the libraries, whose time is not the input's
        except own:
            continue
    words = folder / "words"
    escaped = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in WORDS)
    words.write_text("".join(f'"{word}"\n' for word in escaped))
    signal.signal(signal.SIGPROF, spent)
    options = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-dict={words}", "-timeout=60", "-len_control=20"]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={folder}/{target}-", str(begun)], one)
    atheris.Fuzz()


def row(target: str, folder: Path, seconds: int) -> str:
    """Run a target in a process of its own; its row of the table."""
    command = [sys.executable, __file__, target, "--inside", "--crashes", str(folder), "--seconds", str(seconds)]
    run = subprocess.run(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, errors="replace")
    (folder / f"{target}.log").write_text(run.stderr)
    covered = re.findall(r"cov: (\d+) ft: (\d+)", run.stderr) or [("0", "0")]
    done = re.search(r"Done (\d+) runs in (\d+) second", run.stderr)
    counted = done.groups() if done else (f"ended by itself after {len(covered)} reports", "–")
    crashes = re.findall(r"^CRASH \S+ (.*)", run.stderr, re.M)
    slow = (re.findall(r"^SLOWEST (\S+) (\d+)", run.stderr, re.M) or [("0", "0")])[-1]
    for crash in crashes:
        print(f"{target}: {crash}", file=sys.stderr, flush=True)
    first, last = covered[0], covered[-1]
    cells = (*counted, f"{first[0]} → {last[0]}", f"{first[1]} → {last[1]}", len(crashes), f"{slow[0]} s ({slow[1]} B)")
    return f"| {target} | {' | '.join(map(str, cells))} |"


def main() -> None:
    """Run the targets named, or all of them one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--crashes", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    try:
        import atheris  # noqa: F401
    except ImportError:
        sys.exit("atheris is not installed: pip install atheris")
    options.crashes.mkdir(parents=True, exist_ok=True)
    if options.inside:
        fuzz(options.targets[0], options.crashes, options.seconds)
    import guided_targets

    unknown = set(options.targets) - set(guided_targets.TARGETS)
    if unknown:
        parser.error(f"no target {', '.join(sorted(unknown))}: choose from {', '.join(guided_targets.TARGETS)}")
    print("| target | executions | seconds | edges | features | crashes | slowest |\n|---|---|---|---|---|---|---|")
    for target in options.targets or guided_targets.TARGETS:
        print(row(target, options.crashes, options.seconds), flush=True)


if __name__ == "__main__":
    main()
