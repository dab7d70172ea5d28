"""Answers that a chat model writes: models by name, prompts, their replies and their failures."""
