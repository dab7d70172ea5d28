"""The verbs that help others and open a question: "is", "did", "would"."""

AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may|might|must)"
