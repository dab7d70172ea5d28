"""How near the sentences of a corpus are to a question, whatever it asks: what a cosine is to be measured by.

A multilingual encoder sets texts of one language nearer to each other than to others, so that each language has a mean
of its own; how far cosines lie from it is much the same for all.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.store.encoder import Vector

_ALL: Mapping[str, float] = {}


@dataclass(frozen=True, slots=True)
class Spread:
    """The cosines of a sample of sentences.

    Attributes:
        means: of each language, the mean.
        pooled: the mean of all of them, for a language of which the sample has none.
        counts: how many sentences the corpus has of each, as far as the sample tells.
        deviation: the standard deviation from the mean of the own language.
    """

    means: Mapping[str, float]
    pooled: float
    counts: Mapping[str, float]
    deviation: float

    @classmethod
    def of(cls, cosines: Vector, languages: Sequence[str], times: Mapping[str, float] = _ALL) -> "Spread":
        """The spread of the ``cosines`` of sentences in these languages, one each.

        Args:
            times: how many times as many sentences of each language the corpus has, where the sample is a part of it.
        """
        if not languages:
            return cls({}, 0.0, {}, 1.0)
        told = np.asarray(languages)
        means = {code: float(cosines[told == code].mean()) for code in set(languages)}
        apart = cosines - np.asarray([means[code] for code in languages])
        weights = np.asarray([times.get(code, 1.0) for code in languages])
        counts = {code: count * times.get(code, 1.0) for code, count in Counter(languages).items()}
        deviation = math.sqrt(float(np.average(apart**2, weights=weights)))
        return cls(means, float(np.average(cosines, weights=weights)), counts, max(1e-6, deviation))

    def excess(self, cosine: float, language: str, *, own: bool) -> float:
        """By how many standard deviations a sentence is nearer than the nearest of so many would be by chance.

        The largest of n independent normal values lies about the square root of 2 ln n deviations above their mean.

        Args:
            language: of the sentence.
            own: whether it is the question's, so that it stood against the sentences of this language alone.
        """
        against = self.counts.get(language, 1.0) if own else sum(self.counts.values())
        margin = (cosine - self.means.get(language, self.pooled)) / self.deviation
        return margin - math.sqrt(2 * math.log(max(2.0, against)))
