"""Transcripts summed up in sentences of their own: what asks for it, of which transcripts, and what is shown."""

from collections import Counter
from dataclasses import replace

import pytest
from conftest import KEY, cited_verbatim
from model_server import ModelServer, failing

from assistant.assistant import Assistant
from assistant.corpus.transcripts import plain_transcript
from assistant.filters import Filters
from assistant.parts import Part
from assistant.questions.breadth import asks_for_several
from assistant.retrieval.hybrid import HybridSearch
from assistant.settings import Settings
from assistant.store.index import Index
from assistant.surveys.gist import OF_ONE, central, gist
from assistant.surveys.gist_requests import asked_gist

FERRY, LIBRARY, ORCHARD = "ferry.txt", "library.txt", "talks/orchard.md"


def sources(assistant: Assistant, text: str) -> tuple[str, ...] | None:
    asked = asked_gist(text, assistant.index.catalog.cards())
    return asked and asked.sources


@pytest.mark.parametrize(
    ("asked", "fitting"),
    [
        ("Summarize the council hearing on the ferry.", (FERRY,)),
        ("Give me a short summary of the talk with Priya Raman", (LIBRARY,)),
        ("What was the talk with Anselm Brandt about?", (ORCHARD,)),  # he is in its text, not in its title
        ("What are the main points of the talk with librarian Priya Raman?", (LIBRARY,)),
        ("Key takeaways from the reading room talk", (LIBRARY,)),
        ("What happened at the Larkhaven hearing?", (FERRY,)),
        ("Summarise the transcript “Growers discuss the apple harvest”", (ORCHARD,)),
        ("What does “Growers discuss the apple harvest” say?", (ORCHARD,)),
        ("Summarize the talks held in June.", (LIBRARY,)),
        ("What are these transcripts about?", (FERRY, LIBRARY, ORCHARD)),
        ("What topics do the meetings cover?", (FERRY, LIBRARY, ORCHARD)),
        ("Summarize the whole meeting", (FERRY, LIBRARY, ORCHARD)),
        ("Can you please summarize everything in two sentences? Thanks", (FERRY, LIBRARY, ORCHARD)),
        ("What is this corpus about?", (FERRY, LIBRARY, ORCHARD)),
        ("What's in these files?", (FERRY, LIBRARY, ORCHARD)),
        ("What is this all about?", (FERRY, LIBRARY, ORCHARD)),
        ("Give me an overview.", (FERRY, LIBRARY, ORCHARD)),
        ("What do you know?", (FERRY, LIBRARY, ORCHARD)),
        ("What can you tell me?", (FERRY, LIBRARY, ORCHARD)),
        ("What topics are covered here?", (FERRY, LIBRARY, ORCHARD)),
        ("What information do you have?", (FERRY, LIBRARY, ORCHARD)),
        ("I need a quick summary of the hearing of 12 May 2021.", (FERRY,)),
        ("What do the transcripts say?", (FERRY, LIBRARY, ORCHARD)),
        ("Summarize the last meeting", (FERRY,)),
        ("Summarize the talks with Priya Raman and Anselm Brandt.", (LIBRARY, ORCHARD)),
        ("Summarize the meetings with Ingrid Solberg, Priya Raman and Anselm Brandt", (FERRY, LIBRARY, ORCHARD)),
        ("Summarize the talks of the first half of 2021", (FERRY,)),
        ("Summarize the talks since March 2021", (FERRY,)),
        ("Summarize the talks in May", (FERRY,)),  # the month, though it is a word as well
    ],
)
def test_a_request_to_sum_up_names_its_transcripts(assistant: Assistant, asked: str, fitting: tuple[str, ...]) -> None:
    assert sources(assistant, asked) == fitting


def test_what_this_is_about_asks_of_all_only_where_nothing_was_said_before(assistant: Assistant) -> None:
    cards = assistant.index.catalog.cards()
    first = asked_gist("What is it about?", cards)
    assert first is not None
    assert len(first.sources) == 3
    assert asked_gist("What is it about?", cards, goes_on=True) is None


@pytest.mark.parametrize(
    "asked",
    [
        "Summarize the discussion about the pier.",  # a topic
        "What is in the library?",
        "Pier summary",
        "Give me a pier overview",
        "What is the call about?",
        "What is talk about?",
        "What do you know about the pier?",
        "What topics were covered by the atlas?",
        "What is this pier about?",
        "Summarize the meeting with the mayor of Westmere",  # a meeting that there is not
        "What was said at the talks in June about comics?",
        "What was said in the talk about Priya Raman?",  # a part of one, though she has one of her own
        "Summarize what was said about frost",
        "What was said about the reading room?",
        "Who gave the reading room talk?",
        "Describe the meeting room",
        "Summarize the talk show",
        "Summarize what they said at the hearing",
        "Summarize the talks without Priya Raman",
        "Summarize the talks with Priya Raman and Nobody Known",
        "What was the call about?",
        "Summarize “Growers discuss the pears”.",
        "",
    ],
)
def test_a_topic_or_a_meeting_that_is_none_is_not_summed_up(assistant: Assistant, asked: str) -> None:
    assert sources(assistant, asked) is None
    assert gist(asked, assistant.search, None) is None


def test_one_transcript_is_told_in_its_order_and_every_sentence_is_cited(assistant: Assistant) -> None:
    answer = assistant.ask("Summarize the council hearing on the ferry.")
    assert answer.answered
    assert answer.text.startswith("“Council hearing on the Larkhaven ferry”, in the sentences that say most of it:\n\n")
    assert {c.source for c in answer.citations} == {FERRY}
    assert [c.start for c in answer.citations] == sorted(c.start for c in answer.citations)
    assert len(answer.citations) == OF_ONE
    assert cited_verbatim(assistant, answer.citations)


def test_all_transcripts_are_told_each_under_its_title(assistant: Assistant) -> None:
    answer = assistant.ask("What are these transcripts about?")
    assert answer.text.startswith("There are 3 transcripts, each in the sentences that say most of it:\n\nCouncil")
    assert Counter(c.source for c in answer.citations) == {FERRY: 2, LIBRARY: 2, ORCHARD: 2}
    assert answer.text.count("Growers discuss the apple harvest") == 1
    narrowed = assistant.ask("What are these transcripts about?", filters=Filters((ORCHARD,)))
    assert narrowed.text.startswith("“Growers discuss the apple harvest”, in the sentences")


def test_another_transcript_is_asked_for_by_its_name_alone(assistant: Assistant) -> None:
    before = [
        ("Summarize the talk with Priya Raman.", "“Reading room talk with Priya Raman” in 6 sentences of its own:")
    ]
    answer = assistant.ask("And the one with Anselm Brandt?", before)
    assert answer.standalone_question == "Summarize the talk with Anselm Brandt?"
    assert {c.source for c in answer.citations} == {ORCHARD}


def test_what_a_talk_keeps_coming_back_to_is_told(empty_index: Index) -> None:
    asides = (
        "Somebody asked for a glass of cold water.",
        "A phone rang near the back door twice.",
        "The lamp went out for half an hour.",
    )
    point = "The tram depot needs new rails before the tram drivers return."
    last = "Rails cost more for a depot than drivers do, it was said."
    empty_index.add([plain_transcript("tram.txt", "Tram depot", " ".join((*asides[:2], point, last, asides[2])))])
    assert [item.text for item in central(HybridSearch(empty_index), "tram.txt", 1)] == [point]
    assert len(central(HybridSearch(empty_index), "tram.txt", 50)) == 5


def test_what_was_told_is_not_told_again(empty_index: Index) -> None:
    first = "Tram drivers want the tram depot and the tram rails kept clean."
    again = "Tram drivers want the tram rails and the tram depot cleaned again."
    new = "Cider growers sell their cider to other growers near the harbour."
    aside = "Somebody asked the cider growers for some cold water then."
    empty_index.add([plain_transcript("tram.txt", "Tram depot", f"{first} {aside} {again} {new}")])
    assert [item.text for item in central(HybridSearch(empty_index), "tram.txt", 2)] == [first, new]


@pytest.mark.parametrize(
    "empty",
    [
        "Ann Lee: And how many trams does the depot hold, the new depot at the harbour?",
        "Ann Lee (host): Thank you for the tour of the depot, the new depot, Ms Orr.",
        "Oh, I'm really sorry about the depot, the dust of the depot.",
    ],
)
def test_a_question_or_a_courtesy_stands_for_nothing(empty_index: Index, empty: str) -> None:
    plain = "Bo Orr: The depot was built by nine people in the winter of a long year, and everyone came to see it."
    empty_index.add([plain_transcript("tram.txt", "Tram depot", f"{empty} {plain}")])
    search = HybridSearch(empty_index)
    assert [item.text for item in central(search, "tram.txt", 1)] == [plain]
    empty_index.add([plain_transcript("tram.txt", "Tram depot", empty)])
    assert [item.text for item in central(HybridSearch(empty_index), "tram.txt", 1)] == [empty]


def test_a_sentence_that_leans_on_the_one_before_is_told_last(empty_index: Index) -> None:
    leaning = "This tram depot needs tram rails, tram drivers and larger windows."
    plain = "Larger windows and rails were ordered by the drivers of the depot."
    empty_index.add([plain_transcript("tram.txt", "Tram depot", f"{leaning} {plain}")])
    assert [item.text for item in central(HybridSearch(empty_index), "tram.txt", 1)] == [plain]


def test_without_surveys_nothing_is_summed_up(assistant: Assistant) -> None:
    answer = assistant.less(frozenset({Part.SURVEYS})).ask("What are these transcripts about?")
    assert "most of it:" not in answer.text


def test_a_summary_of_a_topic_takes_more_than_one_sentence() -> None:
    assert asks_for_several("Can you please summarize the discussion about the pier?")
    assert not asks_for_several("What was said about the pier?")


def test_a_chat_model_sums_up_from_the_central_passages_and_the_quotes_stand_in_for_it(
    assistant: Assistant, model_server: ModelServer
) -> None:
    writing = Assistant.from_settings(replace(assistant.settings, model="openai:tiny"))
    writing.ask("Summarize the council hearing on the ferry.")
    (asked,) = model_server.prompts
    assert "Each electric ferry costs $2.35 million." in asked
    assert "telescopes" not in asked
    model_server.will(failing(401, f"Incorrect API key provided: {KEY}"))
    answer = writing.ask("Summarize the council hearing on the ferry.")
    assert "in the sentences that say" in answer.text
    assert any("the chat model failed" in note for note in answer.notes)
    assert isinstance(writing.settings, Settings)
