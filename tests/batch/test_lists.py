"""Odd cells of lists of claims: each is an error of its own row, and none is lost without a word."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart

from factbook.batch.claims import ClaimRow, read_claims
from factbook.errors import BadInputError


def workbook(folder: Path, *rows: tuple[object, ...]) -> Path:
    """Write a workbook as openpyxl does: no formula is worked out."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(folder / "c.xlsx")
    return folder / "c.xlsx"


def with_sheet(path: Path, old: str, new: str) -> Path:
    """Change the XML of a workbook's sheet, to what spreadsheet programs write and openpyxl does not."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    assert old in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(old, new).encode()
    with zipfile.ZipFile(path, "w") as book:
        for name, data in parts.items():
            book.writestr(name, data)
    return path


def errors(rows: list[ClaimRow]) -> list[str]:
    return [str(row.error or "") for row in rows]


def test_a_formula_that_was_never_worked_out_is_an_error_of_its_row(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("question", "claimant"), ("A", "=B3"), ("B", "Bo"))
    odd, good = errors(read_claims(path))
    assert "c.xlsx row 2: B2 is a formula without a result" in odd
    assert not good


def test_the_result_of_a_formula_counts_also_where_it_is_empty(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("question", "claimant"), ("A", "=B3"), ("B", "Bo"), ("C", '=""'))
    with_sheet(path, '<c r="B2"><f>B3</f><v></v>', '<c r="B2" t="str"><f>B3</f><v>Bo</v>')
    with_sheet(path, '<c r="B4"><f>""</f><v></v>', '<c r="B4" t="str"><f>""</f><v></v>')
    rows = read_claims(path)
    assert errors(rows) == ["", "", ""]
    assert [row.fields.get("claimant") for row in rows] == ["Bo", "Bo", None]


def test_an_error_value_is_no_claim(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("question", "claimant"), ("#N/A", "Bo"), ("B", "=1/0"), ("C", "Bo"))
    with_sheet(path, '<c r="B3"><f>1/0</f><v></v>', '<c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v>')
    missing, divided, good = errors(read_claims(path))
    assert "c.xlsx row 2: A2 holds the error #N/A" in missing
    assert "c.xlsx row 3: B3 holds the error #DIV/0!" in divided
    assert not good


def test_words_that_look_like_an_error_value_are_words(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("question",), ("#N/A",))
    with_sheet(path, 't="e"><v>#N/A</v>', 't="inlineStr"><is><t>#N/A</t></is>')
    (row,) = read_claims(path)
    assert row.fields == {"question": "#N/A"}


def test_a_header_that_is_an_error_value_is_named(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("question", "#REF!"), ("A", "Bo"))
    with pytest.raises(BadInputError, match=re.escape("c.xlsx row 1: B1 holds the error #REF!")):
        read_claims(path)


def test_no_row_is_lost_where_a_workbook_tells_its_size_wrong(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("question", "claimant"), ("A", "Bo"), ("B", "Bo"))
    with_sheet(path, '<dimension ref="A1:B3"/>', '<dimension ref="A1:A2"/>')
    assert [row.fields for row in read_claims(path)] == [
        {"question": "A", "claimant": "Bo"},
        {"question": "B", "claimant": "Bo"},
    ]


@pytest.mark.parametrize("damage", ["<broken", "</x>", '<row r="x">'])
def test_a_damaged_workbook_is_named(tmp_path: Path, damage: str) -> None:
    path = with_sheet(workbook(tmp_path, ("question",), ("A",)), '<row r="2">', damage)
    with pytest.raises(BadInputError, match=re.escape("c.xlsx cannot be read: ")):
        read_claims(path)


def test_a_workbook_without_a_sheet_of_cells_is_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_chartsheet()
    book.remove(book.worksheets[0])
    book.chartsheets[0].add_chart(BarChart())
    book.save(tmp_path / "c.xlsx")
    with pytest.raises(BadInputError, match=re.escape("c.xlsx cannot be read: it has no sheet of cells")):
        read_claims(tmp_path / "c.xlsx")


def write_csv(folder: Path, text: str) -> Path:
    (folder / "c.csv").write_text(text, encoding="utf-8", newline="")
    return folder / "c.csv"


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("[" * 50_000, ": points is not valid JSON: it is nested too deeply"),
        ('["a"', ": points is not valid JSON: Expecting ',' delimiter"),
        ("[sic] one | two", ": points is not valid JSON: Expecting value"),
        ('[{"id": "p1", "id": "p2"}]', ": points is not valid JSON: the key 'id' is there twice"),
        ('["\\ud800"]', " is not valid Unicode"),
    ],
)
def test_a_cell_that_starts_like_json_and_is_none_is_an_error_of_its_row(
    tmp_path: Path, cell: str, told: str
) -> None:
    quoted = cell.replace('"', '""')
    path = write_csv(tmp_path, f'question,points\nA,"{quoted}"\nB,one | two\n')
    odd, good = errors(read_claims(path))
    assert f"c.csv line 2{told}" in odd
    assert not good


def test_a_cell_may_hold_the_texts_of_all_sources(tmp_path: Path) -> None:
    sources = json.dumps([{"title": "Minutes", "text": "It opens in May. " * 20_000}])
    quoted = sources.replace('"', '""')
    (row,) = read_claims(write_csv(tmp_path, f'question,sources\nA,"{quoted}"\n'))
    assert row.fields["sources"] == json.loads(sources)


@pytest.mark.parametrize("row", ['"a "b" c",Bo', '"open,Bo', '"of two\nlines" and,Bo'])
def test_a_stray_quotation_mark_is_told_with_its_line(tmp_path: Path, row: str) -> None:
    # No claim is read then: where the others begin and end is not certain any more.
    path = write_csv(tmp_path, f'question,claimant\n"A, and\nB",Bo\n{row}\nC,Di\n')
    with pytest.raises(BadInputError, match=r"c\.csv line 4: its quotation marks do not pair up"):
        read_claims(path)


@pytest.mark.parametrize(
    "text",
    [
        '"question";"points, all, of";topics\nA;b;c\n',
        '"question\nof it";"points, all";topics\rA;b;c\r',
        'question\t"one, ""two"", three"\ttopics\r\nA\tb\tc\r\n',
    ],
)
def test_what_separates_cells_is_not_looked_for_in_quotation_marks(tmp_path: Path, text: str) -> None:
    (row,) = read_claims(write_csv(tmp_path, text))
    assert list(row.fields.values()) == ["A", "b", ["c"]]
