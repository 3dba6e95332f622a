"""Write the trained network as ONNX with 8-bit weights, by default over those that ship.

    python -m training.export --network FOLDER/network.pt [--out FOLDER]

The graph is written by hand, node by node, so that it holds just what runs: word embeddings as 8-bit integers
with one scale a row, linear layers as 8-bit integers in blocks of 32 (onnxruntime's MatMulNBits), everything
else float32.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from factbook.evidence.encoder import WEIGHTS
from training.network import LAYERS, WIDTH, packaged_minilm

OPSET = 20
MOST_POSITIONS = 256
"""Word pieces of the longest input: the network is trained on 160."""

BLOCK = 32
"""Weights that share one scale, along the inputs of a linear layer."""


class Graph:
    """An ONNX graph while it is written."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, values: np.ndarray) -> str:
        """Add a tensor and give its name."""
        self.constants.append(numpy_helper.from_array(np.array(values, order="C"), name))
        return name

    def node(self, kind: str, *inputs: str, domain: str = "", **attributes: object) -> str:
        """Add a node with one output and give its name."""
        name = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name, domain=domain, **attributes))
        return name

    def linear(self, name: str, states: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """Add ``states @ weight.T + bias``, the weight as 8-bit integers in blocks."""
        packed, scales = in_blocks(weight)
        product = self.node(
            "MatMulNBits",
            states,
            self.constant(f"{name}.weight", packed),
            self.constant(f"{name}.scales", scales),
            domain="com.microsoft",
            K=weight.shape[1],
            N=weight.shape[0],
            bits=8,
            block_size=BLOCK,
            accuracy_level=4,
        )
        return self.node("Add", product, self.constant(f"{name}.bias", bias))

    def plain_linear(self, name: str, states: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """Add ``states @ weight.T + bias`` in float32."""
        product = self.node("MatMul", states, self.constant(f"{name}.weight", weight.T))
        return self.node("Add", product, self.constant(f"{name}.bias", bias))

    def norm(self, name: str, states: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """Add a layer normalisation."""
        return self.node(
            "LayerNormalization",
            states,
            self.constant(f"{name}.weight", weight),
            self.constant(f"{name}.bias", bias),
            axis=-1,
            epsilon=1e-12,
        )


def in_blocks(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give a (rows, columns) weight as (rows, blocks, BLOCK) uint8 around 128, and a scale for each block."""
    blocks = weight.reshape(weight.shape[0], -1, BLOCK)
    scales = np.abs(blocks).max(2) / 127
    whole = np.round(blocks / np.maximum(scales, 1e-12)[:, :, None]) + 128
    return whole.astype(np.uint8), scales.astype(np.float32)


def write_graph(weights: dict[str, np.ndarray], *, quantized: bool) -> onnx.ModelProto:
    """Give the model: ``ids``, ``segments``, ``mask`` (batch, tokens) int64 to ``logits`` (batch, 8)."""
    graph = Graph()
    linear = graph.linear if quantized else graph.plain_linear
    states = graph.node("Add", _embedded(graph, weights, quantized=quantized), _positions(graph, weights))
    states = graph.node(
        "Add",
        states,
        graph.node("Gather", graph.constant("segments.weight", weights["segments.weight"]), "segments"),
    )
    states = graph.norm("norm", states, weights["norm.weight"], weights["norm.bias"])
    kept = graph.node("Cast", "mask", to=TensorProto.INT32)
    for number in range(LAYERS):
        name = f"layers.{number}"
        part = {key.removeprefix(f"{name}."): value for key, value in weights.items() if key.startswith(name)}
        sides = [
            linear(
                f"{name}.{side}",
                states,
                part["qkv.weight"][i * WIDTH : (i + 1) * WIDTH],
                part["qkv.bias"][i * WIDTH : (i + 1) * WIDTH],
            )
            for i, side in enumerate(("query", "key", "value"))
        ]
        mixed = graph.node("MultiHeadAttention", *sides, "", kept, domain="com.microsoft", num_heads=12)
        mixed = linear(f"{name}.attended", mixed, part["attended.weight"], part["attended.bias"])
        states = graph.norm(
            f"{name}.norm_attended",
            graph.node("Add", states, mixed),
            part["norm_attended.weight"],
            part["norm_attended.bias"],
        )
        wide = graph.node("Gelu", linear(f"{name}.wide", states, part["wide.weight"], part["wide.bias"]))
        narrow = linear(f"{name}.narrow", wide, part["narrow.weight"], part["narrow.bias"])
        states = graph.norm(
            f"{name}.norm_out",
            graph.node("Add", states, narrow),
            part["norm_out.weight"],
            part["norm_out.bias"],
        )
    pooled = _pooled(graph, states)
    logits = graph.plain_linear("heads", pooled, weights["heads.weight"], weights["heads.bias"])
    graph.nodes.append(helper.make_node("Identity", [logits], ["logits"]))
    shape = ["batch", "tokens"]
    return helper.make_model(
        helper.make_graph(
            graph.nodes,
            "factbook-stance",
            [
                helper.make_tensor_value_info(name, TensorProto.INT64, shape)
                for name in ("ids", "segments", "mask")
            ],
            [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 8])],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid("com.microsoft", 1)],
        ir_version=9,
        producer_name="factbook",
    )


def _embedded(graph: Graph, weights: dict[str, np.ndarray], *, quantized: bool) -> str:
    table = weights["words.weight"]
    if not quantized:
        return graph.node("Gather", graph.constant("words.weight", table), "ids")
    scales = np.maximum(np.abs(table).max(1, keepdims=True), 1e-12) / 127
    whole = graph.node(
        "Gather", graph.constant("words.weight", np.round(table / scales).astype(np.int8)), "ids"
    )
    scale = graph.node("Gather", graph.constant("words.scales", scales.astype(np.float32)), "ids")
    return graph.node("Mul", graph.node("Cast", whole, to=TensorProto.FLOAT), scale)


def _positions(graph: Graph, weights: dict[str, np.ndarray]) -> str:
    tokens = graph.node(
        "Gather", graph.node("Shape", "ids"), graph.constant("second", np.array([1], dtype=np.int64))
    )
    start = graph.constant("start", np.array([0], dtype=np.int64))
    return graph.node(
        "Slice", graph.constant("positions.weight", weights["positions.weight"]), start, tokens, start
    )


def _pooled(graph: Graph, states: str) -> str:
    kept = graph.node("Cast", "mask", to=TensorProto.FLOAT)
    tokens = graph.constant("tokens_axis", np.array([1], dtype=np.int64))
    wide = graph.node("Unsqueeze", kept, graph.constant("last_axis", np.array([2], dtype=np.int64)))
    mean = graph.node(
        "Div",
        graph.node("ReduceSum", graph.node("Mul", states, wide), tokens, keepdims=0),
        graph.node("ReduceSum", kept, tokens, keepdims=1),
    )
    first = graph.node("Gather", states, graph.constant("first", np.array(0, dtype=np.int64)), axis=1)
    return graph.node("Concat", first, mean, axis=1)


def main() -> None:
    """Run the command line of this module."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--network", type=Path, required=True)
    parser.add_argument("--minilm", type=Path, default=packaged_minilm())
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument(
        "--float32", type=Path, help="a folder to write the network to in float32, to compare"
    )
    chosen = parser.parse_args()
    weights = {name: value.float().numpy() for name, value in torch.load(chosen.network).items()}
    weights["positions.weight"] = weights["positions.weight"][:MOST_POSITIONS]
    for folder, quantized in ((chosen.out, True), (chosen.float32, False)):
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            onnx.save(write_graph(weights, quantized=quantized), folder / "stance.onnx")
            shutil.copy(chosen.minilm / "tokenizer.json", folder)


if __name__ == "__main__":
    main()
