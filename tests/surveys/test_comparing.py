"""What is shown for each of the things compared, and what is weighed though no wording parts it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import write_corpus
from shelf import shelved

from assistant.language import stem_set
from assistant.retrieval.evidence import Candidate, ScoredSentence
from assistant.retrieval.hybrid import HybridSearch
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest
from assistant.surveys.asked_figures import read_asked
from assistant.surveys.comparing import NEAR, _Figures, _going_on, _own
from assistant.surveys.gathering import Evidence
from assistant.surveys.listing import best_of
from assistant.surveys.results import Survey, SurveyItem
from assistant.surveys.survey import survey

CLUB = {
    "1_spring.txt": """Bee club, spring meeting

4 April 2021

The yearly fee of the bee club is 12 talers. The smoker cost 40 talers, and the veil cost 15 talers.

Nils Hauge keeps nine hives behind the mill. The meadow is in bloom.
""",
    "2_autumn.txt": """Bee club, autumn meeting

9 October 2022

The yearly fee of the bee club rises to 18 talers. The new shed cost 900 talers.

Tora Vik keeps four hives on her roof. It rained all summer.
""",
    "3_winter.txt": """Bee club, winter talk

11 January 2023

Tora Vik showed how wax is melted. The hall was cold.
""",
}
SPRING, AUTUMN, WINTER = CLUB


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[HybridSearch]:
    index = Index(Path(tmp_path_factory.mktemp("bees_store")), encoder)
    ingest(index, [write_corpus(tmp_path_factory.mktemp("bees"), CLUB)])
    yield HybridSearch(index)
    index.close()


def ask(search: HybridSearch, question: str) -> Survey | None:
    return survey(question, search, search.index.encoder.encode_queries([question])[0], None)


def scored(text: str, *scores: float) -> list[ScoredSentence]:
    """The sentences of a transcript with these scores, best first."""
    (passages,) = shelved(f"A talk\n\n{text}\n").passages.values()
    stored = passages[0]
    texts = [stored.sentence_text(n) for n in range(len(stored.passage.sentences))]
    first = len(texts) - len(scores)
    candidate = Candidate(stored, {}, 0.0, tuple(map(stem_set, texts)))
    return sorted(
        (ScoredSentence(candidate, first + n, {}, score) for n, score in enumerate(scores)), key=lambda s: -s.score
    )


def items(*sentences: ScoredSentence) -> list[SurveyItem]:
    return [SurveyItem(s.stored, s.number) for s in sentences]


def test_sums_in_the_corpus_own_coin_compare(search: HybridSearch) -> None:
    result = ask(search, "What is the largest sum of money in any of them?")
    assert result is not None
    assert str(result.lead).startswith("The largest sum, of 2 of 3 transcripts that give one: 900 talers")
    beside = ask(search, "What is the largest fee in any of them?")
    assert beside is not None
    assert "18 talers" in str(beside.lead)
    dearer = ask(search, "Which cost more, the smoker or the new shed?")
    assert dearer is not None
    assert str(dearer.lead) == "The larger is “the new shed” with 900 talers, against 40 talers for “the smoker”:"


def test_a_count_is_no_sum_of_the_corpus_own_coin(search: HybridSearch) -> None:
    result = ask(search, "What is the largest number of hives in any of them?")
    assert result is None or "talers" not in str(result.lead)


def test_what_is_compared_in_two_meetings_is_told_by_both_though_no_wording_parts_it(search: HybridSearch) -> None:
    result = ask(search, "How does the yearly fee of the bee club compare with its level before?")
    assert result is not None
    assert [item.source for item in result.items][:1] == [SPRING]
    assert {SPRING, AUTUMN} <= {item.source for item in result.items}
    assert ask(search, "What is the yearly fee of the bee club?") is None


def test_a_sentence_brings_the_next_that_leans_on_it() -> None:
    best, *_ = scored("The battery stands at the quay. It costs 14 talers. Gulls nest there.", 3.0, 1.0, 1.0)
    assert [i.text for i in _going_on([best])] == ["The battery stands at the quay.", "It costs 14 talers."]
    other, *_ = scored("The battery stands at the quay. Gulls nest there.", 3.0, 1.0)
    assert [i.text for i in _going_on([other])] == ["The battery stands at the quay."]


def test_what_answers_another_side_best_is_not_shown_for_this_one() -> None:
    first, second, third = scored("Ann Lee would close it. Bo Moe would not. Nobody asked why.", 3.0, 2.0, 1.0)
    a, b, c = items(first, second, third)
    assert _own({"Ann Lee": [a, b], "Bo Moe": [b, a, c]}) == {"Ann Lee": [a], "Bo Moe": [b, c]}
    assert _own({"Ann Lee": [a, c], "Bo Moe": [a, b]}) == {"Ann Lee": [a, c], "Bo Moe": [a, b]}
    assert _own({"Ann Lee": [c, a], "Bo Moe": []}) == {"Ann Lee": [a, c], "Bo Moe": []}


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("the pump costs how much?", ["The pump has 3 valves.", "It was made for 14 talers."]),
        ("the pump has how many valves?", ["The pump has 3 valves."]),
    ],
)
def test_a_figure_of_the_kind_asked_for_joins_where_none_is_shown(asked: str, shown: list[str]) -> None:
    ranked = scored("The pump has 3 valves. It is old. It was made for 14 talers.", 3.0, 2.0, 1.0)
    completed = _Figures(read_asked(asked), "taler").completed(ranked[:1], ranked)
    assert [s.text for s in completed] == shown


def test_a_figure_joins_neither_a_second_one_nor_from_far_behind() -> None:
    told = scored("It cost 9 talers. It was made for 14 talers.", 3.0, 1.0)
    figures = _Figures(read_asked("the price"), "taler")
    assert figures.completed(told[:1], told) == told[:1]
    far = scored(
        "The pump is old. " + "It is red. " * NEAR + "It cost 9 talers.", *[9.0 - n / 9 for n in range(NEAR + 2)]
    )
    assert figures.completed(far[:1], far) == far[:1]


def test_in_a_list_what_is_told_of_her_brings_whom_it_is_about() -> None:
    ranked = scored("Ann Lee retired in May. Her successor is Bo Moe.", 1.0, 9.0)
    assert [i.text for i in best_of(Evidence("0.txt", tuple(ranked), 0.9))] == [
        "Her successor is Bo Moe.",
        "Ann Lee retired in May.",
    ]
    plain = scored("Ann Lee retired in May. Hereford lies far off.", 1.0, 9.0)
    assert [i.text for i in best_of(Evidence("0.txt", tuple(plain), 0.9))] == ["Hereford lies far off."]
