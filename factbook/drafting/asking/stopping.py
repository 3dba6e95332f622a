"""Whether what a language model is asked for is still wanted: somebody may stop it, from any thread."""

from __future__ import annotations

import threading

from factbook.errors import StoppedError


def expect_wanted(stopped: threading.Event) -> None:
    """Raise `StoppedError` once somebody has stopped it."""
    if stopped.is_set():
        raise StoppedError(
            "The language model was stopped",
            next_step="Answers so far are kept: a new draft goes on from there.",
        )
