"""Near-synonyms among the plain verbs and adjectives that questions are put in, for where the text has another.

No thesaurus: only the words with which any talk is asked about (who promised, offered, warned; what fell or grew).
They are tried after the question's own words have failed.
"""

from functools import lru_cache

from assistant.language import stem

# One group a line. Short on purpose: a wrong likeness costs a false hit, a missing one only a hit by meaning.
_ALIKE = """
propose proposed proposal offer suggest invite recommend ready
promise guarantee assure pledge commit vow
fall fell fallen drop decline decrease reduce reduction shrink slip contract contraction lose lost slump worsen
grow grew grown growth rise rose risen increase surge expand gain climb
small little tiny low modest insignificant
large big huge great enormous considerable
buy bought purchase acquire
build built construct erect
worry concern fear warn threaten threat danger
praise thank thanked appreciate gratitude grateful
"""


@lru_cache(maxsize=1)
def _alike() -> dict[str, frozenset[str]]:
    """Every stem that has near-synonyms, with all of its group."""
    groups = [frozenset(stem(word) for word in line.split()) for line in _ALIKE.strip().splitlines()]
    return {term: group for group in groups for term in group}


def like_words(term: str) -> frozenset[str]:
    """A stem and its near-synonyms among the verbs and adjectives that questions are put in."""
    return _alike().get(term, frozenset()) | {term}
