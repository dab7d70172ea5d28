"""The sources view: its parts as rendered, and the whole served for real and driven in headless Chromium."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import serving
from browsing import READY, NewPage, browser, listen, new_page, spare_pages
from playwright.sync_api import ConsoleMessage, Page, expect

from assistant.assistant import Assistant
from assistant.corpus.transcripts import read_transcript
from assistant.filters import Filters
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest
from assistant.store.uploads import LATER, Outcome, Received
from assistant.web.background_work import Followed
from assistant.web.library import library_html
from assistant.web.narrowing import MOST_CHOICES, Chip, chips, chips_html, offered, still_there, without
from assistant.web.reading import Stretch, find_words, marked_paragraphs
from assistant.web.render import MOST_ROWS, panel_html
from assistant.web.timeline import read_timeline
from assistant.web.views.narrow import choices, heading_html
from assistant.web.views.sources import limits_html, removal_told, told_to

__all__ = ["browser", "new_page", "spare_pages"]  # fixtures
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}

QUAY = """Quay council meets the pilot
Harbour master Ines Calder met pilot Tobias Wren in Gullport on 12 June.
"The quay at Gullport will be painted green before the storms," Ines Calder said.
Last year the quay handled 4,200 tonnes of oysters. Nobody at the quay counted mussels.
"""
CIDER = """Growers discuss the cider festival
3 September 2021
Chairwoman Petra Lindqvist spoke to growers near Westmere.
"Our cider festival attracted nine thousand visitors," Petra Lindqvist said.
"""
MILL = """Meeting & <mill> talk

4 May 2020

Miller Jonas Aske bought eleven sacks of rye. "They were dry," said Jonas Aske.
"""
OYSTERS = "How many tonnes of oysters did the quay handle last year?"


# Parts


def _row(source: str, date: str | None) -> dict[str, Any]:
    return {"source": source, "title": source.upper(), "date": date}


def test_timeline_gives_dates_without_a_year_a_lane_of_their_own() -> None:
    timeline = read_timeline([_row("a", "2021-01-01"), _row("b", "--06-12"), _row("c", None), _row("d", "2023-12-31")])
    assert [lane.name for lane in timeline.lanes] == ["2021 to 2023", "Year not stated"]
    known, yearless = timeline.lanes
    assert [point.source for point in known.points] == ["a", "d"]
    assert known.points[0].x < 5
    assert known.points[1].x > 95
    assert [label for _, label in known.ticks] == ["2021", "2022", "2023"]
    assert [(point.source, point.label) for point in yearless.points] == [("b", "12 Jun")]
    assert timeline.undated == 1


def test_timeline_of_one_year_has_months_and_of_many_years_few_ticks() -> None:
    assert [label for _, label in read_timeline([_row("a", "2021-07-01")]).lanes[0].ticks][:2] == ["Jan", "Feb"]
    assert len(read_timeline([_row("a", "1950-01-01"), _row("b", "2020-01-01")]).lanes[0].ticks) <= 8


def test_timeline_stacks_points_of_one_day_and_labels_only_where_there_is_room() -> None:
    lane = read_timeline([_row(name, "2021-05-05") for name in "abc"]).lanes[0]
    assert [point.level for point in lane.points] == [0, 1, 2]
    assert [point.label for point in lane.points] == ["5 May", "", ""]
    assert lane.levels == 3
    crowd = read_timeline([_row(f"{day}", f"2021-01-{day:02d}") for day in range(1, 14)]).lanes[0]
    assert {point.label for point in crowd.points} == {""}
    assert read_timeline([]).lanes == ()


def test_a_crowded_timeline_counts_the_points_that_have_no_room_and_a_short_one_shows_all() -> None:
    days = [f"2021-{month:02d}-{day:02d}" for month in range(1, 13) for day in range(1, 29)]
    lane = read_timeline([_row(f"{number}", day) for number, day in enumerate(days)]).lanes[0]
    assert 100 < len(lane.points) < len(days)
    assert len(lane.points) + lane.crowded == len(days)
    assert len({(point.level, point.x) for point in lane.points}) == len(lane.points)
    short = read_timeline([_row(f"{number}", "2021-01-01") for number in range(20)])
    assert len(short.lanes[0].points) == 20
    assert short.crowded == 0


def test_a_long_menu_offers_what_is_typed_and_what_is_chosen() -> None:
    every = [(f"Person {number}", f"p{number}") for number in range(MOST_CHOICES + 40)]
    assert offered(every[:MOST_CHOICES], [], "nobody") == every[:MOST_CHOICES]
    assert offered(every, []) == every[:MOST_CHOICES]
    assert offered(every, [], "PERSON 53") == [("Person 53", "p53"), *every[530:540]]
    assert offered(every, ["p3", "p539"], "person 53") == [("Person 53", "p53"), *every[530:540], ("Person 3", "p3")]


def test_the_panel_beside_the_chat_ends_where_it_gets_long() -> None:
    rows = [{**_row(f"{number}", None), "passages": 2} for number in range(MOST_ROWS + 3)]
    assert panel_html(rows).count('class="source"') == MOST_ROWS
    assert f"{MOST_ROWS + 3} transcripts, {2 * MOST_ROWS + 6} passages" in panel_html(rows)
    assert "3 more: search for them" in panel_html(rows)
    assert "more: search" not in panel_html(rows[:MOST_ROWS])


def test_chips_read_as_words_and_are_taken_away_one_by_one() -> None:
    filters = Filters(("a.txt",), 20230101, 20231231, ("Ann Lee",), ("York",))
    found = chips(filters, {"a.txt": "On <ales>"})
    assert [chip.label for chip in found] == [
        "Ann Lee",
        "York",
        "On <ales>",
        "from 1 January 2023",
        "to 31 December 2023",
    ]
    for chip in found:
        filters = without(filters, chip.kind, chip.value)
        assert chip not in chips(filters, {"a.txt": "On <ales>"})
    assert not filters
    assert without(Filters(("a", "b")), "sources", "a") == Filters(("b",))
    assert without(Filters(("a",)), "all") == Filters()
    assert without(Filters(("a",)), "nonsense", "a") == Filters(("a",))


def test_chips_html_escapes_titles_and_is_nothing_without_filters() -> None:
    html = chips_html(Filters(("a.txt",)), {"a.txt": 'On <ales> "now"'})
    assert "<ales>" not in html
    assert 'data-kind="sources" data-value="a.txt"' in html
    assert chips_html(Filters(), {}) == ""
    assert Chip("sources", "gone.txt", "gone.txt") in chips(Filters(("gone.txt",)), {})


def test_filters_forget_what_is_no_longer_indexed() -> None:
    filters = Filters(("a", "b"), 20200101, None, ("Ann", "Bob"), ("York",))
    assert still_there(filters, {"a"}, {"Bob"}, set()) == Filters(("a",), 20200101, None, ("Bob",), ())


def test_followed_work_tells_its_steps_then_its_result_or_its_error() -> None:
    def work(progress: Callable[[int, int], None]) -> str:
        progress(1, 2)
        progress(2, 2)
        return "done"

    followed = Followed(work)
    assert list(followed) == [(1, 2), (2, 2)]
    assert followed.result() == "done"
    failed = Followed(lambda _: 1 // 0)
    assert list(failed) == []
    with pytest.raises(ZeroDivisionError):
        failed.result()


# Searching in a transcript


def test_words_are_found_whatever_their_case_spaces_and_quotation_marks() -> None:
    transcript = read_transcript("Talk\n\nThe  Old  quay. It’s the old quay (not “old” quay) at 10% of x.", "t.txt")
    text = transcript.text
    assert [text[a:b] for a, b in find_words(transcript, "old quay")] == ["Old  quay", "old quay"]
    assert [text[a:b] for a, b in find_words(transcript, "IT'S")] == ["It’s"]
    assert [text[a:b] for a, b in find_words(transcript, '"old"')] == ["“old”"]
    assert [text[a:b] for a, b in find_words(transcript, "(not")] == ["(not"]
    assert find_words(transcript, ".*") == []
    assert find_words(transcript, "  ") == []


def test_hits_and_cited_words_cut_a_paragraph_without_changing_it() -> None:
    transcript = read_transcript("Talk\n\nThe old quay is an old quay.", "t.txt")
    text = transcript.text
    cited = (text.index("quay"), text.index(" an"))
    paragraphs = marked_paragraphs(transcript, cited, find_words(transcript, "old quay"))
    assert paragraphs == [
        [
            Stretch("The ", False),
            Stretch("old ", False, 1),
            Stretch("quay", True, 1),
            Stretch(" is", True),
            Stretch(" an ", False),
            Stretch("old quay", False, 2),
            Stretch(".", False),
        ]
    ]


def test_a_filter_that_has_nothing_to_offer_says_what_is_missing_and_why(tmp_path: Path, encoder: Encoder) -> None:
    index = Index(tmp_path / "store", encoder)
    bare = Assistant(index, Settings(corpus=tmp_path, vectorstore=tmp_path / "store", data=tmp_path / "data"))
    (tmp_path / "rain.txt").write_text("on rain\n\nit rains on the roof.\n", encoding="utf-8")
    _, lists = choices(bare, Filters())
    assert lists[2].info == "Nothing is indexed yet: add transcripts below."
    ingest(index, [tmp_path], corpus=tmp_path)
    people, places, transcripts = choices(bare, Filters())[1]
    assert people.info == "No people were found in the texts, so there are none to choose."
    assert places.info == "No places were found in the texts, so there are none to choose."
    assert transcripts.info is None
    assert [each.interactive for each in (people, places, transcripts)] == [False, False, True]
    assert "No transcript states a year, so no range of dates lets any pass." in heading_html(bare)
    assert "No transcript states a date, so there is no timeline." in library_html(bare)[1]
    assert "states no year" not in heading_html(bare)
    index.close()


@pytest.mark.parametrize(("password", "keepers"), [("", True), ("long enough", False)])
def test_folders_and_commands_of_the_server_are_told_to_its_keeper_alone(
    tmp_path: Path, encoder: Encoder, password: str, keepers: bool
) -> None:
    settings = Settings(vectorstore=tmp_path / "store", data=tmp_path / "data", password=password)
    index = Index(settings.vectorstore, encoder)
    bare = Assistant(index, settings)
    assert (str(tmp_path) in limits_html(settings)) == keepers
    assert ("put files into the corpus folder" in library_html(bare)[2]) == keepers
    told, wrong = removal_told(bare, "gone.txt")
    assert wrong
    assert ("assistant sources" in told, "the tab Sources lists" in told) == (keepers, not keepers)
    why = f"{LATER}: another process is writing to {tmp_path}: process 7 (x), since noon: wait for it, or use --wait"
    locked = Received("a.txt", Outcome.KEPT, reason=why)
    assert told_to(settings, locked).reason == (why if keepers else LATER)
    index.close()


# Served


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("sources")
    (folder / "corpus").mkdir()
    for name, text in {"quay.txt": QUAY, "cider.txt": CIDER}.items():
        (folder / "corpus" / name).write_text(text, encoding="utf-8")
    return Settings(corpus=folder / "corpus", vectorstore=folder / "store", data=folder / "data", threshold=0.0)


@pytest.fixture(scope="module")
def served(settings: Settings, encoder: Encoder) -> Iterator[Assistant]:
    index = Index(settings.vectorstore, encoder)
    ingest(index, [settings.corpus], corpus=settings.corpus)
    yield Assistant(index, settings)
    index.close()


@pytest.fixture(scope="module")
def address(served: Assistant) -> Iterator[str]:
    with serving.served(served) as address:
        yield address


@pytest.fixture
def visit(new_page: NewPage, address: str) -> Iterator[Callable[..., Page]]:
    """Opens the sources view; afterwards no script may have failed and no request have left this machine."""
    failures: list[str] = []
    ends = []

    def note_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            failures.append(message.text)

    heard = {
        "console": note_console,
        "pageerror": lambda error: failures.append(str(error)),
        "request": lambda request: _note_stray(request.url, failures),
    }

    def open_page(path: str = "/", **options: Any) -> Page:
        page = new_page(**{"viewport": DESK, **options})
        ends.append(listen(page, heard))
        page.goto(address + path)
        if path == "/":
            page.wait_for_function(READY)
            page.get_by_role("tab", name="Sources").click()
            expect(page.locator(".entry").first).to_be_visible()
        return page

    yield open_page
    for end in ends:
        end()
    assert failures == []


def _note_stray(url: str, failures: list[str]) -> None:
    if not re.match(r"http://127\.0\.0\.1:\d+/|data:|blob:|about:", url):
        failures.append(url)


def _drop(page: Page, *files: tuple[str, str]) -> None:
    """Drag files, as (name, text), onto the page and let them go."""
    build = (
        "files => { const all = new DataTransfer();"
        " for (const [name, text] of files) all.items.add(new File([text], name)); return all; }"
    )
    carried = page.evaluate_handle(build, [list(file) for file in files])
    page.locator("#drop button").dispatch_event("drop", {"dataTransfer": carried})
    expect(page.locator(".received li")).to_have_count(len(files))


def _ask(page: Page, question: str) -> None:
    answers = page.locator(".answer:not(.under-way)")
    before = answers.count()
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")
    expect(answers).to_have_count(before + 1)


def test_transcripts_are_listed_with_what_is_known_of_them(visit: Callable[..., Page]) -> None:
    page = visit()
    expect(page.locator("#overview")).to_contain_text("2 transcripts")
    assert page.locator(".entry a.title").all_inner_texts() == [
        "Growers discuss the cider festival",
        "Quay council meets the pilot",
    ]
    quay = page.locator(".entry").nth(1)
    expect(quay).to_contain_text("12 June (year not stated)")
    expect(quay).to_contain_text("quay.txt")
    expect(quay).to_contain_text("Ines Calder")
    expect(quay).to_contain_text("Gullport")
    expect(page.get_by_label("Search the transcripts")).to_be_hidden()


def test_a_point_of_the_timeline_opens_its_transcript_by_keyboard(visit: Callable[..., Page]) -> None:
    page = visit()
    point = page.get_by_role("link", name="Quay council meets the pilot, 12 June (year not stated)")
    point.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(point).to_be_focused()
    assert point.locator(".tip").evaluate("tip => getComputedStyle(tip).opacity") == "1"
    page.keyboard.press("Enter")
    expect(page.locator("#reader article h1")).to_have_text("Quay council meets the pilot")
    expect(page.locator("#reader h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#reader")).to_be_hidden()
    expect(point).to_be_focused()


def test_the_reading_pane_finds_words_and_counts_them(visit: Callable[..., Page]) -> None:
    page = visit()
    page.locator(".entry a.title", has_text="Quay council").click()
    box = page.get_by_label("Search in this transcript")
    box.fill("QUAY")
    box.press("Enter")
    expect(page.locator("#reader .found")).to_contain_text("3 places with “QUAY”")
    assert page.locator("#reader mark.hit").all_inner_texts() == ["quay"] * 3
    page.get_by_label("Place 3").click()
    expect(page.locator("#reader mark.now")).to_have_attribute("id", "hit-3")
    page.get_by_label("Search in this transcript").fill("walrus <b>")
    page.get_by_label("Search in this transcript").press("Enter")
    expect(page.locator("#reader .found")).to_have_text("“walrus <b>” is nowhere in this transcript.")
    assert page.url.endswith("/")


def test_the_transcripts_page_is_searched_without_scripts(visit: Callable[..., Page], address: str) -> None:
    page = visit("/transcript/quay.txt", java_script_enabled=False)
    page.get_by_label("Search in this transcript").fill("Gullport")
    page.get_by_role("button", name="Find").click()
    expect(page.locator(".found")).to_contain_text("2 places with “Gullport”")
    page.get_by_label("Place 2").click()
    expect(page.locator("#hit-2")).to_be_in_viewport()
    response = httpx.get(f"{address}/transcript/quay.txt", params={"q": "<script>" + "x" * 5000})
    assert response.status_code == 200
    assert "<script" not in response.text
    assert "script-src" not in response.headers["content-security-policy"]


def test_filters_hold_for_the_next_question_and_their_chips_take_them_away(visit: Callable[..., Page]) -> None:
    page = visit()
    page.get_by_label("People").click()
    page.get_by_role("option", name="Petra Lindqvist").click()
    page.keyboard.press("Escape")
    page.get_by_label("From", exact=True).fill("2021")
    page.get_by_label("From", exact=True).press("Enter")
    page.get_by_role("tab", name="Chat").click()
    expect(page.locator("#narrowed .chip .text")).to_have_text(["Petra Lindqvist", "from 1 January 2021"])
    _ask(page, OYSTERS)
    expect(page.locator("#chat a.row", has_text="oysters")).to_have_count(0)
    page.get_by_role("button", name="Take away the filter from 1 January 2021").click()
    expect(page.locator("#narrowed .chip .text")).to_have_text(["Petra Lindqvist"])
    page.get_by_role("tab", name="Sources").click()
    expect(page.get_by_label("From", exact=True)).to_have_value("")
    page.get_by_role("tab", name="Chat").click()
    page.get_by_role("button", name="Take away the filter Petra Lindqvist").click()
    expect(page.locator("#narrowed .chip")).to_have_count(0)
    _ask(page, OYSTERS)
    expect(page.locator("#chat a.row", has_text="4,200 tonnes of oysters").first).to_be_visible()


@pytest.mark.parametrize("take_back", ["Backspace", "all at once"])
def test_what_is_taken_back_in_the_form_filters_no_more(visit: Callable[..., Page], take_back: str) -> None:
    page = visit()
    narrow = page.locator("#narrow")
    narrow.get_by_label("People").click()
    page.get_by_role("option", name="Petra Lindqvist").click()
    expect(page.locator("#narrowed")).to_contain_text("Petra Lindqvist")
    if take_back == "Backspace":
        narrow.get_by_label("People").press("Backspace")
    else:
        narrow.locator(".remove-all").click()
    expect(narrow.locator(".token")).to_have_count(0)
    expect(page.locator("#narrowed")).not_to_contain_text("Petra Lindqvist")


def test_a_date_that_is_none_is_told_beside_the_form(visit: Callable[..., Page]) -> None:
    page = visit()
    page.get_by_label("To", exact=True).fill("soon")
    page.get_by_label("To", exact=True).press("Enter")
    expect(page.get_by_role("alert").filter(has_text="'soon' is not a date")).to_be_visible()


def test_how_many_transcripts_the_filters_leave_is_told_where_they_are_set(visit: Callable[..., Page]) -> None:
    page = visit()
    people = page.locator("#narrow").get_by_label("People")
    people.click()
    page.get_by_role("option", name="Petra Lindqvist").click()
    told = page.locator("#narrow-problem")
    one = re.compile(r"The next question is put to 1 of \d+ transcripts\.")
    expect(told).to_have_text(one)
    page.get_by_label("From", exact=True).fill("2090")
    page.get_by_label("From", exact=True).press("Enter")
    expect(told.get_by_role("alert")).to_have_text("The next question is put to no transcript: take a filter away.")
    page.get_by_role("tab", name="Chat").click()
    page.get_by_role("button", name="Take away the filter from 1 January 2090").click()
    page.get_by_role("tab", name="Sources").click()
    expect(told).to_have_text(one)


def test_how_many_the_filters_leave_is_told_after_a_date_is_taken_away(visit: Callable[..., Page]) -> None:
    page = visit()
    for field, date in (("From", "1990"), ("To", "1991")):
        page.get_by_label(field, exact=True).fill(date)
        page.get_by_label(field, exact=True).press("Enter")
    told = page.locator("#narrow-problem")
    expect(told).to_contain_text("put to no transcript")
    page.get_by_role("tab", name="Chat").click()
    page.get_by_role("button", name="Take away the filter to 31 December 1991").click()
    page.get_by_role("tab", name="Sources").click()
    expect(told).to_have_text(re.compile(r"The next question is put to [1-9]\d* of \d+ transcripts\."))


def test_asking_only_one_transcript_leads_to_the_chat_with_its_chip(visit: Callable[..., Page]) -> None:
    page = visit()
    page.get_by_role("button", name="Ask only Growers discuss the cider festival").click()
    expect(page.get_by_label("Your question")).to_be_visible()
    expect(page.locator("#narrowed .chip .text")).to_have_text(["Growers discuss the cider festival"])


def test_filters_are_each_visitors_own(visit: Callable[..., Page]) -> None:
    page, other = visit(), visit()
    page.get_by_role("button", name="Ask only Growers discuss the cider festival").click()
    expect(page.locator("#narrowed .chip")).to_have_count(1)
    other.get_by_role("tab", name="Chat").click()
    _ask(other, OYSTERS)
    expect(other.locator("#narrowed .chip")).to_have_count(0)
    expect(other.locator("#chat a.row", has_text="oysters").first).to_be_visible()


def test_an_upload_is_told_listed_asked_about_and_removed(visit: Callable[..., Page], settings: Settings) -> None:
    page = visit()
    page.get_by_role("tab", name="Chat").click()
    _ask(page, OYSTERS)
    page.get_by_role("tab", name="Sources").click()
    _drop(page, ("../mill.txt", MILL), ("empty.txt", " "), ("run.exe", "MZ"))
    expect(page.locator(".received .sum")).to_have_text("1 of 3 files taken; you can ask about it now.")
    assert page.locator(".received .outcome").all_inner_texts() == ["Added", "Refused", "Refused"]
    expect(page.locator(".received")).to_contain_text("the file is empty")
    expect(page.locator("#overview")).to_contain_text("3 transcripts")
    entry = page.locator(".entry", has_text="Meeting & <mill> talk")
    expect(entry.locator(".badge")).to_have_text("uploaded")
    assert [path.name for path in (settings.data / "uploads").glob("*.txt")] == ["mill.txt"]
    page.get_by_role("tab", name="Chat").click()
    _ask(page, "How many sacks of rye did Jonas Aske buy?")
    expect(page.locator(".answer").last).to_contain_text("eleven sacks of rye")
    expect(page.locator("a.source", has_text="Meeting & <mill> talk")).to_have_count(1)
    page.get_by_role("tab", name="Sources").click()
    entry.get_by_role("button", name="Remove").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".for-upload")).to_have_text(re.compile("The uploaded file is deleted with it"))
    expect(dialog.locator(".for-others")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(entry).to_be_visible()
    entry.get_by_role("button", name="Remove").click()
    dialog.get_by_role("button", name="Remove").click()
    expect(page.locator("#shelf-status")).to_contain_text("is removed and its file deleted")
    expect(entry).to_have_count(0)
    expect(page.locator(".received")).to_have_count(0)
    assert list((settings.data / "uploads").glob("*.txt")) == []


def test_a_corpus_file_only_leaves_the_index_and_reindexing_brings_it_back(
    visit: Callable[..., Page], settings: Settings
) -> None:
    page = visit(viewport={"width": 390, "height": 500})
    page.get_by_role("button", name="Remove Quay council meets the pilot").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("the next re-index brings it back")
    dialog.get_by_role("button", name="Remove").click()
    expect(page.locator("#shelf-status")).to_contain_text("its file stays, and the next re-index brings it back")
    expect(page.locator("#shelf-status .told-status")).to_be_in_viewport(ratio=1)
    expect(page.locator(".entry")).to_have_count(1)
    assert (settings.corpus / "quay.txt").is_file()
    page.get_by_role("button", name="Re-index").click()
    expect(page.locator("#shelf-status")).to_contain_text("Re-indexed: 1 added, 1 unchanged.")
    expect(page.locator(".entry")).to_have_count(2)
    expect(page.get_by_role("button", name="Re-index")).to_be_enabled()


def test_the_box_for_files_says_in_one_line_what_it_is_for_and_is_named_so(visit: Callable[..., Page]) -> None:
    button = visit().get_by_role("button", name="Drop files here, or click to choose them")
    expect(button).to_be_visible()
    assert button.inner_text().strip() == "Drop files here, or click to choose them"


def test_what_becomes_of_an_upload_is_in_sight_as_it_begins(visit: Callable[..., Page]) -> None:
    page = visit(viewport={"width": 1280, "height": 500})
    working = page.locator("#received .working")
    begin = """place => place.insertAdjacentHTML("beforeend", '<div class="working"><p>Reading the files…</p></div>')"""
    page.locator("#received").evaluate(begin)
    expect(working).to_be_in_viewport(ratio=1)
    page.locator("#desk").evaluate("desk => desk.scrollTo(0, 0)")
    working.evaluate("""one => { one.outerHTML = '<div class="working"><p>Indexing…</p></div>' }""")
    expect(working).to_have_text("Indexing…")
    page.wait_for_timeout(200)
    assert page.locator("#desk").evaluate("desk => desk.scrollTop") == 0, "whoever scrolled on is left there"


@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_nothing_scrolls_sideways(visit: Callable[..., Page], viewport: dict[str, int]) -> None:
    page = visit(viewport=viewport)
    overflowing = "document.documentElement.scrollWidth > innerWidth || library.scrollWidth > library.clientWidth"
    assert not page.evaluate(overflowing)
    page.locator(".entry a.title").first.click()
    expect(page.locator("#reader article")).to_be_visible()
    assert not page.evaluate(overflowing)
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".entry a.title").first).to_be_focused()


# Many transcripts


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("many")
    (folder / "corpus").mkdir()
    for number in range(MOST_ROWS + 4):
        text = f"Talk {number:03d} at the mill\n\n{number % 28 + 1} May 2020\n\nThe wheel turned {number} times.\n"
        (folder / "corpus" / f"{number:03d}.txt").write_text(text, encoding="utf-8")
    people = ", ".join(f"Guest {number:03d}" for number in range(MOST_CHOICES + 9))
    (folder / "corpus" / "000.meta.yaml").write_text(f"date: 2001-02-03\npeople: [{people}]\n", encoding="utf-8")
    index = Index(folder / "store", encoder)
    ingest(index, [folder / "corpus"], corpus=folder / "corpus")
    yield Assistant(index, Settings(corpus=folder / "corpus", vectorstore=folder / "store", data=folder / "data"))
    index.close()


def test_a_long_list_ends_and_is_searched_by_title_name_date_and_file(many: Assistant) -> None:
    overview, timeline, listing = library_html(many)
    assert f"{MOST_ROWS + 4} transcripts" in overview
    assert listing.count('class="entry"') == MOST_ROWS
    assert "4 more: search for them above" in listing
    assert "000.txt" not in listing
    assert "no room here" in timeline
    for search in ("TALK 000", "000.txt", "guest 507 mill", "3 february", "2001-02"):
        assert "000.txt" in library_html(many, search)[2], search
        assert "1 transcript has" in library_html(many, search)[2]
    nothing = library_html(many, "<walrus>")[2]
    assert "0 transcripts have “&lt;walrus&gt;”" in nothing
    assert "Nothing is indexed" not in nothing


@pytest.fixture(scope="module")
def many_address(many: Assistant) -> Iterator[str]:
    with serving.served(many) as address:
        yield address


def test_the_page_brings_a_visitor_no_more_than_it_shows(many_address: str, new_page: NewPage) -> None:
    sent = httpx.get(many_address).text
    assert "Talk 150 at the mill" in sent
    assert "Talk 202 at the mill" not in sent
    assert "Guest 003" not in sent
    page = new_page(viewport=DESK)
    page.goto(many_address)
    page.get_by_role("tab", name="Sources").click()
    expect(page.locator(".entry")).to_have_count(MOST_ROWS)
    expect(page.get_by_label("Search the transcripts")).to_be_visible()


class Form:
    """The page without a browser: sends its server what the page's own script sends when something happens to a field.

    What is typed in a menu that is open, and how soon, depends on the load of the machine; what the server makes of it
    does not.
    """

    def __init__(self, address: str) -> None:
        self._http = httpx.Client(base_url=address, timeout=60)
        self._config = self._http.get("/config").json()
        self._session = uuid4().hex
        empty = {"textbox": "", "dropdown": []}
        self._values: dict[int, Any] = {part["id"]: empty.get(part["type"]) for part in self._config["components"]}

    def choose(self, label: str, values: list[str]) -> None:
        """Have ``values`` chosen in a list."""
        self._values[self._field(label)] = values

    def happen(self, label: str, event: str, told: dict[str, str] | None = None) -> list[Any]:
        """Fire ``event`` of a field, with what the browser tells of it; returns what becomes of the outputs."""
        field = self._field(label)
        return [output for wired in self._wired(field, event) for output in self._run(wired, field, told)]

    def chips(self) -> str:
        """The chips of what the visitor's next question is narrowed to."""
        shown = self._id(lambda props: props.get("elem_id") == "narrowed")
        wired = next(wired for wired in self._config["dependencies"] if wired["outputs"] == [shown])
        return str(self._run(wired, wired["targets"][0][0], None)[0])

    def _field(self, label: str) -> int:
        return self._id(lambda props: props.get("label") == label)

    def _id(self, wanted: Callable[[dict[str, Any]], bool]) -> int:
        found = [part["id"] for part in self._config["components"] if wanted(part["props"])]
        assert len(found) == 1
        return int(found[0])

    def _wired(self, field: int, event: str) -> list[dict[str, Any]]:
        found = [wired for wired in self._config["dependencies"] if [field, event] in wired["targets"]]
        assert found, f"nothing happens at {event}"
        return found

    def _run(self, wired: dict[str, Any], field: int, told: dict[str, str] | None) -> list[Any]:
        data = [self._values[each] for each in wired["inputs"]]
        body = {"fn_index": wired["id"], "data": data, "event_data": told, "trigger_id": field}
        self._http.post("/gradio_api/queue/join", json={**body, "session_hash": self._session}).raise_for_status()
        with self._http.stream("GET", "/gradio_api/queue/data", params={"session_hash": self._session}) as lines:
            for line in lines.iter_lines():
                message = json.loads(line.removeprefix("data:")) if line else {}
                if message.get("msg") == "process_completed":
                    assert message["success"], message
                    return list(message["output"]["data"])
        raise AssertionError("the server told of no end")


def _offers(outputs: list[Any]) -> list[str]:
    """The names that a menu is left with by an event."""
    found = [output["choices"] for output in outputs if isinstance(output, dict) and "choices" in output]
    assert len(found) == 1
    return [label for label, _ in found[0]]


def test_a_long_list_offers_what_is_typed_in_it_and_all_again_after_a_choice_or_when_it_is_left(
    many_address: str,
) -> None:
    form = Form(many_address)
    assert _offers(form.happen("People", "key_up", {"key": "6", "input_value": "guest 506"})) == ["Guest 506"]
    form.choose("People", ["Guest 506"])
    for event in ("input", "blur"):
        names = _offers(form.happen("People", event))
        assert len(names) == MOST_CHOICES + 1
        assert names[-1] == "Guest 506"
    assert _offers(form.happen("People", "key_up", {"key": "8", "input_value": "guest 508"})) == [
        "Guest 508",
        "Guest 506",
    ]


def test_what_is_typed_in_a_short_list_is_for_the_browser_alone(many_address: str) -> None:
    told = Form(many_address).happen("Transcripts", "key_up", {"key": "3", "input_value": "003"})
    assert told == [{"__type__": "update"}]


def test_a_choice_of_a_long_list_narrows_the_next_question_until_it_is_taken_back(many_address: str) -> None:
    form = Form(many_address)
    chosen: list[str] = []
    for name in ("Guest 506", "Guest 508"):
        form.happen("People", "key_up", {"key": name[-1], "input_value": name.lower()})
        chosen.append(name)
        form.choose("People", chosen)
        form.happen("People", "change")
        assert all(each in form.chips() for each in chosen)
    form.choose("People", [])
    form.happen("People", "change")
    assert form.chips() == ""


def test_as_the_view_opens_a_form_that_shows_the_filters_already_is_left_as_it_is(many_address: str) -> None:
    form = Form(many_address)
    form.happen("People", "key_up", {"key": "6", "input_value": "guest 506"})
    form.choose("People", ["Guest 506"])
    form.happen("People", "change")
    *lists, first, last, told = form.happen("Sources", "select")
    assert len(lists) == 3
    assert not any("value" in each for each in lists), "it would come late, over what was chosen meanwhile"
    assert first == last == {"__type__": "update"}
    assert "value" not in told
    form.choose("People", [])
    people, places, *_, told = form.happen("Sources", "select")
    assert people["value"] == ["Guest 506"]
    assert "value" not in places
    assert "put to 1 of" in str(told)
