"""Bundles for the tests: made without a kernel, of a notebook that shows just the report."""

from __future__ import annotations

from pathlib import Path

from factbook.batch.build import BUILT_NOTEBOOK, FORMATS, notebook_bytes
from factbook.model.check import Check
from factbook.reports.bundle.write import Bundle, write_bundle
from factbook.reports.compose import compose_report
from factbook.reports.notebook import with_report
from factbook.reports.verifying.result import State, Verification
from factbook.reports.verifying.verify import verify
from factbook.store.check_folder import CheckFolder

BUILDERS = dict(FORMATS.values())


def built(folder: CheckFolder) -> dict[str, bytes]:
    """Give the report, the ClaimReview and the notebook of a check."""
    nb = with_report(None, compose_report(folder))
    files = {FORMATS[name][0]: FORMATS[name][1](nb, None) for name in ("html", "claimreview")}
    return files | {BUILT_NOTEBOOK: notebook_bytes(nb)}


def make_bundle(
    folder: CheckFolder, out: Path, *, check: Check | None = None, sign: Path | None = None
) -> Bundle:
    """Write the bundle of a check as it is."""
    theme = compose_report(folder).theme
    return write_bundle(folder, check or folder.read(), built(folder), out=out, theme=theme, sign=sign)


def prove(path: Path, **options: object) -> Verification:
    """Verify something with all formats there are."""
    return verify(path, builders=BUILDERS, **options)  # type: ignore[arg-type]


def wrong(found: Verification) -> dict[str, str]:
    """Give what does not hold: names and details."""
    return {proof.name: proof.detail for proof in found.proofs if proof.state == State.FAILS}
