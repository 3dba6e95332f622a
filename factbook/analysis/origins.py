"""Which sources of a check are one origin: the answer, and how sources are counted by it.

How it is found stands in `analysis.independence`; here is nothing heavy, so that all who count can import it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from factbook.errors import BadInputError
from factbook.model.check import Check, put_record
from factbook.wording import comma_list, ngettext

Ground = Literal["text", "address", "hand"]
"""Why a source folds: its words, its address, or because a person said so."""

INDEPENDENT, AUTOMATIC = "none", "auto"


@dataclass(frozen=True)
class Fold:
    """A source that is a copy of another.

    ``of`` is the source it was held against; ``share`` the share of its words that also stand there, 0 to 1,
    if they were compared. ``message`` calls that source ``{0}``, so that a report can name it by its number.
    """

    source: str
    of: str
    ground: Ground
    message: str
    share: float | None = None

    @property
    def reason(self) -> str:
        """Why it folds, with sources called by their ids: ``94% of its words also stand in s3``."""
        return self.told({})

    def told(self, spoken: Mapping[str, str]) -> str:
        """Say why it folds, with other words for some ids."""
        return self.message.replace("{0}", spoken.get(self.of, self.of))


@dataclass(frozen=True)
class Origin:
    """Sources that go back to one text: the likely original, and its copies in the order of the check."""

    first: str
    folds: tuple[Fold, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of all its sources, the likely original first."""
        return (self.first, *(fold.source for fold in self.folds))


@dataclass(frozen=True)
class Origins:
    """The origins of a check's sources, in the order in which their first sources stand in the check."""

    groups: tuple[Origin, ...]

    @cached_property
    def _by_source(self) -> dict[str, Origin]:
        return {source: group for group in self.groups for source in group.sources}

    @cached_property
    def _folds(self) -> dict[str, Fold]:
        return {fold.source: fold for group in self.groups for fold in group.folds}

    def of(self, source: str) -> str:
        """Give the id of the likely original of a source; itself if it is no copy, or no source."""
        group = self._by_source.get(source)
        return group.first if group else source

    def group(self, source: str) -> Origin:
        """Give the origin a source belongs to."""
        return self._by_source.get(source) or Origin(source)

    def fold(self, source: str) -> Fold | None:
        """Give why a source is a copy, if it is one."""
        return self._folds.get(source)

    def count(self, sources: Iterable[str]) -> int:
        """Count how many origins these sources come from."""
        return len({self.of(source) for source in sources})


def each_its_own(check: Check) -> Origins:
    """Give every source as an origin of its own: what is known before texts were compared."""
    return Origins(tuple(Origin(source.id) for source in check.sources))


def count_sources(sources: int, origins: int) -> str:
    """Say how many sources there are, and how many origins where they differ."""
    told = ngettext("{number} source", "{number} sources", sources)
    return told if origins == sources else comma_list([told, count_origins(origins)])


def count_origins(origins: int) -> str:
    """Say how many independent origins there are."""
    return ngettext("{number} independent origin", "{number} independent origins", origins)


def with_origin(check: Check, source: str, other: str) -> Check:
    """Give the check with a source's origin set by hand.

    Parameters
    ----------
    check:
        The check.
    source:
        The source.
    other:
        The source it is a copy of; ``none`` if it is a copy of none, whatever its words say; ``auto`` to go
        by words and addresses again.

    Raises
    ------
    NotFoundError
        There is no source of one of these ids.
    BadInputError
        A source would be a copy of itself, or a copy of its own copy.
    """
    record = check.source(source)
    if other == AUTOMATIC:
        origin = None
    elif other == INDEPENDENT:
        origin = source
    else:
        origin = check.source(other).id
        if origin == source:
            raise BadInputError(
                f"{source} cannot be a copy of itself",
                next_step=f"Give 'none' to say that {source} is no copy.",
            )
        if source in _chain(check, origin):
            raise BadInputError(
                f"{origin} is set to be a copy of {source} already",
                next_step=f"Set {origin} to 'none' or 'auto' first.",
            )
    return put_record(check, "sources", record.model_copy(update={"origin": origin}))


def _chain(check: Check, source: str) -> list[str]:
    """Follow what was set by hand from a source to what it is a copy of, and so on."""
    set_by_hand = {one.id: one.origin for one in check.sources}
    chain = [source]
    while (following := set_by_hand.get(chain[-1])) and following not in chain:
        chain.append(following)
    return chain
