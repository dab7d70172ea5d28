"""The verbs that help others and open a question: "is", "did", "would"."""

import re

AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may|might|must)"
BE = re.compile(r"is|are|was|were", re.IGNORECASE)
_OF_SEVERAL = {"is": "are", "was": "were", "does": "do", "has": "have"}
_OF_ONE = {several: one for one, several in _OF_SEVERAL.items()}


def in_number(verb: str, *, plural: bool) -> str:
    """The helping verb as it is said of several or of one: "is" as "are"; one that has no such form, as it is."""
    return (_OF_SEVERAL if plural else _OF_ONE).get(verb.lower(), verb)
