"""What a reader makes of the evidence: it reads the best passages, and their sentences are ranked anew."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from assistant.corpus.passages import Passage
from assistant.corpus.sentences import Span
from assistant.reading.reader import Reader, Reading
from assistant.retrieval.evidence import Candidate, ScoredSentence, sentence_score

# Passages read for a question, those of the best sentences first.
DEPTH = 4
# Probabilities below this count alike: no reading is so sure that nothing else can weigh against it.
FLOOR = 0.001


class Read(NamedTuple):
    """Evidence after reading; ``shortest`` are the words of the best sentence that answer, or "" when unsure."""

    ranked: list[ScoredSentence]
    shortest: str


def read_evidence(
    reader: Reader,
    question: str,
    ranked: Sequence[ScoredSentence],
    chosen: Mapping[int, Candidate] | None = None,
    depth: int = DEPTH,
    *,
    in_part: bool = False,
) -> Read:
    """The sentences ranked anew with what the reader makes of the passages ``chosen``, by their ids.

    By default these are the ``depth`` passages of the best sentences. With ``in_part`` a passage answers only as far as
    its sentences in ``ranked`` do.

    Each gets three features: ``read``, the log-probability that the answer begins in it; ``read_share``, the same
    given that its passage answers; and ``read_passage``, the log-odds that its passage answers. A sentence of a
    passage that was not read has the least of each. ``read_mean`` is the mean log-odds of the ``DEPTH`` surest
    passages, each that there is not counting as one that surely does not answer.
    """
    if chosen is None:
        candidates: dict[int, Candidate] = {}
        for sentence in ranked:
            candidates.setdefault(sentence.stored.id, sentence.candidate)
        chosen = dict(list(candidates.items())[:depth])
    readings = dict(zip(chosen, reader.read(question, [c.stored.headed for c in chosen.values()]), strict=True))
    masses = {id_: reading.sentence_scores(_spans(chosen[id_])) for id_, reading in readings.items()}
    states = {id_: reading.sentence_states(_spans(chosen[id_])) for id_, reading in readings.items()}
    sure = {id_: 1 - reading.no_answer for id_, reading in readings.items()}
    if in_part:
        sure = {id_: sum(masses[id_][s.number] for s in ranked if s.stored.id == id_) for id_ in readings}
    surest = sorted(map(_log_odds, sure.values()), reverse=True)[:DEPTH]
    mean = (sum(surest) + (DEPTH - len(surest)) * math.log(FLOOR)) / DEPTH
    rescored = []
    for sentence in ranked:
        id_ = sentence.stored.id
        read = _features(sure[id_], masses[id_][sentence.number]) if id_ in readings else _UNREAD
        features = {**sentence.features, **read, "read_mean": mean}
        of_passage = states.get(id_)
        state = None if of_passage is None else of_passage[sentence.number]
        rescored.append(
            replace(sentence, features=features, score=sentence_score("sentence_read", features), state=state)
        )
    rescored.sort(key=lambda s: -s.score)
    best = rescored[0]
    reading = readings.get(best.stored.id)
    return Read(rescored, _shortest(best, reading) if reading else "")


def _shortest(best: ScoredSentence, reading: Reading) -> str:
    """The reader's span when it is likelier than all else together and lies within the best sentence."""
    begin, end = _spans(best.candidate)[best.number]
    likely = reading.probability > 0.5 and begin <= reading.start < reading.end <= end
    return best.stored.headed[reading.start : reading.end] if likely else ""


def _features(sure: float, mass: float) -> dict[str, float]:
    return {"read": _log(mass), "read_share": _log(mass / max(sure, FLOOR)), "read_passage": _log_odds(sure)}


def _log_odds(probability: float) -> float:
    return _log(probability) - _log(1 - probability)


def _log(probability: float) -> float:
    return math.log(min(max(probability, FLOOR), 1.0))


_UNREAD = {"read": math.log(FLOOR), "read_share": math.log(FLOOR), "read_passage": math.log(FLOOR)}


def _spans(candidate: Candidate) -> list[Span]:
    """The candidate's sentences in the text that the reader reads, which begins with the heading."""
    passage: Passage = candidate.stored.passage
    shift = len(candidate.stored.heading) + 1 - passage.start
    return [(s.start + shift, s.end + shift) for s in passage.sentences]
