"""The bundled reader as a model that can be trained on: its int8 weights in float again."""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from transformers import BertForQuestionAnswering

from assistant.reading.reader import BUNDLED_FOLDER, WEIGHTS
from assistant.store.model_files import bundled_path

_QUANTIZED = "_quantized"
_PREFIX = "model."


def bundled_reader() -> BertForQuestionAnswering:
    """The bundled reader; each weight is off by half a quantisation step at most.

    Raises:
        ValueError: when a weight of the model is not found in the file.
    """
    graph = onnx.load(str(BUNDLED_FOLDER / WEIGHTS)).graph
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    model = BertForQuestionAnswering.from_pretrained(bundled_path())
    wanted = model.state_dict()
    found = {_plain(name): values for name, values in stored.items() if _plain(name) in wanted}
    for name in stored:
        if name.endswith(_QUANTIZED) and _plain(name.removesuffix(_QUANTIZED)) in wanted:
            found[_plain(name.removesuffix(_QUANTIZED))] = _dequantised(stored, name)
    # The exporter gives the matrices of linear layers numbers for names; the bias that is added tells whose each is.
    makers = {output: node for node in graph.node for output in node.output}
    for node in graph.node:
        bias = next((name for name in node.input if name.endswith(".bias") and name in stored), None)
        if node.op_type == "Add" and bias:
            product = _product(next(name for name in node.input if name != bias), makers)
            found[_plain(bias).replace(".bias", ".weight")] = _dequantised(stored, product.input[1]).T
    if missing := sorted(wanted.keys() - found.keys()):
        raise ValueError(f"{WEIGHTS} lacks {missing[0]}: it was not written by training/reader.py")
    model.load_state_dict({name: torch.tensor(np.array(found[name])) for name in wanted})
    return model


def save(folder: Path) -> None:
    """Write the bundled reader as a folder that transformers loads."""
    bundled_reader().save_pretrained(folder)


def _plain(name: str) -> str:
    return name.removeprefix(_PREFIX)


def _dequantised(stored: dict[str, np.ndarray], name: str) -> np.ndarray:
    base = name.removesuffix(_QUANTIZED)
    shifted = stored[name].astype(np.float32) - stored[f"{base}_zero_point"].astype(np.float32)
    return shifted * stored[f"{base}_scale"]


def _product(output: str, makers: dict[str, onnx.NodeProto]) -> onnx.NodeProto:
    """The matrix product that ``output`` is scaled from."""
    node = makers[output]
    return node if node.op_type == "MatMulInteger" else _product(node.input[0], makers)
