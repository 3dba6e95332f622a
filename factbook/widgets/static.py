"""Pieces of the static form of parts: plain HTML that says what it is without script or style."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def isolated(text: str) -> str:
    """Give text of a check so that a right-to-left script does not turn around what stands beside it."""
    return f"<bdi>{escape(text)}</bdi>"


def definition_list(rows: Iterable[tuple[str, str]]) -> str:
    """Give names and what they stand for as a list, those that stand for something."""
    told = "".join(f"<dt>{escape(name)}</dt><dd>{isolated(text)}</dd>" for name, text in rows if text)
    return f"<dl>{told}</dl>"
