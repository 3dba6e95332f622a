"""The stance table as CSV and as a workbook: what stands in it, and who can read it."""

from __future__ import annotations

import csv
import io
import time
import zipfile

import openpyxl
import pandas as pd
import pytest

from factbook.reports.stance_sheet.cells import restore
from factbook.reports.stance_sheet.csv_file import stances_csv
from factbook.reports.stance_sheet.rows import COLUMNS, stance_rows
from factbook.reports.stance_sheet.xlsx_file import stances_xlsx

NAMES = ["clean", "faulty", "empty", "hostile", "arabic", "corrected"]


def cell(report, source: int, point: int) -> dict[str, str]:
    return next(
        row
        for row in stance_rows(report)
        if (row["source_number"], row["point_number"]) == (str(source), str(point))
    )


@pytest.mark.parametrize("name", NAMES)
def test_there_is_a_row_for_each_source_on_each_point(reports, name):
    report = reports[name]
    rows = stance_rows(report)
    assert [(row["source_id"], row["point_id"]) for row in rows] == [
        (source.id, point.id) for source in report.sources for point in report.points
    ]
    assert all(list(row) == list(COLUMNS) for row in rows)


def test_a_settled_cell_has_its_stance_its_coder_and_its_words(reports):
    row = cell(reports["faulty"], 1, 1)
    assert (row["stance"], row["state"], row["coder"]) == ("supports", "coded", "Ana Ruiz")
    assert row["note"] == "By the police's own count."
    assert row["quote_ids"] == "q1"
    assert row["quote_words"].startswith("Reported attacks on night buses fell")
    assert row["quote_states"] == "verbatim"


def test_a_suggestion_is_no_stance(reports):
    row = cell(reports["faulty"], 1, 2)
    assert (row["stance"], row["state"], row["coder"], row["note"]) == ("", "suggested", "", "")
    assert (row["suggested_stance"], row["suggested_by"]) == ("not_addressed", "stance-model 1.4")
    assert row["confidence"] == "0.61"


def test_an_accepted_suggestion_names_the_model_and_the_person(reports):
    row = cell(reports["faulty"], 3, 1)
    assert (row["stance"], row["coder"], row["accepted_by"]) == ("mixed", "stance-model 1.4", "Ben Okafor")


def test_where_coders_disagree_no_stance_stands(reports):
    row = cell(reports["faulty"], 6, 2)
    assert (row["stance"], row["state"], row["coder"]) == ("", "disagreed", "Ana Ruiz; Ben Okafor")
    assert row["note"] == "Ben Okafor: Only half of those asked."
    assert row["quote_states"] == "unavailable"


def test_copies_name_their_origin_and_the_audit_its_marks(reports):
    assert cell(reports["faulty"], 7, 1)["source_origin"] == "s1"
    assert cell(reports["faulty"], 2, 1)["source_origin"] == "s2"
    assert cell(reports["faulty"], 4, 1)["marks"].startswith("judged unread: ")


def test_pandas_and_csv_read_the_file_and_excel_its_letters(reports):
    data = stances_csv(reports["arabic"])
    assert data.startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(io.BytesIO(data))
    assert list(table.columns) == list(COLUMNS)
    assert "تصل الحافلات" in table.loc[0, "point_text"]
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [{key: restore(value) for key, value in row.items()} for row in rows] == stance_rows(
        reports["arabic"]
    )


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_of_the_workbook_is_a_formula_or_an_error(reports, name):
    book = openpyxl.load_workbook(io.BytesIO(stances_xlsx(reports[name])))
    assert book.sheetnames == ["Stances", "Table", "Sources", "Quotes", "About"]
    for sheet in book:
        for row in sheet:
            for one in row:
                assert one.data_type in {"s", "n"}
                assert one.alignment.wrap_text
                assert not str(one.value or "").startswith(("=", "+", "-", "@"))


def test_the_workbook_is_ready_to_work_in(reports):
    book = openpyxl.load_workbook(io.BytesIO(stances_xlsx(reports["faulty"])))
    sheet = book["Stances"]
    assert sheet.freeze_panes == "D2"
    assert [one.value for one in sheet[1]] == list(COLUMNS)
    assert sheet["B2"].number_format == "@"
    (choice,) = sheet.data_validations.dataValidation
    assert (str(choice.sqref), choice.formula1) == ("I2:I19", '"supports,refutes,mixed,not_addressed"')
    assert sheet.column_dimensions["C"].width == 34
    values = [[one.value for one in row] for row in book["Table"]]
    assert values[0][2] == "Point 1: There were fewer attacks on night buses after the guards came"
    assert values[1][3] == "? not addressed (suggested by stance-model 1.4, 61% sure; nobody has judged it)"
    assert values[7][1] == "Police statistics, sent again (same text as 1)"
    assert "fabricated: the words stand in none of 8 kept copies" in [
        one.value for one in book["Quotes"]["E"]
    ]


def test_the_same_report_gives_the_same_bytes_a_second_later(reports):
    first = stances_csv(reports["clean"]), stances_xlsx(reports["clean"])
    time.sleep(1.1)  # the workbook's own program writes the time of day into it
    assert (stances_csv(reports["clean"]), stances_xlsx(reports["clean"])) == first
    with zipfile.ZipFile(io.BytesIO(first[1])) as made:
        assert {part.date_time for part in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2025-09-09T00:00:00Z" in made.read("docProps/core.xml")
