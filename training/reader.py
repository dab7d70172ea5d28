"""Train the small reader: given a question and a passage, where is the answer, and is there one at all?

    python training/reader.py FOLDER [FOLDER ...] --out DIR [--without-half 0|1] [--epochs N]

The encoder starts from the bundled all-MiniLM-L6-v2 and gets two heads: begin and end of the span, and whether the
passage answers (as in Devlin et al. 2019, section 4.3, with a separate no-answer score). Every question is seen with
its gold passage and with a wrong passage that the search ranks high. ``--without-half`` leaves out half of the
articles of the sets that hold unanswerable questions, so that the result can be measured on them.
"""

import argparse
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
import torch
from torch import nn

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from public_sets import PublicQuestion, open_index, read_questions

from assistant.encoder import bundled_path
from assistant.retrieval import HybridSearch

MAX_TOKENS = 208


@dataclass(frozen=True, slots=True)
class Pair:
    """A question with a passage; ``span`` is the answer's place in the passage's text, None when it has none."""

    question: str
    passage: str
    span: tuple[int, int] | None


class Reader(nn.Module):
    """Token states to begin and end scores, the first token's state to a no-answer score."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.span = nn.Linear(width, 2)
        self.answers = nn.Sequential(nn.Linear(width, width), nn.Tanh(), nn.Linear(width, 1))

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Scores of shape (batch, tokens, 2), and (batch,)."""
        states = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        return self.span(states), self.answers(states[:, 0]).squeeze(-1)


def half_of(group: str) -> int:
    """0 or 1, the same for all questions of an article."""
    return crc32(group.encode()) % 2


def pairs_of(folder: Path, store: Path, leave_out: int | None) -> list[Pair]:
    """Training pairs of one public set."""
    index = open_index(folder, store)
    search = HybridSearch(index)
    questions = read_questions(folder)
    mixed = any(not q.answerable for q in questions)
    kept = [q for q in questions if not (mixed and leave_out is not None and half_of(q.group) == leave_out)]
    vectors = index.encoder.encode_queries([q.text for q in kept])
    pairs: list[Pair] = []
    for question, vector in zip(kept, vectors, strict=True):
        found = [c.stored for c in search.search(question.text, 6, vector=vector).candidates]
        written_on = [s for s in found if s.passage.source in question.gold] or found[:1]
        gold = _gold_pair(question, [s.text for s in written_on])
        if gold:
            pairs.append(gold)
        wrong = [s.text for s in found if s.passage.source not in question.gold and not _span(s.text, question.answers)]
        if wrong and question.answerable:
            pairs.append(Pair(question.text, wrong[0], None))
    return pairs


def _gold_pair(question: PublicQuestion, passages: list[str]) -> Pair | None:
    if not question.answerable:
        return Pair(question.text, passages[0], None)
    for passage in passages:
        span = _span(passage, question.answers)
        if span:
            return Pair(question.text, passage, span)
    return None


def _span(passage: str, answers: tuple[str, ...]) -> tuple[int, int] | None:
    for answer in answers:
        begin = passage.find(answer)
        if begin >= 0:
            return begin, begin + len(answer)
    return None


def batch_of(pairs: list[Pair], tokenizer: object) -> tuple[dict[str, torch.Tensor], torch.Tensor, torch.Tensor]:
    """Model inputs, begin and end token of the answers (0, 0 for none), and whether there is one."""
    encoded = tokenizer(
        [p.question for p in pairs],
        [p.passage for p in pairs],
        truncation="only_second",
        max_length=MAX_TOKENS,
        padding=True,
        return_offsets_mapping=True,
        return_tensors="pt",
    )
    offsets = encoded.pop("offset_mapping").numpy()
    targets = torch.zeros(len(pairs), 2, dtype=torch.long)
    answered = torch.zeros(len(pairs))
    for row, pair in enumerate(pairs):
        second = encoded["token_type_ids"][row].numpy() == 1
        if pair.span is None:
            continue
        inside = second & (offsets[row, :, 0] < pair.span[1]) & (offsets[row, :, 1] > pair.span[0])
        places = np.flatnonzero(inside)
        if len(places):
            targets[row] = torch.tensor([places[0], places[-1]])
            answered[row] = 1
    return dict(encoded), targets, answered


def train(
    reader: Reader, tokenizer: object, pairs: list[Pair], epochs: int, size: int = 32, rate: float = 1.2e-4
) -> None:
    """Adam with warm-up and linear decay; batches of similar length."""
    generator = np.random.default_rng(0)
    steps = epochs * (len(pairs) // size)
    optimiser = torch.optim.AdamW(reader.parameters(), lr=rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(s / (0.1 * steps), max(0.0, (steps - s) / (0.9 * steps)))
    )
    step, begin = 0, time.time()
    reader.train()
    for _ in range(epochs):
        order = np.array(sorted(range(len(pairs)), key=lambda i: len(pairs[i].passage) + 200 * generator.random()))
        batches = [order[i : i + size] for i in range(0, len(order) - size + 1, size)]
        for number in generator.permutation(len(batches)):
            inputs, targets, answered = batch_of([pairs[i] for i in batches[number]], tokenizer)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                spans, answers = reader(**inputs)
            spans = spans.float().masked_fill(inputs["attention_mask"].unsqueeze(-1) == 0, -1e4)
            has = answered.bool()
            loss = nn.functional.binary_cross_entropy_with_logits(answers.float(), answered)
            if has.any():
                loss = loss + 0.5 * sum(nn.functional.cross_entropy(spans[has, :, k], targets[has, k]) for k in (0, 1))
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            if step % 50 == 0:
                print(
                    f"step {step}/{steps} loss {float(loss.detach()):.3f} "
                    f"{step * size / (time.time() - begin):.1f} pairs/s",
                    flush=True,
                )


def main() -> None:
    """Train and store weights and tokenizer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--store", type=Path, default=Path("/tmp/transcript-assistant-public-sets"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--without-half", type=int, choices=(0, 1), default=None)
    options = parser.parse_args()
    from transformers import AutoModel, AutoTokenizer

    torch.manual_seed(0)
    pairs = [p for folder in options.folders for p in pairs_of(folder, options.store, options.without_half)]
    print(f"{len(pairs)} pairs, {sum(p.span is not None for p in pairs)} with an answer", flush=True)
    tokenizer = AutoTokenizer.from_pretrained(bundled_path())
    reader = Reader(AutoModel.from_pretrained(bundled_path(), attn_implementation="eager"))  # twice as fast in bf16
    train(reader, tokenizer, pairs, options.epochs)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(reader.state_dict(), options.out / "reader.pt")
    (options.out / "trained.json").write_text(json.dumps({"pairs": len(pairs), "epochs": options.epochs}) + "\n")


if __name__ == "__main__":
    main()
