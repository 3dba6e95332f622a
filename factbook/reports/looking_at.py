"""Looking at a check of a casebook for an overview, with the SupportModel in use."""

from __future__ import annotations

from factbook.analysis.independence import find_origins
from factbook.analysis.looked_at import LookedAt
from factbook.analysis.texts import ReadOnce
from factbook.model.blinding import blind_round, seen_by
from factbook.reports.proof import prove_check
from factbook.store.check_folder import CheckFolder


def look_at(folder: CheckFolder) -> LookedAt:
    """Read a check as anybody may see it, and give it audited and with its origins.

    `errors.FactbookError` if it cannot be read.
    """
    check, texts = folder.read(), ReadOnce(folder)
    seen = seen_by(check, None)
    origins = find_origins(seen, texts)
    audit = prove_check(seen, folder, texts=texts, origins=origins)
    return LookedAt(seen, audit, origins, blind=blind_round(check) is not None)
