"""A corpus of any size from public paragraphs: the real ones once, then copies with changed words and derived vectors.

Encoding 100,000 passages takes hours on two cores, so only the first copy is really encoded. In every further copy
a share of the words is replaced by words of the same length and case, a few of them invented so that the
vocabulary and the names grow as they do in real text. Its vectors are the first copy's, turned by as much as
re-encoding such changed passages really turns them (measured each time) towards the difference of two real vectors.
"""

import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from assistant.corpus.passages import split_into_passages
from assistant.corpus.sentences import Span
from assistant.corpus.transcripts import Transcript, plain_transcript
from assistant.store.arrays import Matrix
from assistant.store.embedded import embedded_text
from assistant.store.encoder import Encoder

PARAGRAPHS = 20
CHANGED_WORDS = 0.15
INVENTED_WORDS = 0.05
CALIBRATED_ON = 200
_WORD = re.compile(r"\b[A-Za-z]{4,}\b")
_SYLLABLES = (
    "ba be bo da do el fa ga gri ha il ka ko la lo mar me na nor o pe ra ri sa sel ta tor u va vin yo za".split()
)


def read_articles(corpora: Sequence[Path]) -> list[tuple[str, str]]:
    """(title, text) of transcripts of up to ``PARAGRAPHS`` paragraphs, from files of one paragraph a line."""
    paragraphs: dict[str, list[str]] = defaultdict(list)
    for corpus in corpora:
        for line in corpus.open(encoding="utf-8"):
            row = json.loads(line)
            paragraphs[row["title"]].append(" ".join(row["text"].split()))
    return [
        (title, "\n\n".join(texts[begin : begin + PARAGRAPHS]))
        for title, texts in paragraphs.items()
        for begin in range(0, len(texts), PARAGRAPHS)
    ]


def changed(text: str, pools: dict[tuple[int, bool], list[str]], rng: random.Random) -> str:
    """``text`` with words replaced by others of the same length and case; every offset stays."""

    def other(match: re.Match[str]) -> str:
        word = match.group()
        if rng.random() > CHANGED_WORDS:
            return word
        if rng.random() < INVENTED_WORDS:
            made = "".join(rng.choices(_SYLLABLES, k=len(word)))[: len(word)]
            return made.capitalize() if word[0].isupper() else made
        return rng.choice(pools[len(word), word[0].isupper()])

    return _WORD.sub(other, text)


@dataclass(slots=True)
class Derived:
    """Transcripts with the vectors of their passages, the real ones and any number of changed copies.

    Attributes:
        cosine: mean and standard deviation of the cosine between a passage's vector and that of its changed text.
    """

    articles: list[tuple[str, str]]
    vectors: list[list[Matrix]]
    cosine: tuple[float, float]
    pools: dict[tuple[int, bool], list[str]]
    rows: Matrix = field(repr=False)

    @classmethod
    def make(cls, corpora: Sequence[Path], encoder: Encoder, cache: Path) -> "Derived":
        """Read and really encode the first copy, or take its vectors from ``cache``; measure what changes do."""
        articles = read_articles(corpora)
        pools: dict[tuple[int, bool], set[str]] = defaultdict(set)
        for word in _WORD.findall(" ".join(text for _, text in articles)):
            pools[len(word), word[0].isupper()].add(word)
        ordered = {key: sorted(words) for key, words in pools.items()}
        if not cache.is_file():
            _encode(articles, ordered, encoder, cache)
        with np.load(cache) as stored:
            flat, counts, cosine = stored["flat"].astype(np.float32), stored["counts"], stored["cosine"]
        parts = iter(np.split(flat, np.cumsum(counts)[:-1]))
        vectors = [
            [next(parts) for _ in embedded_passages(plain_transcript("", title, text))] for title, text in articles
        ]
        rows = np.vstack([matrix[0] for of in vectors for matrix in of])
        return cls(articles, vectors, (float(cosine[0]), float(cosine[1])), ordered, rows)

    def transcripts(self, copy: int) -> Iterator[tuple[Transcript, dict[str, Matrix]]]:
        """Copy number ``copy`` (0: the real one): each transcript with its passages' matrices by embedded text."""
        rng, noise = random.Random(copy), np.random.default_rng(copy)
        for number, ((title, text), matrices) in enumerate(zip(self.articles, self.vectors, strict=True)):
            source = f"{copy:03}/{number:03}-{re.sub(r'[^A-Za-z]+', '-', title)[:40]}.txt"
            if copy:
                title, text = f"{title}, {copy}", changed(text, self.pools, rng)
            transcript = plain_transcript(source, title, text)
            passages = split_into_passages(transcript)
            if [len(p.sentences) + 1 for p in passages] != [len(m) for m in matrices]:
                continue  # a changed word moved the end of a sentence
            turned = [self._turned(matrix, noise) if copy else matrix for matrix in matrices]
            yield transcript, {embedded_text(transcript, p): m for p, m in zip(passages, turned, strict=True)}

    def _turned(self, matrix: Matrix, noise: np.random.Generator) -> Matrix:
        cosine = np.clip(noise.normal(*self.cosine, size=(len(matrix), 1)), 0.3, 0.999)
        towards = self.rows[noise.integers(len(self.rows), size=len(matrix))]
        towards = towards - self.rows[noise.integers(len(self.rows), size=len(matrix))]
        towards = towards - (towards * matrix).sum(axis=1, keepdims=True) * matrix
        towards /= np.maximum(np.linalg.norm(towards, axis=1, keepdims=True), 1e-6)
        return np.asarray(cosine * matrix + np.sqrt(1 - cosine**2) * towards, dtype=np.float32)


class KnownVectors(Encoder):
    """The bundled encoder for questions; for passages it gives the vectors that it was told beforehand."""

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[str, Matrix] = {}

    def encode_passages(
        self, texts: Sequence[str], sentences: Sequence[Sequence[Span]], progress: Callable[[int], None] | None = None
    ) -> tuple[Matrix, list[Matrix]]:
        """The vectors told before."""
        matrices = [self.known[text] for text in texts]
        return np.vstack([m[0] for m in matrices]), [m[1:] for m in matrices]


def embedded_passages(transcript: Transcript) -> list[tuple[str, list[Span]]]:
    """Each passage's embedded text and its sentences' spans in it."""
    found = []
    for passage in split_into_passages(transcript):
        shift = len(transcript.heading) + 1 - passage.start
        spans = [(s.start + shift, s.end + shift) for s in passage.sentences]
        found.append((embedded_text(transcript, passage), spans))
    return found


def _encode(
    articles: list[tuple[str, str]], pools: dict[tuple[int, bool], list[str]], encoder: Encoder, cache: Path
) -> None:
    flat = [passage for title, text in articles for passage in embedded_passages(plain_transcript("", title, text))]
    texts, spans = [text for text, _ in flat], [spans for _, spans in flat]
    whole, parts = encoder.encode_passages(texts, spans)
    rng = random.Random(0)
    sample = rng.sample(range(len(texts)), min(CALIBRATED_ON, len(texts)))
    again = encoder.encode_texts([changed(texts[i], pools, rng) for i in sample])
    cosines = (again * whole[sample]).sum(axis=1)
    matrices = [np.vstack([vector, part]) for vector, part in zip(whole, parts, strict=True)]
    np.savez(
        cache,
        flat=np.vstack(matrices).astype(np.float16),
        counts=[len(m) for m in matrices],
        cosine=[cosines.mean(), cosines.std()],
    )
