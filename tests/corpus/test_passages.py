import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.passages import MAX_CHARACTERS, SPLITTING, TARGET_CHARACTERS, Passage, split_into_passages
from assistant.corpus.sentences import sentence_spans
from assistant.corpus.transcripts import Transcript, plain_transcript, read_transcript

SENTENCES = st.sampled_from(
    [
        "The ferry sails at noon.",
        "“We will build two of them,” said Ann Lee.",
        "Who pays?",
        "It costs $2.35 million, e.g. More than a pier.",
        "今天下雨。",
        "The council " + "considered the very long report again and " * 8 + "left.",
        "A sentence beyond every limit " + "goes on and on " * 80 + "until it ends.",
    ]
)
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=9).map(" ".join)
TEXTS = st.lists(PARAGRAPHS, min_size=1, max_size=5).map("\n\n".join)


def of(text: str) -> tuple[Transcript, list[Passage]]:
    transcript = plain_transcript("a.txt", "Talk", text)
    return transcript, split_into_passages(transcript)


@given(TEXTS)
def test_passages_hold_every_sentence_once_and_cut_none(text: str) -> None:
    transcript, passages = of(text)
    spans = [span for paragraph in transcript.body for span in sentence_spans(text, *paragraph)]
    assert [(s.start, s.end) for p in passages for s in p.sentences] == spans


@given(TEXTS)
def test_a_passage_begins_and_ends_with_its_sentences(text: str) -> None:
    _, passages = of(text)
    assert [p.number for p in passages] == list(range(len(passages)))
    for passage in passages:
        assert (passage.start, passage.end) == (passage.sentences[0].start, passage.sentences[-1].end)
        assert text[passage.start : passage.end] == text[passage.start : passage.end].strip() != ""


@given(TEXTS)
def test_a_passage_is_longer_than_the_limit_only_when_it_is_one_sentence(text: str) -> None:
    _, passages = of(text)
    assert all(p.end - p.start <= MAX_CHARACTERS or len(p.sentences) == 1 for p in passages)


@given(st.text(max_size=200))
def test_any_text_splits_into_verbatim_trimmed_sentences(text: str) -> None:
    _, passages = of(text)
    found = [text[s.start : s.end] for p in passages for s in p.sentences]
    assert all(sentence == sentence.strip() != "" for sentence in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_short_paragraphs_share_a_passage_and_long_ones_do_not() -> None:
    short = "\n\n".join(["The ferry sails."] * 3)
    assert len(of(short)[1]) == 1
    long = "\n\n".join(["The ferry sails again today. " * (TARGET_CHARACTERS // 40)] * 2)
    assert len(of(long)[1]) == 2


def test_a_paragraph_up_to_the_maximum_stays_whole() -> None:
    sentence = "x" * 98 + "."
    paragraph = " ".join([sentence.capitalize()] * 10)
    assert len(paragraph) <= MAX_CHARACTERS
    assert len(of(paragraph)[1]) == 1
    assert len(of(f"{paragraph} {paragraph}")[1]) > 1


def speakers(text: str) -> list[str | None]:
    return [s.speaker for p in split_into_passages(read_transcript(text, "a.txt")) for s in p.sentences]


OPENING = "Mayor Ingrid Solberg met Governor Tomas Okafor."


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("“One. Two. Three,” said Ingrid Solberg.", ["Ingrid Solberg"] * 3),
        ('"One. Two," said Tomas Okafor. He left.', ["Tomas Okafor", "Tomas Okafor", None]),
        ("Tomas Okafor said: “One. Two.” They left.", ["Tomas Okafor", "Tomas Okafor", None]),
        ("“One,” said Tomas Okafor. “Two,” Ingrid Solberg added.", ["Tomas Okafor", "Ingrid Solberg"]),
        ("“One. Two,” he said.", [None, None]),
        ("According to Tomas Okafor, it is done. It is late.", ["Tomas Okafor", None]),
    ],
)
def test_one_attribution_holds_for_its_whole_quotation(paragraph: str, expected: list[str | None]) -> None:
    assert speakers(f"Talk\n\n{OPENING}\n\n{paragraph}") == [None, *expected]


def test_a_question_at_the_end_of_a_passage_stands_with_its_reply() -> None:
    talk = "The council considered the report. " * 19
    text = f"{talk}Who pays? And when?\n\nThe county does, in May."
    _, passages = of(text)
    assert [text[p.start : p.end].split()[0] for p in passages] == ["The", "Who"]
    assert len(passages[1].sentences) == 3


def test_a_question_stays_where_the_next_passage_has_no_room_for_it() -> None:
    talk, reply = "The council considered the report. " * 19, "A sentence beyond every limit " + "goes on " * 130 + "."
    text = f"{talk}Who pays?\n\n{reply}"
    _, passages = of(text)
    assert [text[p.start : p.end].endswith("Who pays?") for p in passages] == [True, False]


# Of every rule of reading and splitting an instance: header, speakers, quotations, abbreviations, questions, long runs.
SAMPLE = "\n\n".join(
    [
        "Harbour talk",
        "12 May 2021",
        "Mayor Ingrid Solberg met Governor Tomas Okafor. They spoke of Dr. Lund's plan, e.g. the pier of 3.5 km.",
        "“We build two. Each costs $2.35 million,” said Ingrid Solberg. He asked: “Why?”",
        "The council considered the report. " * 45 + "Who pays? And when?",
        "The county does, in May... Perhaps! " + "A sentence beyond every limit " + "goes on " * 130 + "and ends.",
        "1. First they dig.\n2. Then they pour (see No. 7).\n- It dries",
        "今天下雨。船不开。 Сегодня дождь. Кто платит?",
    ]
)
DIALOGUE = "\n\n".join(
    [
        "Harbour talk, 12 May 2021",
        "INGRID SOLBERG: It will be done. I said: “Build.”",
        "TOMAS OKAFOR: By whom?",
        "[applause]",
        "INGRID SOLBERG: By us. Who else?",
    ]
)
# Where the output differs, raise SPLITTING, or every index keeps the passages that it has; then write the digest anew.
SPLIT = (4, "970a25c9e556b962")


def test_another_splitting_has_another_number() -> None:
    spans: list[object] = []
    texts = (SAMPLE, DIALOGUE)
    for transcript in [
        *(read_transcript(t, "a.txt") for t in texts),
        *(plain_transcript("b.txt", "T", t) for t in texts),
    ]:
        spans.append(transcript.body)
        spans += [
            (p.start, p.end, [(s.start, s.end, s.speaker) for s in p.sentences])
            for p in split_into_passages(transcript)
        ]
    assert (SPLITTING, hashlib.sha256(repr(spans).encode()).hexdigest()[:16]) == SPLIT
