"""What ``import factbook as fb`` offers: a check as one works with it in Python.

A check is opened in `opening`; what it says is in `reading`, how it is judged in `judging`, how it is
published and corrected in `publishing`, everything else one does with it in `open_check`. What is made of one
or several stands in `using`.
"""

from factbook.api.open_check import OpenCheck
from factbook.api.opening import load_casebook, new, open  # noqa: A004
from factbook.api.using import build, bundle, compare, desk, digest, site, verify

__all__ = [
    "OpenCheck",
    "build",
    "bundle",
    "compare",
    "desk",
    "digest",
    "load_casebook",
    "new",
    "open",
    "site",
    "verify",
]
