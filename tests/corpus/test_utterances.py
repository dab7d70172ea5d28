"""Captions without full stops are read in stretches of a readable length; what is written stays as it is."""

import pytest

from assistant.corpus.formats.subtitles import read_subtitles
from assistant.corpus.marks import time_at
from assistant.corpus.passages import split_into_passages
from assistant.corpus.sentences import paragraph_spans, sentence_spans
from assistant.corpus.transcripts import Transcript, read_extracted, read_transcript

BREAD = """hey folks this is how i bake rye
you need a bowl and a bag
of coarse flour
the water is warm not hot
so first you stir it with
a wooden spoon
and then it rests for about
nine hours under a cloth
my aunt used a wet towel
okay now the oven
you heat it until the stone is
grey on top
because a cold stone makes a
flat loaf
do not open the door
it takes fifty minutes in my oven
""".splitlines()
WRITTEN = (
    "The committee that was set up after the flood of last spring to look at the old walls below the mill and at the "
    "new ones above it has now told the town that nothing at all stands in the way of a second bridge near the weir."
)


def captions(lines: list[str], *, pauses: tuple[int, ...] = ()) -> bytes:
    """WebVTT of a cue for each line, three seconds each, with four seconds of silence before some."""
    second, cues = 0, []
    for number, line in enumerate(lines):
        begin = second + (4 if number in pauses else 0)
        second = begin + 3
        cues.append(f"{_clock(begin)} --> {_clock(second)}\n{line}\n")
    return "\n".join(["WEBVTT\n", *cues]).encode()


def _clock(second: int) -> str:
    return f"{second // 60:02}:{second % 60:02}.000"


def read(raw: bytes) -> Transcript:
    return read_extracted(read_subtitles(raw, "a.vtt"), "a.vtt")


def said(transcript: Transcript) -> list[str]:
    text = transcript.text
    return [text[s.start : s.end] for passage in split_into_passages(transcript) for s in passage.sentences]


def test_captions_are_cut_where_they_end_and_clauses_begin_and_nothing_is_lost() -> None:
    transcript = read(captions(BREAD))
    assert " ".join(said(transcript)) == transcript.text
    assert said(transcript)[:3] == [
        "hey folks this is how i bake rye",
        "you need a bowl and a bag of coarse flour the water is warm not hot",
        "so first you stir it with a wooden spoon",
    ]
    assert all(5 <= len(words.split()) <= 30 for words in said(transcript))


def test_no_stretch_ends_within_a_phrase() -> None:
    ends = {words.split()[-1] for words in said(read(captions(BREAD)))}
    assert not ends & {"with", "about", "a", "is", "the", "of", "and"}


def test_a_stretch_is_cited_with_the_time_of_its_own_first_caption() -> None:
    transcript = read(captions(BREAD))
    times = {
        transcript.text[s.start : s.end]: time_at(transcript.marks, s.start)
        for p in split_into_passages(transcript)
        for s in p.sentences
    }
    assert times["so first you stir it with a wooden spoon"] == "00:00:12"


def test_a_silence_behind_a_clause_begins_a_paragraph_and_within_one_none() -> None:
    text = read(captions(BREAD, pauses=(8, 13))).text
    assert "under a cloth\n\nmy aunt" in text
    assert "makes a flat loaf" in text


def test_captions_with_full_stops_have_no_shorter_paragraphs() -> None:
    lines = [f"{line.capitalize()}." for line in BREAD]
    transcript = read(captions(lines, pauses=()))
    assert said(transcript) == lines
    split = captions([*lines[:4], "It is,", "as they say,", "a sour one.", *lines[4:]], pauses=(6,))
    assert "as they say, a sour one." in read(split).text


def test_pasted_captions_are_read_on_over_the_ends_of_their_lines() -> None:
    text = "\n".join(BREAD)
    assert paragraph_spans(text) == [(0, len(text))]
    stretches = [" ".join(text[a:b].split()) for a, b in sentence_spans(text)]
    assert "so first you stir it with a wooden spoon" in stretches
    assert " ".join(stretches) == " ".join(BREAD)


def test_the_ends_of_pasted_lines_count_as_those_of_captions() -> None:
    lines = ["loaves of rye keep well in a tin", "crumbs of wheat go dry within two days"] * 8
    text = "\n".join(lines)
    assert [text[a:b] for a, b in sentence_spans(text)] == lines


@pytest.mark.parametrize(
    "lines",
    [
        ["eggs", "milk", "rye flour", "salt", "butter", "yeast"] * 3,
        [f"{line.capitalize()}" for line in BREAD],
        [f"{line}." for line in BREAD],
        BREAD[:6],
    ],
    ids=["list", "capitals", "full stops", "few"],
)
def test_other_lines_are_paragraphs_as_before(lines: list[str]) -> None:
    assert len(paragraph_spans("\n".join(lines))) == len(lines)


def test_words_in_one_line_are_cut_before_what_begins_a_clause() -> None:
    text = " ".join(BREAD)
    stretches = [text[a:b] for a, b in sentence_spans(text)]
    assert any(stretch.startswith("and then it rests") for stretch in stretches)
    assert any(stretch.startswith("because a cold stone") for stretch in stretches)
    assert max(len(stretch.split()) for stretch in stretches) <= 30


def test_where_captions_end_by_their_width_the_words_count_more() -> None:
    loaf = [
        "so loaf {} went to a tall man with red",
        "hair who sold his cart and hens to the",
        "old mill",
    ]
    stretches = said(read(captions([line.format(number) for number in range(6) for line in loaf])))
    assert [words[:7] for words in stretches] == ["so loaf"] * 6


def test_where_captions_end_with_clauses_their_ends_count_as_such() -> None:
    lines = ["loaves of rye keep well in a tin", "crumbs of wheat go dry within two days"] * 4
    assert said(read(captions(lines))) == lines


def test_no_stretch_begins_behind_a_word_that_nothing_ends_with() -> None:
    lines = ["loaves of rye keep well in a tin", "crumbs of wheat go dry within two days"] * 8
    lines[3:5] = ["crumbs of wheat go dry in there because", "we never put them into a good tin"]
    assert not any(words.startswith("we never") for words in said(read(captions(lines))))


@pytest.mark.parametrize(
    "text",
    [WRITTEN, WRITTEN.replace(" and at", ", and at").replace(" has", ", has").rstrip("."), "会议开始" * 300],
    ids=["ended", "commas", "unspaced"],
)
def test_what_is_written_is_no_speech_to_cut(text: str) -> None:
    assert sentence_spans(text[:900]) == [(0, len(text[:900]))]


def test_speech_that_nothing_parts_is_cut_all_the_same() -> None:
    text = "loaf " * 200
    assert max(len(text[a:b].split()) for a, b in sentence_spans(text)) <= 30


def test_a_note_of_a_sound_parts_stretches_and_is_none() -> None:
    text = " ".join([*BREAD[:5], "a wooden spoon [upbeat music] there we go that's it", *BREAD[6:]])
    stretches = [text[a:b] for a, b in sentence_spans(text)]
    assert "so first you stir it with a wooden spoon" in stretches
    assert not any("[" in stretch for stretch in stretches)


def test_a_pasted_title_is_read_as_one() -> None:
    transcript = read_transcript("\n".join(["Baking rye", "", *BREAD]), "a.txt")
    assert transcript.title == "Baking rye"
    assert said(transcript)[0].startswith("hey folks")
