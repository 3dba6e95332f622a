"""The cross-encoder: reads a claim and a passage together and scores what the one says of the other.

The only module that knows onnxruntime and tokenizers. How the network was made is told in ``docs/models.md``.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from factbook.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Encoding

WEIGHTS = Path(__file__).parent / "weights"

MOST_TOKENS = 160
"""Word pieces of a claim and a passage together; the longer of the two is cut at its end."""

_MOST_CHARACTERS = 4_000
"""What of a passage can matter, far more than `MOST_TOKENS`: a bound on what is taken apart."""

LOGITS: tuple[str, ...] = (
    "stance_supports",
    "stance_refutes",
    "stance_not_addressed",
    "relevance",
    "article_agree",
    "article_disagree",
    "article_discuss",
    "article_unrelated",
)
"""The columns of what the network gives: what the passage says of the claim, whether it is evidence on it at
all, and what an article does with a headline."""

STANCE = slice(0, 3)
RELEVANCE = 3
"""Where among `LOGITS` those of the stance stand, and that of being evidence."""

Logits = npt.NDArray[np.float64]


class PairEncoder:
    """Scores pairs of texts with the network that is shipped with factbook; one serves many threads."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise ModelError(
                f"The stance model needs a package that is not there: {error.name}",
                next_step="Run: pip install onnxruntime tokenizers; or use the model 'lexical'.",
            ) from error
        network = folder / "stance.onnx"
        if not network.is_file():
            raise ModelError(
                f"The stance model's weights are not at {network}",
                next_step="Install factbook again; or use the model 'lexical'.",
            )
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # As many pairs at once as there are cores take less time than one pair on all of them; see `score`.
        options.intra_op_num_threads = 1
        try:
            self._session: Any = onnxruntime.InferenceSession(
                str(network), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        # Both raise errors of their own making: of a file that is cut off, say, or a pointer of Git LFS.
        except Exception as error:
            raise ModelError(
                f"The stance model's weights in {folder} cannot be read: {_first_line(error)}",
                next_step="Install factbook again; or use the model 'lexical'.",
            ) from error
        self._tokenizer.enable_truncation(MOST_TOKENS, strategy="longest_first")
        self._tokenizer.no_padding()

    def score(self, pairs: Sequence[tuple[str, str]]) -> Logits:
        """Give the logits of each ``(claim, passage)``: an array (pairs, 8), see `LOGITS`."""
        logits = np.zeros((len(pairs), len(LOGITS)))
        encoded = self._tokenizer.encode_batch(
            [(_readable(claim), _readable(passage)) for claim, passage in pairs]
        )
        # Each by itself: a word piece costs as little as in a batch, nothing is spent on padding, and what a
        # pair is given depends on no other, to the last bit.
        with ThreadPoolExecutor(_cores()) as threads:
            for row, given in enumerate(threads.map(self._run, encoded)):
                logits[row] = given
        return logits

    def _run(self, encoded: Encoding) -> Logits:
        logits: Logits = self._session.run(None, _arrays(encoded))[0]
        return logits


def _cores() -> int:
    """Count the cores that this process may use; not every system tells."""
    given: int = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return given


def _readable(text: str) -> str:
    # Half a character of a broken encoding is read as what stands for one that is unknown.
    return text[:_MOST_CHARACTERS].encode("utf-8", "replace").decode("utf-8")


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]


def network_parts() -> dict[str, int | None]:
    """Give the sizes of the network's files in bytes, and whether its packages are there; load nothing."""
    files = {path.name: path.stat().st_size for path in sorted(WEIGHTS.iterdir())}
    return files | {name: 0 if find_spec(name) else None for name in ("onnxruntime", "tokenizers")}


@cache
def shared_encoder() -> PairEncoder:
    """Give the one encoder of this process; loading it takes a moment, using it again none."""
    return PairEncoder()


def _arrays(encoded: Encoding) -> dict[str, npt.NDArray[np.int64]]:
    parts = {"ids": encoded.ids, "segments": encoded.type_ids, "mask": encoded.attention_mask}
    return {name: np.array([values], dtype=np.int64) for name, values in parts.items()}
