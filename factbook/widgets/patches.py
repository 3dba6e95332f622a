"""What changed between two views, as a few places and their new values: so little is sent to the page.

A patch is a list of ``[path, value]``; a path is the keys and indexes that lead to the place. A key that is
gone has a path alone. Of a list that has grown or shrunk at its end, ``[path, place, items]`` gives what it
has from a place on; another of another length is given as a whole. Applied twice, it does what it does once.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import eq
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
    elif isinstance(before, list) and isinstance(after, list) and _are_alike(before, after):
        for index, (old, new) in enumerate(zip(before, after, strict=False)):
            yield from _differences(old, new, [*path, index])
        if len(before) != len(after):
            shared = min(len(before), len(after))
            yield [path, shared, after[shared:]]
    else:
        yield [path, after]


def _are_alike(before: list[Any], after: list[Any]) -> bool:
    """Tell whether two lists are of one length, or have mostly the same at the same places."""
    if len(before) == len(after):
        return True
    shared = min(len(before), len(after))
    return shared > 0 and sum(map(eq, before, after)) * 2 >= shared
