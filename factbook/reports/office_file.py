"""Office files that do not tell when they were written: zips whose bytes follow from their parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

FIRST_YEAR = 1980
"""The first year that a zip can tell."""

_FIRST_DAY = (FIRST_YEAR, 1, 1, 0, 0, 0)


def fixed_zip(data: bytes, *, replaced: Mapping[str, bytes] | None = None) -> bytes:
    """Give a zip with the parts of another, some replaced: no times, nothing compressed, in one order.

    Compression would give other bytes with another zlib, and `factbook verify` compares them. The part that
    names all others comes first, as programs that look at the begin of a file expect.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(written, "w") as made:
        for name in sorted(given.namelist()):
            part = zipfile.ZipInfo(name, date_time=_FIRST_DAY)
            part.external_attr = 0o644 << 16
            part.create_system = 3
            made.writestr(part, (replaced or {}).get(name, given.read(name)))
    return written.getvalue()
