"""The contexts of the sample checks, made once."""

from __future__ import annotations

from types import ModuleType

import pytest

from factbook.reports.context import ReportContext
from factbook.reports.notebook import Block, read_report
from tests.reports import samples as sample_checks


@pytest.fixture(scope="session")
def samples() -> ModuleType:
    """The module that makes the sample checks."""
    return sample_checks


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ReportContext]:
    """The contexts of the sample checks, by name."""
    place = tmp_path_factory.mktemp("casebooks")
    makers = {
        "clean": sample_checks.clean_check,
        "faulty": sample_checks.faulty_check,
        "empty": sample_checks.empty_check,
        "hostile": sample_checks.hostile_check,
        "arabic": sample_checks.arabic_check,
        "corrected": sample_checks.corrected_check,
    }
    return {name: sample_checks.compose(make(place / name)) for name, make in makers.items()}


@pytest.fixture(scope="session")
def shown(reports: dict[str, ReportContext]) -> dict[str, tuple[ReportContext, tuple[Block, ...]]]:
    """What the notebooks of the sample checks show, by name; some have cells of the analyst's own."""
    extra = {
        "clean": {"summary": sample_checks.analyst_cells()},
        "hostile": {"header": sample_checks.hostile_cells()},
    }
    return {
        name: read_report(sample_checks.notebook(report, extra.get(name))) for name, report in reports.items()
    }
