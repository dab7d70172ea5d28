"""The command line as a user runs it: its two streams and its exit status.

A process of its own imports and loads everything anew, which takes seconds: each command has one such run
(``process``), and what else is told of it is told within this process (``run``).
"""

import io
import json
import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from conftest import ROOT, TRANSCRIPTS, write_corpus

from assistant.cli import main
from assistant.store.catalog import Catalog
from assistant.store.index import CATALOG_FILE, Index
from assistant.terminal import say_written_json

Run = Callable[..., subprocess.CompletedProcess[str]]
HELP_LIMIT_S = 0.5
FOLDERS = {"ASSISTANT_CORPUS": "corpus", "ASSISTANT_VECTORSTORE": "vectorstore"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds ``corpus``, with a binary file among its transcripts, and ``vectorstore``."""
    folder = tmp_path_factory.mktemp("installation")
    write_corpus(folder / "corpus", TRANSCRIPTS)
    (folder / "corpus" / "picture.txt").write_bytes(b"\x89PNG\r\n\0\0")
    return folder


@pytest.fixture(scope="module")
def process(folder: Path) -> Run:
    """Runs ``assistant`` as a process with arguments, standard input and settings, in ``folder``."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
    bare |= {"PYTHONPATH": str(ROOT)} | FOLDERS

    def process(*arguments: str, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "assistant", *arguments]
        return subprocess.run(
            command,
            input=stdin,
            env=bare | settings,
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
        )

    return process


@pytest.fixture(scope="module")
def run(folder: Path) -> Run:
    """Runs ``assistant`` within this process with arguments and settings, in ``folder``."""

    def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.chdir(folder)
            for name, value in (FOLDERS | settings).items():
                patch.setenv(name, value)
            status = main(arguments)
        return subprocess.CompletedProcess(arguments, status, out.getvalue(), err.getvalue())

    return run


@pytest.fixture(scope="module")
def ingested(process: Run) -> subprocess.CompletedProcess[str]:
    """What the first ingest said."""
    return process("ingest")


def assert_one_line_problem(done: subprocess.CompletedProcess[str], status: int, *words: str) -> None:
    assert done.returncode == status, done.stderr
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


def _children_s() -> float:
    """Processor time of the processes that have ended: beside another test process the clock tells of both."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_help_is_instant_and_names_every_command(process: Run) -> None:
    seconds = []
    for _ in range(3):
        begin = _children_s()
        done = process("--help")
        seconds.append(_children_s() - begin)
    assert done.returncode == 0
    assert all(command in done.stdout for command in ("ingest", "ask", "chat", "sources", "doctor"))
    assert done.stderr == ""
    assert statistics.median(seconds) < HELP_LIMIT_S


def test_wrong_usage_is_2(process: Run) -> None:
    for arguments in ([], ["nonsense"], ["ask"], ["ask", "q", "--top-k", "many"]):
        done = process(*arguments)
        assert done.returncode == 2
        assert done.stdout == ""
        assert "usage: assistant" in done.stderr


def test_ingest_indexes_what_is_readable_and_names_what_is_not(
    ingested: subprocess.CompletedProcess[str], run: Run
) -> None:
    assert ingested.returncode == 0
    assert ingested.stdout == ""
    assert "skipped picture.txt: this is a binary file" in ingested.stderr
    assert "3 added, 0 updated, 0 unchanged, 0 removed, 1 skipped" in ingested.stderr
    assert "Traceback" not in ingested.stderr
    again = run("ingest")
    assert again.returncode == 0
    assert "0 added, 0 updated, 3 unchanged, 0 removed, 1 skipped" in again.stderr


def test_of_thousands_of_files_ingest_names_a_few_when_the_lock_is_free(run: Run, folder: Path) -> None:
    corpus = write_corpus(folder / "many", {f"gone{n:02}.txt": f"Talk {n}\n\nThe tram {n} stops." for n in range(25)})
    kept = write_corpus(corpus, {"kept.txt": "Ferry talk\n\nThe ferry sails."})
    settings = {"ASSISTANT_CORPUS": "many", "ASSISTANT_VECTORSTORE": "many_store"}
    assert run("sources", **settings).returncode == 1
    assert run("ingest", **settings).returncode == 0
    for path in kept.glob("gone*"):
        path.unlink()
    write_corpus(corpus, {f"bad{n:02}.txt": "" for n in range(23)})
    lines = run("ingest", **settings).stderr.splitlines()
    assert [line for line in lines if line.startswith("skipped")] == [
        f"skipped bad{n:02}.txt: the file is empty" for n in range(20)
    ]
    assert "… and 3 more skipped" in lines
    assert sum("is gone: gone" in line for line in lines) == 20
    assert "… and 5 more still indexed though its file is gone" in lines
    assert lines[-1] == "0 added, 0 updated, 1 unchanged, 0 removed, 23 skipped"


def test_sources_of_an_empty_index_says_so(process: Run, folder: Path) -> None:
    Catalog(folder / "hollow" / CATALOG_FILE).close()
    done = process("sources", ASSISTANT_VECTORSTORE="hollow")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "nothing is indexed: run assistant ingest\n"
    assert process("sources", "--json", ASSISTANT_VECTORSTORE="hollow").stdout == "[]\n"


@pytest.mark.usefixtures("ingested")
def test_sources_lists_what_is_indexed(process: Run) -> None:
    rows = json.loads(process("sources", "--json").stdout)
    assert [row["source"] for row in rows] == ["ferry.txt", "library.txt", "talks/orchard.md"]
    assert [row["date"] for row in rows] == ["2021-05-12", "--06-03", "2019-09-30"]
    assert all(row["passages"] >= 1 and len(row["hash"]) == 64 and row["title"] for row in rows)
    listed = process("sources")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert [line.split()[0] for line in listed.stdout.splitlines()] == [row["source"] for row in rows]
    assert all(f"  {row['hash'][:12]}  " in line for row, line in zip(rows, listed.stdout.splitlines(), strict=True))


@pytest.mark.usefixtures("ingested")
def test_ask_prints_the_answer_and_its_citations(run: Run, folder: Path) -> None:
    done = run("ask", "How many telescopes did the library lend to local families?")
    assert done.returncode == 0
    assert "The library lent 120 telescopes to local families. [1]" in done.stdout.splitlines()[0]
    text = (folder / "corpus" / "library.txt").read_text(encoding="utf-8")
    start = text.index("The library lent")
    assert f"[1] library.txt:{start}-{text.index('families.') + 9}" in done.stdout
    assert done.stderr == "note: in short: 120\n"


@pytest.mark.usefixtures("ingested")
def test_a_range_of_dates_that_nothing_passes_is_refused_and_the_keeper_told_how_to_state_a_year(run: Run) -> None:
    done = run("ask", "How many telescopes were lent?", "--from", "2023")
    assert done.returncode == 0
    assert "Take the dates away" in done.stdout
    advice = "note: where the date in a text has no year, state it in a file NAME.meta.yaml (date: 2023-12-18)"
    assert advice in done.stderr
    assert "NAME.meta.yaml" not in run("ask", "How many telescopes were lent?", "--from", "2019").stderr


@pytest.mark.slow
@pytest.mark.usefixtures("ingested")
def test_ask_from_standard_input_gives_one_json_answer_a_line_in_order(process: Run, folder: Path) -> None:
    lines = [
        "How much does each electric ferry cost?",
        json.dumps(
            {
                "question": "And when will they sail?",
                "history": [["How much does each electric ferry cost?", "$2.35 million"]],
            }
        ),
        "",
        '{"question": broken',
        '{"no question": 1}',
        '{"question": "Who \\ud800 sails?"}',
        "How old is the Sphinx?",
        '{"a":' * 100_000,
        "\ufeff" + json.dumps({"question": "How old is the Sphinx?"}),
    ]
    done = process("ask", "-", "--json", stdin="\n".join(lines) + "\n")
    assert done.returncode == 0
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(lines)
    assert [row["question"] for row in answers] == [
        lines[0], "And when will they sail?", "", lines[3], lines[4], "Who ? sails?", lines[6], lines[7],
        lines[6],
    ]  # fmt: skip
    assert "$2.35 million" in answers[0]["answer"]
    assert answers[1]["standalone_question"] != answers[1]["question"]
    assert answers[2]["refusal"]["reason"] == "not_a_question"
    assert answers[6]["refusal"]["reason"] == "no_such_entity"
    assert answers[4]["refusal"]["reason"] == answers[7]["refusal"]["reason"] == "unclear_question"
    told = done.stderr.splitlines()  # and nothing of the libraries that a process loads
    assert [line.partition(": {")[0] for line in told] == ["assistant: not a question object, read as plain text"] * 2
    for row in answers:
        for citation in row["citations"]:
            text = (folder / "corpus" / citation["source"]).read_text(encoding="utf-8")
            assert text[citation["start"] : citation["end"]] == citation["quote"]


@pytest.mark.usefixtures("ingested")
@pytest.mark.parametrize(
    ("line", "question", "told"),
    [
        ('{"question": null}', None, "“question” is to be a string"),
        ('{"question": {"a": 1}}', None, "“question” is to be a string"),
        ('{"no question": 1}', None, "it has no “question”"),
        ('{"question": "q", "history": "bad"}', "q", "“history” is to be a list of pairs"),
        ('{"question": "q", "history": ["ab", "cd"]}', "q", "“history” is to be a list of pairs"),
        ('{"question": "q", "history": {"ab": 1}}', "q", "“history” is to be a list of pairs"),
        ('{"question": "q", "history": [["a", 1]]}', "q", "“history” is to be a list of pairs"),
        ('{"question": "q", "history": [["a", "b", "c"]]}', "q", "“history” is to be a list of pairs"),
    ],
)
def test_a_line_that_is_an_object_but_no_question_is_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch, line: str, question: str | None, told: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(line))
    (answer,) = map(json.loads, run("ask", "-", "--json").stdout.splitlines())
    assert answer["question"] == (question or line)
    assert answer["refusal"]["reason"] == "unclear_question"
    assert told in answer["answer"]
    assert answer["timings_ms"].keys() == {"rewrite", "retrieve", "answer", "verify", "total"}


@pytest.mark.usefixtures("ingested")
def test_ask_from_standard_input_tells_how_a_follow_up_was_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    followup = {"question": "And when will they sail?", "history": [["What does each electric ferry cost?", "$2.35"]]}
    monkeypatch.setattr("sys.stdin", io.StringIO(f"Who  is the mayor?\n{json.dumps(followup)}\n"))
    told = run("ask", "-").stdout
    assert "> Who  is the mayor?\n" in told
    assert "> And when will they sail?\nRead as: " in told
    assert told.count("Read as: ") == 1


@pytest.mark.usefixtures("ingested")
def test_standard_input_that_is_closed_or_not_utf_8_is_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert_one_line_problem(run("ask", "-", "--json"), 2, "standard input, which is closed")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff\n"), encoding="utf-8", errors="strict"))
    (answer,) = map(json.loads, run("ask", "-", "--json").stdout.splitlines())
    assert answer["question"] == "\ufffd"


@pytest.mark.usefixtures("ingested")
def test_what_a_terminal_cannot_show_is_replaced_and_escaped_in_json(process: Run, folder: Path) -> None:
    corpus = write_corpus(folder / "dashes", {"a.txt": "Talk of the “pier” – done\n\nThe pier – it is wood – stands."})
    settings = {"ASSISTANT_CORPUS": str(corpus), "ASSISTANT_VECTORSTORE": "dashes_store", "PYTHONIOENCODING": "ascii"}
    assert process("ingest", **settings).returncode == 0
    listed = process("sources", **settings)
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "Talk of the ?pier? ? done" in listed.stdout
    told = process("sources", "--json", **settings)
    assert told.stdout.isascii()
    assert json.loads(told.stdout)[0]["title"] == "Talk of the “pier” – done"
    latin = process("sources", "--json", **settings | {"PYTHONIOENCODING": "latin-1"})
    assert json.loads(latin.stdout) == json.loads(told.stdout)


def test_json_lines_keep_what_the_encoding_of_standard_output_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="replace")
    monkeypatch.setattr("sys.stdout", shown)
    say_written_json('{"answers": ["café \U0001f600"]}\n')
    written = shown.buffer.getvalue()  # type: ignore[attr-defined]
    assert json.loads(written) == {"answers": ["café \U0001f600"]}
    assert written.endswith(b"]}\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.usefixtures("ingested")
def test_a_full_disk_behind_standard_output_is_told_in_one_line(folder: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "assistant", "sources"],
            env=os.environ | FOLDERS | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": ""},
            cwd=folder, stdout=full, stderr=subprocess.PIPE,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == b"assistant: standard output cannot be written: No space left on device\n"


@pytest.mark.usefixtures("ingested")
def test_a_name_that_no_file_can_have_is_told_in_one_line(run: Run) -> None:
    long = f"/tmp/{'x' * 300}"
    for arguments in (["ingest", long], ["evaluate", long]):
        assert_one_line_problem(run(*arguments, ASSISTANT_TOP_K="8"), 1, long, "File name too long")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["ask", "q", "--top-k", "0"], "argument --top-k: '0' is not a number from 1 to 50"),
        (["ask", "q", "--top-k", "51"], "argument --top-k: '51' is not a number from 1 to 50"),
        (["ask", "q", "--model", "nonsense"], "argument --model: 'nonsense' is not provider:model, for example"),
        (["evaluate", "--judge", "nonsense"], "argument --judge: 'nonsense' is not provider:model, for example"),
        (["chat", "--port", "99999"], "argument --port: '99999' is not a number from 1 to 65535"),
    ],
)
def test_an_option_that_cannot_be_so_is_wrong_usage_by_its_name(
    capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert told in capsys.readouterr().err


@pytest.mark.usefixtures("ingested")
def test_wrong_filters_are_told_in_one_line(run: Run) -> None:
    assert_one_line_problem(run("ask", "q", "--from", "2023-13"), 2, "'2023-13' is not a date", "2023-12-18")
    assert_one_line_problem(run("ask", "q", "--from", "2024", "--to", "2023"), 2, "ends before it begins")
    assert_one_line_problem(run("ask", "q", "--source", "fery.txt"), 2, "'fery.txt'", "did you mean ferry.txt?")


@pytest.mark.usefixtures("ingested")
def test_an_index_of_another_embedding_model_is_told_with_the_command(run: Run) -> None:
    done = run("ask", "q", ASSISTANT_EMBEDDING_MODEL="other/model")
    assert_one_line_problem(done, 1, "made with all-MiniLM-L6-v2@", "other/model", "run assistant ingest --rebuild")


def test_a_setting_that_cannot_be_used_is_told_in_one_line(run: Run) -> None:
    assert_one_line_problem(run("sources", ASSISTANT_TOPK="3"), 1, "ASSISTANT_TOPK", "did you mean ASSISTANT_TOP_K?")
    assert_one_line_problem(run("ask", "q", ASSISTANT_TOP_K="many"), 1, "ASSISTANT_TOP_K=many")


def test_a_missing_and_an_empty_corpus_are_told_in_one_line(run: Run, tmp_path: Path) -> None:
    assert_one_line_problem(run("ingest", str(tmp_path / "nowhere")), 1, "no folder of transcripts", "ASSISTANT_CORPUS")
    assert_one_line_problem(run("ingest", str(tmp_path)), 1, "no transcripts in", ".txt, .md,")
    assert_one_line_problem(run("ingest", "--rebuild", "--prune", str(tmp_path)), 1, "no transcripts in")


def test_files_of_other_kinds_are_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    talk = "Talk\n\nThe tram stops."
    silent = (".hidden", ".git/config", "a.meta.yaml", "README", "Thumbs.db", "examples.txt", "vs/notes.cfg")
    corpus = write_corpus(tmp_path / "corpus", {"a.txt": talk} | dict.fromkeys(silent, "title: Talk"))
    monkeypatch.setenv("ASSISTANT_CORPUS", str(corpus))
    monkeypatch.setenv("ASSISTANT_VECTORSTORE", str(corpus / "vs"))
    counts = "0 added, 0 updated, 1 unchanged, 0 removed, 0 skipped"
    assert main(["ingest"]) == main(["ingest"]) == 0
    assert "passed over" not in capsys.readouterr().err
    kinds = "what is read are .txt, .md, .html, .htm, .pdf, .docx, .srt, .vtt, .json, .jsonl, .csv, .tsv, .zip"
    write_corpus(corpus, {"notes": talk})
    assert main(["ingest"]) == 0
    assert capsys.readouterr().err.splitlines() == [f"passed over 1 file of another kind (notes): {kinds}", counts]
    write_corpus(corpus, {"in/b.rtf": talk, "in/old.doc": talk, "z\n.mp3": talk})
    assert main(["ingest"]) == 0
    told = f"passed over 4 files of another kind (in/b.rtf, in/old.doc, notes …): {kinds}"
    assert capsys.readouterr().err.splitlines() == [told, counts]


def test_a_corpus_that_was_emptied_is_pruned_and_one_that_is_gone_is_not(
    empty_index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = write_corpus(tmp_path / "corpus", {"a.txt": "Talk\n\nThe tram stops."})
    monkeypatch.setenv("ASSISTANT_CORPUS", str(corpus))
    monkeypatch.setenv("ASSISTANT_VECTORSTORE", str(empty_index.folder))
    assert main(["ingest"]) == 0
    corpus.rename(tmp_path / "away")
    assert main(["ingest", "--prune"]) == 1
    assert empty_index.catalog.sources() == ["a.txt"]
    corpus.mkdir()
    assert main(["ingest"]) == 1
    assert main(["ingest", "--prune"]) == 0
    assert capsys.readouterr().err.splitlines()[-1].startswith("0 added, 0 updated, 0 unchanged, 1 removed")
    assert empty_index.catalog.sources() == []


def test_no_index_is_told_in_one_line_with_the_command(run: Run, tmp_path: Path) -> None:
    for arguments in (["sources"], ["ask", "q"]):
        done = run(*arguments, ASSISTANT_VECTORSTORE=str(tmp_path / "none"))
        assert_one_line_problem(done, 1, "no index in", "run assistant ingest")


def test_a_vectorstore_that_is_a_file_is_told_in_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("ingest", ASSISTANT_VECTORSTORE=str(tmp_path / "file"))
    assert_one_line_problem(done, 1, "cannot write to", "ASSISTANT_VECTORSTORE")


@pytest.mark.usefixtures("ingested")
def test_doctor_tells_health_by_its_exit_status(process: Run, run: Run, tmp_path: Path) -> None:
    healthy = process("doctor", "--json")
    checks = json.loads(healthy.stdout)
    assert [check for check in checks if not check["ok"]] == []
    assert healthy.returncode == 0
    assert {"python", "packages", "settings", "corpus", "index", "offsets", "freshness"} <= {c["check"] for c in checks}
    ill = run("doctor", ASSISTANT_VECTORSTORE=str(tmp_path / "none"))
    assert ill.returncode == 1
    assert "BAD  index: none in" in ill.stdout


@pytest.mark.parametrize(
    ("command", "told"), [("evaluate", "(default: tests/questions.jsonl)"), ("ask", "- for one a line")]
)
def test_help_says_what_the_argument_is(command: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])
    assert told in " ".join(capsys.readouterr().out.split())


def test_memory_that_is_used_up_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(options: object) -> int:
        raise MemoryError

    monkeypatch.setattr("assistant.commands.sources.run", run)
    assert main(["sources"]) == 1
    assert capsys.readouterr().err.startswith("assistant: the memory is used up: free some")
