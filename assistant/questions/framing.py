"""The words that frame a question over transcripts ("list", "which sessions mention"), and its topic without them."""

import re

from assistant.language import FUNCTION_WORDS, stem
from assistant.questions.meeting_words import TRANSCRIPT_WORD

# No word of a topic, in such a question.
_FRAME = frozenset(
    stem(word)
    for word in """mention name discuss bring brought come came talk talks speak spoke spoken refer reference touch
    cover deal dealt include contain appear raise address feature cite list count enumerate number total hold held take
    took taken place happen occur different various phrase word term topic subject explicitly ever least once twice
    anywhere altogether overall together exist corpus collection describe report call give given find compare comparison
    meet met dated use say actually kind sort question hear heard largest biggest highest greatest smallest lowest
    fewest longest shortest earliest latest oldest newest figure either neither one two several each every throughout
    detail fail indexed sum money amount quantity percentage percent other only time up among any bigger larger smaller
    higher lower more less difference differ versus contrast summarise summarize recap outline""".split()
)
_DRAWN_TOGETHER = re.compile(r"(?:n[’']t|[’'](?:s|re|ve|ll|d))$")


def topic_words(text: str) -> str:
    """What is left of a question without the words that frame it, from the first such word to the last."""
    kept = [
        match.span()
        for match in re.finditer(r"[^\W_]+(?:['’-][^\W_]+)*", text)
        if not is_frame(match.group().lower()) and not _is_function(match.group().lower())
    ]
    runs: list[tuple[int, int]] = []
    for start, end in kept:
        gap = text[runs[-1][1] : start] if runs else ""
        if runs and not any(is_frame(word.lower()) for word in re.findall(r"[^\W_]+", gap)):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return " … ".join(text[a:b] for a, b in runs)


def _is_function(word: str) -> bool:
    """Whether a lower-case word is a function word, or one drawn together with another ("what's", "there’re")."""
    return word in FUNCTION_WORDS or _DRAWN_TOGETHER.sub("", word) in FUNCTION_WORDS


def is_frame(word: str) -> bool:
    """Whether a lower-case word frames a question over transcripts and is no part of its topic."""
    return stem(word) in _FRAME or bool(TRANSCRIPT_WORD.fullmatch(word))
