"""The signs of stances, for forms that have neither the colours nor the drawings of the page."""

from __future__ import annotations

STANCE_SIGNS = {"supports": "✓", "refutes": "✕", "mixed": "±", "not_addressed": "–"}
"""By the value of a stance; they are those of the page (``mark_of`` in ``macros.html.j2``)."""

NO_STANCE_SIGN = "○"
"""Of a cell in which nothing is settled."""
