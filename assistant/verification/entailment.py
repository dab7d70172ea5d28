"""Does a quote entail a claim? A natural-language-inference model's word beside the checks that need no model.

Off unless ``ASSISTANT_VERIFIER`` names one. It judges meaning, where ``verification`` counts shared words: it may clear
a paraphrase and may fail a claim that only sounds alike. It never clears a wrong figure, date or name.
"""

import threading
from collections.abc import Sequence
from typing import Any

from assistant.errors import ModelError
from assistant.hub import Lazy, load_named, load_task_model, longest_input
from assistant.verification.support import Problem, Verdict

BATCH_SIZE = 16
# A claim is borne out when the model gives entailment at least this probability.
ENOUGH = 0.5


class Verifier:
    """The sequence classifier named ``model``, tuned on NLI; loaded at first use, safe to share between threads.

    Raises:
        ModelError: at first use, when it cannot be loaded or has no label of entailment.
    """

    def __init__(self, model: str) -> None:
        self.name = model
        self._loaded = Lazy(lambda: load_named("verifier", model, _load))
        self._busy = threading.Lock()  # a tokenizer serves one thread at a time

    @property
    def model(self) -> Any:
        """The loaded model."""
        return self._loaded.get()[0]

    def entails_all(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Probability of entailment of each pair (claim, quote)."""
        if not pairs:
            return []  # without loading anything
        model, tokenizer, label = self._loaded.get()
        import torch

        probabilities: list[float] = []
        for begin in range(0, len(pairs), BATCH_SIZE):
            batch = pairs[begin : begin + BATCH_SIZE]
            with self._busy, torch.inference_mode():
                features = tokenizer(
                    [quote for _, quote in batch],
                    [claim for claim, _ in batch],
                    truncation=True,
                    max_length=longest_input(model, tokenizer),
                    padding=True,
                    return_tensors="pt",
                )
                logits = model(**features).logits.float()
            probabilities += logits.softmax(dim=-1)[:, label].tolist()
        return probabilities

    def revised(self, claim: str, quotes: Sequence[str], verdicts: Sequence[Verdict]) -> list[Verdict]:
        """Verdicts of the claim against each quote, with entailment in the place of shared wording."""
        revised = list(verdicts)
        open_ = [i for i, quote in enumerate(quotes) if quote.strip() != claim.strip()]
        probabilities = self.entails_all([(claim, quotes[i]) for i in open_])
        for i, probability in zip(open_, probabilities, strict=True):
            revised[i] = _revised(revised[i], probability)
        return revised


def _revised(verdict: Verdict, probability: float) -> Verdict:
    problems: list[Problem] = [problem for problem in verdict.problems if problem is not Problem.WORDING]
    if probability < ENOUGH:
        problems.append(Problem.WORDING)
    return Verdict(round(probability * 0.5 ** len(problems), 4), tuple(problems))


def _load(name: str, local: bool) -> tuple[Any, Any, int]:
    model, tokenizer = load_task_model("SequenceClassification", name, local)
    return model, tokenizer, _entailment_label(model.config.id2label)


def _entailment_label(labels: dict[int, str]) -> int:
    """The number of the label for entailment ("entailment", "ENTAILMENT", "entails"), not of "not_entailment".

    Raises:
        ModelError: when no label is called so.
    """
    for number, label in labels.items():
        if label.lower().startswith("entail"):
            return int(number)
    raise ModelError(
        f"none of its labels ({', '.join(labels.values())}) is entailment; name an NLI model, or put its labels into "
        "id2label of its config.json"
    )
