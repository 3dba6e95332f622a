"""How large a document may be to become a source, wherever it comes from."""

from __future__ import annotations

MAX_SIZE_BYTES = 20_000_000
