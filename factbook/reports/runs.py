"""Runs of citations: whole sources that follow each other in a sentence are shown as [1]–[8].

CSL calls this ``collapse="citation-number"`` (https://docs.citationstyles.org). Only how a citation is shown
changes: each stays in its sentence, and what it says of words or of a fault is never folded away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from factbook.reports.views.sentence import CitationView, Piece

_FEWEST = 3
"""Citations that make a run: two are as short as the range would be."""


@dataclass(frozen=True)
class Run:
    """Citations of whole sources with numbers that follow each other: the ends, and what lies between."""

    first: CitationView
    between: tuple[CitationView, ...]
    last: CitationView


def in_runs(pieces: Sequence[Piece]) -> Iterator[Piece | Run]:
    """Give the pieces of a sentence with each run of citations as one; all others as they are, in order."""
    kept: list[Piece] = []
    for piece in pieces:
        if kept and not _goes_on(kept, piece):
            yield from _told(kept)
            kept = []
        kept.append(piece)
    yield from _told(kept)


def _goes_on(kept: list[Piece], piece: Piece) -> bool:
    """Tell whether a piece goes on with a run, or is the blank between two of its citations."""
    if not _is_whole_source(kept[0]):
        return False
    if not piece.citation:
        return piece.text.isspace()
    last = next(one.citation for one in reversed(kept) if one.citation)
    return _is_whole_source(piece) and piece.citation.number == (last.number or 0) + 1


def _is_whole_source(piece: Piece) -> bool:
    one = piece.citation
    return one is not None and not one.broken and one.anchor.startswith("source-")


def _told(kept: list[Piece]) -> Iterator[Piece | Run]:
    cited = [piece.citation for piece in kept if piece.citation]
    if len(cited) < _FEWEST:
        yield from kept
        return
    yield Run(cited[0], tuple(cited[1:-1]), cited[-1])
    if not kept[-1].citation:
        yield kept[-1]
