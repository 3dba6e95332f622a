from __future__ import annotations

import json

import numpy as np
import pytest

from factbook.errors import ModelError
from factbook.evidence.heads import HEAD_FILES, load_head, read_head
from factbook.evidence.pairs import LexicalReader, NetworkReader
from factbook.evidence.stance_models import article_columns

NAMES = sorted(
    name for path in HEAD_FILES.values() for name in json.loads(path.read_text(encoding="utf-8"))["heads"]
)


@pytest.mark.parametrize("name", NAMES)
def test_each_head_gives_probabilities_that_sum_to_one_for_any_features(name):
    head = load_head(name)
    features = np.random.default_rng(0).normal(scale=100, size=(5, len(head.features)))
    probabilities = head.probabilities(features)
    assert (5, len(head.classes)) == probabilities.shape
    assert (probabilities >= 0).all()
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)


@pytest.mark.parametrize("reader", [LexicalReader(), NetworkReader()], ids=lambda reader: reader.kind)
def test_heads_were_fitted_on_the_features_that_are_read_now(reader):
    assert reader.features == load_head(f"{reader.kind}.passage").features
    assert reader.features == load_head(f"{reader.kind}.support").features
    assert article_columns(reader) == load_head(f"{reader.kind}.article").features


@pytest.mark.parametrize("content", [None, "", "{}", '{"heads": {"network.some": {}}}', '["heads"]'])
def test_a_file_that_holds_no_such_head_is_named(content, tmp_path):
    path = tmp_path / "heads.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match=r"network\.some.*heads\.json"):
        read_head("network.some", path)


def test_the_heads_for_words_alone_lie_apart_from_the_weights():
    # A package without its weights still suggests.
    assert not HEAD_FILES["lexical"].is_relative_to(HEAD_FILES["network"].parent)
