"""What changed between two views, as a few places and their new values: so little is sent to the page.

A patch is a list of ``[path, value]``; a path is the keys and indexes that lead to the place. A key that is
gone has a path alone. Lists of another length are given as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

JsonObject = dict[str, Any]
Patch = list[list[Any]]


def difference(before: JsonObject, after: JsonObject) -> Patch:
    """Give the patch that makes ``after`` of ``before``."""
    return list(_differences(before, after, []))


def _differences(before: Any, after: Any, path: list[str | int]) -> Iterator[list[Any]]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        yield from ([[*path, key]] for key in before if key not in after)
        for key, value in after.items():
            if key in before:
                yield from _differences(before[key], value, [*path, key])
            else:
                yield [[*path, key], value]
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _differences(old, new, [*path, index])
    else:
        yield [path, after]
