"""Answers outside the page, with what they rest on: as plain text for the clipboard, as Markdown with footnotes."""

import re

from assistant.answers import Answer, Citation
from assistant.conversations.turns import Conversation, Turn

_MARK = re.compile(r"\s*\[(\d+)\]")
# What Markdown would read as a mark-up of its own; "!" before a bracket would make a picture of it.
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~!])")


def with_references(answer: Answer) -> str:
    """The answer's text with its marks, and below it one line a citation."""
    lines = [f"[{citation.n}] {_where(citation)}: “{_one_line(citation.quote)}”" for citation in answer.citations]
    return "\n".join([answer.text, "", *lines]).strip() + "\n"


def as_markdown(conversation: Conversation) -> str:
    """The conversation as Markdown; marks become footnotes, numbered through ("[^2-1]": citation 1 of answer 2)."""
    turns = [_turn(turn, number) for number, turn in enumerate(conversation.turns, 1)]
    return "\n\n".join([f"# {_escaped(conversation.title)}", *turns]) + "\n"


def _turn(turn: Turn, number: int) -> str:
    parts = [f"## {_escaped(_one_line(turn.question))}"]
    answer = turn.answer
    if turn.problem:
        parts.append(f"*{_escaped(turn.problem)}*")
    if answer:
        if answer.standalone_question != turn.question:
            parts.append(f"*Read as: {_escaped(answer.standalone_question)}*")
        parts.append(_footnoted(answer, number))
        parts.append(f"In short: **{_escaped(answer.in_short)}**" if answer.in_short else "")
    if turn.stopped:
        parts.append("*Stopped before it was finished; not checked.*")
    if answer:
        facts = [*answer.remarks, *([] if turn.stopped else [", ".join(filter(None, (answer.mode, answer.certainty)))])]
        parts += [f"*{_escaped(fact)}*" for fact in facts]
        parts.append("\n".join(f"[^{number}-{c.n}]: {_reference(c)}" for c in answer.citations))
        if answer.refusal and answer.refusal.nearest:
            nearest = "\n".join(f"- {_reference(c)}" for c in answer.refusal.nearest)
            parts.append(f"Nearest, but not an answer:\n\n{nearest}")
    return "\n\n".join(part for part in parts if part)


def _footnoted(answer: Answer, number: int) -> str:
    known = {citation.n for citation in answer.citations}
    text, at = "", 0
    for mark in _MARK.finditer(answer.text):
        if int(mark[1]) in known:
            text += f"{_escaped(answer.text[at : mark.start()])}[^{number}-{mark[1]}]"
            at = mark.end()
    return text + _escaped(answer.text[at:])


def _reference(citation: Citation) -> str:
    return f"{_escaped(_where(citation))}: “{_escaped(_one_line(citation.quote))}”"


def _where(citation: Citation) -> str:
    facts = (citation.title, citation.date, citation.speaker, f"{citation.source}:{citation.start}-{citation.end}")
    return ", ".join(fact for fact in facts if fact)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _one_line(text: str) -> str:
    return " ".join(text.split())
