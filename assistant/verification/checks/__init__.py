"""Checks of one sentence against the words it cites: each finds one kind of falsehood and trusts no model."""
