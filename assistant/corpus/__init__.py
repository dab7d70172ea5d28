"""Transcripts as they are read: their text, what they say of themselves, sentences, passages, names and dates."""
