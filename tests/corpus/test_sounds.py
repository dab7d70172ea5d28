"""Notes of sounds are nobody's words and nobody's name."""

import pytest

from assistant.corpus.formats.subtitles import read_subtitles
from assistant.corpus.marks import labelled_speakers
from assistant.corpus.names import names_in, own_names
from assistant.corpus.passages import split_into_passages
from assistant.corpus.sounds import only_sounds
from assistant.corpus.transcripts import read_extracted, read_transcript


@pytest.mark.parametrize(
    "note", ["[Music]", "(applause)", "[ Laughter ]", "♪", "[upbeat music playing] ♪", "♪ [Music] ♪"]
)
def test_a_note_alone_is_only_a_sound(note: str) -> None:
    assert only_sounds(note)


@pytest.mark.parametrize("text", ["[Applause] Thank you.", "(page 4)", "Music", "♪ the eel ♪", "[Ann Lee]", "", "…"])
def test_what_has_words_beside_it_is_more(text: str) -> None:
    assert not only_sounds(text)


@pytest.mark.parametrize("text", ["there we go [Music] that's one", "so (Applause) he left", "he said [Ann Laughs] no"])
def test_a_sound_is_no_name(text: str) -> None:
    assert names_in(text) == []
    assert own_names(text) == []


def test_a_name_beside_a_sound_stays_where_it_stands() -> None:
    text = "so [Music] then Tom Fox came"
    assert [(name.text, text[name.start : name.end]) for name in names_in(text)] == [("Tom Fox", "Tom Fox")]


def test_a_sound_between_paragraphs_is_no_sentence_no_speaker_and_no_person() -> None:
    lines = ["so here we are in [Music] now", "i think we like it", "you know i said [Music] said no"]
    talk = "\n\n[Music]\n\n".join(lines)
    transcript = read_transcript(f"Evening talk\n\n{talk}\n\n(Applause)\n", "a.txt")
    said = [transcript.text[s.start : s.end] for p in split_into_passages(transcript) for s in p.sentences]
    assert said == lines
    assert (transcript.people, transcript.places, labelled_speakers(transcript.marks)) == ((), (), [])


def test_a_sound_is_no_title() -> None:
    assert read_transcript("[Music]\n\nLoft talk\n\nIt sails.\n", "a.txt").title == "Loft talk"


def test_a_sound_behind_a_sentence_is_no_sentence() -> None:
    transcript = read_transcript("Loft talk\n\nIt sails. It sank. [Laughter]\n", "a.txt")
    said = [transcript.text[s.start : s.end] for p in split_into_passages(transcript) for s in p.sentences]
    assert said == ["It sails.", "It sank."]


CUES = """WEBVTT

00:01.000 --> 00:02.000
{}

00:02.000 --> 00:03.000
[Music]

00:03.000 --> 00:04.000
{}
"""


@pytest.mark.parametrize(("before", "after"), [("It sails.", "It sank."), ("it sails to the", "old pier")])
def test_music_between_captions_is_apart_from_what_is_said(before: str, after: str) -> None:
    transcript = read_extracted(read_subtitles(CUES.format(before, after).encode(), "a.vtt"), "a.vtt")
    said = [transcript.text[s.start : s.end] for p in split_into_passages(transcript) for s in p.sentences]
    assert said == [before, after]
