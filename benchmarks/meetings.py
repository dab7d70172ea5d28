"""Real meetings as people have them from a recording: the turns of ``qmsum-test``, written as text with speakers.

Marks of noises are left out, and what a tokenizer set apart is joined; hesitation and broken words stay.
"""

import json
import re
from pathlib import Path

QUESTIONS = Path(__file__).parent / "meetings"
# The meetings that each file of questions is about.
GROUPS = {
    "remote": ("ES2011a", "ES2011b", "ES2011c", "ES2011d"),
    "control": ("IS1003a", "IS1003b", "IS1003c", "IS1003d"),
    "speech": ("Bro004", "Bro019"),
    "television": ("ES2004a", "ES2004b", "ES2004c", "ES2004d"),
    "presenters": ("TS3004a", "TS3004b", "TS3004c", "TS3004d"),
    "pandemic": ("covid_4", "covid_9"),
    "pupils": ("education_4", "education_9"),
    "recorders": ("Bmr014", "Bmr023"),
    "features": ("Bro027", "Bmr006"),
    "design": ("TS3011a", "TS3011b", "TS3011c", "TS3011d"),
    "schools": ("education_13", "education_17"),
    "planner": ("Bed008", "Bed016"),
}
# Those that are only measured on; ``training/accounts.py`` learns the others.
HELD_OUT = ("design", "schools", "planner")
_NOISE = re.compile(r"\{\w+\}")
# What is put in place of each, in this order.
_JOINED = (
    (re.compile(r"\s+([,.?!;:%])"), r"\1"),
    (re.compile(r"\s+('(?:s|re|ve|ll|d|m)\b)"), r"\1"),
    (re.compile(r"\s+n't"), "n't"),
    (re.compile(r"(\w)n 't\b"), r"\1n't"),
    (re.compile(r"\bca n't"), "can't"),
)


def spoken(words: str) -> str:
    """The words of a turn as they would be written down."""
    text = _NOISE.sub("", words)
    for apart, together in _JOINED:
        text = apart.sub(together, text)
    return re.sub(r"^[,.;]\s*", "", " ".join(text.split()))


def write_meetings(public: Path, group: str, folder: Path) -> Path:
    """Write the meetings of a group, of the public sets in ``public``, as text files into ``folder``; returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = (public / "qmsum-test" / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, lines):
        if row["_id"] in GROUPS[group]:
            turns = ((who, spoken(words)) for _, who, words in row["turns"])
            lines = [f"{who}: {said}\n" for who, said in turns if re.search(r"\w", said)]
            (folder / f"{row['_id']}.txt").write_text("".join(lines), encoding="utf-8")
    return folder
