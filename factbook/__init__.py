"""Fact-checks that can be proved: every sentence leads to exact words in a kept copy.

>>> import factbook as fb
>>> check = fb.open("examples/ice-training")  # doctest: +SKIP
>>> check.table()                             # doctest: +SKIP
"""

from __future__ import annotations

import importlib
from typing import Any

_HOMES = {
    "OpenCheck": "factbook.api",
    "build": "factbook.api",
    "bundle": "factbook.api",
    "compare": "factbook.api",
    "desk": "factbook.api",
    "digest": "factbook.api",
    "load_casebook": "factbook.api",
    "new": "factbook.api",
    "open": "factbook.api",
    "site": "factbook.api",
    "verify": "factbook.api",
    "comparison_report": "factbook.reports.comparing",
    "digest_report": "factbook.reports.digesting",
    "classify_pairs": "factbook.evidence.pairs",
    "find_passages": "factbook.evidence.passages",
    "suggest_stances": "factbook.evidence.stance_models",
    "supports": "factbook.evidence.support",
    "krippendorff_alpha": "factbook.analysis.agreement",
    "SUPPORT_THRESHOLD": "factbook.evidence.support",
    "FactbookError": "factbook.errors",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    # Nothing is imported before it is used: pandas and pydantic would take most of a command's time.
    if name == "__version__":
        return importlib.import_module("importlib.metadata").version("factbook")
    if name not in _HOMES:
        raise AttributeError(f"module 'factbook' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
