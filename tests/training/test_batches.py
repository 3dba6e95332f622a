from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

from training import batches as module
from training.batches import BATCH_TOKENS, MOST_TOKENS, batches, encode, open_tokenizer
from training.examples import Example

WORDS = "[UNK] [CLS] [SEP] the bridge is open closed".split()
CLS, SEP, THE, BRIDGE, IS, OPEN, CLOSED = range(1, 8)


@pytest.fixture
def tokenizer(tmp_path):
    """Word pieces as BERT has them, of a vocabulary of five words."""
    made = Tokenizer(WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token=WORDS[0]))
    made.pre_tokenizer = Whitespace()
    made.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", CLS), ("[SEP]", SEP)],
    )
    made.enable_padding()
    path = tmp_path / "tokenizer.json"
    made.save(str(path))
    return open_tokenizer(path)


# Word pieces


def test_a_pair_is_its_word_pieces_and_where_the_passage_starts(tokenizer):
    pairs = [Example("the bridge", "the bridge is open"), Example("open", "closed")]
    assert encode(tokenizer, pairs) == [
        ([CLS, THE, BRIDGE, SEP, THE, BRIDGE, IS, OPEN, SEP], 4),
        ([CLS, OPEN, SEP, CLOSED, SEP], 3),
    ]


def test_of_an_empty_passage_only_its_end_is_there(tokenizer):
    assert [([CLS, OPEN, SEP, SEP], 3)] == encode(tokenizer, [Example("open", "")])


@pytest.mark.parametrize(
    ("claim", "passage", "start"),
    [
        # The longer of the two is cut, at its end.
        (3, 1_000, 5),
        (1_000, 3, MOST_TOKENS - 4),
    ],
)
def test_a_long_pair_is_cut_and_keeps_both_sides(tokenizer, claim, passage, start):
    ((pieces, found),) = encode(tokenizer, [Example("open " * claim, "closed " * passage)])
    assert len(pieces) == MOST_TOKENS
    assert found == start
    assert {OPEN} == set(pieces[1 : start - 1])
    assert {CLOSED} == set(pieces[start:-1])
    assert [SEP, SEP] == [pieces[start - 1], pieces[-1]]


# Batches

LENGTHS = st.lists(st.integers(1, 30), min_size=1, max_size=120)
SEEDS = st.none() | st.integers(0, 100)


def pieces(lengths):
    return [([1] * length, 0) for length in lengths]


@given(LENGTHS, SEEDS)
def test_each_row_is_in_one_batch(lengths, seed):
    chance = None if seed is None else random.Random(seed)  # noqa: S311
    made = list(batches(pieces(lengths), chance))
    assert sorted(row for rows in made for row in rows) == list(range(len(lengths)))
    assert all(made)


@given(LENGTHS, SEEDS)
def test_a_batch_holds_no_more_tokens_than_it_may_padding_included(lengths, seed):
    chance = None if seed is None else random.Random(seed)  # noqa: S311
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BATCH_TOKENS", 60)
        for rows in batches(pieces(lengths), chance):
            assert len(rows) * max(lengths[row] for row in rows) <= 60


def test_rows_of_like_length_are_together():
    lengths = [length for length in range(10, 110) for _ in range(20)]
    random.Random(0).shuffle(lengths)  # noqa: S311
    made = list(batches(pieces(lengths), random.Random(1)))  # noqa: S311
    padded = sum(len(rows) * max(lengths[row] for row in rows) for rows in made)
    assert padded < 1.15 * sum(lengths)
    assert padded / len(made) > 0.8 * BATCH_TOKENS


def test_batches_come_in_another_order_each_time_but_always_the_same_for_a_seed():
    encoded = pieces([length for length in range(10, 110) for _ in range(20)])
    first = list(batches(encoded, random.Random(1)))  # noqa: S311
    assert first == list(batches(encoded, random.Random(1)))  # noqa: S311
    assert first != list(batches(encoded, random.Random(2)))  # noqa: S311
    longest = [max(len(encoded[row][0]) for row in rows) for rows in first]
    assert longest != sorted(longest)


def test_nothing_makes_no_batch():
    assert [] == list(batches([], None))
