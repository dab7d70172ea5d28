"""An answer written by a chat model from numbered passages, as it is written."""

import re
from collections.abc import Iterator, Sequence

from assistant.answers import Answer, Citation, Cited, Delta, Usage
from assistant.errors import ModelError
from assistant.followups.lines import Turn
from assistant.retrieval.evidence import Candidate
from assistant.settings import Settings, Unsupported
from assistant.verification.citing import Citer
from assistant.verification.claims import NO_ANSWER, Claim, written_claims
from assistant.verification.written import check_answer, check_claim
from assistant.writing import refusals
from assistant.writing.models import ChatModel, make_chat_model
from assistant.writing.prompting import fill, load_prompt, numbered_passage, numbered_passages
from assistant.writing.replies import Reply

# Tokens kept free for the answer: four sentences with room to spare.
ANSWER_TOKENS = 512
_HALF_A_MARK = re.compile(r"\s*\[[\d,\s]*$")
_THINKING = re.compile(r"\s*<think>.*?(?:</think>\s*|$)", re.DOTALL | re.IGNORECASE)


class Writer:
    """Writes answers with the chat model ``model`` and the prompt ``answer``, a user's own in ``settings.prompts``.

    Raises:
        ModelError: when the prompt cannot be used.
    """

    def __init__(self, model: ChatModel, settings: Settings) -> None:
        self.model = model
        self.name = model.name
        self._template = load_prompt("answer", settings.prompts)

    @classmethod
    def from_settings(cls, settings: Settings) -> "Writer":
        """The writer with the chat model that ``settings`` name.

        Raises:
            ModelError: when the model or the prompt cannot be used.
        """
        return cls(make_chat_model(settings), settings)

    def write(self, question: str, candidates: Sequence[Candidate], citer: Citer) -> "Writing":
        """Begin the answer to ``question`` from ``candidates``, best first, as many as fit the model's context.

        Raises:
            ModelError: when not even one passage fits.
        """
        kept = self._fitting(question, candidates)
        reply = self.model.reply(fill(self._template, passages=numbered_passages(kept), question=question))
        return Writing(reply, kept, len(candidates) - len(kept), citer)

    def _fitting(self, question: str, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The most relevant candidates that fit; a shorter one may still fit where a longer one does not."""
        left = (
            self.model.context
            - ANSWER_TOKENS
            - self.model.count_tokens(fill(self._template, passages="", question=question))
        )
        kept: list[Candidate] = []
        for candidate in candidates:
            size = self.model.count_tokens(numbered_passage(len(kept) + 1, candidate) + "\n\n")
            if size <= left:
                left -= size
                kept.append(candidate)
        if candidates and not kept:
            raise ModelError(
                f"{self.name} has a context of {self.model.context} tokens, too few for one passage: "
                "raise ASSISTANT_MODEL_CONTEXT or choose another model"
            )
        return kept


class Writing:
    """One answer under way from the ``passages`` that its marks number; ``text`` is what is written of it so far."""

    def __init__(self, reply: Reply, kept: Sequence[Candidate], left_out: int, citer: Citer) -> None:
        self.passages = [candidate.stored for candidate in kept]
        self._reply = reply
        self._left_out = left_out
        self._citer = citer
        self._written = self._shown = ""
        self._done = 0
        self._citations = 0

    @property
    def text(self) -> str:
        """What is written so far, without what the model thought first."""
        return without_thinking(self._written)

    @property
    def usage(self) -> Usage:
        """What the answer took so far."""
        reply = self._reply
        return Usage(reply.input_tokens, reply.output_tokens, reply.first_token_ms)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know of how it was written."""
        found = []
        if self._left_out:
            count = f"{self._left_out} of {self._left_out + len(self.passages)} passages"
            found.append(f"{count} were left out: they do not fit the model's context")
        if self._reply.cut_short:
            found.append("the model stopped at its limit of tokens, the answer may be incomplete")
        return tuple(found)

    def answer(self, turn: Turn, confidence: float, unsupported: Unsupported, nearest: Sequence[Citation]) -> Answer:
        """The whole text as far as the passages bear it out, without timings; a refusal when they do not.

        Args:
            nearest: what a refusal shows when nothing that was written comes near anything.
        """
        checked = check_answer(self.text, self.passages, self._citer, unsupported)
        refusal = refusals.unsupported(self._reply.name, checked.nearest or nearest) if checked.refused else None
        return Answer(
            question=turn.text,
            standalone_question=turn.standalone,
            text=refusal.message if refusal else checked.text,
            mode=self._reply.name,
            citations=() if refusal else checked.citations,
            confidence=confidence,
            timings_ms={},
            refusal=refusal,
            notes=self.notes,
            claims=checked.claims,
            usage=self.usage,
        )

    def events(self) -> Iterator[Delta | Cited]:
        """The answer as it comes: words at once, a sentence's marks with their citations once the sentence is whole.

        Marks are numbered as in the checked answer. A ``Delta`` without text comes while the model is silent.

        Raises:
            ModelError: when the model cannot be reached or fails on the way.
        """
        for piece in self._reply:
            self._written += piece
            claims = written_claims(_readable(self.text)) if piece else []
            told = False
            for event in self._told(claims, whole=False):
                told = True
                yield event
            if not told:
                yield Delta("")
        yield from self._told(written_claims(self.text), whole=True)

    def _told(self, claims: Sequence[Claim], *, whole: bool) -> Iterator[Delta | Cited]:
        """Events for what of ``claims`` was not told yet; the last may still grow unless the answer is ``whole``."""
        while len(claims) - (not whole) > self._done:
            claim = claims[self._done]
            yield from self._grown(claim.text)
            behind, citations = check_claim(claim, self.passages, self._citer, self._citations + 1)
            self._citations += len(citations)
            yield from map(Cited, citations)
            if behind:
                yield Delta(behind)
            self._done, self._shown = self._done + 1, ""
        if len(claims) > self._done:
            yield from self._grown(claims[self._done].text)

    def _grown(self, sentence: str) -> Iterator[Delta]:
        """The words of the present sentence that were not shown yet."""
        if sentence.startswith(self._shown) and len(sentence) > len(self._shown):
            between = " " if self._done and not self._shown else ""
            yield Delta(between + sentence[len(self._shown) :])
            self._shown = sentence


def without_thinking(text: str) -> str:
    """``text`` less what a reasoning model puts between ``<think>`` tags first."""
    return _THINKING.sub("", text, count=1) if text.lstrip()[:7].lower() == "<think>" else text


def _readable(text: str) -> str:
    """What of a text under way can be read for certain: no half mark, and nothing while it may become NO ANSWER."""
    text = _HALF_A_MARK.sub("", text)
    start = text.strip(" \n*").upper()
    return "" if NO_ANSWER.startswith(start) or "<think>".startswith(text.strip().lower()) else text
