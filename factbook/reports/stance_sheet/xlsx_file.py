"""The stance table as a workbook: rows to edit, the table as people know it, sources, quotes, a key."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from factbook.model.stance import StanceValue
from factbook.reports.context import ReportContext
from factbook.reports.dates import day_of_file
from factbook.reports.office_file import FIRST_YEAR, fixed_zip
from factbook.reports.signs import NO_STANCE_SIGN, STANCE_SIGNS
from factbook.reports.stance_sheet.cells import defuse, printed
from factbook.reports.stance_sheet.rows import COLUMNS, SEVERAL, stance_rows
from factbook.reports.views.stances import CellView

STANCES = "Stances"
"""The sheet that is read back."""

_SILENCE = "A source that does not address a point stands on neither side: it never counts against it."
_READING_BACK = (
    "Edit the columns stance and note of the sheet Stances, save, and run: factbook stance CHECK --from FILE"
)
_APOSTROPHES = "Words that a spreadsheet would run begin with an apostrophe; reading back takes it off."

_NUMBERS = frozenset(["source_number", "point_number", "confidence", "number", "start", "end", "page"])
_EDITED = frozenset(["stance", "note"])
_FILLS = {"supports": "E3F0EE", "refutes": "FBECE5", "mixed": "FAF3DC", "not_addressed": "F0EFEA"}
_HEAD, _HEAD_EDITED = "E8E5DC", "FCEBAC"
_WIDTHS = {
    "source_title": 34,
    "source_url": 30,
    "point_text": 40,
    "stance": 15,
    "note": 40,
    "quote_words": 50,
    "marks": 34,
    "title": 44,
    "url": 40,
    "reference": 60,
    "words": 70,
    "before": 30,
    "after": 30,
    "interest": 30,
    "sha256": 30,
    "copy_sha256": 30,
    "as_exported": 12,
}
_WIDTH, _WIDE = 14, 28
_LINE, _MOST_LINES = 15, 12
"""Points of a line, and lines that a row shows; programs do not fit rows to their words by themselves."""

_BOLD = Font(name="Calibri", size=11, bold=True)
_NUMERIC = re.compile(r"-?\d+(\.\d+)?")
_CREATED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def stances_xlsx(report: ReportContext) -> bytes:
    """Give the stance table as a workbook with the sheets Stances, Table, Sources, Quotes and About."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(STANCES)
    rows = stance_rows(report)
    _fill(sheet, list(COLUMNS), [[row[name] for name in COLUMNS] for row in rows], frozen="D2")
    _offer_stances(sheet, len(rows))
    _table_sheet(book.create_sheet("Table"), report)
    _fill(book.create_sheet("Sources"), *_sources(report), frozen="C2")
    _fill(book.create_sheet("Quotes"), *_quotes(report), frozen="C2")
    _about(book.create_sheet("About"), report)
    return _saved(book, report)


def _fill(sheet: Any, columns: Sequence[str], rows: Sequence[Sequence[str]], *, frozen: str) -> None:
    """Write a head and rows; ids and words are text whatever they look like, numbers are numbers."""
    for place, name in enumerate(columns, start=1):
        cell = _put(sheet, 1, place, name)
        cell.font = _BOLD
        cell.fill = _solid(_HEAD_EDITED if name in _EDITED else _HEAD)
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(name, _WIDTH)
    for number, row in enumerate(rows, start=2):
        for place, (name, value) in enumerate(zip(columns, row, strict=True), start=1):
            cell = _put(sheet, number, place, value, numeric=name in _NUMBERS)
            if name == "stance" and value in _FILLS:
                cell.fill = _solid(_FILLS[value])
            if name == "confidence" and cell.data_type == "n":
                cell.number_format = "0%"
        sheet.row_dimensions[number].height = _height(columns, row)
    sheet.row_dimensions[1].height = _height(columns, columns)
    sheet.freeze_panes = frozen
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    sheet.print_title_rows = "1:1"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"


def _put(sheet: Any, row: int, column: int, value: str, *, numeric: bool = False) -> Any:
    cell = sheet.cell(row=row, column=column)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if numeric and _NUMERIC.fullmatch(value):
        cell.value = float(value) if "." in value else int(value)
    elif value:
        cell.value = defuse(printed(value))
        cell.data_type = "s"  # "#N/A" would be an error else
        cell.number_format = "@"
    else:
        cell.number_format = "@" if not numeric else "General"
    return cell


def _height(columns: Sequence[str], row: Sequence[str]) -> int:
    """Give a row's height in points: room for the words of its fullest cell, up to a bound."""
    most = 1
    for name, value in zip(columns, row, strict=True):
        width = _WIDTHS.get(name, _WIDTH if name in COLUMNS else _WIDE)
        most = max(most, sum(1 + len(line) // width for line in value.split("\n")[:_MOST_LINES]))
    return _LINE * min(most, _MOST_LINES)


def _offer_stances(sheet: Any, count: int) -> None:
    choice = DataValidation(type="list", formula1=f'"{",".join(StanceValue)}"', allow_blank=True)
    choice.error = f"A stance is one of: {', '.join(StanceValue)}."
    choice.errorTitle, choice.showErrorMessage = "No stance", True
    letter = get_column_letter(list(COLUMNS).index("stance") + 1)
    if count:
        choice.add(f"{letter}2:{letter}{count + 1}")
        sheet.add_data_validation(choice)


def _table_sheet(sheet: Any, report: ReportContext) -> None:
    """Write sources down and points across, as the report has them, and the points' ratings below."""
    columns = ["number", "source", *(f"Point {point.number}: {point.text}" for point in report.points)]
    rows = [
        [
            str(row.number),
            _titled(row.title, row.copy_of.number if row.copy_of else None),
            *map(_told, row.cells),
        ]
        for row in report.rows
    ]
    rows.append(["", "The point", *(f"{point.rating}: {point.summary}" for point in report.points)])
    _fill(sheet, columns, rows, frozen="C2")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 8, 40
    for place in range(3, len(columns) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = 28
    for number, row in enumerate(report.rows, start=2):
        for place, one in enumerate(row.cells, start=3):
            if one.value:
                sheet.cell(row=number, column=place).fill = _solid(_FILLS[one.value.value])
    for cell in sheet[len(rows) + 1]:
        cell.font = _BOLD
    sheet.auto_filter.ref = None


def _titled(title: str, copy_of: int | None) -> str:
    return f"{title} (same text as {copy_of})" if copy_of else title


def _told(cell: CellView) -> str:
    if cell.waiting:
        sure = f", {cell.waiting.sure} sure" if cell.waiting.sure else ""
        return f"? {cell.waiting.label} (suggested by {cell.waiting.coder}{sure}; nobody has judged it)"
    sign = STANCE_SIGNS[cell.value.value] if cell.value else NO_STANCE_SIGN
    decided = " (decided where coders differ)" if cell.decision else ""
    return f"{sign} {cell.label}{decided}"


def _sources(report: ReportContext) -> tuple[list[str], list[list[str]]]:
    columns = [
        "number", "id", "title", "reference", "url", "doi", "isbn", "archive_url", "interest", "copy_of",
        "captured", "media_type", "sha256", "unread", "marks",
    ]  # fmt: skip
    rows = []
    for one in report.sources:
        kept = one.snapshot
        rows.append(
            [
                str(one.number),
                one.id,
                one.title,
                "".join(piece.text for piece in one.reference),
                one.url or "",
                one.doi,
                one.isbn,
                one.archive_url or "",
                one.interest,
                report.sources[one.copy_of.number - 1].id if one.copy_of else "",
                kept.captured_at if kept else "",
                kept.media_type if kept else "",
                kept.sha256 if kept else "",
                one.unread,
                "\n".join(f"{mark.label}: {mark.detail}" for mark in one.marks),
            ]
        )
    return columns, rows


def _quotes(report: ReportContext) -> tuple[list[str], list[list[str]]]:
    columns = [
        "id", "source_id", "words", "state", "marks", "marked_by", "points", "before", "after", "page",
        "start", "end", "captured", "copy_sha256",
    ]  # fmt: skip
    rows = [
        [
            one.id,
            source.id,
            one.exact,
            one.state,
            f"{one.mark.label}: {one.mark.detail}" if one.mark else "",
            f"{one.marked_by}; no person has taken it over" if one.marked_by else "",
            SEVERAL.join(one.points),
            one.before,
            one.after,
            str(one.page) if one.page else "",
            str(one.start),
            str(one.end),
            one.captured_at,
            one.copy_sha256,
        ]
        for source in report.sources
        for one in source.quotes
    ]
    return columns, rows


def _about(sheet: Any, report: ReportContext) -> None:
    told = [
        ("Check", report.id),
        ("Claim", report.headline),
        ("Checked on", report.checked_on),
        ("Rating", f"{report.rating.label}. {report.rating.reason}"),
        ("Set by", report.rating.set_by or "nobody; the stance table gives it"),
        ("Outdated", report.outdated.reason if report.outdated else ""),
        ("Publisher", report.publisher.name),
        ("Made with", report.generator),
        ("sha256 of check.json", report.check_sha256),
        ("Silence", _SILENCE),
        ("Suggestions", "What a model suggests stands in its own columns and counts for nothing."),
        ("Reading back", _READING_BACK),
        ("Apostrophes", _APOSTROPHES),
        *((f"Column {name}", means) for name, means in COLUMNS.items()),
    ]  # fmt: skip
    for number, (name, value) in enumerate((one for one in told if one[1]), start=1):
        _put(sheet, number, 1, name).font = _BOLD
        _put(sheet, number, 2, value)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 26, 90


def _saved(book: Workbook, report: ReportContext) -> bytes:
    properties = book.properties
    properties.title = printed(f"Stance table: {report.headline}")[:255]
    properties.creator = printed(report.publisher.name)[:255] or "factbook"
    properties.language = report.language
    day = datetime(*day_of_file(report, since=FIRST_YEAR))  # noqa: DTZ001  the file has no zones
    properties.created = properties.modified = day
    written = io.BytesIO()
    book.save(written)
    data = written.getvalue()
    # Saving writes the time of day over what was set.
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        core = made.read("docProps/core.xml")
    stamp = rb"\g<1>" + day.strftime("%Y-%m-%dT00:00:00Z").encode()
    return fixed_zip(data, replaced={"docProps/core.xml": _CREATED.sub(stamp, core)})


def _solid(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour, end_color=colour)
