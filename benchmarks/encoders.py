"""The bundled encoder on other CPU engines: speed, drift from fp32 and neighbours kept.

    pip install onnx onnxscript openvino
    python benchmarks/encoders.py CORPUS.jsonl

Engines whose package is not installed are left out. Passages are encoded 32 at a time, sorted by length.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

from assistant.store.model_files import bundled_path

BATCH = 32
Encode = Callable[[list[str]], np.ndarray]


class MeanPooled(torch.nn.Module):
    """Token states averaged over the attention mask: what sentence-transformers does with this model."""

    def __init__(self, dtype: torch.dtype = torch.float32) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(bundled_path(), attn_implementation="eager", dtype=dtype)
        self.eval()

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Vectors of shape (batch, dimension), not normalised."""
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        return (states * mask).sum(1) / mask.sum(1)


def torch_engine(model: torch.nn.Module) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    """Run a torch module."""

    def run(ids: np.ndarray, mask: np.ndarray) -> np.ndarray:
        with torch.inference_mode():
            return model(torch.from_numpy(ids), torch.from_numpy(mask)).float().numpy()

    return run


def exported(folder: Path) -> Path:
    """The fp32 model as an ONNX file."""
    path = folder / "encoder.onnx"
    sample = (torch.ones(2, 16, dtype=torch.long), torch.ones(2, 16, dtype=torch.long))
    axes = {"input_ids": {0: "batch", 1: "tokens"}, "attention_mask": {0: "batch", 1: "tokens"}}
    torch.onnx.export(
        MeanPooled(),
        sample,
        str(path),
        input_names=list(axes),
        output_names=["vectors"],
        dynamic_axes=axes,
        dynamo=False,
    )
    return path


def onnx_engine(path: Path) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    """Run an ONNX file with onnxruntime."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return lambda ids, mask: session.run(None, {"input_ids": ids, "attention_mask": mask})[0]


def onnx_int8(path: Path) -> Path:
    """The ONNX file with weights quantised to signed bytes, per channel."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    small = path.with_name("encoder.int8.onnx")
    quantize_dynamic(str(path), str(small), per_channel=True, weight_type=QuantType.QInt8)
    return small


def openvino_engine(path: Path) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    """Run an ONNX file with OpenVINO at its default precision."""
    import openvino

    compiled = openvino.Core().compile_model(str(path), "CPU")
    return lambda ids, mask: compiled({"input_ids": ids, "attention_mask": mask})[0]


def encoder_with(engine: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Encode:
    """Texts to unit vectors through one engine."""
    tokenizer = AutoTokenizer.from_pretrained(bundled_path())

    def encode(texts: list[str]) -> np.ndarray:
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        out = np.zeros((len(texts), 384), dtype=np.float32)
        for begin in range(0, len(order), BATCH):
            rows = order[begin : begin + BATCH]
            batch = tokenizer(
                [texts[i] for i in rows], padding=True, truncation=True, max_length=256, return_tensors="np"
            )
            out[rows] = engine(batch["input_ids"].astype(np.int64), batch["attention_mask"].astype(np.int64))
        return out / np.linalg.norm(out, axis=1, keepdims=True)

    return encode


def engines(folder: Path) -> dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]]:
    """Every engine that can be made here, the reference first."""
    found = {
        "torch fp32": torch_engine(MeanPooled()),
        "torch bf16": torch_engine(MeanPooled(torch.bfloat16)),
    }
    try:
        path = exported(folder)
        found["onnxruntime fp32"] = onnx_engine(path)
        found["onnxruntime int8"] = onnx_engine(onnx_int8(path))
        found["OpenVINO default"] = openvino_engine(path)
    except ImportError as error:
        print(f"left out: {error}")
    return found


def main() -> None:
    """Print one row an engine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    options = parser.parse_args()
    texts = [json.loads(line)["text"] for line in options.corpus.open(encoding="utf-8")][:400]
    with tempfile.TemporaryDirectory() as folder:
        reference: np.ndarray | None = None
        print(f"{'engine':20} passages/s  query ms  cosine mean / min  top-10 kept")
        for name, engine in engines(Path(folder)).items():
            encode = encoder_with(engine)
            encode(texts[:BATCH])
            begin = time.perf_counter()
            vectors = encode(texts)
            rate = len(texts) / (time.perf_counter() - begin)
            begin = time.perf_counter()
            for text in texts[:50]:
                encode([text[:60]])
            query = (time.perf_counter() - begin) * 20
            reference = vectors if reference is None else reference
            cosine = (vectors * reference).sum(1)
            kept = np.mean(
                [len(set(a) & set(b)) / 10 for a, b in zip(neighbours(vectors), neighbours(reference), strict=True)]
            )
            print(f"{name:20} {rate:10.1f}  {query:8.2f}  {cosine.mean():.4f} / {cosine.min():.4f}  {kept:.3f}")


def neighbours(vectors: np.ndarray) -> np.ndarray:
    """Row numbers of the ten nearest of each row, itself left out."""
    similarity = vectors @ vectors.T
    np.fill_diagonal(similarity, -1)
    return np.argsort(-similarity, axis=1)[:, :10]


if __name__ == "__main__":
    main()
