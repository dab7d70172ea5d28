from collections.abc import Iterator

import pytest
from conftest import write_corpus

from assistant.answers import Answer, Citation
from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest

MEETING = """Meeting of the Fernhill allotments
4 May 2021

Chair: Good evening. The first item is the fee for next year.
Brita Solle: The fee should stay at 40 crowns. Nobody joins a club that asks for more every spring.
Owen Marle: I would raise the fee to 55 crowns, because the pump is worn out.
Clerk: The letter about the hedge came back unopened. I shall send it again on Monday.
Owen Marle: The projector broke last week, and Miss Hale has taken it to be repaired. Brita Solle wanted a new one.
Chair: Then we come to the well. It is eleven metres deep and the water is clean.
Brita Solle: My plot floods each autumn, so I asked for a ditch along the lane.
Owen Marle: A ditch would cost 700 crowns.
"""
REPORT = """Minister Ines Fallow visits the Dorne glassworks

Minister Ines Fallow met with the head of the Dorne glassworks Piet Brookin on 3 March.

"We will pay for the new furnace, and it will burn hydrogen," Ines Fallow said. She called it the pride of the valley.

"The road to the harbour must be ready by August. A road that ends in a field is no road," the minister added.

Piet Brookin explained that the old furnace eats nine tonnes of coal a day. He hopes to sell lenses to Norway.

The minister thanked the glassblowers for their patience.
"""
LECTURE = """The moths of the marsh, a lecture by Runa Weil

I have counted moths for thirty years, and my first lamp was a bicycle lamp. I still keep it on my desk.

The marsh has lost half of its reeds since I began. I blame the dredgers, and I have told them so.
"""
CAPTIONS = [
    "hi all you are watching the loft",
    "it's petra here and today we mend a clock",
    "the weights are lead and they are heavy",
    "the spring was rusty so i soaked it in vinegar",
    "don't use oil on the teeth of the wheels",
    "because dust sticks to the oil and stops it",
    "i broke two hands before i learned that",
    "okay that's all for now see you next week",
]


def _filmed(lines: list[str]) -> str:
    cues = (f"00:00:{3 * n:02}.000 --> 00:00:{3 * n + 3:02}.000\n{line}\n" for n, line in enumerate(lines))
    return "\n".join(["WEBVTT\n", *cues])


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("club")
    corpus = write_corpus(folder / "corpus", {"meeting.txt": MEETING, "report.txt": REPORT, "lecture.txt": LECTURE})
    write_corpus(folder / "corpus", {"loft.vtt": _filmed(CAPTIONS)})
    index = Index(folder / "store", encoder)
    ingest(index, [corpus])
    yield Assistant(index, Settings(corpus=corpus, vectorstore=folder / "store"))
    index.close()


def _shown(answer: Answer) -> tuple[Citation, ...]:
    return answer.refusal.nearest if answer.refusal else answer.citations


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What did Brita Solle say about the fee?", "stay at 40 crowns"),
        ("What does Marle think about the fee?", "raise the fee to 55 crowns"),
        ("What did the clerk say about the hedge?", "came back unopened"),
        ("What did Brita Solle want for the projector?", "Brita Solle wanted a new one"),
        ("What did the minister say about the road to the harbour?", "must be ready by August"),
        ("What did Piet Brookin say about the old furnace?", "nine tonnes of coal"),
        ("What did Runa Weil say about the reeds?", "half of its reeds"),
        ("What does Petra say about the spring?", "soaked it in vinegar"),
        ("What did Petra say about oil?", "don't use oil on the teeth"),
    ],
)
def test_somebodys_words_answer_what_they_say(club: Assistant, question: str, told: str) -> None:
    answer = club.ask(question)
    assert answer.answered
    assert told in answer.text


@pytest.mark.parametrize(
    ("question", "others"),
    [
        ("What did Brita Solle say about the pump?", "worn out"),
        ("What did the clerk say about the projector?", "projector"),
        ("What did the clerk say about the fee?", "crowns"),
        ("What did Owen Marle say about the well?", "eleven metres"),
        ("What did Piet Brookin say about the road to the harbour?", "August"),
        ("What did Ines Fallow say about lenses?", "lenses"),
    ],
)
def test_nobody_is_given_the_words_of_somebody_else(club: Assistant, question: str, others: str) -> None:
    answer = club.ask(question)
    assert not answer.answered
    assert answer.refusal is not None
    assert all(others not in citation.quote for citation in _shown(answer))


def test_a_refusal_says_who_is_not_found_to_speak_of_it_and_shows_what_they_say(club: Assistant) -> None:
    answer = club.ask("What did the clerk say about the well?")
    assert "the clerk is not found to speak of it" in answer.text
    assert {citation.speaker for citation in _shown(answer)} == {"Clerk"}


def test_where_nobody_so_called_speaks_or_is_known_the_search_decides_alone(club: Assistant) -> None:
    asked = "What did the plumber say about the well?"
    assert club.finder.look(asked, None).voice is None
    assert club.finder.look("What did they say about the well?", None).voice is None
    assert club.finder.look("What did the clerk say about the well?", None).voice is not None


def test_whom_somebody_only_met_is_told_nothing_of(club: Assistant) -> None:
    texts = [sentence.text for sentence in club.finder.look("What did Piet Brookin say about the valley?", None).ranked]
    assert any("nine tonnes" in text for text in texts)
    assert not any("met with" in text for text in texts)
