"""Reading an edited sheet back: what changes, what does not, and what is refused."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factbook.errors import BadInputError
from factbook.model.blinding import begin_blind
from factbook.model.canonical import parse_check
from factbook.model.coding import with_stance
from factbook.model.stance import StanceValue
from factbook.reports.compose import compose_report
from factbook.reports.stance_sheet.changes import find_changes
from factbook.reports.stance_sheet.csv_file import stances_csv
from factbook.reports.stance_sheet.reading import SheetRow, read_sheet
from factbook.reports.stance_sheet.xlsx_file import stances_xlsx

NOTES = st.text(alphabet=st.characters(codec="utf-8"), max_size=40) | st.text(
    alphabet="=+-@'\";, \t\nab", max_size=20
)


@pytest.fixture(scope="module")
def folder(samples, tmp_path_factory):
    return samples.faulty_check(tmp_path_factory.mktemp("sheets") / "faulty")


@pytest.fixture
def check(folder):
    return folder.read()


@pytest.fixture(scope="module")
def exported(samples, folder):
    return stances_csv(samples.compose(folder))


@pytest.fixture
def table(exported, tmp_path):
    """The exported rows, and a function that saves them edited and reads them back."""

    class Table:
        def __init__(self):
            self.rows = list(csv.DictReader(io.StringIO(exported.decode("utf-8-sig"), newline="")))

        def row(self, source, point):
            return next(one for one in self.rows if (one["source_id"], one["point_id"]) == (source, point))

        def read(self, *, delimiter=",", encoding="utf-8"):
            written = io.StringIO(newline="")
            writer = csv.DictWriter(written, self.rows[0], delimiter=delimiter)
            writer.writeheader()
            writer.writerows(self.rows)
            path = tmp_path / "stances.csv"
            path.write_bytes(written.getvalue().encode(encoding))
            return read_sheet(path)

    return Table()


def changes(check, rows, coder="ana"):
    return find_changes(check, rows, coder=coder, name="stances.csv")


def refusal(check, rows, coder="ana"):
    with pytest.raises(BadInputError) as raised:
        changes(check, rows, coder)
    return raised.value.problem


def test_a_table_that_nobody_edited_changes_nothing(check, table, exported, samples, folder, tmp_path):
    assert changes(check, table.read()) == ()
    (tmp_path / "stances.xlsx").write_bytes(stances_xlsx(samples.compose(folder)))
    assert changes(check, read_sheet(tmp_path / "stances.xlsx")) == ()


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-16")])
def test_it_is_read_as_spreadsheets_of_other_countries_save_it(check, table, delimiter, encoding):
    table.row("s2", "p1")["stance"] = "Mixed"
    (change,) = changes(check, table.read(delimiter=delimiter, encoding=encoding))
    assert str(change) == "s2 on p1: refutes -> mixed"


def test_an_edited_stance_and_an_edited_note_are_changes(check, table):
    table.row("s2", "p1")["stance"] = " Not-Addressed "
    table.row("s1", "p1")["note"] = "By their count."
    first, second = changes(check, table.read())
    assert (first.row, str(first)) == (2, "s1 on p1: supports, with a note")
    assert (first.after, first.note) == (StanceValue.SUPPORTS, "By their count.")
    assert (second.before, second.after, second.note) == (
        StanceValue.REFUTES,
        StanceValue.NOT_ADDRESSED,
        None,
    )


def test_a_suggestion_stays_one_until_somebody_writes_a_stance(check, table):
    row = table.row("s1", "p2")
    assert (row["stance"], row["suggested_stance"]) == ("", "not_addressed")
    assert changes(check, table.read()) == ()
    row["stance"] = "not_addressed"
    assert [str(one) for one in changes(check, table.read())] == ["s1 on p2: no stance -> not_addressed"]


def test_where_several_judged_only_the_coders_own_words_become_their_note(check, table):
    row = table.row("s6", "p2")
    row["stance"], row["note"] = "mixed", row["note"] + "\nAna Ruiz: Half is not most."
    (change,) = changes(check, table.read())
    assert (change.after, change.note) == (StanceValue.MIXED, "Half is not most.")


def test_a_coder_takes_back_their_own_judgement_and_nobody_elses(check, table):
    table.row("s2", "p1")["stance"] = ""
    (change,) = changes(check, table.read())
    assert change.after is None
    assert "row 4, column stance: it is empty" in refusal(check, table.read(), "ben")


def test_reading_the_same_table_twice_changes_nothing_the_second_time(check, table):
    table.row("s2", "p1")["stance"] = "mixed"
    rows = table.read()
    (change,) = changes(check, rows)
    judged = with_stance(check, source="s2", point="p1", value=change.after, coder="ana")
    assert changes(judged, rows) == ()


def test_an_edited_row_whose_cell_was_judged_anew_is_refused_and_others_are_not(check, table):
    table.row("s2", "p1")["stance"] = "mixed"
    rows = table.read()
    judged = with_stance(check, source="s2", point="p1", value=StanceValue.SUPPORTS, coder="ben")
    assert "row 4, column stance: s2 on p1 was judged anew since the table was exported" in refusal(
        judged, rows
    )
    elsewhere = with_stance(check, source="s5", point="p1", value=StanceValue.SUPPORTS, coder="ben")
    assert [str(one) for one in changes(elsewhere, rows)] == ["s2 on p1: refutes -> mixed"]


def test_an_untouched_row_never_brings_an_old_judgement_back(check, table):
    judged = with_stance(check, source="s2", point="p1", value=StanceValue.SUPPORTS, coder="ana")
    assert changes(judged, table.read()) == ()


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("source_id", "s99", "column source_id: the check has no source 's99'"),
        ("point_id", "p9", "column point_id: the check has no point 'p9'"),
        (
            "stance",
            "suports",
            "column stance: 'suports' is no stance (supports, refutes, mixed, not_addressed)",
        ),
        ("as_exported", "x", "column as_exported: 'x' is not what was exported"),
        ("point_id", "p2", "column as_exported: it belongs to another row than that of s2 on p2"),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column(check, table, column, value, problem):
    table.rows = [table.row("s2", "p1") | {column: value}]
    assert f"stances.csv row 2, {problem}" in refusal(check, table.read())


def test_all_that_is_wrong_is_told_at_once(check, table):
    for number in range(8):
        table.rows[number]["stance"] = "perhaps"
    told = refusal(check, table.read())
    assert told.count("'perhaps' is no stance") == 5
    assert told.endswith("and 3 more")


def test_two_rows_on_one_cell_are_refused(check, table):
    table.rows = [table.row("s2", "p1"), table.row("s2", "p1")]
    assert "row 3, column point_id: row 2 is on the same source and point" in refusal(check, table.read())


def test_a_table_of_somebodys_own_needs_three_columns(check, tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("Source ID,Point ID,Stance,Colour\ns2,p1,mixed,red\ns1,p1,supports,blue\ns5,p2,,\n")
    assert [str(one) for one in changes(check, read_sheet(path))] == ["s2 on p1: refutes -> mixed"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"source_id,stance\ns1,mixed\n", "no column 'point_id' in its first row"),
        (b"", "no column 'source_id'"),
        (b"source_id,point_id,stance,stance\n", "two columns 'stance'"),
        ("source_id,point_id,stance\nsé,p1,mixed".encode("latin-1"), "is not UTF-8"),
        (b'source_id,point_id,stance\n"s1,p1', "cannot be read as a table"),
        (b"PK\x03\x04 no workbook", "cannot be read as a table"),
    ],
)
def test_a_file_that_is_no_table_is_told_as_such(tmp_path, content, problem):
    path = tmp_path / "stances.csv"
    path.write_bytes(content)
    with pytest.raises(BadInputError, match=problem):
        read_sheet(path)


def test_a_workbook_is_read_by_its_sheet_of_stances(check, samples, folder, tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(stances_xlsx(samples.compose(folder))))
    book.move_sheet("Stances", 3)
    book["Stances"]["I4"] = "mixed"
    book.save(tmp_path / "edited.xlsx")
    (change,) = changes(check, read_sheet(tmp_path / "edited.xlsx"))
    assert (change.row, str(change)) == (4, "s2 on p1: refutes -> mixed")


@pytest.fixture
def workbook(samples, folder, tmp_path):
    """A function that saves the exported workbook with other cells; of formulas with the text they gave."""

    def save(cells, *, gave=()):
        book = openpyxl.load_workbook(io.BytesIO(stances_xlsx(samples.compose(folder))))
        for place, value in cells.items():
            book["Stances"][place] = value
        book.save(tmp_path / "plain.xlsx")
        path = tmp_path / "edited.xlsx"
        with zipfile.ZipFile(tmp_path / "plain.xlsx") as old, zipfile.ZipFile(path, "w") as new:
            for name in old.namelist():
                xml = old.read(name)
                for place, text in dict(gave).items() if name == "xl/worksheets/sheet1.xml" else ():
                    cell = rf'<c r="{place}"([^>]*)>(<f>.*?</f>)<v ?/?>(</v>)?'.encode()
                    xml, found = re.subn(cell, rf'<c r="{place}" t="str"\1>\2<v>{text}</v>'.encode(), xml)
                    assert found == 1
                new.writestr(name, xml)
        return path

    return save


def test_a_formula_that_gave_no_value_is_refused_and_named(workbook):
    # As programs write them that work nothing out; and one that failed.
    path = workbook({"I4": "mixed", "Q4": '="it says "&"so"', "I5": "=I4", "C6": "=1+1", "Q6": "#DIV/0!"})
    with pytest.raises(BadInputError) as refused:
        read_sheet(path)
    # And nothing of the title in row 6, which is not read.
    assert str(refused.value) == (
        "edited.xlsx row 4, column note: its formula gave no value; row 5, column stance: its formula gave "
        "no value; row 6, column note: its formula gave no value. Nothing was changed. Open the table in a "
        "spreadsheet program and save it, or write words in place of the formula."
    )


def test_what_a_formula_gave_is_read_also_where_that_is_nothing(workbook):
    path = workbook({"Q4": '="so"', "Q5": '=""'}, gave={"Q4": "so", "Q5": ""})
    notes = {row.number: row.values["note"] for row in read_sheet(path)}
    assert (notes[4], notes[5]) == ("so", "")


def test_while_judged_blind_others_judgements_are_not_told(check, table):
    table.row("s2", "p1")["stance"] = "mixed"
    blind = begin_blind(check, coder="ana", at=datetime(2025, 9, 9, tzinfo=UTC))
    judged = with_stance(blind, source="s2", point="p1", value=StanceValue.SUPPORTS, coder="ana")
    # Ana's new judgement is not to be seen by Ben, not even as a refusal.
    assert [str(one) for one in changes(judged, table.read(), "ben")] == ["s2 on p1: refutes -> mixed"]
    own = [SheetRow(2, {"source_id": "s2", "point_id": "p1", "stance": "supports"})]
    assert [str(one) for one in changes(judged, own, "ben")] == ["s2 on p1: no stance -> supports"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(note=NOTES)
def test_any_note_goes_out_and_comes_back(folder, tmp_path, note):
    check = parse_check(
        {
            "id": "bridge",
            "claim": {"question": "Is it open?"},
            "coders": [{"id": "ana", "name": "Ana"}],
            "sources": [{"id": "s1", "title": f"Minutes{note}"}],
            "points": [{"id": "p1", "text": f"It is open{note}"}],
            "stances": [{"source": "s1", "point": "p1", "coder": "ana", "value": "mixed", "note": note}],
        }
    )
    report = compose_report(folder, seen=check)
    for name, data in (("a.csv", stances_csv(report)), ("a.xlsx", stances_xlsx(report))):
        (tmp_path / name).write_bytes(data)
        (row,) = read_sheet(tmp_path / name)
        assert row.values["note"] == check.stances[0].note
        assert changes(check, [row]) == ()
