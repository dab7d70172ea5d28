from shelf import shelved

from assistant.language import stem_set
from assistant.retrieval.evidence import Candidate, ScoredSentence
from assistant.surveys.gathering import Corpus, Evidence
from assistant.surveys.listing import of_titled


def evidence(corpus: Corpus) -> list[Evidence]:
    found = []
    for source, passages in corpus.passages.items():
        stored = passages[0]
        stems = tuple(stem_set(stored.sentence_text(n)) for n in range(len(stored.passage.sentences)))
        found.append(Evidence(source, (ScoredSentence(Candidate(stored, {}, 0.0, stems), 0, {}, 0.0),), 0.9))
    return found


def test_what_is_told_of_a_name_in_one_title_comes_from_there_or_has_the_name() -> None:
    corpus = shelved(
        "Talks with the mayor of Larvik\n\nThe exports are salt, rope and lamps.\n",
        "Talks with the mayor of Tonder\n\nThe exports are wool, cider and slate.\n",
        "Talks with the mayor of Varde\n\nThe exports, as to Larvik, are bricks.\n",
    )
    joined, cards = evidence(corpus), {card.source: card for card in corpus.search.index.catalog.cards()}

    def kept(*names: str) -> list[str]:
        return [e.source for e in of_titled(joined, stem_set(" ".join(names)), cards)]

    assert kept() == kept("Solberg") == kept("mayor") == ["0.txt", "1.txt", "2.txt"]
    assert kept("Larvik") == kept("Larvik", "Solberg") == ["0.txt", "2.txt"]
    assert kept("Tonder", "Varde") == ["1.txt", "2.txt"]
