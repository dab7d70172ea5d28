"""Train the reader that comes with the package, and write it as int8 ONNX.

    python training/reader.py PUBLIC --shared --out DIR         first stage: a first set
    python training/reader.py PUBLIC --start DIR --out DIR2     second stage: the rest
    python training/reader.py PUBLIC --resume NAME … --out DIR2 instead of both: the bundled reader goes on learning,
                                                                or with --start DIR that one
    python training/reader.py --export DIR2 [--out DIR3]        as ONNX, by default the bundled one

PUBLIC holds the public sets' folders. Of the sets that are measured on afterwards only one half of the articles is
learnt from, and no question of the practice corpora in ``held_out.txt`` and ``measured.txt``. The start is the bundled
all-MiniLM-L6-v2 with a new head for the start and end of the answer; "no answer" is the first token, as in BERT on
SQuAD 2.0 (Devlin et al. 2019, arXiv 1810.04805). Where an answer stands in a passage more than once, the loss is the
likelihood of any of its places. ``--resume`` is for practice corpora NAME that are new: they are learnt twice, of what
the reader knows already a part is repeated so that it is not forgotten, and the lower layers stay as they are.
"""

import argparse
import math
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dequantise
import torch
from examples import (
    drawn,
    hand_written_examples,
    meeting_examples,
    practice_examples,
    practice_names,
    public_examples,
)
from lessons import Lesson, Page, Pairs, lessons
from public_sets import STUDIED, UNSEEN_FOLD
from transformers import AutoTokenizer, BertForQuestionAnswering
from unsaturated import make_unsaturated

from assistant.reading.reader import BUNDLED_FOLDER, STATES, WEIGHTS
from assistant.store.model_files import bundled_path

MAX_TOKENS = 256
BATCH_SIZE = 16
BUCKET = 50 * BATCH_SIZE
# The share of the questions that the reader has learnt already that is repeated when it goes on learning.
REPEATED = {"practice": 0.7, "other": 0.4}
FROZEN_LAYERS = 2
# Elsewhere bfloat16 is emulated, some thirty times as slow as float.
BF16 = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()


@dataclass(frozen=True, slots=True)
class Row:
    """One encoded pair; ``starts`` and ``ends`` are the right tokens, 0 for no answer."""

    ids: list[int]
    types: list[int]
    allowed: list[bool]
    starts: list[int]
    ends: list[int]


def encode(tokenizer: Any, pairs: list[tuple[str, Page]]) -> list[Row]:
    """Pairs as tokens; an answer cut off by ``MAX_TOKENS`` takes its pair with it."""
    encoded = tokenizer(
        [question for question, _ in pairs],
        [page.text for _, page in pairs],
        truncation="only_second",
        max_length=MAX_TOKENS,
        return_offsets_mapping=True,
    )
    rows = []
    for i, (_, page) in enumerate(pairs):
        text = [number == 1 for number in encoded.sequence_ids(i)]
        offsets = encoded["offset_mapping"][i]
        starts = {t for a, _ in page.spans for t, (x, y) in enumerate(offsets) if text[t] and x <= a < y}
        ends = {t for _, b in page.spans for t, (x, y) in enumerate(offsets) if text[t] and x < b <= y}
        if page.spans and not (starts and ends):
            continue
        allowed = [True, *text[1:]]
        ids, types = encoded["input_ids"][i], encoded["token_type_ids"][i]
        rows.append(Row(ids, types, allowed, sorted(starts) or [0], sorted(ends) or [0]))
    return rows


def batches(rows: list[Row]) -> list[list[Row]]:
    """Batches of rows of like length, in an order that only lengths disturb."""
    buckets = [sorted(rows[i : i + BUCKET], key=lambda r: len(r.ids)) for i in range(0, len(rows), BUCKET)]
    cut = [b[i : i + BATCH_SIZE] for b in buckets for i in range(0, len(b), BATCH_SIZE)]
    random.Random(len(rows)).shuffle(cut)
    return cut


def loss_of(model: BertForQuestionAnswering, rows: list[Row]) -> torch.Tensor:
    """Negative log-likelihood of the right start and of the right end, any of several places counting."""
    shape = len(rows), max(len(row.ids) for row in rows)
    ids, types, mask = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    allowed, *right = (torch.zeros(shape, dtype=torch.bool) for _ in range(3))
    for i, row in enumerate(rows):
        length = len(row.ids)
        ids[i, :length], types[i, :length], mask[i, :length] = torch.tensor(row.ids), torch.tensor(row.types), 1
        allowed[i, :length] = torch.tensor(row.allowed)
        right[0][i, row.starts] = True
        right[1][i, row.ends] = True
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=BF16):
        output = model(input_ids=ids, token_type_ids=types, attention_mask=mask)
    total = torch.zeros(())
    for logits, gold in zip((output.start_logits, output.end_logits), right, strict=True):
        scores = logits.float().masked_fill(~allowed, -1e4)
        total = total - (torch.logsumexp(scores.masked_fill(~gold, -1e4), 1) - torch.logsumexp(scores, 1)).mean() / 2
    return total


def train(start: Path, learnt: list[Lesson], out: Path, epochs: float, rate: float, frozen_layers: int) -> None:
    """Train and save; word embeddings stay as they are, which costs nothing on so little data and halves the update."""
    torch.manual_seed(0)
    tokenizer = AutoTokenizer.from_pretrained(bundled_path())
    model = BertForQuestionAnswering.from_pretrained(
        start, attn_implementation="eager", attention_probs_dropout_prob=0.0, hidden_dropout_prob=0.05
    )
    model.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    if frozen_layers:
        model.bert.embeddings.requires_grad_(False)
    for layer in model.bert.encoder.layer[:frozen_layers]:
        layer.requires_grad_(False)
    pairs = Pairs(learnt, seed=0)
    queue = batches(encode(tokenizer, pairs.epoch()))
    steps = int(len(queue) * epochs)
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (0.06 * steps)) * max(0.02, 1 - step / steps)
    )
    model.train()
    mean, begin = math.nan, time.perf_counter()
    for step in range(1, steps + 1):
        queue = queue or batches(encode(tokenizer, pairs.epoch()))
        loss = loss_of(model, queue.pop())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad()
        mean = loss.item() if step == 1 else 0.98 * mean + 0.02 * loss.item()
        if step % 50 == 0:
            pace = step * BATCH_SIZE / (time.perf_counter() - begin)
            print(f"step {step}/{steps}  loss {mean:.3f}  {pace:.1f} pairs/s", flush=True)
    model.save_pretrained(out)
    tokenizer.save_pretrained(out)


class Plain(torch.nn.Module):
    """A reader whose output is a plain tuple."""

    def __init__(self, model: BertForQuestionAnswering) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Start and end logits, and the states of the last layers."""
        output = self.model(input_ids=ids, token_type_ids=types, attention_mask=mask, output_hidden_states=True)
        return output.start_logits, output.end_logits, *output.hidden_states[-len(STATES) :]


def export(folder: Path, out: Path) -> None:
    """Write a trained reader as ONNX with int8 weights (signed, per channel, in steps that nothing saturates)."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model = BertForQuestionAnswering.from_pretrained(folder, attn_implementation="eager").eval()
    names = ["input_ids", "token_type_ids", "attention_mask"]

    sample = (
        torch.ones(2, 8, dtype=torch.long),
        torch.zeros(2, 8, dtype=torch.long),
        torch.ones(2, 8, dtype=torch.long),
    )
    out.mkdir(exist_ok=True, parents=True)
    whole, small = folder / "reader-fp32.onnx", out / WEIGHTS
    told = ["start", "end", *STATES]
    axes = {name: {0: "rows", 1: "tokens"} for name in [*names, *told]}
    torch.onnx.export(
        Plain(model),
        sample,
        str(whole),
        input_names=names,
        output_names=told,
        dynamic_axes=axes,
        dynamo=False,
    )
    quantize_dynamic(whole, small, weight_type=QuantType.QInt8, per_channel=True)
    make_unsaturated(small)
    print(f"{small}: {small.stat().st_size / 1e6:.1f} MB")


def gather(public: Path, store: Path, *, shared: bool, new: list[str]) -> Iterator[Lesson]:
    """What the stage learns from; with ``new`` corpora, those twice and a part of the rest."""
    if new:
        for name in new:
            learnt = list(lessons(practice_examples(name, store), mixed=True))
            yield from [*learnt, *learnt]
        known = [e for name in practice_names() if name not in new for e in practice_examples(name, store)]
        yield from lessons(drawn(known, REPEATED["practice"]), mixed=True)
        share = REPEATED["other"]
        yield from lessons(meeting_examples(public / "qmsum-test", store, share), mixed=True)
        for name in STUDIED:
            yield from lessons(public_examples(public / name, store, 0, UNSEEN_FOLD, share), mixed=True)
        yield from lessons(hand_written_examples(public / "squad1-extra", store, share), mixed=True)
        return
    if shared:
        yield from lessons(public_examples(public / "squad1-extra", store), mixed=True)
        yield from lessons(hand_written_examples(public / "squad1-extra", store), mixed=True)
        return
    for name in STUDIED:
        yield from lessons(public_examples(public / name, store, 0, UNSEEN_FOLD), mixed=True)
    for name in practice_names():
        yield from lessons(practice_examples(name, store), mixed=True)
    yield from lessons(meeting_examples(public / "qmsum-test", store), mixed=True)


def main() -> None:
    """Train a stage or export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("public", type=Path, nargs="?")
    parser.add_argument("--shared", action="store_true", help="the first stage")
    parser.add_argument("--start", type=Path, help="the trained first stage, or the reader that goes on learning")
    parser.add_argument("--resume", nargs="+", default=[], metavar="NAME", help="practice corpora new to the reader")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--epochs", type=float, default=2.2)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--store", type=Path, default=Path("/tmp/transcript-assistant-public-sets"))
    parser.add_argument("--export", type=Path, metavar="DIR")
    options = parser.parse_args()
    if options.export:
        export(options.export, options.out or BUNDLED_FOLDER)
        return
    learnt = list(gather(options.public, options.store, shared=options.shared, new=options.resume))
    start, frozen = options.start or bundled_path(), 0
    if options.resume:
        frozen = FROZEN_LAYERS
        if not options.start:
            start = options.out / "start"
            dequantise.save(start)
    train(start, learnt, options.out, options.epochs, options.rate, frozen)


if __name__ == "__main__":
    main()
