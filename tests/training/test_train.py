"""Training itself, which needs torch: it is installed with the extra ``train``, not for the other tests."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from training.examples import Example

torch = pytest.importorskip("torch", reason="torch is there only with: pip install -e .[train]")
pytest.importorskip("safetensors", reason="safetensors is there only with: pip install -e .[train]")

from training import train as module  # noqa: E402
from training.network import Network  # noqa: E402

CLS, SEP, PADDING = 101, 102, 0
ENCODED = [([CLS, 2000, SEP, 3000, 3001, SEP], 3), ([CLS, 2001, SEP, 3002, SEP], 3)]


def test_rows_are_padded_to_one_length_and_the_passage_is_the_second_segment():
    padded = module.tensors(ENCODED, [1, 0])
    assert [(2, 16)] * 3 == [tuple(one.shape) for one in padded]
    assert not any(one[:, 6:].any() for one in padded)
    ids, segments, mask = (one[:, :6] for one in padded)
    assert [[CLS, 2001, SEP, 3002, SEP, PADDING], ENCODED[0][0]] == ids.tolist()
    assert [[0, 0, 0, 1, 1, 0], [0, 0, 0, 1, 1, 1]] == segments.tolist()
    assert [[1, 1, 1, 1, 1, 0], [1, 1, 1, 1, 1, 1]] == mask.tolist()


def test_some_words_are_hidden_and_never_marks_or_padding():
    torch.manual_seed(0)
    ids = torch.tensor([[CLS, *range(2000, 2500), SEP, PADDING]])
    hidden, *rest = module.with_hidden_words(ids, segments=ids, mask=ids)
    changed = hidden != ids
    assert {module.MASK_ID} == set(hidden[changed].tolist())
    assert ids[changed].min() >= 2000
    assert pytest.approx(module.HIDDEN, abs=0.03) == changed.float().mean().item()
    assert all(same is ids for same in rest)


def loss(*examples, logits=None, weights=None):
    given = torch.zeros(len(examples), 8) if logits is None else logits
    return module.loss_of(given, list(examples), torch.tensor(weights or [1.0] * len(examples))).item()


def test_the_loss_of_not_knowing_anything():
    # All classes are alike: ln of how many there are, weighed by head.
    assert pytest.approx(math.log(3)) == loss(Example("c", "p", stance=0))
    assert pytest.approx(0.3 * math.log(2)) == loss(Example("c", "p", relevance=1))
    assert pytest.approx(0.7 * math.log(4)) == loss(Example("c", "p", article=3))
    together = math.log(3) + 0.3 * math.log(2) + 0.7 * math.log(4)
    assert pytest.approx(together) == loss(Example("c", "p", 0, 0, 0))


def test_a_head_learns_nothing_from_examples_that_say_nothing_of_it():
    logits = torch.randn(1, 8, requires_grad=True)
    total = module.loss_of(logits, [Example("c", "p", relevance=1)], torch.ones(1))
    total.backward()
    assert [False, False, False, True, *[False] * 4] == (logits.grad[0] != 0).tolist()
    assert loss(Example("c", "p")) == 0


def test_weights_count_for_the_stance_alone():
    said = Example("c", "p", 0, 1, 2)
    whole, half = (loss(said, weights=[weight]) for weight in (1.0, 0.5))
    assert pytest.approx(math.log(3) / 2) == whole - half


def test_the_right_answer_costs_less():
    logits = torch.zeros(1, 8)
    logits[0, [0, 3, 4]] = 5
    right, wrong = Example("c", "p", 0, 1, 0), Example("c", "p", 1, 0, 1)
    assert loss(right, logits=logits) < 0.5 < loss(wrong, logits=logits)


def test_heads_learn_faster_than_layers_and_upper_layers_faster_than_lower():
    names = [*(f"layers.{number}.wide.weight" for number in range(1, 6)), "heads.weight"]
    scales = [module._scale(name) for name in names]
    assert scales == sorted(scales)


def test_an_epoch_writes_averaged_weights_and_a_line_of_history(tmp_path):
    torch.manual_seed(0)
    network = Network()
    before = {name: value.clone() for name, value in network.state_dict().items()}
    examples = [Example("c", "p", 0, 1), Example("c", "p", 1, 1)]
    module.train(
        network,
        ENCODED,
        examples,
        np.ones(2),
        ENCODED,
        examples,
        epochs=1,
        rate=1e-3,
        out=tmp_path,
        seed=0,
    )
    (line,) = (tmp_path / "history.jsonl").read_text(encoding="utf-8").splitlines()
    assert {"epoch", "loss", "vitaminc_dev_macro_f1"} == set(json.loads(line))
    after = torch.load(tmp_path / "network.pt")
    assert after.keys() == before.keys()
    changed = {name for name, value in after.items() if not torch.equal(value, before[name])}
    # Word and place embeddings are frozen, so that words training did not see keep their meaning.
    assert not {"words.weight", "positions.weight"} & changed
    assert "heads.weight" in changed
    # A later run starts from them.
    again = module.load_network(tmp_path / "network.pt").state_dict()
    assert all(torch.equal(value, after[name]) for name, value in again.items())


def test_a_run_that_was_stopped_goes_on_where_it_was_saved(tmp_path, monkeypatch):
    examples = [Example("c", "p", 0, 1), Example("c", "p", 1, 1)]
    monkeypatch.setattr(module, "SAVE_STEPS", 1)

    def trained(out):
        torch.manual_seed(0)
        out.mkdir(exist_ok=True)
        module.train(
            Network(),
            ENCODED,
            examples,
            np.ones(2),
            ENCODED,
            examples,
            epochs=2,
            rate=1e-3,
            out=out,
            seed=0,
        )
        return torch.load(out / "network.pt")

    whole = trained(tmp_path / "whole")
    with monkeypatch.context() as patch:
        patch.setattr(module, "evaluate", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            trained(tmp_path / "stopped")
    again = trained(tmp_path / "stopped")
    assert all(torch.equal(again[name], value) for name, value in whole.items())


def test_a_run_of_other_options_is_not_mistaken_for_this_one(tmp_path):
    optimizer = torch.optim.SGD([torch.zeros(1)])
    module.Run({}, {}, optimizer, steps=5).save(tmp_path / "run.pt")
    with pytest.raises(SystemExit, match="5 steps, not 6"):
        module.Run({}, {}, optimizer, steps=6).resume(tmp_path / "run.pt")


def test_a_blend_lies_between_the_weights_of_two_runs():
    old = {"a": torch.tensor([0.0, 4.0]), "b": torch.tensor([1.0], dtype=torch.bfloat16)}
    new = {"a": torch.tensor([2.0, 0.0]), "b": torch.tensor([3.0], dtype=torch.bfloat16)}
    blend = module.between(old, new, 0.25)
    assert {"a": [0.5, 3.0], "b": [1.5]} == {name: value.tolist() for name, value in blend.items()}
