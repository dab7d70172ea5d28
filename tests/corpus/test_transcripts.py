import os
from pathlib import Path

import pytest
from conftest import FERRY, TRANSCRIPTS, write_corpus

from assistant.corpus.dates import Date
from assistant.corpus.files import transcript_files, walk
from assistant.corpus.headers import is_debris
from assistant.corpus.loading import MAX_BYTES, load_transcripts
from assistant.corpus.passages import split_into_passages
from assistant.corpus.sentences import paragraph_spans, sentence_spans
from assistant.corpus.transcripts import Transcript, plain_transcript, read_transcript
from assistant.corpus.turns import turns_in
from assistant.errors import CorpusError, TranscriptError
from assistant.store.naming import named_files


def said(transcript: Transcript) -> list[str]:
    return [transcript.text[a:b] for a, b in transcript.body]


def load_one(path: Path, source: str) -> Transcript:
    """The transcript that a file is."""
    (transcript,) = load_transcripts(path, source).transcripts
    return transcript


@pytest.mark.parametrize(
    "line",
    [
        "7",
        "- 14",
        "•",
        "• 10:55",
        "* * *",
        "100%",
        "Home / News / Harbour /",
        "Home > News > Town",
        "Home | About | Contact",
        "Start » Talks » 2021",
        "Written by",
        "Written by Ann Lee",
        "Photo: Ann Lee",
        "Tags: ferry, harbour",
        "Share this",
        "© 2021 Harbour News",
        "©2021",
        "Updated 3 May 2021",
        "Last updated 3 May 2021",
        "Comments (44)",
        "Print version",
        "See also",
        "Read also: The lamps of the pier",
        "Most read: Ferry suspended until Monday",
    ],
)
def test_what_a_crawler_leaves_is_debris(line: str) -> None:
    assert is_debris(line)


@pytest.mark.parametrize(
    "line",
    [
        "Yes.",
        "We won.",
        "“No!”",
        "It sank in 1998.",
        "First. You need a pier.",
        "They voted and/or abstained.",
        "The limit is 60 km/h in town and 90 km/h outside.",
        "The line is open 24/7 and took 900 calls in 2020/21.",
        "She wrote “boats/ships/rafts.”",
        "Source of the river is unknown.",
        "Shares rose by half.",
        "Photographs were not allowed",
        "Comments on the draft came from 44 towns",
        "Next came the tram",
        "12 shares",
        "5 comments",
        "Views: 318",
        "Likes 5",
        "Next",
        "Previous",
        "Most read the draft before the vote",
        "see also the part on boats by Ann",
        "Views differ: 318 for, 12 against",
    ],
)
def test_a_short_line_that_says_something_stays(line: str) -> None:
    assert not is_debris(line)


def test_debris_never_becomes_a_sentence(ferry: Transcript) -> None:
    found = {ferry.text[a:b] for span in ferry.body for a, b in sentence_spans(ferry.text, *span)}
    assert "The council did not vote on the ticket price." in found
    assert not found & {"• 7", "7", "• 10:55", "Home / News / Harbour /", "Written by", "12 May 2021"}
    assert said(ferry)[0].startswith("Mayor Ingrid Solberg opened")
    assert said(ferry)[-1].endswith("It will meet again in June.")


def test_debris_between_paragraphs_is_left_out_and_moves_no_offset() -> None:
    text = "Title of the talk\n\nIt rained.\n\n• 3\n\nRead more: boats\n\nIt stopped.\n\nShare\n"
    transcript = read_transcript(text, "a.txt")
    assert transcript.text == text
    assert said(transcript) == ["It rained.", "It stopped."]


def test_a_transcript_knows_what_its_header_says(ferry: Transcript) -> None:
    assert ferry.text == FERRY
    assert ferry.title == "Council hearing on the Larkhaven ferry"
    assert ferry.date == Date(2021, 5, 12)
    assert ferry.people == ("Ingrid Solberg", "Tomas Okafor")
    assert ferry.places == ("Larkhaven",)
    assert ferry.heading == "Council hearing on the Larkhaven ferry (2021-05-12)"


def test_the_title_of_a_markdown_heading_is_without_its_marks() -> None:
    assert read_transcript("## Ferry  talk\n\nIt sails.", "a.md").title == "Ferry talk"


def test_without_a_date_line_the_day_comes_from_the_opening_paragraph_and_has_no_invented_year() -> None:
    transcript = read_transcript("Ferry talk\n\nThey met on 3 June. They met again on 4 July 2020.", "a.txt")
    assert transcript.date == Date(None, 6, 3)
    assert transcript.heading == "Ferry talk (--06-03)"


def test_without_any_date_there_is_none() -> None:
    transcript = read_transcript("Ferry talk\n\nThey met.\n\nThey meet again on 4 July 2020.", "a.txt")
    assert transcript.date is None
    assert transcript.heading == "Ferry talk"


@pytest.mark.parametrize(
    ("opening", "title"),
    [
        ("Ferry council, 12 March 2022", "Ferry council, 12 March 2022"),
        ("12 March 2022\n\nFerry council, 12 March 2022", "Ferry council, 12 March 2022"),
        ("Ferry council, 12 March 2022\n\nThe new boats", "The new boats"),
        ("Larkhaven, 12 March 2022", "minutes"),
        ("Ferry Council, 12 March 2022", "Ferry Council, 12 March 2022"),
        ("The new pier at noon, 12 March 2022", "The new pier at noon, 12 March 2022"),
        ("Last updated 12 March 2022", "minutes"),
        ("Last updated: 12 March 2022", "minutes"),
        ("12 March 2022, posted by our staff", "minutes"),
        ("Ida Brook, published 12 March 2022", "minutes"),
        ("By Ida Brook, 12 March 2022", "minutes"),
        ("New Bree, United Isles, 12 March 2022", "minutes"),
        ("Date of meeting: 12 March 2022", "minutes"),
        ("Posted by our staff 12 March 2022", "minutes"),
        ("Saturday, the 12th of March, 2022", "minutes"),
    ],
)
def test_a_date_line_that_names_something_is_the_title_where_nothing_else_is(opening: str, title: str) -> None:
    transcript = read_transcript(f"{opening}\n\nThe ferry is late.", "minutes.txt", default_title="minutes")
    assert (transcript.title, str(transcript.date)) == (title, "2022-03-12")
    assert said(transcript) == ["The ferry is late."]


def test_a_text_that_opens_with_a_sentence_is_titled_by_its_file() -> None:
    transcript = read_transcript("The ferry sails. It is late.", "boats.txt", default_title="boats")
    assert transcript.title == "boats"
    assert said(transcript) == ["The ferry sails. It is late."]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("2025-03-04 call.txt", "We build. We sail.", "2025-03-04"),
        ("calls/GMT20250304-140012_Recording.txt", "We build. We sail.", "2025-03-04"),
        ("2025_03_04.txt", "They met on 3 June.", "--06-03"),
        ("crawl-2025-03-04.txt", "Ferry talk\n3 June\n\nThey met.", "--06-03"),
        ("2025-03-04.txt", "They met on 4 March. It rained.", "2025-03-04"),
        ("2025-03-04.txt", "Ferry talk\n4 March\n\nThey met.", "2025-03-04"),
        ("2025-03-04.txt", "They met on 3 June 2024.", "2024-06-03"),
        ("2025-03-04.txt", "Ferry talk\n3 June 2024\n\nThey met.", "2024-06-03"),
        ("2025-03-04 to 2025-03-06.txt", "We build.", "None"),
        ("0be420250304fd1b.txt", "We build.", "None"),
        ("2025-13-04.txt", "We build.", "None"),
    ],
)
def test_where_the_words_tell_no_day_the_name_of_the_file_may(name: str, text: str, expected: str) -> None:
    assert str(read_transcript(text, name).date) == expected


TALK = "\n\nChair: Good evening.\n\nMs Ives: The pier is shut.\n\nChair: Since when?\n\nMs Ives: Since May."


def test_a_heading_with_a_colon_is_a_title_and_not_someone_who_speaks() -> None:
    transcript = read_transcript(f"Harbour Board: session of 9 March 2021, the pier{TALK}", "a.txt")
    assert (transcript.title, transcript.date) == ("Harbour Board: session of 9 March 2021, the pier", Date(2021, 3, 9))
    assert said(transcript)[0] == "Chair: Good evening."
    assert {mark.speaker for mark in transcript.marks} == {"Chair", "Ms Ives"}


def test_the_line_of_those_present_is_no_speech_either() -> None:
    transcript = read_transcript(
        f"Harbour Board: the pier\nPresent: six members\nHeld in the great hall of Harbour House, 9 March 2021{TALK}",
        "a.txt",
    )
    assert (transcript.title, transcript.date) == ("Harbour Board: the pier", Date(2021, 3, 9))
    assert said(transcript)[:2] == ["Present: six members", "Held in the great hall of Harbour House, 9 March 2021"]


def test_who_speaks_first_and_only_once_speaks_all_the_same() -> None:
    transcript = read_transcript(f"Usher: All rise.{TALK}", "a.txt", default_title="a")
    assert transcript.title == "a"
    assert "Usher" in {mark.speaker for mark in transcript.marks}


def test_a_day_without_a_year_in_the_title_gives_way_to_the_opening_paragraph() -> None:
    transcript = read_transcript(
        "What the harbour remembers of the night of 3 December\n\nOn 20 May 2025 they looked back.", "a.txt"
    )
    assert transcript.date == Date(2025, 5, 20)


def test_further_short_lines_of_a_header_are_kept() -> None:
    transcript = read_transcript("Ferry talk\n\nAt the pier\n\nIt sails.", "a.txt")
    assert said(transcript) == ["At the pier", "It sails."]


@pytest.mark.parametrize("text", ["7\n\n• 8\n", "Home / News / Town /\n", "Only a title\n"])
def test_a_text_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(TranscriptError, match=r"a\.txt: no sentences"):
        read_transcript(text, "a.txt")


def test_the_digest_follows_text_and_metadata() -> None:
    one = plain_transcript("a.txt", "Talk", "It sails.")
    assert one.digest == plain_transcript("b.txt", "Talk", "It sails.").digest
    assert one.digest != plain_transcript("a.txt", "Talk", "It sank.").digest
    assert one.digest != plain_transcript("a.txt", "Other talk", "It sails.").digest


def test_plain_transcript_infers_nothing_from_a_header() -> None:
    transcript = plain_transcript("a.txt", "Talk", "3 May 2020\n\nNo title here\n\nIt sails.")
    assert said(transcript) == ["3 May 2020", "No title here", "It sails."]
    assert transcript.date is None
    assert transcript.title == "Talk"


# Files


def test_files_are_found_below_the_folder_and_sorted(tmp_path: Path) -> None:
    names = ["b.txt", "a.md", "deep/er/c.TXT", "d.exe", ".hidden/e.txt", ".f.txt", "examples.txt", "a.meta.yaml"]
    write_corpus(tmp_path, dict.fromkeys(names, "It sails."))
    found = [path.relative_to(tmp_path).as_posix() for path in transcript_files(tmp_path)]
    assert found == ["a.md", "b.txt", "deep/er/c.TXT"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    write_corpus(tmp_path, {"corpus/a.txt": "It sails.", "secret.txt": "It is secret."})
    (tmp_path / "corpus" / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert [path.name for path in transcript_files(tmp_path / "corpus")] == ["a.txt"]


def test_a_single_file_is_itself(tmp_path: Path) -> None:
    write_corpus(tmp_path, {"a.txt": "It sails."})
    assert list(transcript_files(tmp_path / "a.txt")) == [tmp_path / "a.txt"]


def test_a_missing_folder_and_an_empty_one_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"no folder of transcripts at .*ASSISTANT_CORPUS"):
        transcript_files(tmp_path / "nowhere")
    with pytest.raises(CorpusError, match=r"no transcripts in .*put \.txt, .* or \.zip files there"):
        transcript_files(tmp_path)


def test_what_is_neither_a_file_nor_a_folder_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(CorpusError, match=r"pipe\.txt is neither a file nor a folder: name the file"):
        transcript_files(tmp_path / "pipe.txt")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(CorpusError, match=r"loop cannot be looked at \(Too many levels of symbolic links\): let this"):
        list(named_files([tmp_path / "loop"]))
    write_corpus(tmp_path, {"a.txt": "It sails."})
    assert [path.name for path in transcript_files(tmp_path)] == ["a.txt"]


def test_folders_nested_deeper_than_a_path_is_long_stop_nothing(tmp_path: Path) -> None:
    write_corpus(tmp_path, {"a.txt": "It sails."})
    inner = os.open(tmp_path, os.O_RDONLY)
    for _ in range(25):
        os.mkdir("d" * 200, dir_fd=inner)
        outer, inner = inner, os.open("d" * 200, os.O_RDONLY, dir_fd=inner)
        os.close(outer)
    os.close(inner)
    found = walk(tmp_path)
    assert found.transcripts == [tmp_path / "a.txt"]
    assert found.unread
    assert all("(File name too long)" in reason for _, reason in found.unread)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Ferry “talk”.".encode(), "Ferry “talk”."),
        ("Ferry talk.".encode("utf-8-sig"), " Ferry talk."),
        ("Ferry “talk”.".encode("cp1252"), "Ferry “talk”."),
        ("Ferry “talk”.".encode("utf-16"), "Ferry “talk”."),
        (b"It sails.\r\nIt sank.\r\n", "It sails.\r\nIt sank.\r\n"),
        (b"It sails.\rIt sank.\r\r\n", "It sails.\nIt sank.\n\r\n"),
    ],
    ids=["utf-8", "utf-8 with a mark", "cp1252", "utf-16", "windows lines", "old lines"],
)
def test_text_is_read_in_its_encoding(tmp_path: Path, raw: bytes, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    assert load_one(path, "a.txt").text == text


HARD_WRAPPED = (
    "Harbour hearing\n\n12 May 2021\n\n"
    + "[00:00:01] Ann Lee: We build the long new pier of the old town by the river\n"
    + "and then we sail to the islands in the north with all the boats that we own\n"
    + "while the ferry that was built in the year of the flood stays in the harbour\n"
    + "until it is sold. Nobody knows when.\n\n"
    + "[00:02:01] Bo Ray: It sank. It cost 2 million\ndollars.\n\nHome / News / Harbour /\n\n"
    + "[00:03:00] Ann Lee\nIt did.\n"
)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_people_and_places_are_found_wherever_the_lines_end(end: str) -> None:
    lines = (
        "On that day the boats of the whole town went out to the long pier with Mayor",
        "Ida Brook and the harbour master, who had come that morning from Great Old",
        "Bree and said that nobody had yet seen so many boats at the same time in",
        "Kettering and that the treasurer would have to pay for each of them, said Tom",
        "Ash to those who stood around him on the pier and who waited for the old boat",
    )
    wrapped = read_transcript(f"Harbour talk{end}{end}{end.join(lines)}{end}", "a.txt")
    plain = read_transcript(f"Harbour talk{end}{end}{' '.join(lines)}{end}", "a.txt")
    assert (wrapped.people, wrapped.places) == (plain.people, plain.places)
    assert set(plain.people) == {"Ida Brook", "Tom Ash"}
    assert set(plain.places) == {"Great Old Bree", "Kettering"}


@pytest.mark.parametrize("text", [*TRANSCRIPTS.values(), HARD_WRAPPED])
def test_offsets_are_the_files_whatever_its_line_ends_and_mark(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    (plain,) = load_transcripts(path, "a.txt").transcripts
    path.write_text(text, encoding="utf-8-sig", newline="\r\n")
    with path.open(encoding="utf-8", newline="") as file:
        as_it_lies = file.read()
    assert as_it_lies.startswith("\ufeff")
    (transcript,) = load_transcripts(path, "a.txt").transcripts
    assert transcript.text[1:] == as_it_lies[1:]
    facts = ("title", "date", "people", "places", "language")
    assert [getattr(transcript, fact) for fact in facts] == [getattr(plain, fact) for fact in facts]
    assert cited(transcript, as_it_lies) == cited(plain, text)


def cited(transcript: Transcript, text: str) -> list[tuple[str, str | None]]:
    """What may be cited of a transcript, taken from ``text``, lines joined, and who says it."""
    sentences = [sentence for passage in split_into_passages(transcript) for sentence in passage.sentences]
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() for s in sentences)
    return [(" ".join(text[s.start : s.end].split()), s.speaker) for s in sentences]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"\x89PNG\r\n\0\0\0", "binary file"),
        (b" \n ", "empty"),
        (b"\xff\xfea", "no known encoding"),
        (b"It \x81\x8d\x8f", "no known encoding"),
    ],
)
def test_a_file_that_is_no_text_is_named_with_the_reason(tmp_path: Path, raw: bytes, reason: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    with pytest.raises(TranscriptError, match=rf"^sub/a\.txt: .*{reason}"):
        load_one(path, "sub/a.txt")


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(TranscriptError, match=r"over the limit of 64 MB"):
        load_one(path, "a.txt")


def test_a_name_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    write_corpus(tmp_path, {"a.txt": "It sails."})
    with pytest.raises(TranscriptError, match="not valid UTF-8; rename"):
        load_one(tmp_path / "a.txt", "bad\udcff.txt")


# Sidecars


def with_sidecar(folder: Path, facts: str) -> Transcript:
    write_corpus(folder, {"a.txt": "Ferry talk\n\nThey met on 3 June.", "a.meta.yaml": facts})
    return load_one(folder / "a.txt", "a.txt")


def test_a_name_too_long_for_a_sidecar_and_a_link_to_itself_stop_nothing(tmp_path: Path) -> None:
    name = f"{'a' * 250}.txt"
    (tmp_path / name).write_text("Talk\n\nThe ferry sails.", encoding="utf-8")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (path,) = transcript_files(tmp_path)
    assert load_one(path, name).text == "Talk\n\nThe ferry sails."


def test_a_sidecar_overrides_what_was_inferred(tmp_path: Path) -> None:
    facts = "title: The hearing\ndate: 2023-12-18\npeople: [Ann Lee, Bo Day]\nplaces: Otter Bay\nlanguage: nb\n"
    transcript = with_sidecar(tmp_path, facts)
    assert transcript.title == "The hearing"
    assert transcript.date == Date(2023, 12, 18)
    assert transcript.people == ("Ann Lee", "Bo Day")
    assert transcript.places == ("Otter Bay",)
    assert transcript.language == "nb"
    assert transcript.digest != read_transcript(transcript.text, "a.txt").digest


def test_a_sidecar_leaves_what_it_does_not_name(tmp_path: Path) -> None:
    transcript = with_sidecar(tmp_path, "date: 2023-12-18")
    assert transcript.title == "Ferry talk"


@pytest.mark.parametrize("nothing", ["", " ~", ' ""', ' " "'])
def test_a_field_of_a_sidecar_with_nothing_behind_it_is_left_as_it_was(tmp_path: Path, nothing: str) -> None:
    fields = ("title", "date", "people", "places", "language")
    text = "Ferry talk\n\nThey met in Otter Bay on 3 June 2021. The mayor Ann Lee said that it sails."
    write_corpus(tmp_path, {"a.txt": text, "b.txt": text, "b.meta.yaml": "".join(f"{f}:{nothing}\n" for f in fields)})
    bare, told = (load_one(tmp_path / name, name) for name in ("a.txt", "b.txt"))
    assert [getattr(told, field) for field in fields] == [getattr(bare, field) for field in fields]
    assert bare.people == ("Ann Lee",)


def test_a_list_of_a_sidecar_may_be_empty_or_have_empty_items(tmp_path: Path) -> None:
    transcript = with_sidecar(tmp_path, 'people: [Ann Lee, ~, ""]\nplaces: []\n')
    assert (transcript.people, transcript.places) == (("Ann Lee",), ())


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ("date: someday", "'someday' is not YYYY-MM-DD"),
        ("colour: red", "unknown field 'colour'"),
        ("- a\n- b", "must be lines such as"),
        ("title: [", "not readable as YAML"),
    ],
)
def test_a_sidecar_that_cannot_be_used_is_an_error(tmp_path: Path, facts: str, message: str) -> None:
    with pytest.raises(TranscriptError, match=message):
        with_sidecar(tmp_path, facts)


def test_a_first_paragraph_with_a_date_that_ends_as_chinese_ends_is_no_header() -> None:
    text = "码头是新的。2021年3月4日，船长张明说渡船有八十个座位。"
    assert read_transcript(text, "a.txt").body == ((0, len(text)),)


def test_a_full_width_colon_marks_a_turn() -> None:
    text = (
        "渡船会议 2021年3月4日\n\n船长：渡船有八十个座位。\n\n张明：票价是两元。\n\n船长：码头是新的。\n\n张明：谢谢。"
    )
    assert {turn.speaker for turn in turns_in(text, paragraph_spans(text)).values()} == {"船长", "张明"}
    assert not turns_in("码头是新的。船长：好。\n\n码头是新的。船长：好。", [(0, 11), (13, 24)])
