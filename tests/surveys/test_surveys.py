# ruff: noqa: E501  (a paragraph of a transcript is one line)
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from conftest import write_corpus

from assistant.assistant import Assistant
from assistant.filters import Filters
from assistant.followups.told import told_by
from assistant.questions.requests import read_request
from assistant.questions.survey_request import SurveyKind
from assistant.reading.reader import Reader, Reading
from assistant.retrieval.hybrid import HybridSearch
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest
from assistant.surveys.gathering import READ_AT_MOST, Corpus, gather
from assistant.surveys.results import Survey
from assistant.surveys.sides import compares, read_sides, sets_beside
from assistant.surveys.survey import survey

TRANSCRIPTS = {
    "1_brackwater.txt": """Interview with Mayor of Brackwater Nora Quill

3 March 2020

Mayor Nora Quill received us in Brackwater on 3 March. She is proud of the harbour.

The annual fish trade of Brackwater is $40 million. “That is a rather modest figure,” said Nora Quill.

“Our lighthouse needs a new lamp. We bought the last one from Halvorsen Optics, a company that supplies half the coast,” said Nora Quill. The storm damaged the sea wall last winter.

“I guarantee that the ferry will sail every day,” Nora Quill added. The town imports salt.
""",
    "2_elmstead.txt": """Interview with Mayor of Elmstead Piet Varga

12 December 2021

Mayor Piet Varga met us in Elmstead on 12 December. It is important to him that visitors see the mill.

“Last year our trade reached $90 million. Wool prices fell by 15%,” said Piet Varga. The old mill was repaired by Tarn Engineering, a company from the valley.

“A storm took the roof off the school. Nobody was hurt,” Piet Varga said. The council offered free wool to newcomers.

The university of Elmstead lent its library. Piet Varga promised that the bridge will open in spring.
""",
    "3_cairnholt.txt": """Interview with Mayor of Cairnholt Ida Bergstrom

20 December 2022

Mayor Ida Bergstrom spoke to us in Cairnholt on 20 December. The quarry gives 8,000 tonnes of slate a year.

“In January-June 2022 trade came to EUR70 million. The railway carries 60% of it,” said Ida Bergstrom. Halvorsen Optics supplied the signals of the railway.

“We are ready to share our slate with any town,” Ida Bergstrom said. The library of Cairnholt has 9,500 volumes and a lighthouse on its coat of arms.
""",
    "4_dunmarrow.txt": """Interview with Mayor of Dunmarrow Otto Lindqvist

7 May 2022

Mayor Otto Lindqvist welcomed us in Dunmarrow on 7 May. The orchard is in bloom.

“Frost killed a third of the blossom. We will light candles between the rows,” said Otto Lindqvist. The cider press costs $2 million.

“The railway was closed. I want it back,” Otto Lindqvist said. The choir sings on Sundays.
""",
}
BRACKWATER, ELMSTEAD, CAIRNHOLT, DUNMARROW = TRANSCRIPTS


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[HybridSearch]:
    index = Index(tmp_path_factory.mktemp("survey_store"), encoder)
    ingest(index, [write_corpus(tmp_path_factory.mktemp("towns"), TRANSCRIPTS)])
    yield HybridSearch(index)
    index.close()


def ask(search: HybridSearch, text: str, filters: Filters | None = None) -> Survey | None:
    return survey(text, search, search.index.encoder.encode_queries([text])[0], filters)


def found(search: HybridSearch, text: str, filters: Filters | None = None) -> Survey:
    result = ask(search, text, filters)
    assert result is not None
    return result


def sources(result: Survey) -> list[str]:
    return list(dict.fromkeys(item.stored.passage.source for item in result.items))


def said(result: Survey) -> str:
    return " ".join([str(result.lead), heads(result), *(item.text for item in result.items)])


def heads(result: Survey) -> str:
    return "; ".join(result.heads[item] for item in result.items if item in result.heads)


@pytest.mark.parametrize(
    ("question", "kind", "expected", "words"),
    [
        ("How many of the interviews mention a storm?", "count", [BRACKWATER, ELMSTEAD], ["2 of 4"]),
        ("In how many transcripts does the railway come up?", "count", [CAIRNHOLT, DUNMARROW], ["2 of 4"]),
        ("What number of the transcripts bring up Halvorsen Optics?", "count", [BRACKWATER, CAIRNHOLT], ["2 of 4"]),
        ("How many interviews speak of imports?", "count", [BRACKWATER], ["1 of 4", "imports salt"]),
        ("How many interviews do not mention a library?", "count", [BRACKWATER, DUNMARROW], ["2 of 4", "not"]),
        ("Which interviews mention a lighthouse?", "list", [BRACKWATER, CAIRNHOLT], ["2 of 4"]),
        ("Which transcripts mention both slate and a library?", "list", [CAIRNHOLT], ["1 of 4", "9,500", "slate"]),
        ("Which interviews mention both Elmstead and its mill?", "list", [ELMSTEAD], ["1 of 4"]),
        ("Which interviews bring up wool or slate?", "list", [ELMSTEAD, CAIRNHOLT], ["2 of 4"]),
        ("Which interviews were held in December?", "list", [ELMSTEAD, CAIRNHOLT], ["12 December", "20 December"]),
        ("Which towns mention the railway?", "list", [CAIRNHOLT, DUNMARROW], ["2 of 4"]),
        ("What does each interview say about storms?", "list", [BRACKWATER, ELMSTEAD], ["sea wall", "school"]),
        ("Storms came up in more than one interview. In what words?", "list", [BRACKWATER, ELMSTEAD], ["roof"]),
        (
            "List the trade figures given in every interview.",
            "list",
            [BRACKWATER, ELMSTEAD, CAIRNHOLT],
            ["$40", "EUR70"],
        ),
        ("Name all the mayors we met.", "list", list(TRANSCRIPTS), ["Nora Quill", "Varga", "Bergstrom", "Lindqvist"]),
        ("Which mayors are named?", "list", list(TRANSCRIPTS), ["4 mayors named in 4", "Nora Quill; Piet Varga; Ida"]),
        (
            "Which companies were named in the interview with Nora Quill?",
            "list",
            [BRACKWATER],
            ["1 company named in this"],
        ),
        ("Which companies were named when he met Piet Varga?", "list", [ELMSTEAD], ["Tarn Engineering"]),
        ("Who are the people mentioned in the May interviews?", "list", [DUNMARROW], ["Otto Lindqvist"]),
        ("How many mayors are these transcripts about?", "count", list(TRANSCRIPTS), ["4 transcripts"]),
        (
            "Which companies were named in each interview?",
            "list",
            [BRACKWATER, ELMSTEAD, CAIRNHOLT],
            ["Halvorsen Optics", "Tarn Engineering"],
        ),
        (
            "Which Norwegian companies were named in each interview?",
            "list",
            [BRACKWATER, ELMSTEAD, CAIRNHOLT],
            ["Halvorsen Optics", "Tarn Engineering"],
        ),
        (
            "Compare what is said about trade by Brackwater and Elmstead.",
            "compare",
            [BRACKWATER, ELMSTEAD],
            ["$40", "$90"],
        ),
        (
            "What was promised in Brackwater and in Elmstead?",
            "compare",
            [BRACKWATER, ELMSTEAD],
            ["Brackwater", "bridge"],
        ),
        ("Is trade larger in Elmstead or in Brackwater?", "compare", [ELMSTEAD, BRACKWATER], ["larger is “Elmstead”"]),
        ("Which interview names the highest percentage?", "largest", [CAIRNHOLT, ELMSTEAD], ["60%", "then 15%"]),
    ],
)
def test_a_question_over_all_transcripts_is_answered_from_each(
    search: HybridSearch, question: str, kind: str, expected: list[str], words: list[str]
) -> None:
    result = found(search, question)
    assert result.kind.value == kind
    assert sources(result) == expected
    assert all(word in said(result) for word in words), said(result)


@pytest.mark.parametrize(
    "question",
    [
        "How many volumes does the library of Cairnholt have?",
        "Who repaired the mill?",
        "How many meetings did the council hold?",
        "Which documents were signed?",
        "Who is the largest shareholder?",
        "What is the capital of Australia?",
        "Which company made the lamp?",
        "How much does the cider press cost?",
        "What did Nora Quill say about the lamp?",
    ],
)
def test_a_question_that_asks_over_nothing_is_left_to_the_search(search: HybridSearch, question: str) -> None:
    assert ask(search, question) is None


def test_a_topic_that_is_nowhere_gives_no_survey(search: HybridSearch) -> None:
    assert ask(search, "Which mayors did we meet in January 2010?") is None


def test_no_transcript_of_a_date_is_said_where_the_transcripts_go_by_the_name(search: HybridSearch) -> None:
    found = ask(search, "Which interviews were held in August?")
    assert found is not None
    assert found.items == ()
    assert str(found.lead).startswith(f"None of the {len(search.index.catalog.sources())} transcripts is of August")
    assert ask(search, "Which hearings were held in August?") is None


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("How many interviews mention cryptocurrency?", "cryptocurrency"),
        ("Which transcripts discuss the volcano?", "volcano"),
        ("What does each interview say about submarines?", "submarines"),
    ],
)
def test_a_topic_that_is_nowhere_is_said_to_be_and_nothing_is_cited(
    search: HybridSearch, question: str, topic: str
) -> None:
    result = found(search, question)
    assert str(result.lead) == f"None of the 4 transcripts mentions “{topic}”."
    assert result.items == ()


def test_one_transcript_is_no_survey(search: HybridSearch) -> None:
    assert ask(search, "How many interviews mention a storm?", Filters((ELMSTEAD,))) is None


def test_where_the_transcripts_asked_of_name_no_such_holder_others_are_not_counted(search: HybridSearch) -> None:
    assert ask(search, "Which ambassadors are mentioned in the interview with Nora Quill?") is None
    named = found(search, "Which companies were named in the interview with Nora Quill?")
    assert "“in the interview with Nora Quill” picks out" in named.notes[-1]


def test_what_no_name_tells_is_said_not_to_be_told(search: HybridSearch) -> None:
    narrowed = found(search, "Which Norwegian companies were named in each interview?")
    assert narrowed.notes[-1] == "which of them are “Norwegian” is not told apart"
    assert not any("apart" in note for note in found(search, "Which companies were named in each interview?").notes)


def test_filters_narrow_what_is_counted(search: HybridSearch) -> None:
    result = found(search, "How many interviews mention a storm?", Filters(date_from=20210101))
    assert "1 of 3" in str(result.lead)
    assert sources(result) == [ELMSTEAD]


def test_the_largest_of_each_currency_is_given_and_the_note_says_why(search: HybridSearch) -> None:
    result = found(search, "Which interview names the largest sum of money?")
    assert result.kind is SurveyKind.LARGEST
    assert result.items[0].stored.passage.source == ELMSTEAD
    assert "$90 million" in str(result.lead)
    assert "EUR70 million" in str(result.lead)
    assert any("currencies" in note for note in result.notes)


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("What is the largest sum of money in any of them?", "of 4 of 4 transcripts that give one: $90 million"),
        ("Which town has the largest trade?", "of 3 of 4 transcripts that give one: $90 million"),
        ("What’s the smallest trade turnover in any of the interviews?", "$40 million"),
        (
            "Which interview names the highest price of a cider press?",
            "of 1 of 4 transcripts that give one: $2 million",
        ),
    ],
)
def test_the_largest_sum_of_a_thing_stands_beside_its_word(search: HybridSearch, question: str, lead: str) -> None:
    assert lead in str(found(search, question).lead)


@pytest.mark.parametrize("question", ["Which town has the largest choir?", "Which town has the largest?"])
def test_no_sum_is_given_for_what_has_none(search: HybridSearch, question: str) -> None:
    assert ask(search, question) is None


def test_a_thing_with_a_name_is_counted_by_its_name(tmp_path: Path, encoder: Encoder) -> None:
    texts = {
        "a.txt": "Session\n\nThe tugboat Marigold came in late. The quay was empty.",
        "b.txt": "Session\n\nThe crew of the Marigold was paid. Nobody complained.",
        "c.txt": "Session\n\nA tugboat was sold to the north. The price was fair.",
    }
    for harbour in talks(tmp_path, texts, encoder):
        named = found(harbour, "How many transcripts mention the tugboat Marigold?")
        assert str(named.lead).startswith("2 of 3 transcripts mention “tugboat Marigold”")
        loose = found(harbour, "How many transcripts mention tugboat crew?")
        assert not str(loose.lead).startswith("2 of 3")


def test_figures_for_unlike_periods_are_said_to_be_incomparable(search: HybridSearch) -> None:
    result = found(search, "Which is larger, the trade of Cairnholt or the trade of Brackwater?")
    assert "larger" not in str(result.lead)
    assert any("not comparable" in note or "not compared" in note for note in result.notes)


def test_a_comparison_with_what_is_nowhere_is_left_to_the_refusal(search: HybridSearch) -> None:
    assert ask(search, "Compare the trade of Elmstead and Quibbleton.") is None


def test_a_name_in_more_than_one_transcript_is_found(search: HybridSearch) -> None:
    result = found(search, "Which companies come up in more than one interview?")
    assert heads(result) == "Halvorsen Optics; Halvorsen Optics"
    assert sources(result) == [BRACKWATER, CAIRNHOLT]


def test_a_misspelt_topic_is_mended(search: HybridSearch) -> None:
    assert "2 of 4" in str(found(search, "How many interviews mention the raillway?").lead)


def test_a_speaker_who_takes_no_part_rules_a_transcript_out(search: HybridSearch) -> None:
    assert sources(found(search, "In which interviews does Piet Varga mention a storm?")) == [ELMSTEAD]


def test_a_side_that_may_not_be_told_is_named_in_the_lead_and_no_verdict_is_given(search: HybridSearch) -> None:
    result = found(search, "Who has more inhabitants, Elmstead or Cairnholt?")
    assert str(result.lead) == (
        "On “Elmstead” and “Cairnholt”; the transcripts may not answer this for “Elmstead” and “Cairnholt”:"
    )
    assert result.items
    sure = found(search, "Is trade larger in Elmstead or in Brackwater?")
    assert str(sure.lead).startswith("The larger is “Elmstead”")


def test_the_second_of_two_questions_is_named_where_it_may_not_be_told(search: HybridSearch) -> None:
    result = found(search, "Who lent its library, and how old is Mayor Otto Lindqvist?")
    assert str(result.lead) == (
        "Both questions, in their order; the transcripts may not answer “how old is Mayor Otto Lindqvist”:"
    )


def test_items_are_few_and_in_the_order_of_the_text(search: HybridSearch) -> None:
    for question in ("Which interviews mention a storm?", "Name all the mayors we met."):
        items = found(search, question).items
        places = [(item.stored.passage.source, item.start) for item in items]
        assert places == sorted(set(places))
        assert len(items) <= 12
        assert all(sum(p[0] == source for p in places) <= 2 for source, _ in places)


def test_the_wording_alone_proposes_a_request() -> None:
    assert read_request("How much did the lamp cost?") is None
    request = read_request("How many transcripts mention “dry dock”?")
    assert request is not None
    assert (request.kind, request.parts, request.quoted) == (SurveyKind.COUNT, ("dry dock",), True)


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Who sold more slate, Elmstead or Cairnholt?", ["Elmstead", "Cairnholt"]),
        ("What was promised to Elmstead, Cairnholt and Dunmarrow?", ["Elmstead", "Cairnholt", "Dunmarrow"]),
        ("Which costs more: the sea wall or the old mill?", ["the sea wall", "the old mill"]),
        (
            "Compare the trade of Elmstead with that of Cairnholt.",
            ["the trade of Elmstead", "the trade of Cairnholt"],
        ),
        ("Compare trade with Elmstead in 2021 and with Cairnholt in 2022.", ["Elmstead in 2021", "Cairnholt in 2022"]),
        ("What would the mills of Elmstead and of Cairnholt cost?", ["Elmstead", "Cairnholt"]),
        ("Who buys more slate from Brackwater, Elmstead or Cairnholt?", ["Elmstead", "Cairnholt"]),
        ("Does Elmstead or Cairnholt pay more for the pier?", ["Elmstead", "Cairnholt"]),
        ("Which is the oldest: the mill, the quarry or the ferry?", ["the mill", "the quarry", "the ferry"]),
        ("Compare trade with Elmstead and trade with Cairnholt.", ["trade with Elmstead", "trade with Cairnholt"]),
        (
            "Compare the prices of the pier, the new quay at Elmstead and the mill on Holm.",
            ["the pier", "the new quay at Elmstead", "the mill on Holm"],
        ),
        (
            "Compare the lamps sold in 2020, the number planned for 2021 and the number really sold in 2021.",
            ["the lamps sold in 2020", "the number planned for 2021", "the number really sold in 2021"],
        ),
        (
            "What do the mayor of Elmstead and the owner of the mill want?",
            ["the mayor of Elmstead", "the owner of the mill"],
        ),
        ("How do Nora Quill and Piet Varga differ in what they pay?", ["Nora Quill", "Piet Varga"]),
        ("Which tax was higher, the one for 2020 or the one for 2021?", ["the tax for 2020", "the tax for 2021"]),
        (
            "How much slate did Cairnholt sell, and how many lamps did Brackwater buy?",
            ["How much slate did Cairnholt sell", "how many lamps did Brackwater buy"],
        ),
        (
            "How large is the trade of Elmstead? And who leads Cairnholt?",
            ["How large is the trade of Elmstead", "who leads Cairnholt"],
        ),
        ("Who mended the mill? When did the storm come?", ["Who mended the mill", "When did the storm come"]),
    ],
)
def test_a_question_about_two_things_is_taken_apart(question: str, sides: list[str]) -> None:
    assert [side.text for side in read_sides(question)[0]] == sides


@pytest.mark.parametrize(
    ("question", "against_each_other"),
    [
        ("Who sold more slate, Elmstead or Cairnholt?", True),
        ("Which of them sold less: Elmstead and Cairnholt?", True),
        ("Is the mill older than the ferry?", True),
        ("What did Nora Quill and Piet Varga each say about the mill?", True),
        ("Between Elmstead and Cairnholt, which has more ships?", True),
        ("Which of Elmstead and Cairnholt has more ships?", True),
        ("What does Nora Quill think about buying more lamps and oil?", False),
        ("Who wants the newer pier, and when?", False),
        ("more and more lamps, where do the keepers and mayors put them?", False),
    ],
)
def test_a_comparative_compares_where_there_is_a_choice(question: str, against_each_other: bool) -> None:
    assert compares(question) == against_each_other


def test_what_two_do_with_each_other_is_one_question() -> None:
    assert (
        read_sides("Is it true that the mayor of Elmstead and the mayor of Cairnholt never wrote to each other?") == []
    )


def test_what_two_are_said_to_think_is_asked_of_each_whole() -> None:
    (sides,) = read_sides("Compare what the mayor and the clerk think about a new pier.")
    assert [(side.text, side.question) for side in sides] == [
        ("the mayor", "What does the mayor think about a new pier?"),
        ("the clerk", "What does the clerk think about a new pier?"),
    ]
    (said,) = read_sides("Compare what Ann Lee and Bo Orr said about the pier")
    assert said[1].question == "What Bo Orr said about the pier?"


def test_before_and_after_one_thing_are_not_two_sides() -> None:
    assert read_sides("Which is larger, the ferry's coal bill before or after the new engine?") == []


def test_many_brackets_and_question_words_are_read_in_an_instant() -> None:
    begin = time.thread_time()
    read_sides("What is new at the ferry " + "()" * 980 + "?")
    read_sides("which is older " + "who and " * 400)
    assert time.thread_time() - begin < 2


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("Compare the trade of Elmstead and Cairnholt.", True),
        ("Is trade larger in Elmstead or in Brackwater?", True),
        ("Which is larger?", False),
        ("And compared with Elmstead?", False),
        ("What did Elmstead and Cairnholt promise?", False),
    ],
)
def test_what_names_all_that_it_compares_leans_on_nothing(question: str, whole: bool) -> None:
    assert sets_beside(question) is whole


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Compare the first and the second budget.", ["the first budget", "the second budget"]),
        ("Which is dearer, the old or the new ferry?", ["the old ferry", "the new ferry"]),
        ("Which is larger, the upper or lower pond?", ["the upper pond", "the lower pond"]),
        ("Compare the mayor and the council vote.", ["the mayor", "the council vote"]),
        ("Is the first or the second cheaper?", ["the first", "the second cheaper"]),
    ],
)
def test_two_that_share_a_noun_have_it_both(question: str, sides: list[str]) -> None:
    assert [side.text for side in read_sides(question)[0]] == sides


def test_a_list_with_articles_keeps_its_sides() -> None:
    asked = "What did the mayor of Elmstead, the mayor of Cairnholt and the mayor of Dunmarrow say?"
    assert len(read_sides(asked)[0]) == 3


def test_brackets_of_the_user_stay_with_their_side() -> None:
    sides = read_sides("What is the toll at Elmstead (the old road) and at Cairnholt (the new road)?")[0]
    assert "(the new road)" not in sides[0].question


def test_courtesy_and_what_is_recalled_are_no_part_of_a_side() -> None:
    asked = "Compare how long ships wait for pilots, tugs and berths at Elmstead and Cairnholt please (the storm)?"
    sides = read_sides(asked)[0]
    assert [side.text for side in sides] == ["Elmstead", "Cairnholt"]
    assert all(side.question.endswith(" (the storm)?") for side in sides)


def test_that_of_is_spelled_out_in_what_is_asked_of_its_side() -> None:
    sides = read_sides("Which is larger, the trade of Elmstead or that of Cairnholt?")[0]
    assert "the trade of Cairnholt" in sides[1].question


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("Which interviews mention a storm?", "2 of 4 transcripts mention “storm” [1][2]:"),
        (
            "Which interviews mention both slate and a library?",
            "1 of 4 transcripts mentions both “slate” and “library” [1][2]:",
        ),
        (
            "Is trade larger in Elmstead or in Brackwater?",
            "The larger is “Elmstead” with $90 million [1], against $40 million [3] for “Brackwater”:",
        ),
        ("Which interview names the highest percentage?", "that give one: 60% [1] (“Interview with"),
        ("Which companies come up in more than one interview?", "1 company named in 2 of 4 transcripts [1][2]:"),
        ("Which interviews do not mention trade?", "1 of 4 transcripts does not mention “trade”:"),
    ],
)
def test_a_lead_cites_what_it_rests_on_and_nothing_where_words_are_absent(
    search: HybridSearch, question: str, lead: str
) -> None:
    result = found(search, question)
    assert lead in result.lead.told({item: n for n, item in enumerate(result.items, 1)})


def test_two_questions_in_one_are_both_answered_though_one_transcript_tells_both(search: HybridSearch) -> None:
    result = found(search, "How much fish trade does Brackwater have, and who supplied its lamp?")
    assert sources(result) == [BRACKWATER]
    assert str(result.lead) == "Both questions, in their order:"
    assert "$40 million" in said(result)
    assert "Halvorsen Optics" in said(result)


def test_why_one_thing_is_more_than_another_is_one_question(search: HybridSearch) -> None:
    assert ask(search, "Why is the trade of Elmstead larger than in the year before?") is None


def test_words_that_stand_nowhere_do_not_make_a_list_a_refusal(search: HybridSearch) -> None:
    result = ask(search, "Which dentist looked after the choir in each interview?")
    assert result is None or result.items


class CountingReader(Reader):
    """The bundled reader, which remembers how many passages it was given."""

    passages = 0

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        self.passages += len(texts)
        return super().read(question, texts)


@pytest.fixture(scope="module")
def reader() -> CountingReader:
    return CountingReader()


def test_a_reader_reads_a_bounded_number_of_passages(search: HybridSearch, reader: CountingReader) -> None:
    text = "Which goods does each of the towns sell?"
    corpus = Corpus.read(search, None, reader)
    reader.passages = 0
    evidence = gather(corpus, search.read(text), corpus.encode([text])[0])
    assert {e.source for e in evidence} == set(corpus.passages)
    assert 4 <= reader.passages <= READ_AT_MOST


def test_where_no_side_is_told_there_is_no_answer(search: HybridSearch, reader: CountingReader) -> None:
    text = "Who has more trumpets, Elmstead or Cairnholt?"
    result = survey(text, search, search.index.encoder.encode_queries([text])[0], None, reader)
    assert result is not None
    assert result.items == ()
    assert str(result.lead) == "The transcripts do not answer this for “Elmstead” and “Cairnholt”."
    assert result.confidence > 0.75


def test_with_a_reader_the_sentence_that_answers_comes_first(search: HybridSearch, reader: CountingReader) -> None:
    text = "Who repaired the old mill?"
    corpus = Corpus.read(search, None, reader)
    best = gather(corpus, search.read(text), corpus.encode([text])[0])[0]
    assert best.source == ELMSTEAD
    assert "Tarn Engineering" in best.ranked[0].text
    assert best.ranked[0].features["read_share"] > best.ranked[1].features["read_share"]


@pytest.mark.parametrize(
    "question",
    [
        "Who repaired the mill?",
        "Which cultural or film days were held in Elmstead?",
        "What was the second miller, who was ill, called?",
    ],
)
def test_a_question_about_one_thing_has_no_sides(question: str) -> None:
    assert read_sides(question) == []


def test_a_survey_of_sixty_passages_takes_milliseconds(tmp_path: Path, encoder: Encoder) -> None:
    folder = write_corpus(
        tmp_path / "many", {f"{n}_{source}": text for n in range(8) for source, text in TRANSCRIPTS.items()}
    )
    index = Index(tmp_path / "store", encoder)
    ingest(index, [folder])
    search = HybridSearch(index)
    text = "How many interviews mention a storm?"
    vector = encoder.encode_queries([text])[0]
    survey(text, search, vector, None)
    begin = time.thread_time()
    result = survey(text, search, vector, None)
    elapsed_ms = (time.thread_time() - begin) * 1000
    assert result is not None
    assert "16 of 32" in str(result.lead)
    assert len(result.items) == 12
    assert any("first 12 of the 16" in note for note in result.notes)
    assert elapsed_ms < 500  # about 10 on an idle core
    index.close()


def talks(search_in: Path, texts: dict[str, str], encoder: Encoder) -> Iterator[HybridSearch]:
    index = Index(search_in / "store", encoder)
    ingest(index, [write_corpus(search_in / "talks", texts)])
    yield HybridSearch(index)
    index.close()


@pytest.fixture
def visits(tmp_path: Path, encoder: Encoder) -> Iterator[HybridSearch]:
    told = [
        ("Brackwater", "Otto Brand came by train. He spoke with the mayor, Nora Quill, for an hour."),
        ("Elmstead", "Otto Brand greeted the governor, Jo Marr. The mayor, Piet Varga, was late."),
        ("Cairnholt", "The bishop rested. The mayor, Ida Berg, sang. The ship Tern lay there."),
    ]
    texts = {f"{n}.txt": f"Talks in {town}\n\n{text}\n" for n, (town, text) in enumerate(told)}
    yield from talks(tmp_path, texts, encoder)


def test_holders_of_an_office_are_found_beside_and_after_whom_they_met(visits: HybridSearch) -> None:
    result = found(visits, "List the mayors Otto Brand met.")
    assert str(result.lead).startswith("2 mayors named in 2 of 3")
    assert heads(result) == "Nora Quill; Piet Varga"


def test_one_holder_is_enough_and_who_asks_names_is_none(visits: HybridSearch) -> None:
    assert str(found(visits, "Which governors are mentioned?").lead) == "1 governor named in 1 of 3 transcripts:"
    assert "1 governor" in str(found(visits, "List the governors Otto Brand met.").lead)
    met = ask(visits, "List the governors Jo Marr met.")
    assert met is None or "Jo Marr" not in heads(met)


def test_the_confidence_of_a_list_by_neighbouring_words_is_that_of_a_guess(search: HybridSearch) -> None:
    people = found(search, "Who are the people mentioned in these interviews?").confidence
    assert found(search, "Which mayors are named?").confidence < people


def test_names_of_a_kind_are_listed_though_no_transcripts_are_spoken_of(search: HybridSearch) -> None:
    assert "Halvorsen Optics" in heads(found(search, "Which companies are mentioned?"))
    assert "Elmstead" in heads(found(search, "Which places are mentioned?"))


def test_what_another_transcript_knows_as_a_place_is_no_company(tmp_path: Path, encoder: Encoder) -> None:
    index = Index(tmp_path / "store", encoder)
    talks = {
        "1.txt": "Interview with Nora Quill\n\nTarn Works sold machines. They said that Halm Shire bought them.\n",
        "2.txt": "Interview with Piet Varga\n\nThe fair was held in Halm Shire on a Sunday.\n",
    }
    ingest(index, [write_corpus(tmp_path / "talks", talks)])
    result = found(HybridSearch(index), "Which companies were named in the interview with Nora Quill?")
    assert heads(result) == "Tarn Works"
    index.close()


OWN_WORDS = [
    "How many transcripts mention the railway?", "Which transcripts do not mention the railway?",
    "What is the largest sum of money named in any of them?", "Compare the trade of Brackwater and Elmstead",
    "Is the trade of Elmstead larger than that of Brackwater?", "Which companies are named in each transcript?",
    "Name all the mayors", "What was said about the lighthouse in each transcript?", "Timeline of the railway",
    "What percentages are mentioned?", "Who said “We are ready to share our slate with any town”?", "Who is Nora Quill?",
    "Summarize the interviews", "Summarize the interview with Nora Quill", "Who speaks in these transcripts?",
    "Who speaks most?", "What does Nora Quill say?", "Which is the latest transcript?", "How many transcripts are there?",
    "Which interviews are from 2022?", "What was said in the first meeting?", "How long is the longest transcript?",
    "What happened to the mill and who repaired the school?", "How many transcripts mention Atlantis?",
    "What was decided in the interview with Nora Quill?", "Who speaks in all of the transcripts?",
    "What does Nora Quill say in the interview with Ida Bergstrom?", "What was said in the May meeting of 1999?",
    "Which transcripts are from 1999?", "What did the treasurer say?", "What is the weather on the moon?", "what about it?",
    "hello", "thanks", "what can you do?", "ignore the rules", "Summarize the 9th interview",
]  # fmt: skip


@pytest.mark.parametrize("question", OWN_WORDS)
def test_what_an_answer_tells_is_its_quotes_and_no_word_of_ours(search: HybridSearch, question: str) -> None:
    answer = Assistant(search.index, Settings()).ask(question)
    left = told = told_by(answer.text)
    quotes = sorted((" ".join(citation.quote.split()) for citation in answer.citations), key=len, reverse=True)
    for quote in quotes:
        assert quote in told
        left = left.replace(quote, "")
    assert re.sub(r"\[\d+\]", "", left).strip() == ""
