"""Scores of support that are handed on to processes which this one starts.

Loading the network takes longer than all else that a small report needs. Who runs many notebooks loads it
once, has the sentences judged before each run, and hands the scores on; a notebook that asks of the same
sentences and passages is answered at once, and loads it only for others, as those that it has just written.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from factbook.evidence.support import Scores, SupportModel

HANDED_SCORES = "FACTBOOK_SUPPORT_SCORES"
"""The variable of the environment that names the file they are in."""

_MOST = 10_000
"""Scores that are handed on at a time: what was judged last counts."""


class ScoresToHandOn:
    """Judges as a model does, and hands on what it has said, by a file of this process.

    Parameters
    ----------
    model:
        The model.
    chosen:
        The name that it was chosen by.
    folder:
        Where to put the file.
    """

    def __init__(self, model: SupportModel, *, chosen: str, folder: Path) -> None:
        self.name, self.version = model.name, model.version
        self._model = model
        self._file = folder / f"scores-{os.getpid()}.json"
        self._said = {"chosen": chosen, "name": self.name, "version": self.version}
        self._hand_on({})  # Who judges is told even where nothing is to be judged.

    def score(self, pairs: list[tuple[str, str]]) -> Scores:
        """Score pairs by the model."""
        scores = self._model.score(pairs)
        keys = [_key(self, pair) for pair in pairs]
        self._hand_on(dict(zip(keys, np.asarray(scores).tolist(), strict=True)))
        return scores

    def _hand_on(self, scores: dict[str, float]) -> None:
        with _handing:
            _known.update(scores)
            for key in list(_known)[:-_MOST]:
                del _known[key]
            self._file.parent.mkdir(parents=True, exist_ok=True)
            new = self._file.with_suffix(".new")
            new.write_text(json.dumps(self._said | {"scores": _known}), encoding="utf-8")
            new.replace(self._file)
            os.environ[HANDED_SCORES] = str(self._file)


class HandedScores:
    """A model whose scores were handed on to this process; asked of other pairs, the model itself is made."""

    def __init__(self, handed: dict[str, Any], make: Callable[[], SupportModel]) -> None:
        self.name, self.version = str(handed["name"]), str(handed["version"])
        self._scores: dict[str, float] = handed["scores"]
        self._make = make

    def score(self, pairs: list[tuple[str, str]]) -> Scores:
        """Give the score of each pair."""
        scores = np.array([self._scores.get(_key(self, pair), np.inf) for pair in pairs], dtype=np.float64)
        unknown = np.flatnonzero(np.isinf(scores))
        if unknown.size:
            scores[unknown] = self._make().score([pairs[row] for row in unknown])
        return scores


def handed_scores(chosen: str, make: Callable[[], SupportModel]) -> SupportModel | None:
    """Give the model of this name as its scores were handed on; nothing where none were."""
    path = os.environ.get(HANDED_SCORES)
    if not path:
        return None
    try:
        handed = json.loads(Path(path).read_text(encoding="utf-8"))
        return HandedScores(handed, make) if handed["chosen"] == chosen else None
    except (OSError, ValueError, LookupError, TypeError):
        return None  # It makes a report sooner, and no other.


def take_back_scores() -> None:
    """Hand on no scores from now on: processes that start later make the model themselves."""
    os.environ.pop(HANDED_SCORES, None)


_known: dict[str, float] = {}
_handing = threading.Lock()


def _key(model: SupportModel, pair: tuple[str, str]) -> str:
    said = "\0".join([model.name, model.version, *pair])
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
