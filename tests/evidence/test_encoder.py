from __future__ import annotations

import sys

import numpy as np
import pytest

from factbook.errors import ModelError
from factbook.evidence.encoder import WEIGHTS, PairEncoder, shared_encoder

PAIRS = [
    ("The bridge is open.", "The bridge opened in May."),
    ("Agents train for 13 weeks.", "New agents are trained for 13 weeks at the academy in Georgia. " * 30),
    ("", ""),
    ("\x00\x07 <b>\u202e", "😀 " * 3_000),
]


def test_each_pair_has_eight_logits_that_do_not_depend_on_its_neighbours():
    logits = shared_encoder().score(PAIRS)
    assert (4, 8) == logits.shape
    assert np.isfinite(logits).all()
    for row, pair in enumerate(PAIRS):
        np.testing.assert_array_equal(logits[row], shared_encoder().score([pair])[0])


def test_many_pairs_at_once_are_given_in_their_order():
    logits = shared_encoder().score(PAIRS * 10)
    np.testing.assert_array_equal(logits, np.tile(shared_encoder().score(PAIRS), (10, 1)))


def test_no_pairs_give_no_logits():
    assert (0, 8) == shared_encoder().score([]).shape


def test_a_process_loads_the_network_once():
    assert shared_encoder() is shared_encoder()


def test_weights_that_are_not_there_are_named_with_what_to_do(tmp_path):
    with pytest.raises(ModelError, match=r"stance.onnx.*lexical"):
        PairEncoder(tmp_path)


def test_a_package_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ModelError, match="onnxruntime"):
        PairEncoder()


@pytest.mark.parametrize("name", ["stance.onnx", "tokenizer.json"])
def test_weights_that_cannot_be_read_are_named_with_what_to_do(name, tmp_path):
    for file in ("stance.onnx", "tokenizer.json"):
        (tmp_path / file).symlink_to(WEIGHTS / file)
    (tmp_path / name).unlink()
    (tmp_path / name).write_text("version https://git-lfs.github.com/spec/v1\n", encoding="utf-8")
    with pytest.raises(ModelError, match=r"cannot be read.*lexical"):
        PairEncoder(tmp_path)
