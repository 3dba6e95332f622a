"""Built files, held against what is built of the check now."""

from __future__ import annotations

from typing import Any

import pytest

from factbook.reports.context import ReportContext
from factbook.reports.notebook import with_report
from factbook.reports.verifying.built import prove_built
from factbook.reports.verifying.result import State


def state(name: str, report: ReportContext, data: bytes, again: bytes = b"made anew") -> State:
    def build(_nb: Any) -> bytes:
        return again

    (proof,) = prove_built(name, data, with_report(None, report), build)
    return proof.state


def test_the_same_bytes_prove_a_file(reports: dict[str, ReportContext]) -> None:
    assert state("report.pdf", reports["clean"], b"made anew") == State.PROVED


def test_other_bytes_do_not_hold(reports: dict[str, ReportContext]) -> None:
    assert state("report.pdf", reports["clean"], b"made before") == State.FAILS
    assert state("claimreview.json", reports["arabic"], b"made before") == State.FAILS


def test_a_pdf_in_fonts_of_another_machine_is_not_accused(reports: dict[str, ReportContext]) -> None:
    assert state("report.pdf", reports["arabic"], b"made before") == State.NOT_PROVED


@pytest.mark.parametrize("error", [KeyError("cells"), RecursionError(), TypeError()])
def test_a_notebook_that_breaks_the_exporter_does_not_hold(
    reports: dict[str, ReportContext], error: Exception
) -> None:
    def build(_nb: Any) -> bytes:
        raise error

    (proof,) = prove_built("report.html", b"", with_report(None, reports["clean"]), build)
    assert (proof.state, "cannot be shown" in proof.detail) == (State.FAILS, True)
