"""The network in torch and as it runs, which needs torch and onnx: both come with the extra ``train``."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is there only with: pip install -e .[train]")
pytest.importorskip("onnx", reason="onnx is there only with: pip install -e .[train]")
pytest.importorskip("safetensors", reason="safetensors is there only with: pip install -e .[train]")

import onnxruntime  # noqa: E402

from training.export import BLOCK, in_blocks, write_graph  # noqa: E402
from training.network import Network  # noqa: E402


@pytest.fixture(scope="module")
def network():
    """A network of random weights and few words."""
    torch.manual_seed(0)
    return Network(words=120, positions=32).eval()


@pytest.fixture(scope="module")
def read():
    """Ids, segments and mask of a short and a long pair."""
    ids = torch.randint(1, 120, (2, 12), generator=torch.Generator().manual_seed(0))
    mask = torch.ones_like(ids)
    mask[0, 7:] = ids[0, 7:] = 0
    segments = torch.zeros_like(ids)
    segments[0, 4:7] = segments[1, 5:] = 1
    return ids, segments, mask


@pytest.fixture(scope="module")
def logits(network, read):
    with torch.no_grad():
        return network(*read).numpy()


def run(network, read, *, quantized):
    weights = {name: value.numpy() for name, value in network.state_dict().items()}
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        write_graph(weights, quantized=quantized).SerializeToString(), options
    )
    names = ("ids", "segments", "mask")
    return session.run(None, {name: part.numpy() for name, part in zip(names, read, strict=True)})[0]


def test_padding_changes_nothing(network, read, logits):
    with torch.no_grad():
        alone = network(*(part[:1, :7] for part in read)).numpy()
    assert (1, 8) == alone.shape
    np.testing.assert_allclose(logits[:1], alone, atol=1e-5)


def test_the_network_reads_which_side_a_word_is_on(network, read, logits):
    ids, segments, mask = read
    with torch.no_grad():
        turned = network(ids, mask - segments, mask).numpy()
    assert np.abs(turned - logits).max() > 1e-3


def test_the_float32_graph_gives_what_torch_gives(network, read, logits):
    np.testing.assert_allclose(run(network, read, quantized=False), logits, atol=1e-4)


def test_the_8_bit_graph_gives_nearly_that(network, read, logits):
    found = run(network, read, quantized=True)
    assert np.abs(found - logits).max() < 0.1 * np.abs(logits).max()
    assert not np.array_equal(found, logits)


def test_blocks_of_weights_are_off_by_half_a_step_at_most():
    weight = np.random.default_rng(0).normal(size=(5, 3 * BLOCK)).astype(np.float32)
    weight[2, BLOCK : 2 * BLOCK] = 0
    whole, scales = in_blocks(weight)
    assert (5, 3, BLOCK) == whole.shape
    assert (5, 3) == scales.shape
    again = (whole.astype(np.float32) - 128) * scales[:, :, None]
    assert (np.abs(again - weight.reshape(again.shape)) <= scales[:, :, None] / 2 + 1e-6).all()
    assert not again[2, 1].any()
