"""Who speaks under a label that is a part in a talk: by what is said, by the head, by the label."""

import pytest

from assistant.corpus.passages import split_into_passages
from assistant.corpus.transcripts import Transcript, read_transcript


def talk(*turns: str, head: str = "Call about a bill\n\n") -> Transcript:
    return read_transcript(head + "\n\n".join(turns), "call.txt")


def speakers(transcript: Transcript) -> list[str | None]:
    return [s.speaker for p in split_into_passages(transcript) for s in p.sentences]


@pytest.mark.parametrize(
    "introduction",
    [
        "Hello. My name is Ada Lind, and the bill is wrong.",
        "Hello, my name's Ada Lind.",
        "Good morning, I'm Ada Lind, I farm eels.",
        "I am Dr. Ada Lind from Eel House.",
        "This is Ada Lind speaking.",
        "Ada Lind speaking, hello.",
        "Hello, this is Ada Lind.",
    ],
)
def test_who_introduces_herself_speaks_under_her_name(introduction: str) -> None:
    transcript = talk("Agent: Good day.", f"Customer: {introduction}", "Agent: I see.", "Customer: It is too high.")
    assert "Ada Lind" in transcript.people
    assert set(speakers(transcript)) == {"Agent", "Ada Lind (Customer)"}
    assert speakers(transcript)[-1] == "Ada Lind (Customer)"


def test_an_agent_may_give_one_name() -> None:
    transcript = talk("Agent: You're through to Ada.", "Customer: Good.", "Agent: So?", "Customer: The bill.")
    assert set(speakers(transcript)) == {"Ada (Agent)", "Customer"}
    assert "Ada" in transcript.people


@pytest.mark.parametrize(
    "said",
    [
        "I'm sorry.",
        "I'm Norwegian.",
        "I'm South African, you see.",
        "I'm Vice President.",
        "My name is on the list.",
        "You're through to Support.",
        "You're speaking to Eel Services.",
        'She said: "My name is Eve Roe."',
        "If I'm Ada Lind then you are the king.",
        "I'm Ada Lind's sister.",
        "My neighbour, Mrs Roe, had the same. My neighbour, Mrs Roe, was right.",
        "I gave it to my aunt, Mrs Roe. She is my aunt, Mrs Roe.",
        "This is Ada Lind and she farms eels.",
    ],
)
def test_what_is_no_introduction_names_nobody(said: str) -> None:
    support = "We have no support here."
    transcript = talk("Agent: Good day.", f"Customer: {said}", f"Agent: {support}", "Customer: It is too high.")
    assert set(speakers(transcript)) == {"Agent", "Customer"}


def test_numbered_speakers_and_others_of_whom_there_are_many() -> None:
    numbered = talk(
        "Speaker 1: Well?", "Speaker 2: I'm Ada Lind, hello.", "Speaker 1: Go on.", "Speaker 2: I farm eels."
    )
    assert set(speakers(numbered)) == {"Speaker 1", "Ada Lind (Speaker 2)"}
    crowd = talk("Host: Well?", "Caller: I'm Ada Lind, hello.", "Host: Go on.", "Caller: I was not first.")
    assert speakers(crowd) == ["Host", "Ada Lind (Caller)", "Host", "Caller"]
    two = talk(
        "Agent: Yes?", "Customer: I'm Ada Lind.", "Agent: And?", "Customer: I'm Tom Moe.", "Customer: We called."
    )
    assert speakers(two) == ["Agent", "Ada Lind (Customer)", "Agent", "Tom Moe (Customer)", "Customer"]


def test_the_label_gives_a_name_that_the_talk_bears_out() -> None:
    called = talk("Agent (Ada): Good day.", "Customer: Thank you, Ada.", "Agent (Ada): So?", "Customer: The bill.")
    assert set(speakers(called)) == {"Ada (Agent)", "Customer"}
    paper = talk("Agent (Leeds): Good day.", "Customer: Thank you.", "Agent (Leeds): So?", "Customer: The bill.")
    assert set(speakers(paper)) == {"Agent", "Customer"}


def test_of_two_who_speak_one_is_whom_the_other_addresses() -> None:
    turns = ("Agent: Thank you, Mrs Lind.", "Customer: The bill.", "Agent: Goodbye, Mrs Lind.", "Customer: Bye.")
    assert set(speakers(talk(*turns))) == {"Agent", "Mrs Lind (Customer)"}
    spoken_of = (*turns, "Agent: I told it to Mrs Lind yesterday.")
    assert set(speakers(talk(*spoken_of))) == {"Agent", "Customer"}
    assert set(speakers(talk(turns[0], *turns[1::2]))) == {"Agent", "Customer"}
    third = (*turns, "Guest: I came, too.", "Guest: And left.")
    assert set(speakers(talk(*third))) == {"Agent", "Customer", "Guest"}


def test_the_head_tells_who_plays_a_part() -> None:
    transcript = talk(
        "Host: What do you farm?", "Guest: Eels.", "Host: And?", "Guest: Pike.",
        head="Pond talk, 3 May 2021\n\nHost: Tom Moe\nGuest: Ada Lind, owner of Eel House\n\n",
    )  # fmt: skip
    assert set(transcript.people) == {"Tom Moe", "Ada Lind"}
    assert speakers(transcript)[-2:] == ["Tom Moe (Host)", "Ada Lind (Guest)"]


def test_a_call_is_headed_by_who_speaks_in_it() -> None:
    transcript = talk("Agent: Hello.", "Customer: My name is Ada Lind.", "Agent: Yes?", "Customer: The bill.")
    assert {p.section for p in split_into_passages(transcript)} == {"Ada Lind (Customer)"}


def test_who_gives_her_name_without_a_label_is_among_the_people() -> None:
    transcript = read_transcript("Talk on eels\n\nGood evening. My name is Ada Lind and I farm eels.", "a.txt")
    assert transcript.people == ("Ada Lind",)
