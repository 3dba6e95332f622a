"""Parts that can be exchanged: found by their name among the entry points that packages declare.

A package offers, say, a fetcher of its own by an entry point in the group ``factbook.fetchers``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib.metadata import entry_points
from typing import Any

from factbook.errors import BadInputError


def load_part(group: str, name: str) -> Any:
    """Load what is offered under a name, like ``load_part("factbook.fetchers", "http")``.

    ``BadInputError`` if no package offers it, or if the package that does cannot be imported.
    """
    offered = _offered(group, entry_points)
    if name not in offered:
        raise BadInputError(
            f"There is no {name!r} among the {group.rpartition('.')[2].replace('_', ' ')}",
            next_step=f"There is: {', '.join(sorted(offered)) or 'none'}.",
        )
    try:
        return offered[name].load()
    except (ImportError, AttributeError) as error:
        raise BadInputError(
            f"{name!r} of {group} cannot be loaded: {error}",
            next_step="Install what it needs, or choose another.",
        ) from error


def names_offered(group: str) -> list[str]:
    """Give the names of all that is offered in a group, sorted."""
    return sorted(_offered(group, entry_points))


@lru_cache(maxsize=16)
def _offered(group: str, find: Callable[..., Any]) -> dict[str, Any]:
    # Finding them reads a file of every package that is installed, and one report asks several times.
    return {point.name: point for point in find(group=group)}
