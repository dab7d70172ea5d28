"""What a question in another language than English asks: its words by its own language's stems, its names and kind."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.language import stem, unspaced, words
from assistant.questions.question import Question, Wanted, idf
from assistant.questions.tongues import ASKED_KINDS, Tongue, content_of, of_one_root

# A name is written otherwise in another language, or with another ending: so alike are two forms of one.
ALIKE = 0.72
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


def read_foreign(
    question: Question,
    tongue: Tongue,
    vocabulary: Mapping[str, int],
    passages: int,
    forms: Mapping[str, Sequence[str]],
) -> Question:
    """``question`` with what its own language tells of it.

    Its terms are its content words, ``forms`` the corpus's forms of them. A term is unknown where the corpus has none
    and no word of the same root; a name is absent where the corpus has nothing like it either.

    Args:
        vocabulary: every stem of the corpus with the number of passages it stands in.
        passages: how many passages there are.
        forms: the corpus's stems by what ``tongue.key`` makes of them.
    """
    text = question.text
    terms = content_of(text, tongue) or list(question.terms)
    names = names_of(text, tongue).intersection(terms)
    known = {
        term: [
            form
            for form in forms.get(tongue.key(term), ())
            if form != term and (term not in names or tongue.same_name(term, form))
        ]
        for term in terms
    }
    missing = frozenset(term for term in terms if term not in vocabulary and not known[term])
    held = {term: vocabulary.get(term, 0) + sum(vocabulary.get(form, 0) for form in known[term]) for term in terms}
    return replace(
        question,
        terms=tuple(terms),
        weights=tuple(idf(min(held[term], passages), passages) for term in terms),
        names=names,
        wanted=kind_of(text, tongue),
        unknown=frozenset(term for term in missing if not of_one_root(term, vocabulary)),
        absent_names=frozenset(name for name in names & missing if not has_alike(name, vocabulary)),
        written=dict(question.written) | _runs(text, tongue, missing),
        language=tongue.code,
        forms={form: term for term, found in known.items() for form in found},
    )


def spelt_otherwise(question: Question, vocabulary: Mapping[str, int]) -> Question:
    """``question`` where some of the corpus is in other languages, which may write its names a little otherwise."""
    absent = frozenset(name for name in question.absent_names if not has_alike(name, vocabulary))
    return replace(question, absent_names=absent)


def untranslated(question: Question) -> Question:
    """``question`` where no transcript is in its language: of its words only a name tells by standing nowhere."""
    return replace(question, unknown=question.absent_names, absent_topic=frozenset())


def kind_of(text: str, tongue: Tongue) -> Wanted:
    """The kind of answer that the first asking word wants."""
    found = [(m.start(), ASKED_KINDS.index(kind)) for kind, asks in tongue.asking.items() if (m := asks.search(text))]
    return Wanted(ASKED_KINDS[min(found)[1]]) if found else Wanted.ANY


def names_of(text: str, tongue: Tongue) -> frozenset[str]:
    """Stems of the words that a capital marks as names.

    Where every noun has a capital, a name is what follows a title or another noun without anything between them.
    """
    found: set[str] = set()
    before = ""
    for match in _WORD.finditer(text):
        word, gap = match.group(), text[: match.start()]
        begins = not re.search(r"[\w,;:)»”]\s*[«„“‚\"(]?$", gap) or bool(re.search(r"[.!?]\s*$", gap))
        follows = bool(before) and gap.endswith(" ")
        named = word[0].isupper() and (
            not begins
            if tongue.capitals == "names"
            else follows and (before[0].isupper() or before.lower() in tongue.titles)
        )
        if named and tongue.capitals and word.lower() not in tongue.function_words | tongue.titles:
            found.update(stem(each) for each in words(word) if not tongue.times.fullmatch(each))
        before = "" if begins and word.lower() in tongue.function_words - tongue.titles else word
    return frozenset(found)


def _runs(text: str, tongue: Tongue, missing: frozenset[str]) -> dict[str, str]:
    """Of scripts without spaces, each pair of signs that stands nowhere, with the run of such pairs around it."""
    found: dict[str, str] = {}
    for part in re.findall(r"\w+", tongue.empty.sub(" ", text)):
        pairs = [stem(pair) for pair in words(part)]
        run: list[int] = []
        for i in [*range(len(pairs)), -1]:
            if i >= 0 and pairs[i] in missing and unspaced(pairs[i]):
                run.append(i)
                continue
            found |= {pairs[j]: part[run[0] : run[-1] + 2] for j in run}
            run = []
    return found


def has_alike(name: str, vocabulary: Mapping[str, int]) -> bool:
    """Whether the corpus has a word that may be ``name`` in another form or spelling."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    if unspaced(name) or len(name) < 3:
        return False
    near = process.extractOne(
        name, list(vocabulary), scorer=OSA.normalized_similarity, score_cutoff=ALIKE, processor=None
    )
    return near is not None


def same_script(one: str, other: str) -> bool:
    """Whether two texts have letters of one script, so that a name looks alike in both."""
    return _script(one) == _script(other)


def _script(text: str) -> str:
    """The script of most letters, as Unicode names it; Japanese signs count as Chinese ones."""
    named = [unicodedata.name(sign, "").partition(" ")[0] for sign in text if sign.isalpha()]
    scripts = ["CJK" if name in ("HIRAGANA", "KATAKANA") else name for name in named]
    return max(set(scripts), key=scripts.count, default="")
