"""An answer written by a chat model from numbered passages, as it is written."""

from collections.abc import Iterator, Sequence
from contextlib import closing

from assistant.answers import Answer, Citation, Cited, ClaimVerdict, Delta, Usage
from assistant.errors import ModelError
from assistant.followups.lines import Turn
from assistant.retrieval.evidence import Candidate
from assistant.settings import Settings, Unsupported
from assistant.verification.citing import Citer
from assistant.verification.claims import NO_ANSWER, Claim, written_claims
from assistant.verification.written import check_answer, check_claim
from assistant.writing import refusals
from assistant.writing.manners import as_prose
from assistant.writing.models import ChatModel, make_chat_model
from assistant.writing.prompting import fill, load_prompt, numbered_passage, numbered_passages
from assistant.writing.replies import Reply
from assistant.writing.thinking import ends_thinking, may_end_thinking, opens_thinking, without_finished_thoughts

# Tokens kept free for the answer: four sentences with room to spare.
ANSWER_TOKENS = 512
# Longer than any answer the prompt asks for; servers' models that repeat themselves would go on to the context's end.
MOST_CHARACTERS = 4000
# The same with white space, mark-up and repeated passages, behind its thoughts.
MOST_WRITTEN = 4 * MOST_CHARACTERS
# Between what was told and turns out to read otherwise, and what it is instead.
READ_ANEW = " … (read anew)\n\n"
# Between what a model turns out to have thought aloud and its answer.
THOUGHT_ALOUD = " … (that was the model thinking)\n\n"


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
    """One answer under way from the ``passages`` that its marks number; ``text`` is what is written of it so far.

    Finished thoughts are cut off once; while the model thinks, nothing is read.
    """

    def __init__(self, reply: Reply, kept: Sequence[Candidate], left_out: int, citer: Citer) -> None:
        self.passages = [candidate.stored for candidate in kept]
        self._reply = reply
        self._left_out = left_out
        self._citer = citer
        self._written = self._shown = ""
        self._done = 0
        self._citations = 0
        self._thinking = self._thoughts = self._thought = self._begun = self._stopped = False

    @property
    def text(self) -> str:
        """What is written so far as prose, without what the model thought first."""
        return as_prose(self._written, whole=True, passages=len(self.passages))

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
        if self._stopped:
            found.append("the model went on for too long and was stopped, the answer may be incomplete")
        return tuple(found)

    def answer(self, turn: Turn, confidence: float, unsupported: Unsupported, nearest: Sequence[Citation]) -> Answer:
        """The whole text as far as the passages bear it out, without timings; a refusal when they do not.

        Args:
            nearest: what a refusal shows when nothing that was written comes near anything.

        Raises:
            ModelError: when nothing was written.
        """
        text = self.text
        if not text.strip():
            raise ModelError(f"{self._reply.name} wrote nothing{self._spent_on_thinking()}")
        checked = check_answer(text, self.passages, self._citer, unsupported)
        refusal = None
        if checked.refused:
            of = refusals.unsupported if checked.claims else refusals.found_nothing
            refusal = of(self._reply.name, checked.nearest or nearest)
        return Answer(
            question=turn.text,
            standalone_question=turn.standalone,
            text=refusal.message if refusal else checked.text,
            mode=self._reply.name,
            citations=() if refusal else checked.citations,
            confidence=confidence,
            timings_ms={},
            refusal=refusal,
            notes=(*self.notes, *_told_dropped(checked.dropped)),
            claims=checked.claims,
            usage=self.usage,
        )

    def events(self, unsupported: Unsupported = Unsupported.MARK) -> Iterator[Delta | Cited]:
        """The answer as it comes: words at once, a sentence's marks with their citations once the sentence is whole.

        Marks are numbered as in the checked answer. A ``Delta`` without text comes while the model is silent.
        Where unsupported sentences are dropped, one comes once it is checked; where they refuse the answer, none does.

        Raises:
            ModelError: when the model cannot be reached or fails on the way.
        """
        for piece in self._as_long_as_fits():
            told = False
            readable = bool(piece.strip()) and not self._thinking
            if readable and self._begins_anew():
                yield Delta(THOUGHT_ALOUD)
            claims = self._readable_claims() if readable and unsupported is not Unsupported.REFUSE else []
            for event in self._told(claims, unsupported, whole=False):
                told = True
                yield event
            if not told:
                yield Delta("")
        if unsupported is not Unsupported.REFUSE:
            yield from self._told(written_claims(self.text), unsupported, whole=True)

    def _as_long_as_fits(self) -> Iterator[str]:
        """Pieces of the reply until its prose is longer than any answer; a model that goes on and on is stopped."""
        with closing(iter(self._reply)) as pieces:
            for piece in pieces:
                self._add(piece)
                yield piece
                if not self._thinking and self._is_too_long(piece):
                    self._stopped = True
                    return

    def _add(self, piece: str) -> None:
        """Take in a piece, and cut thoughts off where it ends them."""
        self._written += piece
        if self._thinking and not may_end_thinking(self._written, len(piece)):
            return
        if self._thinking or opens_thinking(self._written):
            before = len(self._written)
            self._written = without_finished_thoughts(self._written)
            self._thoughts = self._thoughts or len(self._written) < before
            self._thinking = opens_thinking(self._written)

    def _is_too_long(self, piece: str) -> bool:
        if len(self._written) > MOST_WRITTEN:
            return True
        return bool(piece.strip()) and len(self._written) > MOST_CHARACTERS and len(self.text) > MOST_CHARACTERS

    def _readable_claims(self) -> list[Claim]:
        """The sentences so far, as far as more text cannot change them."""
        return written_claims(_readable(as_prose(self._written, whole=False, passages=len(self.passages))), whole=False)

    def _begins_anew(self) -> bool:
        """Whether what was told turns out, by a closing tag that nothing opened, to be what the model thought."""
        if self._thought or not ends_thinking(self._written):
            return False
        self._thought = True
        told = bool(self._done or self._shown)
        self._done, self._shown, self._citations, self._begun = 0, "", 0, False
        return told

    def _told(self, claims: Sequence[Claim], unsupported: Unsupported, *, whole: bool) -> Iterator[Delta | Cited]:
        """Events for what of ``claims`` was not told yet; the last may still grow unless the answer is ``whole``."""
        at_once = unsupported is not Unsupported.DROP
        while len(claims) - (not whole) > self._done:
            claim = claims[self._done]
            if at_once:
                yield from self._grown(claim.text)
            found = check_claim(claim, self.passages, self._citer, self._citations + 1)
            self._done += 1
            if at_once or found.standing is not ClaimVerdict.UNSUPPORTED:
                if not at_once:
                    yield from self._grown(found.text)
                self._citations += len(found.citations)
                yield from map(Cited, found.citations)
                if found.behind:
                    yield Delta(found.behind)
                self._begun = True
            self._shown = ""
        if at_once and len(claims) > self._done:
            yield from self._grown(claims[self._done].text)

    def _spent_on_thinking(self) -> str:
        """Why nothing was written, where its thoughts took all the tokens there were."""
        if not (self._thoughts or self._written.strip()):
            return ""
        return " but what it thought: choose a model that thinks less, or raise its limit of tokens"

    def _grown(self, sentence: str) -> Iterator[Delta]:
        """The words of the present sentence that were not shown yet; all of them where those shown read otherwise."""
        if not sentence.startswith(self._shown):
            yield Delta(READ_ANEW + sentence)
            self._shown = sentence
        elif len(sentence) > len(self._shown):
            between = " " if self._begun and not self._shown else ""
            yield Delta(between + sentence[len(self._shown) :])
            self._shown = sentence


def _told_dropped(count: int) -> tuple[str, ...]:
    """The note that sentences were dropped, where some were."""
    one = count == 1
    what = "1 sentence" if one else f"{count} sentences"
    return (f"{what} of the model's that nothing bears out {'was' if one else 'were'} dropped",) if count else ()


def _readable(text: str) -> str:
    """What of prose under way can be read for certain: nothing while it may become NO ANSWER."""
    return "" if NO_ANSWER.startswith(text.strip(" \n*").upper()) else text
