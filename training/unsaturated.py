"""Int8 weights whose sums no processor saturates, so that a model reads the same on all of them.

    python training/unsaturated.py MODEL.onnx

rewrites a model, and the checksum beside it. An x86 processor without VNNI multiplies activations from 0 to 255 with
weights and adds two neighbouring products in 16 signed bits, where what does not fit is cut off (VPMADDUBSW;
onnxruntime's "Quantize ONNX Models", on U8S8). All fits where two neighbouring weights of one sign sum to ``MOST`` at
most, so the step of each output is made as much wider as its pairs need.
"""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

MOST = (2**15 - 1) // 255
_WIDER = 1.002


def make_unsaturated(path: Path) -> None:
    """Rewrite the matrices of a dynamically quantised model, and its checksum in a JSON file of the same name."""
    model = onnx.load(str(path))
    tensors = {tensor.name: tensor for tensor in model.graph.initializer}
    for product in model.graph.node:
        if product.op_type == "MatMulInteger" and (weights := tensors.get(product.input[1])):
            scale = tensors[weights.name.replace("_quantized", "_scale")]
            ints, steps = in_steps(numpy_helper.to_array(weights), numpy_helper.to_array(scale))
            weights.CopyFrom(numpy_helper.from_array(ints, weights.name))
            scale.CopyFrom(numpy_helper.from_array(steps, scale.name))
    onnx.save(model, str(path))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_suffix(".json").write_text(json.dumps({"sha256": digest}, indent=2) + "\n", encoding="utf-8")


def in_steps(ints: np.ndarray, steps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same weights, int8 of shape (inputs, outputs), in steps of shape (outputs,) as wide as they must be."""
    wider = np.maximum(largest_sums(ints) / MOST, 1.0)
    while (over := largest_sums(found := np.rint(ints / wider)) > MOST).any():
        wider[over] *= _WIDER
    return found.astype(np.int8), (steps * wider).astype(np.float32)


def largest_sums(ints: np.ndarray) -> np.ndarray:
    """The greatest sum of two neighbouring inputs' weights of one sign, for each output."""
    even = np.pad(ints.astype(int), ((0, len(ints) % 2), (0, 0)))
    both = np.stack([np.maximum(even, 0), np.maximum(-even, 0)])
    return (both[:, 0::2] + both[:, 1::2]).max(axis=(0, 1))


if __name__ == "__main__":
    make_unsaturated(Path(sys.argv[1]))
