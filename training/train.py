"""Train the stance model on one machine's processors.

    python -m training.train --data DATA --out FOLDER [--epochs 2] [--share 0.3]
        [--start FOLDER/network.pt [--blend 0.5]]

Writes ``network.pt`` (averaged weights) and ``history.jsonl`` (loss and dev figures) after each epoch. With
``--start`` the weights of an earlier run are trained on, in a folder of their own; with ``--blend`` what
comes out lies between those weights and the new ones, which keeps what a run on other examples would unlearn
(WiSE-FT: Wortsman et al., "Robust fine-tuning of zero-shot models", 2022).
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import f1_score
from torch import Tensor
from torch.nn import functional

from training.batches import Encoded, batches, encode, open_tokenizer
from training.claim_bias import without_claim_bias
from training.examples import NOTHING, Example, labelled_pairs, read_rows, training_examples
from training.network import Network, load_minilm, packaged_minilm

HIDDEN = 0.05
"""The share of word pieces that are hidden from the network while it trains."""

MASK_ID = 103
"""What hides a word piece, in BERT's vocabulary; ids up to it are special."""

FROZEN = ("words.", "positions.", "segments.", "norm.", "layers.0.")
"""What stays as MiniLM has it: the embeddings and the lowest layer, which know words in general."""

AVERAGE = 0.999
"""How slowly the averaged weights follow the trained ones, per step."""

SAVE_STEPS = 500
"""After so many steps all that goes on is saved, so that a run that was stopped goes on from there."""


def main() -> None:
    """Run the command line of this module."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--minilm", type=Path, default=packaged_minilm())
    parser.add_argument("--start", type=Path, help="network.pt of an earlier run; else MiniLM's weights")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--share", type=float, default=1.0, help="how much of the examples, drawn by chance")
    parser.add_argument(
        "--blend", type=float, default=1.0, help="the new weights' share beside those of --start"
    )
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    if chosen.blend < 1 and not chosen.start:
        parser.error("--blend needs the weights of --start")
    chosen.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(chosen.seed)
    tokenizer = open_tokenizer(chosen.minilm / "tokenizer.json")
    examples = training_examples(chosen.data, seed=chosen.seed)
    examples = examples[: round(chosen.share * len(examples))]  # They come in no order.
    weights = without_claim_bias(examples)
    dev = list(labelled_pairs(read_rows(chosen.data, "vitaminc_real_dev"), "vitaminc"))
    train(
        load_network(chosen.start) if chosen.start else load_minilm(chosen.minilm),
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
    if chosen.blend < 1:
        network = chosen.out / "network.pt"
        torch.save(between(torch.load(chosen.start), torch.load(network), chosen.blend), network)


def between(old: dict[str, Tensor], new: dict[str, Tensor], share: float) -> dict[str, Tensor]:
    """Give the weights that lie between two networks' own, ``share`` of the way from the old to the new."""
    return {name: torch.lerp(old[name].float(), new[name].float(), share) for name in old}


def load_network(path: Path) -> Network:
    """Give a network with the weights that an earlier run wrote."""
    network = Network()
    network.load_state_dict(torch.load(path))
    return network


def tensors(encoded: Encoded, rows: list[int]) -> tuple[Tensor, Tensor, Tensor]:
    """Give ids, segments and mask of some rows, padded to the longest, and that to a multiple of 16."""
    # Few lengths, so that memory of the same sizes is used again.
    longest = -(-max(len(encoded[row][0]) for row in rows) // 16) * 16
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
    """Train in bfloat16 with float32 master weights, the lowest layers frozen, and average the weights.

    A run that was stopped goes on where it was last saved; give it the same folder and options.
    """
    master = {name: value.detach().clone() for name, value in network.named_parameters()}
    network.bfloat16()
    for name, value in network.named_parameters():
        value.requires_grad_(not name.startswith(FROZEN))
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
    run = Run(master, average, optimizer, steps=sum(map(len, plan)))
    run.resume(out / "run.pt")
    started, before = time.monotonic(), 0
    for epoch, made in enumerate(plan, start=1):
        with torch.no_grad():
            for name in trained:
                parameters[name].copy_(master[name])
        network.train()
        for rows in made[max(run.step - before, 0) :]:
            now = min(1.0, (run.step + 1) / (0.05 * run.steps)) * (1 - run.step / run.steps)
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
            kept = min(AVERAGE, (run.step + 1) / (run.step + 10))
            with torch.no_grad():
                for name in trained:
                    parameters[name].copy_(master[name])
                    average[name].lerp_(master[name], 1 - kept)
            run.step += 1
            run.losses.append(loss.item())
            if run.step % 100 == 0:
                seconds = time.monotonic() - started
                print(f"{run.step}/{run.steps} loss {run.recent_loss:.4f} {seconds:.0f} s", flush=True)
            if run.step % SAVE_STEPS == 0:
                run.save(out / "run.pt")
        if run.step > before + len(made):
            before += len(made)  # this epoch was over before the run was stopped
            continue
        before += len(made)
        figure = evaluate(network, average, dev_encoded, dev)
        line = {"epoch": epoch, "loss": run.recent_loss, "vitaminc_dev_macro_f1": figure}
        print(line, flush=True)
        with (out / "history.jsonl").open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(line) + "\n")
        state = {name: average.get(name, value.detach()) for name, value in master.items()}
        torch.save(state, out / "network.pt")


class Run:
    """How far a training is: all that changes from step to step."""

    def __init__(
        self,
        master: dict[str, Tensor],
        average: dict[str, Tensor],
        optimizer: torch.optim.Optimizer,
        *,
        steps: int,
    ) -> None:
        self.master = master
        self.average = average
        self.optimizer = optimizer
        self.steps = steps
        self.step = 0
        self.losses: list[float] = []

    @property
    def recent_loss(self) -> float:
        """The mean loss of the last 1,000 steps."""
        return float(np.mean(self.losses[-1000:]))

    def save(self, path: Path) -> None:
        """Write the run down, whole or not at all."""
        kept = {name: getattr(self, name) for name in ("master", "average", "steps", "step", "losses")}
        chance = torch.get_rng_state()
        partial = path.with_suffix(".partial")
        torch.save(kept | {"optimizer": self.optimizer.state_dict(), "chance": chance}, partial)
        partial.rename(path)

    def resume(self, path: Path) -> None:
        """Go on from where a run was saved, if one was."""
        if not path.is_file():
            return
        kept = torch.load(path)
        if kept["steps"] != self.steps:
            raise SystemExit(
                f"{path} is of a run of {kept['steps']} steps, not {self.steps}: delete it first."
            )
        with torch.no_grad():
            for weights in ("master", "average"):
                for name, value in getattr(self, weights).items():
                    value.copy_(kept[weights][name])
        self.optimizer.load_state_dict(kept["optimizer"])
        torch.set_rng_state(kept["chance"])
        self.step, self.losses = kept["step"], kept["losses"]
        print(f"Going on from step {self.step}.", flush=True)


def _scale(name: str) -> float:
    """Give the share of the learning rate a weight gets: lower layers change less, the new heads more."""
    if name.startswith("heads."):
        return 5.0
    return 0.88 ** (5 - int(name.split(".")[1]))


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
