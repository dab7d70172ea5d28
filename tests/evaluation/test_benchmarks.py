"""The benchmarks' own arithmetic and files; what they measure is measured by running them."""

import csv
import importlib
import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from test_judge import outcome

from assistant.assistant import Assistant
from assistant.evaluation.summary import Figure
from assistant.parts import Part
from assistant.store.index import Index


@pytest.fixture(scope="module", autouse=True)
def _importable() -> Iterator[None]:
    """The scripts import one another by name, as when run from their folder."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    yield
    sys.path.remove(str(ROOT / "benchmarks"))


def script(name: str) -> ModuleType:
    return importlib.import_module(name)


# Spans


def test_span_scores_by_hand() -> None:
    scores = script("quality").span_scores([("a", 0, 10), ("a", 90, 100)], [("a", 5, 25), ("b", 0, 20)])
    assert scores == {
        "span recall @5": 5 / 20,
        "span precision @5": 5 / 40,
        "span IoU @5": 5 / (20 + 40 - 5),
    }


SPANS = st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 30), st.integers(0, 30)), max_size=4)


@given(SPANS, SPANS)
def test_span_scores_are_shares_and_perfect_for_the_gold_itself(
    gold: list[tuple[str, int, int]], shown: list[tuple[str, int, int]]
) -> None:
    span_scores = script("quality").span_scores
    gold, shown = ([(d, min(x, y), max(x, y)) for d, x, y in spans] for spans in (gold, shown))
    assert all(0 <= value <= 1 for value in span_scores(gold, shown).values())
    if any(start < end for _, start, end in gold):
        assert span_scores(gold, gold)["span recall @5"] == 1


# A public set, end to end


@pytest.fixture(scope="module")
def public_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sets") / "tiny"
    folder.mkdir()
    documents = {
        "a": "The tram depot lies in Elm Street. Its roof was painted green in spring.",
        "b": "The library lends 120 telescopes. Children borrow comics.",
    }
    asked: list[dict[str, Any]] = [
        {"_id": "q1", "text": "How many telescopes does the library lend?", "answers": ["120"], "answerable": True,
         "corpus_id": "b", "references": [{"content": "120 telescopes", "start_index": 18, "end_index": 32}]},
        {"_id": "q2", "text": "Who conducts the choir of Zanzibar?", "answers": [], "answerable": False},
        {"_id": "q3", "text": "What colour is it?", "answers": ["green"], "answerable": True,
         "history": [["Where is the roof of the tram depot?", "In Elm Street."]]},
    ]  # fmt: skip
    corpus = "".join(json.dumps({"_id": id_, "title": id_, "text": text}) + "\n" for id_, text in documents.items())
    (folder / "corpus.jsonl").write_text(corpus)
    (folder / "queries.jsonl").write_text("".join(json.dumps(row) + "\n" for row in asked))
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tb\t1\nq3\ta\t1\n")
    return folder


@pytest.fixture(scope="module")
def public_index(public_set: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    index = script("public_sets").open_index(public_set, tmp_path_factory.mktemp("store"))
    yield index
    index.close()


def test_a_public_set_is_measured_with_and_without_parts(public_set: Path, public_index: Index) -> None:
    quality = script("quality")
    questions = quality.sampled(public_set, 0)
    found = quality.measure_set(public_index, questions)
    assert (found["R@1"].value, found["R@1"].n) == (1.0, 2)
    assert found["answer as shown"].value >= 1 / 2
    assert 0 < found["span recall @5"].value <= 1
    assert found["answerable: area under ROC"].value > 1 / 2
    assert found["R@1, rewritten"].value == 1.0
    less = quality.measure_set(public_index, questions, frozenset({Part.REWRITING}))
    assert "R@1, rewritten" not in less


def lines(*rows: dict[str, Any]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n\n" for row in rows)


def test_an_odd_public_set_is_read_for_what_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = lines(
        {"_id": 2, "text": "The roof\u2028is green."}, {"_id": "d/3", "title": "Only a title", "text": ""}, {"_id": "4"}
    )
    asked = lines(
        {"_id": 1, "text": "Graded?", "answers": "green"},
        {"_id": "none relevant", "text": "Flagged?", "answerable": False},
        {"_id": "answers alone", "text": "Answered?", "answers": ["x"]},
        {"_id": "nothing told", "text": "Left out?"},
    )
    (tmp_path / "corpus.jsonl").write_text(corpus, encoding="utf-8-sig")
    (tmp_path / "queries.jsonl").write_text(asked)
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\r\n1\t2\t2\r\n1\td/3\t0\r\nx\t2\t1\r\n\n")
    sets = script("public_sets")
    documents = [(d.source, d.text) for d in sets.read_documents(tmp_path)]
    assert documents == [("2", "The roof\u2028is green."), ("d/3", "Only a title"), ("4", "4")]
    questions = [(q.id, q.answerable, q.answers, q.gold) for q in sets.read_questions(tmp_path)]
    assert questions == [
        ("1", True, ("green",), {"2"}),
        ("none relevant", False, (), set()),
        ("answers alone", True, ("x",), set()),
    ]
    assert capsys.readouterr().err == f"{tmp_path.name}: 1 of 4 questions left out\n"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("qrels.tsv", "query-id\tcorpus-id\tscore\nq1 b 1\n", "qrels.tsv, line 2: not question, document and grade"),
        (
            "queries.jsonl",
            '{"_id": "q", "text": "q", "answerable": "false"}',
            "answerable is 'false', not true or false",
        ),
        ("queries.jsonl", '{"_id": "q", "text": "q"}', "no question with a relevant document"),
        ("queries.jsonl", "{", "queries.jsonl: Expecting property name"),
        ("qrels.tsv", None, "qrels.tsv: No such file or directory; a set is corpus.jsonl"),
    ],
)
def test_a_public_set_that_cannot_be_read_is_told_in_one_line(
    public_set: Path, tmp_path: Path, name: str, text: str | None, told: str
) -> None:
    for path in public_set.iterdir():
        if path.name != name:
            (tmp_path / path.name).write_text(path.read_text())
        elif text is not None:
            (tmp_path / name).write_text(text)
    with pytest.raises(SystemExit) as ended:
        script("public_sets").read_questions(tmp_path)
    assert told in str(ended.value)
    assert "\n" not in str(ended.value)


def test_the_index_of_a_public_set_holds_no_documents_of_another_of_its_name(tmp_path: Path) -> None:
    sets = script("public_sets")
    for parent, name in (("one", "a"), ("two", "b")):
        folder = tmp_path / parent / "tiny"
        folder.mkdir(parents=True)
        (folder / "corpus.jsonl").write_text(lines({"_id": name, "text": "The roof is green."}))
        index = sets.open_index(folder, tmp_path / "store")
        assert index.catalog.sources() == [name]
        index.close()


def test_texts_to_check_may_hold_other_line_ends(tmp_path: Path) -> None:
    row = {"document": "The roof\u2028is green.", "claim_text": "The roof is green.", "supported": True}
    (tmp_path / "news.jsonl").write_text(lines(row), encoding="utf-8")
    (judged,) = script("support").judge_all(tmp_path)
    assert (judged.domain, judged.supported, judged.borne_out) == ("news", True, True)


def test_a_sample_is_always_the_same(public_set: Path) -> None:
    sampled = script("quality").sampled
    assert [q.id for q in sampled(public_set, 2)] == [q.id for q in sampled(public_set, 2)]
    assert len(sampled(public_set, 2)) == 2


# The table


def test_every_published_figure_names_its_source_and_a_measure_of_its_own_set_once() -> None:
    rows = script("quality_tables").read_published()
    assert all(bool(row.value) == bool(row.source) for row in rows)
    assert len({(row.set, row.measure) for row in rows}) == len(rows)
    assert {row.measure for row in rows if not row.set} <= set(script("quality_tables").OWN_MEASURES)


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Figure(0.9243, 0.901, 0.9449, 9), ".924 (.90–.94)"),
        (Figure(1.0, 1.0, 1.0, 9), "1.000 (1.00–1.00)"),
        (Figure(36.5, 33.5, 39.4, 9), "36 (34–39)"),
        (None, ""),
    ],
)
def test_a_cell_is_a_value_with_its_interval(figure: Figure | None, text: str) -> None:
    assert script("quality_tables").cell(figure) == text


def test_the_table_goes_between_the_marks_and_nowhere_else(tmp_path: Path) -> None:
    table = script("quality_tables")
    path = tmp_path / "README.md"
    path.write_text(f"before\n{table.BEGIN}\nold\n{table.END}\nafter\n")
    table.write_between(path, "new")
    assert path.read_text() == f"before\n{table.BEGIN}\nnew\n{table.END}\nafter\n"
    path.write_text(f"{table.END}\n{table.BEGIN}\n")
    with pytest.raises(SystemExit, match="needs the lines"):
        table.write_between(path, "new")
    assert path.read_text() == f"{table.END}\n{table.BEGIN}\n"


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    """A folder with the two files, each with old tables between its marks."""
    table = script("quality_tables")
    (tmp_path / "docs").mkdir()
    for name in (table.README, table.REST):
        (tmp_path / name).write_text(f"top of {name}\n{table.BEGIN}\nold\n{table.END}\nend of {name}\n")
    return tmp_path


def tiny_runs() -> dict[str, Any]:
    """Made-up runs: two sets of our own and a public one, each with all parts and without the lexical leg."""
    table = script("quality_tables")
    right, wrong = ([outcome(1, correct=c), outcome(2, correct=c, answerable=False)] for c in (True, False))
    own: dict[str, Any] = {"first": {None: right, Part.LEXICAL: wrong}, "second": {None: wrong, Part.LEXICAL: right}}
    figures = {"R@1": Figure(0.5, 0.4, 0.6, 9)}
    public = {"tiny": {None: figures, Part.LEXICAL: {"R@1": Figure(0.25, 0.2, 0.3, 9)}}}
    published = [table.Published("tiny", "R@1", "BM25 .5", "a paper")]
    return {"own": own, "public": public, "published": published, "limit": 7}


def test_what_is_read_first_goes_to_the_readme_and_the_rest_beside_it(marked: Path) -> None:
    table = script("quality_tables")
    readme, rest = table.readme_tables(**tiny_runs()), table.other_tables(**tiny_runs())
    table.write_tables(marked, readme, rest)
    for name, text in ((table.README, readme), (table.REST, rest)):
        told = f"top of {name}\n{table.BEGIN}\n{text}\n{table.END}\nend of {name}\n"
        assert (marked / name).read_text() == told
    heads = [[line for line, below in pairwise(text.splitlines()) if "| --- |" in below] for text in (readme, rest)]
    begins = [[head.split(" | ")[0] for head in of_file] for of_file in heads]
    assert begins == [["| measure", "| first", "| set"], ["| second", "| set"]]
    assert "first (2 questions) | second (2 questions)" in heads[0][0]
    assert "without lexical" in heads[1][1]
    right = 1 + table.PART_MEASURES.index("correct")
    for text, shares in ((readme, ["1.000", ".000"]), (rest, [".000", "1.000"])):
        rows = [line.strip("| ").split(" | ") for line in text.splitlines()]
        of_parts = [row for row in rows if row[0] in ("all parts", "without lexical")]
        assert [row[right].split(" (")[0] for row in of_parts] == shares
    assert "| tiny | R@1 (n=9) | .500 (.40–.60) | BM25 .5 | a paper |" in readme
    assert "| tiny | R@1 | .500 (.40–.60) | .250 (.20–.30) |" in rest
    assert all("at most 7 questions of the practice" in text.splitlines()[-1] for text in (readme, rest))


@pytest.mark.parametrize("missing", ["README.md", "docs/quality-tables.md"])
def test_a_missing_mark_is_told_in_one_line_and_neither_file_is_touched(marked: Path, missing: str) -> None:
    table = script("quality_tables")
    unmarked = (marked / missing).read_text().replace(table.END, "")
    (marked / missing).write_text(unmarked)
    before = {name: (marked / name).read_text() for name in (table.README, table.REST)}
    with pytest.raises(SystemExit) as told:
        table.write_tables(marked, "new", "new")
    assert str(told.value) == (
        f"table: {marked / missing} needs the lines {table.BEGIN} and {table.END}, once each and in this order"
    )
    assert {name: (marked / name).read_text() for name in before} == before


def test_a_missing_file_is_told_like_a_missing_mark(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"none\.md needs the lines"):
        script("quality_tables").around_marks(tmp_path / "none.md")


def test_both_files_of_the_repository_have_their_marks() -> None:
    table = script("quality_tables")
    for name in (table.README, table.REST):
        before, after = table.around_marks(ROOT / name)
        assert "make quality" in before
        assert table.BEGIN not in before + after


def test_the_tables_have_a_row_for_every_measure_and_every_part(
    public_set: Path, public_index: Index, corpus: Path, tmp_path: Path
) -> None:
    table = script("table")
    rows = [
        {"id": "a", "question": "How many telescopes were lent?", "answerable": True, "answers": ["120"]},
        {"id": "b", "question": "How old is the Sphinx?", "answerable": False},
    ]
    (tmp_path / "questions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    own = table.OwnSet("tiny", ((corpus, tmp_path / "questions.jsonl"),))
    table.index_all([own], tmp_path)
    passes = (None, *table.optional_parts())
    outcomes = {part: table.ask_all(own, tmp_path, part) for part in passes}
    lines = [
        *script("quality_tables").own_table({"tiny": outcomes}),
        *script("quality_tables").parts_table("tiny", outcomes),
    ]
    assert lines[0].startswith("| measure | tiny (2 questions) |")
    assert [line for line in lines if line.startswith("| answered right") and "| 1.000 (1.00–1.00) |" in line]
    parts = set(Part) - {Part.READER, Part.RERANKER, Part.VERIFIER}
    assert all(any(line.startswith(f"| without {part} |") for line in lines) for part in parts)
    published = [
        script("quality_tables").Published("tiny", "R@1", "BM25 .5", "a paper"),
        script("quality_tables").Published("none", "R@1"),
    ]
    (folder,) = table.public_folders(public_set.parent, published)
    store = public_index.folder.parent
    runs = {part: table.measured(folder, store, 0, part) for part in (None, Part.LEXICAL)}
    tables = [
        make({folder.name: runs}, published)
        for make in (script("quality_tables").public_table, script("quality_tables").public_parts_table)
    ]
    lines = [line for lines in tables for line in lines]
    assert "| tiny | R@1 (n=2) | 1.000 (1.00–1.00) | BM25 .5 | a paper |" in lines
    assert any("without lexical" in line for line in lines)
    assert not any("none" in line for line in lines)
    assert all(lines[-2].startswith("† ") for lines in tables)
    lines = [line for lines in tables for line in lines[:-2]]
    cells = {line.count("|") for line in lines if line and "---" not in line}
    assert len(cells) == 2  # each table has as many cells in every row as in its head


# Agreement


def filled(path: Path, verdicts: list[str]) -> Path:
    """A sheet of answers of which the metric says right, right, wrong, wrong."""
    agreement = script("agreement")
    answers = ["It is 42.", "It is blue and red.", "It is 43.", "It is red."]
    keys = [("42 | forty-two", ""), ("", "red | blue"), ("42", ""), ("", "red | blue")]
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, agreement.COLUMNS, delimiter="\t", restval="")
        writer.writeheader()
        for number, (answer, (any_of, all_of), verdict) in enumerate(zip(answers, keys, verdicts, strict=True)):
            row = {"id": f"q{number}", "answer": answer, "any_of": any_of, "all_of": all_of, "verdict": verdict}
            writer.writerow(row)
    return path


def test_agreement_of_metric_and_judges_by_hand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = filled(tmp_path / "one.tsv", ["right", "partly", "wrong", "Wrong "])
    other = filled(tmp_path / "other.tsv", ["right", "right", "", "right"])
    script("agreement").compare([one, other])
    told = capsys.readouterr().out
    assert "one: 4 answers, 1 right, 1 partly, 2 wrong" in told
    assert "metric and one: agreement 0.750" in told
    assert "metric and one: kappa 0.500" in told  # 3/4 against 1/2 by chance
    assert "one and other: agreement 0.333" in told
    assert "one says partly, the metric right: q1" in told
    assert "other says right, the metric wrong: q3" in told


def test_an_unknown_verdict_and_a_file_that_is_no_sheet_are_told(tmp_path: Path) -> None:
    agreement = script("agreement")
    with pytest.raises(SystemExit, match="'good' is none of right, partly, wrong"):
        agreement.read_sheet(filled(tmp_path / "one.tsv", ["good", "", "", ""]))
    (tmp_path / "none.tsv").write_text("a\tb\n1\t2\n")
    with pytest.raises(SystemExit, match="is not a sheet written by draw"):
        agreement.read_sheet(tmp_path / "none.tsv")


def test_a_sheet_is_drawn_from_answered_answerable_questions_without_the_metrics_word(tmp_path: Path) -> None:
    agreement = script("agreement")

    def row(id_: str, *, answerable: bool = True, answered: bool = True) -> dict[str, Any]:
        answer = {"question": "q", "standalone_question": "q", "answered": answered, "answer": "It is\n42. [1]"}
        gold = {"answers": ["42"], "all_of": [], "sentences": [{"source": "f", "quote": "42."}]}
        return {"id": id_, "answerable": answerable, "correct": True, "gold": gold, "answer": answer}

    rows = [row("a"), row("b", answerable=False), row("c", answered=False), row("d")]
    (tmp_path / "run.json").write_text(json.dumps({"questions": rows}))
    agreement.draw([tmp_path / "run.json"], tmp_path / "sheet.tsv", 10, 0)
    with (tmp_path / "sheet.tsv").open(newline="") as file:
        drawn = list(csv.DictReader(file, delimiter="\t"))
    assert sorted(r["id"] for r in drawn) == ["a", "d"]
    assert all((r["answer"], r["any_of"], r["verdict"]) == ("It is 42.", "42", "") for r in drawn)
    assert not {"correct", "metric"} & set(drawn[0])


def test_the_verdicts_that_are_kept_can_be_read() -> None:
    for path in (ROOT / "benchmarks" / "verdicts").glob("*.tsv"):
        assert len(script("agreement").read_sheet(path)) == 60


def test_every_everyday_question_quotes_its_transcripts_word_for_word() -> None:
    everyday = script("everyday")
    assert len(everyday.names_of_sets()) >= 8
    for name in everyday.names_of_sets():
        texts = {
            path.name: path.read_text(encoding="utf-8") for path in (everyday.PRACTICE / name / "corpus").iterdir()
        }
        for conversation in everyday.conversations(name):
            for turn in conversation["turns"]:
                assert turn["answerable"] == bool(turn["essential"])
                others = [other for gold in turn["essential"] for other in gold.get("or", [])]
                for gold in [*turn["essential"], *turn["useful"], *others]:
                    assert gold["quote"] in texts[gold["file"]], conversation["id"]


def test_real_meetings_are_written_as_text_with_speakers_less_noises(tmp_path: Path) -> None:
    meetings = script("meetings")
    first, _ = meetings.GROUPS["speech"]
    turns = [
        [0, "Ann", "Um , the kiln {disfmarker} ca n't be lit ."],
        [1, "Tom", "{vocalsound} ."],
        [2, "Tom", "It 's cold , is n't it ?"],
    ]
    rows = [{"_id": first, "turns": turns}, {"_id": "another", "turns": turns}]
    (tmp_path / "qmsum-test").mkdir()
    (tmp_path / "qmsum-test" / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    folder = meetings.write_meetings(tmp_path, "speech", tmp_path / "corpus")
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == {
        f"{first}.txt": "Ann: Um, the kiln can't be lit.\nTom: It's cold, isn't it?\n"
    }


def test_questions_about_real_meetings_name_what_answers_in_their_own_meetings() -> None:
    meetings = script("meetings")
    assert {path.stem for path in meetings.QUESTIONS.iterdir()} == set(meetings.GROUPS)
    for name, group in meetings.GROUPS.items():
        lines = (meetings.QUESTIONS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        turns = [turn for line in lines for turn in json.loads(line)["turns"]]
        assert len(turns) >= 40
        for turn in turns:
            assert turn["answerable"] == bool(turn["essential"])
            assert all(gold["file"].removesuffix(".txt") in group for gold in [*turn["essential"], *turn["useful"]])


def test_an_everyday_answer_is_good_with_half_of_what_it_must_show_and_half_that_helps(assistant: Assistant) -> None:
    everyday = script("everyday")
    answer = assistant.ask("How many telescopes did the library lend to local families?")
    quote, source = answer.citations[0].quote, answer.citations[0].source
    gold, missed = {"file": source, "quote": quote}, {"file": source, "quote": "Nobody said this."}
    turn = {"kind": "fact", "answerable": True, "essential": [gold, missed], "useful": []}
    asked = everyday.measure("talks", turn, answer, later=False)
    assert asked.recall == 0.5
    assert asked.precision == 1 / len(answer.citations)
    said_again = {**missed, "or": [gold]}
    assert everyday.measure("talks", {**turn, "essential": [said_again]}, answer, later=False).recall == 1.0
    elsewhere = {**turn, "essential": [{**gold, "file": "other.txt"}]}
    assert everyday.measure("talks", elsewhere, answer, later=False).precision == 0.0
    untold = {**turn, "answerable": False, "essential": []}
    assert not everyday.measure("talks", untold, answer, later=True).good
    assert "later turns" in everyday.report([asked])
