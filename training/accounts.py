"""Train what tells which sentences make up an account.

    python training/accounts.py PUBLIC [--store DIR] [--gather NAME …] [--write]

Over each practice corpus with everyday questions (``everyday.jsonl``), and each group of real meetings of the public
sets in PUBLIC (``benchmarks/meetings``), but for those that are only measured on, the assistant has the conversations;
of each turn that asks for an account it is kept what the reader's layers hold of the sentences read, and which of these
the file calls essential or useful. So are questions of the test format that are read as asking for an account and are
answered by the one or two sentences that their file names: without them a network tells all that is near. This takes
minutes, so it is kept in DIR: begin with an empty one where the reader, the search or the files have changed. The
answers before a turn are made with the network that is bundled; the shipped one was gathered with the one before it.

The network sees a sentence's states and evidence, mixes in its neighbours (a convolution) and all others (one layer of
self-attention, Vaswani et al. 2017, arXiv 1706.03762), and gives the log-odds that it is essential, and that it helps.
Printed is what it is worth, each corpus judged by a network of others; ``--write`` trains on all and writes
``bundled/account.onnx`` with its checksum.
"""

import argparse
import hashlib
import json
import math
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from examples import HELD_OUT, MEASURED, PRACTICE
from sklearn.metrics import roc_auc_score

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))

import everyday
import meetings

from assistant.answers import History
from assistant.assistant import Assistant
from assistant.evaluation.questions import TestQuestion, load_questions
from assistant.reading.accounts import BESIDES, EVIDENCE, WEIGHTS, Account, observed
from assistant.reading.findings import Finder, Findings
from assistant.reading.reader import BUNDLED_FOLDER
from assistant.retrieval.evidence import ScoredSentence
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest

# Everyday questions of ``council`` are held out, though the reader has learnt others about it.
ONLY_MEASURED = {*HELD_OUT, *MEASURED, "council"}
# Narrow questions of each corpus that are asked, spread over its file.
NARROW = 60
FOLDS = 3
STATES = 3 * 384
WIDTH, HEADS, INNER, KERNEL = 64, 4, 128, 5
EPOCHS, BATCH_SIZE, RATE = 10, 8, 1e-3
# Talk as it is spoken is told in few of the questions: each counts so often.
TIMES_SPOKEN = 3
LEAST_SPREAD = 1e-3
# So small a network is slower on several cores.
torch.set_num_threads(1)


@dataclass(frozen=True, slots=True)
class Example:
    """What was read for one turn, and what its file says of it.

    Attributes:
        states, features: as ``accounts.observed`` gives them.
        labels: of each sentence, whether it is essential, and whether it helps; shape (sentences, 2).
    """

    corpus: str
    states: torch.Tensor
    features: torch.Tensor
    labels: torch.Tensor


class Noting(Finder):
    """A finder that notes what was found last."""

    noted: list[Findings]

    def for_one_question(self) -> Finder:
        """The same one; what was found before is forgotten."""
        self.noted = []
        return self

    def look_in_scope(self, *args: Any, **options: Any) -> Findings:
        """As ``Finder.look_in_scope``."""
        self.noted.append(super().look_in_scope(*args, **options))
        return self.noted[-1]

    def look_on(self, *args: Any, **options: Any) -> Findings:
        """As ``Finder.look_on``."""
        self.noted.append(super().look_on(*args, **options))
        return self.noted[-1]


class Among(torch.nn.Module):
    """Self-attention of sentences to each other; written out, as the exporter fixes the length of torch's own."""

    def __init__(self) -> None:
        super().__init__()
        self.before, self.between = torch.nn.LayerNorm(WIDTH), torch.nn.LayerNorm(WIDTH)
        self.asked_and_told = torch.nn.Linear(WIDTH, 3 * WIDTH)
        self.taken = torch.nn.Linear(WIDTH, WIDTH)
        self.inner, self.outer = torch.nn.Linear(WIDTH, INNER), torch.nn.Linear(INNER, WIDTH)
        self.drop = torch.nn.Dropout(0.1)

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        """Shape (sentences, WIDTH) as given."""
        parts = self.asked_and_told(self.before(hidden)).reshape(-1, 3, HEADS, WIDTH // HEADS).permute(1, 2, 0, 3)
        asked, holding, told = parts[0], parts[1], parts[2]
        shares = self.drop(torch.softmax(asked @ holding.transpose(1, 2) / (WIDTH // HEADS) ** 0.5, dim=-1))
        hidden = hidden + self.drop(self.taken((shares @ told).permute(1, 0, 2).reshape(-1, WIDTH)))
        return hidden + self.drop(self.outer(self.drop(torch.relu(self.inner(self.between(hidden))))))


class Network(torch.nn.Module):
    """Log-odds of sentences from what was read of them.

    Args:
        mean, spread: of each feature, by which it is brought to one scale.
    """

    def __init__(self, mean: torch.Tensor, spread: torch.Tensor) -> None:
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("spread", spread)
        self.of_states = torch.nn.Linear(STATES, WIDTH)
        self.of_features = torch.nn.Linear(len(mean), WIDTH)
        self.beside = torch.nn.Conv1d(WIDTH, WIDTH, KERNEL, padding=KERNEL // 2)
        self.among = Among()
        self.drop = torch.nn.Dropout(0.3)
        self.head = torch.nn.Linear(WIDTH, 2)

    def forward(self, states: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
        """Shape (sentences, 2): essential and helpful."""
        scaled = (features - self.mean) / self.spread
        hidden = self.drop(torch.relu(self.of_states(states) + self.of_features(scaled)))
        hidden = hidden + torch.relu(self.beside(hidden.T[None])[0].T)
        odds: torch.Tensor = self.head(self.among(hidden))
        return odds


def names() -> list[str]:
    """The practice corpora and the groups of real meetings to learn from."""
    practice = [name for name in everyday.names_of_sets() if name not in ONLY_MEASURED]
    return practice + [name for name in meetings.GROUPS if name not in meetings.HELD_OUT]


def gather(name: str, public: Path, encoder: Encoder, store: Path) -> list[Example]:
    """The turns of one corpus, from ``store`` or by asking."""
    kept = store / f"{name}.pt"
    if kept.is_file():
        rows: list[dict[str, Any]] = torch.load(kept, weights_only=True)
        return [Example(**row) for row in rows]
    index = Index(store / f"index-{name}", encoder)
    corpus = everyday.transcripts(name, public, store / f"corpus-{name}")
    ingest(index, [corpus], corpus=corpus)
    assistant = Assistant(index, Settings())
    assistant.finder = finder = Noting(assistant.search, assistant.finder.reader, assistant.settings)
    examples = []
    for conversation in everyday.conversations(name):
        history: History = []
        for turn in conversation["turns"]:
            finder.noted = []
            answer = assistant.ask(turn["question"], history)
            if finder.noted and (account := finder.noted[-1].account):
                examples.append(_example(name, turn, account))
            history = [*history, (turn["question"], answer.text)]
    for question in narrow(name):
        finder.noted = []
        assistant.ask(question.question, list(question.history))
        if finder.noted and (account := finder.noted[-1].account):
            golds = [{"file": source.source, "quote": source.quote} for source in question.gold]
            turn = {"essential": golds, "useful": []}
            examples.append(_example(name, turn, account))
    index.close()
    torch.save([{name: getattr(e, name) for name in Example.__slots__} for e in examples], kept)
    return examples


def narrow(name: str) -> list[TestQuestion]:
    """Some questions of a practice corpus that are answered in one place, and some without an answer."""
    if name in meetings.GROUPS:
        return []
    asked = [
        q for q in load_questions(PRACTICE / name / "questions.jsonl") if len({gold.source for gold in q.gold}) <= 1
    ]
    return asked[:: max(1, len(asked) // NARROW)]


def _example(corpus: str, turn: dict[str, Any], account: Account) -> Example:
    states, features = observed(account.sentences, account.told, going_on=account.going_on)
    essential = [gold for group in turn["essential"] for gold in (group, *group.get("or", []))]
    labels = [[_is(s, essential), _is(s, [*essential, *turn["useful"]])] for s in account.sentences]
    return Example(
        corpus, torch.from_numpy(states), torch.from_numpy(features), torch.tensor(labels, dtype=torch.float32)
    )


def _is(sentence: ScoredSentence, golds: Sequence[dict[str, Any]]) -> bool:
    """Whether it is one of ``golds``, holds it, or is the better part of it."""
    text = sentence.text
    return any(
        g["file"] == sentence.source
        and (g["quote"] in text or (text in g["quote"] and len(text) > len(g["quote"]) / 2))
        for g in golds
    )


def train(examples: Sequence[Example]) -> Network:
    """A network that has learnt ``examples``."""
    torch.manual_seed(0)
    order = random.Random(0)
    examples = [e for e in examples for _ in range(TIMES_SPOKEN if e.corpus in meetings.GROUPS else 1)]
    features = torch.cat([e.features for e in examples])
    spread = features.std(0)
    # What never varied here has taught nothing, and must not weigh where it does vary.
    network = Network(features.mean(0), spread.masked_fill(spread < LEAST_SPREAD, math.inf)).train()
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.05)
    steps = EPOCHS * len(examples) / BATCH_SIZE
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: max(0.02, 1 - step / steps))
    for _ in range(EPOCHS):
        shuffled = order.sample(list(examples), len(examples))
        for begin in range(0, len(shuffled), BATCH_SIZE):
            batch = shuffled[begin : begin + BATCH_SIZE]
            loss = torch.stack(
                [
                    torch.nn.functional.binary_cross_entropy_with_logits(network(e.states, e.features), e.labels)
                    for e in batch
                ]
            ).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return network.eval()


def judged(examples: Sequence[Example]) -> list[tuple[Example, np.ndarray]]:
    """Each example with the log-odds that a network says which has seen none of its corpus."""
    corpora = sorted({e.corpus for e in examples})
    found = []
    for fold in range(FOLDS):
        unseen = set(corpora[fold::FOLDS])
        network = train([e for e in examples if e.corpus not in unseen])
        with torch.inference_mode():
            found += [(e, network(e.states, e.features).numpy()) for e in examples if e.corpus in unseen]
    return found


def report(found: Sequence[tuple[Example, np.ndarray]], of: str) -> None:
    """Areas under ROC of the essential and the helpful sentences among those read."""
    labels = np.concatenate([e.labels.numpy() for e, _ in found])
    odds = np.concatenate([o for _, o in found])
    for column, name in enumerate(("essential", "helpful")):
        print(f"{of}: area of {name} {roc_auc_score(labels[:, column], odds[:, column]):.3f}")


def write(examples: Sequence[Example]) -> None:
    """The network of all examples as ONNX, with its checksum and that of the reader which it has learnt."""
    network, out = train(examples), BUNDLED_FOLDER / WEIGHTS
    sample = (torch.zeros(5, STATES), torch.zeros(5, len(EVIDENCE) + len(BESIDES)))
    inputs = ["states", "features"]
    axes = {name: {0: "sentences"} for name in [*inputs, "odds"]}
    torch.onnx.export(
        network, sample, str(out), input_names=inputs, output_names=["odds"], dynamic_axes=axes, dynamo=False
    )
    checksum = hashlib.sha256(out.read_bytes()).hexdigest()
    reader = json.loads((BUNDLED_FOLDER / "reader.json").read_text(encoding="utf-8"))["sha256"]
    told = {"sha256": checksum, "reader": reader}
    out.with_suffix(".json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    print(f"{out}: {out.stat().st_size / 1e6:.2f} MB")


def main() -> None:
    """Gather, judge, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("public", type=Path, metavar="PUBLIC")
    parser.add_argument("--store", type=Path, default=Path("/tmp/transcript-assistant-accounts"))
    parser.add_argument("--gather", nargs="+", metavar="NAME", help="only gather what these corpora give")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    options.store.mkdir(parents=True, exist_ok=True)
    encoder = Encoder()
    examples = [e for name in options.gather or names() for e in gather(name, options.public, encoder, options.store)]
    if options.gather:
        return
    print(f"{len(examples)} turns of {len(names())} corpora")
    found = judged(examples)
    report([row for row in found if row[0].corpus not in meetings.GROUPS], "transcripts")
    report([row for row in found if row[0].corpus in meetings.GROUPS], "talk as it is spoken")
    if options.write:
        write(examples)


if __name__ == "__main__":
    main()
