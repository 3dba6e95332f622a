"""What the network reads while it trains: the word pieces of pairs, in batches of like length."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from tokenizers import Tokenizer

from factbook.evidence.encoder import MOST_TOKENS
from training.examples import Example

BATCH_TOKENS = 3072
"""Tokens of a batch: about 64 short pairs or 20 long ones."""

Encoded = list[tuple[list[int], int]]
"""For each pair its token ids, and where the passage begins among them."""


def open_tokenizer(path: Path) -> Tokenizer:
    """Open a tokenizer that cuts pairs as `factbook.evidence.encoder` does, and pads none."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.enable_truncation(MOST_TOKENS, strategy="longest_first")
    tokenizer.no_padding()
    return tokenizer


def encode(tokenizer: Tokenizer, examples: list[Example]) -> Encoded:
    """Give the word pieces of each pair."""
    encodings = tokenizer.encode_batch([(example.claim, example.passage) for example in examples])
    return [(e.ids, e.type_ids.index(1) if 1 in e.type_ids else len(e.ids)) for e in encodings]


def batches(encoded: Encoded, chance: random.Random | None) -> Iterator[list[int]]:
    """Give rows in batches of like length, up to `BATCH_TOKENS`; in random order with ``chance``."""
    rows = sorted(
        range(len(encoded)), key=lambda i: len(encoded[i][0]) + (chance.uniform(0, 6) if chance else 0)
    )
    made: list[list[int]] = []
    longest = 0
    for row in rows:
        # Not always the row itself: chance puts some after rows that are a little longer.
        longest = max(longest, len(encoded[row][0]))
        if not made or (len(made[-1]) + 1) * longest > BATCH_TOKENS:
            made.append([])
            longest = len(encoded[row][0])
        made[-1].append(row)
    if chance:
        chance.shuffle(made)
    yield from made
