"""The finished file: its properties, and bytes that follow from what it says alone."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from factbook.reports.context import ReportContext
from factbook.reports.dates import day_of_file
from factbook.reports.office_file import FIRST_YEAR, fixed_zip
from factbook.reports.word.text import clean
from factbook.wording import gettext


def finished(document: Any, report: ReportContext, *, title: str) -> bytes:
    """Give the file of a document with the properties of a report."""
    properties = document.core_properties
    name = clean(report.publisher.name)
    properties.title = _short(clean(title))
    properties.author = _short(name)
    properties.last_modified_by = _short(name)
    properties.language = report.language
    properties.subject = _short(clean(report.rating.label))
    properties.keywords = gettext("fact check")
    properties.category = ""
    properties.comments = gettext(
        "Made with {generator} from {file}.",
        generator=clean(report.generator),
        file=f"check.json {report.check_sha256}",
    )
    properties.created = properties.modified = datetime(*day_of_file(report, since=FIRST_YEAR), tzinfo=UTC)
    properties.revision = 1
    written = io.BytesIO()
    document.save(written)
    return fixed_zip(written.getvalue())


def _short(text: str) -> str:
    """Give words that fit into a property: 255 characters, says its schema."""
    return text if len(text) <= 255 else f"{text[:254]}…"
