"""Where two runs of one notebook differ, cell by cell.

What no two runs can share is left out: times, ids that are drawn anew, addresses, process ids in file names.
Everything else counts: outputs and their order, streams, metadata, execution counts, status, widget state.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

_TIMES = {"start_time", "end_time", "duration"}
_CUT_SHORT = ("DeadKernelError", "CellTimeoutError")

_DRAWN = [
    (re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])"), "ID"),
    (re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "UUID"),
    (re.compile(r"\b0x[0-9a-f]{6,}\b"), "ADDRESS"),
    (re.compile(r"\bipykernel_\d+/\d+\.py"), "CELL.py"),
    (re.compile(r"\btmp[0-9a-z_]{8}\b"), "TMP"),
    (re.compile(r"\bid='?\d{12,}'?"), "id=ID"),
]


@dataclass(frozen=True)
class Run:
    """One run of a notebook.

    Attributes
    ----------
    notebook:
        What was written; ``None`` if nothing was.
    error:
        The name and the words of what papermill raised; empty if nothing.
    files:
        Names of what lay in the folder afterwards.
    seconds:
        How long it took.
    """

    notebook: dict[str, Any] | None
    error: str
    files: tuple[str, ...]
    seconds: float


@dataclass(frozen=True)
class Difference:
    """A place where two runs differ, and what stands there in each."""

    place: str
    first: str
    second: str

    def __str__(self) -> str:
        return f"{self.place}\n    {self.first[:600]}\n    {self.second[:600]}"


def differences(first: Run, second: Run) -> list[Difference]:
    """Give all places where two runs differ.

    Where a kernel died or a cell ran out of time, what it said last may not have arrived: there one run's
    outputs may be the beginning of the other's.
    """
    found = [
        Difference(place, one, other)
        for place, one, other in (
            ("error", _steady(first.error), _steady(second.error)),
            ("files", _steady(" ".join(first.files)), _steady(" ".join(second.files))),
        )
        if one != other
    ]
    if first.notebook is None or second.notebook is None:
        if first.notebook is not second.notebook:
            found.append(Difference("notebook", str(bool(first.notebook)), str(bool(second.notebook))))
        return found
    cut_short = all(run.error.startswith(_CUT_SHORT) for run in (first, second))
    cells = list(zip_longest(_cells(first.notebook), _cells(second.notebook), fillvalue={}))
    last = max((n for n, pair in enumerate(cells) if any(map(_has_run, pair))), default=-1)
    for number, (one, other) in enumerate(cells):
        if cut_short and number == last:
            found += _cell_differences(number, *_shared(one, other))
        else:
            found += _cell_differences(number, one, other)
    found += _parts("metadata", _metadata(first.notebook), _metadata(second.notebook))
    return found


def _cell_differences(number: int, one: dict[str, Any], other: dict[str, Any]) -> Iterator[Difference]:
    yield from _parts(f"cell {number + 1}", one, other)


def _parts(place: str, one: Any, other: Any) -> Iterator[Difference]:
    """Go down to the smallest parts that differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted({*one, *other}):
            yield from _parts(f"{place} {key}", one.get(key), other.get(key))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, pair in enumerate(zip(one, other, strict=True)):
            yield from _parts(f"{place} {number}", *pair)
    elif one != other:
        yield Difference(place, json.dumps(one), json.dumps(other))


def _cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [_steady_cell(cell) for cell in notebook["cells"]]


def _steady_cell(cell: dict[str, Any]) -> dict[str, Any]:
    metadata = dict(cell["metadata"])
    metadata["papermill"] = _without_times(metadata.get("papermill", {}))
    metadata["execution"] = sorted(metadata.get("execution", {}))
    steady = {key: value for key, value in cell.items() if key != "id"} | {"metadata": metadata}
    if "outputs" in cell:
        steady["outputs"] = _steady_json(_merge_streams(cell["outputs"]))
    return steady


def _merge_streams(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put pieces of one stream that follow each other together: where they are cut is up to a clock."""
    merged: list[dict[str, Any]] = []
    for output in outputs:
        text = output.get("text", "")
        whole = output | {"text": "".join(text)} if output["output_type"] == "stream" else output
        if merged and whole["output_type"] == "stream" and merged[-1].get("name") == whole["name"]:
            merged[-1] = merged[-1] | {"text": merged[-1]["text"] + whole["text"]}
        else:
            merged.append(whole)
    return merged


def _metadata(notebook: dict[str, Any]) -> dict[str, Any]:
    metadata = dict(notebook["metadata"])
    metadata["papermill"] = _without_times(metadata.get("papermill", {}))
    widgets = metadata.pop("widgets", {})
    states = widgets.get("application/vnd.jupyter.widget-state+json", {}).get("state", {})
    # By what they are: their ids are drawn anew in each run.
    metadata["widgets"] = sorted(json.dumps(_steady_json(state), sort_keys=True) for state in states.values())
    return metadata


def _without_times(about: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in about.items() if key not in _TIMES}


def _steady_json(value: Any) -> Any:
    return json.loads(_steady(json.dumps(value)))


def _steady(text: str) -> str:
    for pattern, name in _DRAWN:
        text = pattern.sub(name, text)
    return text


def _has_run(cell: dict[str, Any]) -> bool:
    return (
        bool(cell)
        and cell["metadata"]["papermill"].get("status") not in {None, "pending"}
        and bool(cell.get("outputs") or cell["metadata"]["execution"])
    )


def _shared(one: dict[str, Any], other: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give two cells as far as both have arrived."""
    length = min(len(json.dumps(cell["outputs"])) for cell in (one, other))
    texts = [json.dumps(cell["outputs"])[: length - 3] for cell in (one, other)]
    return tuple(
        {"outputs": text, "source": cell["source"]} for text, cell in zip(texts, (one, other), strict=True)
    )  # type: ignore[return-value]
