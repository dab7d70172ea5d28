"""Citations made from stored sentences, each held against the text and, for a written claim, against the claim."""

from collections.abc import Sequence

from assistant.answers import Citation
from assistant.catalog import Catalog, StoredPassage
from assistant.entailment import Verifier
from assistant.verification import Verdict, verify_claim


class Citer:
    """Cites sentences of one catalog; with a ``verifier`` its entailment joins the checks by rule."""

    def __init__(self, catalog: Catalog, verifier: Verifier | None = None) -> None:
        self._catalog = catalog
        self._verifier = verifier

    def cite(self, stored: StoredPassage, number: int, n: int, claim: str | None = None) -> Citation:
        """Sentence ``number`` of a passage as citation ``n``: verbatim from the transcript, and bearing ``claim`` out.

        Without a claim the quote stands for itself; ``n`` 0 is nearest evidence, which supports nothing.
        """
        span = stored.passage.sentences[number]
        transcript = self._catalog.transcript(stored.passage.source)
        quote = transcript.text[span.start : span.end]
        verdict = self._verdicts(claim if claim is not None else quote, [quote])[0]
        return Citation(
            n=n,
            source=transcript.source,
            title=transcript.title,
            date=str(transcript.date) if transcript.date else None,
            speaker=span.speaker,
            quote=quote,
            start=span.start,
            end=span.end,
            support=verdict.support if n else 0.0,
            verified=verdict.verified and n > 0,
        )

    def cite_best(self, stored: StoredPassage, n: int, claim: str) -> Citation:
        """The sentence of a passage that best bears ``claim`` out, as citation ``n``."""
        numbers = range(len(stored.passage.sentences))
        verdicts = self._verdicts(claim, [stored.sentence_text(i) for i in numbers])
        return self.cite(stored, max(numbers, key=lambda i: verdicts[i].support), n, claim)

    def _verdicts(self, claim: str, quotes: Sequence[str]) -> list[Verdict]:
        """How far each quote bears ``claim`` out, by the verifier too where there is one."""
        if self._verifier:
            return self._verifier.verdicts(claim, quotes)
        return [verify_claim(claim, quote) for quote in quotes]
