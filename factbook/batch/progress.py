"""What a batch shows while it runs: a bar for all claims, with the time left, and a line for each slot."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from factbook.batch.results import ClaimResult

_NAME_WIDTH = 40


class BatchProgress:
    """Bars on standard error, where that is a terminal; in a notebook, widgets.

    Parameters
    ----------
    claims:
        How many there are.
    slots:
        How many are worked on at a time.
    shown:
        Whether to show anything; where standard error is a terminal or in a notebook, unless given.
    """

    def __init__(self, *, claims: int, slots: int, shown: bool | None = None) -> None:
        from tqdm.auto import tqdm

        if shown is None:
            shown = sys.stderr.isatty()
        options: dict[str, Any] = {"file": sys.stderr, "disable": not shown, "leave": False}
        self._warned = ""
        self._counts = {"failed": 0, "faults": 0}
        self._all = tqdm(total=claims, unit="claim", position=0, smoothing=0.1, **(options | {"leave": True}))
        self._slots = [tqdm(position=1 + number, bar_format="{desc}", **options) for number in range(slots)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for bar in (*self._slots, self._all):
            bar.close()

    def count(self, result: ClaimResult) -> None:
        """Take a result into the count."""
        self._counts["failed"] += result.outcome == "failed"
        self._counts["faults"] += bool(result.faults)
        told = {name: number for name, number in self._counts.items() if number}
        self._all.set_postfix(told, refresh=False)
        self._all.update()

    def note(self, text: str) -> None:
        """Say something in front of the bar."""
        self._warned = ""
        self._all.set_description_str(text)

    def warn(self, text: str) -> None:
        """Say why nothing goes on: on a line of its own, once, whether or not there is a bar."""
        if text != self._warned:
            self._all.write(f"factbook: {text}", file=sys.stderr)
        self._warned = text

    def show(self, doing: Sequence[tuple[str, float, float] | None]) -> None:
        """Show what each slot does: the claim, since when (monotonic seconds), and the megabytes it takes."""
        now = time.monotonic()
        for number, (bar, one) in enumerate(zip(self._slots, doing, strict=False), start=1):
            if one is None:
                text = "-"
            else:
                claim, began, memory_mb = one
                name = claim if len(claim) <= _NAME_WIDTH else claim[: _NAME_WIDTH - 1] + "…"
                memory = f"  {memory_mb:,.0f} MB" if memory_mb else ""
                text = f"{name:{_NAME_WIDTH}}  {now - began:5.0f} s{memory}"
            bar.set_description_str(f"  {number}: {text}", refresh=not bar.disable)
        self._all.refresh()
