"""Train the stance model on one machine's processors.

    python -m training.train --data DATA --out FOLDER [--epochs 5]

Writes ``network.pt`` (averaged weights) and ``history.jsonl`` (loss and dev figures) after each epoch.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from training.examples import NOTHING, Example, labelled_pairs, read_rows, training_examples
from training.network import Network, load_minilm, packaged_minilm

MOST_TOKENS = 160
BATCH_TOKENS = 3072
"""Tokens of a batch: about 64 short pairs or 20 long ones."""

HIDDEN = 0.05
"""The share of word pieces that are hidden from the network while it trains."""

MASK_ID = 103
"""What hides a word piece, in BERT's vocabulary; ids up to it are special."""

AVERAGE = 0.9995
"""How slowly the averaged weights follow the trained ones, per step."""


def main() -> None:
    """Run the command line of this module."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--minilm", type=Path, default=packaged_minilm())
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=1.2e-4)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(chosen.seed)
    tokenizer = Tokenizer.from_file(str(chosen.minilm / "tokenizer.json"))
    tokenizer.enable_truncation(MOST_TOKENS, strategy="longest_first")
    tokenizer.no_padding()
    examples = training_examples(chosen.data, seed=chosen.seed)
    weights = without_claim_bias(examples)
    dev = list(labelled_pairs(read_rows(chosen.data, "vitaminc_real_dev"), "vitaminc"))
    train(
        load_minilm(chosen.minilm),
        encode(tokenizer, examples),
        examples,
        weights,
        encode(tokenizer, dev),
        dev,
        epochs=chosen.epochs,
        rate=chosen.rate,
        out=chosen.out,
        seed=chosen.seed,
    )


def without_claim_bias(examples: list[Example]) -> np.ndarray:
    """Weigh examples down whose stance shows from the claim alone.

    A model of the claim's words only, fitted on other claims, gives the probability p of the right stance; an
    example weighs in by 1 - p (Clark, Yatskar and Zettlemoyer 2019), and all of one origin by 1 on average.
    """
    weights = np.ones(len(examples))
    kept = np.array([i for i, example in enumerate(examples) if example.stance != NOTHING])
    claims = [examples[i].claim for i in kept]
    labels = np.array([examples[i].stance for i in kept])
    origins = np.array([examples[i].origin for i in kept])
    words = HashingVectorizer(ngram_range=(1, 2), n_features=2**18).transform(claims)
    for train_rows, test_rows in GroupKFold(4).split(words, labels, claims):
        model = SGDClassifier(loss="log_loss", alpha=1e-5, random_state=0)
        model.fit(words[train_rows], labels[train_rows])
        right = model.predict_proba(words[test_rows])[np.arange(len(test_rows)), labels[test_rows]]
        weights[kept[test_rows]] = np.clip(1 - right, 0.25, 1)
    for origin in set(origins):
        rows = kept[origins == origin]
        weights[rows] /= weights[rows].mean()
    return weights


Encoded = list[tuple[list[int], int]]
"""For each pair its token ids, and where the passage begins among them."""


def encode(tokenizer: Tokenizer, examples: list[Example]) -> Encoded:
    """Give the word pieces of each pair."""
    encodings = tokenizer.encode_batch([(example.claim, example.passage) for example in examples])
    return [(e.ids, e.type_ids.index(1) if 1 in e.type_ids else len(e.ids)) for e in encodings]


def batches(encoded: Encoded, chance: random.Random | None) -> Iterator[list[int]]:
    """Give rows in batches of like length, up to `BATCH_TOKENS`; in random order with ``chance``."""
    rows = sorted(
        range(len(encoded)), key=lambda i: len(encoded[i][0]) + (chance.uniform(0, 6) if chance else 0)
    )
    made: list[list[int]] = [[]]
    for row in rows:
        if (len(made[-1]) + 1) * len(encoded[row][0]) > BATCH_TOKENS:
            made.append([])
        made[-1].append(row)
    if chance:
        chance.shuffle(made)
    yield from made


def tensors(encoded: Encoded, rows: list[int]) -> tuple[Tensor, Tensor, Tensor]:
    """Give ids, segments and mask of some rows, padded to the longest."""
    longest = max(len(encoded[row][0]) for row in rows)
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    segments, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    for line, row in enumerate(rows):
        pieces, passage = encoded[row]
        ids[line, : len(pieces)] = torch.tensor(pieces)
        segments[line, passage : len(pieces)] = 1
        mask[line, : len(pieces)] = 1
    return ids, segments, mask


def with_hidden_words(ids: Tensor, segments: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Hide some word pieces, so that the network does not rest on a single one."""
    hidden = (torch.rand(ids.shape) < HIDDEN) & (ids > MASK_ID)
    return ids.masked_fill(hidden, MASK_ID), segments, mask


def loss_of(logits: Tensor, examples: list[Example], weights: Tensor) -> Tensor:
    """Add the losses of the three heads, each over the examples that say something of it."""
    total = torch.zeros(())
    stance = torch.tensor([example.stance for example in examples])
    article = torch.tensor([example.article for example in examples])
    relevance = torch.tensor([float(example.relevance) for example in examples])
    if (said := stance != NOTHING).any():
        each = functional.cross_entropy(
            logits[said, :3], stance[said], reduction="none", label_smoothing=0.03
        )
        total = total + (each * weights[said]).sum() / len(examples)
    if (said := relevance != NOTHING).any():
        each = functional.binary_cross_entropy_with_logits(logits[said, 3], relevance[said], reduction="none")
        total = total + 0.3 * each.sum() / len(examples)
    if (said := article != NOTHING).any():
        each = functional.cross_entropy(
            logits[said, 4:], article[said], reduction="none", label_smoothing=0.03
        )
        total = total + 0.7 * each.sum() / len(examples)
    return total


def train(
    network: Network,
    encoded: Encoded,
    examples: list[Example],
    weights: np.ndarray,
    dev_encoded: Encoded,
    dev: list[Example],
    *,
    epochs: int,
    rate: float,
    out: Path,
    seed: int,
) -> None:
    """Train in bfloat16 with float32 master weights, word embeddings frozen, and average the weights."""
    master = {name: value.detach().clone() for name, value in network.named_parameters()}
    network.bfloat16()
    network.words.weight.requires_grad_(False)
    network.positions.weight.requires_grad_(False)
    trained = [name for name, value in network.named_parameters() if value.requires_grad]
    parameters = dict(network.named_parameters())
    groups = [
        {"params": [master[name].requires_grad_()], "scale": _scale(name), "weight_decay": 0.01}
        for name in trained
    ]
    optimizer = torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98), fused=True)
    average = {name: master[name].detach().clone() for name in trained}
    chance = random.Random(seed)  # noqa: S311
    plan = [list(batches(encoded, chance)) for _ in range(epochs)]
    steps, step, started = sum(map(len, plan)), 0, time.monotonic()
    for epoch, made in enumerate(plan, start=1):
        network.train()
        total, before = 0.0, step
        for rows in made:
            now = min(1.0, (step + 1) / (0.05 * steps)) * (1 - step / steps)
            for group in optimizer.param_groups:
                group["lr"] = rate * group["scale"] * now
            logits = network(*with_hidden_words(*tensors(encoded, rows))).float()
            loss = loss_of(logits, [examples[row] for row in rows], torch.tensor(weights[rows]).float())
            loss.backward()
            for name in trained:
                master[name].grad = parameters[name].grad.float()
                parameters[name].grad = None
            torch.nn.utils.clip_grad_norm_([master[name] for name in trained], 1.0)
            optimizer.step()
            kept = min(AVERAGE, (step + 1) / (step + 10))
            with torch.no_grad():
                for name in trained:
                    parameters[name].copy_(master[name])
                    average[name].lerp_(master[name], 1 - kept)
            total += loss.item()
            step += 1
            if step % 200 == 0:
                seconds = time.monotonic() - started
                print(f"{step}/{steps} loss {total / (step - before):.4f} {seconds:.0f} s", flush=True)
        figure = evaluate(network, average, dev_encoded, dev)
        line = {"epoch": epoch, "loss": total / len(made), "vitaminc_dev_macro_f1": figure}
        print(line, flush=True)
        with (out / "history.jsonl").open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(line) + "\n")
        state = {name: average.get(name, value.detach()) for name, value in master.items()}
        torch.save(state, out / "network.pt")


def _scale(name: str) -> float:
    """Give the share of the learning rate a weight gets: lower layers change less, the new heads more."""
    if name.startswith("heads."):
        return 5.0
    return 0.88 ** (5 - int(name.split(".")[1])) if name.startswith("layers.") else 0.4


def evaluate(network: Network, average: dict[str, Tensor], encoded: Encoded, dev: list[Example]) -> float:
    """Give the macro-F1 of the averaged weights' stance on the dev pairs."""
    other = Network().bfloat16().eval()
    other.load_state_dict(network.state_dict() | average)
    said = np.zeros(len(dev), dtype=int)
    with torch.no_grad():
        for rows in batches(encoded, None):
            said[rows] = other(*tensors(encoded, rows))[:, :3].float().argmax(1).numpy()
    return float(f1_score([example.stance for example in dev], said, average="macro"))


if __name__ == "__main__":
    main()
