"""Reading lists of claims, and making checks of them."""

from __future__ import annotations

import gzip
import json
import pickle
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from factbook.batch.claims import ClaimRow, read_claims
from factbook.batch.compile import CompiledCheck, compile_check
from factbook.errors import BadInputError, BadRecordError, FactbookError, UnsafePathError
from factbook.model.stance import StanceValue

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def json_lines(path: Path, *claims: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(claim) + "\n" for claim in claims), encoding="utf-8")
    return path


def compiled(row: ClaimRow, base: Path) -> CompiledCheck:
    return compile_check(row, base=base, now=NOW)


def test_csv_xlsx_and_json_lines_give_the_same_checks(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("words", encoding="utf-8")
    columns = ["question", "claimant", "claimed_on", "points", "sources"]
    cells = ["Is it?", "Bo", "2025-03-01", "One | Two", "a.txt | https://example.org/x"]
    (tmp_path / "c.csv").write_text(f"{','.join(columns)}\n{','.join(cells)}\n", encoding="utf-8-sig")
    (tmp_path / "d.csv").write_text(f"{';'.join(columns)}\n{';'.join(cells)}\n", encoding="utf-8")
    workbook = openpyxl.Workbook()
    for row in (columns, [*cells[:2], datetime(2025, 3, 1), *cells[3:]]):  # noqa: DTZ001
        workbook.active.append(row)  # type: ignore[union-attr]
    workbook.save(tmp_path / "c.xlsx")
    as_json = {
        "question": "Is it?",
        "claimant": "Bo",
        "claimed_on": "2025-03-01",
        "points": ["One", "Two"],
        "sources": ["a.txt", "https://example.org/x"],
    }
    json_lines(tmp_path / "c.jsonl", as_json)
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(json.dumps(as_json).encode()))
    checks = []
    for name in ("c.csv", "d.csv", "c.xlsx", "c.jsonl", "c.jsonl.gz"):
        (row,) = read_claims(tmp_path / name)
        checks.append(compiled(row, tmp_path).check)
    assert checks[0].claim.claimant == "Bo"
    assert [point.text for point in checks[0].points] == ["One", "Two"]
    assert [source.title for source in checks[0].sources] == ["a", "https://example.org/x"]
    assert checks.count(checks[0]) == len(checks)


def test_a_source_given_whole_brings_its_text_and_its_stances(tmp_path: Path) -> None:
    source = {
        "title": "Minutes",
        "url": "https://example.org/m",
        "publisher": "City",
        "published": "2025-03",
        "text": "It opens.",
        "stances": {"It opens in May": "supports", "p2": "not_addressed"},
    }
    claim = {"statement": "S", "points": ["It opens in May", "It is red"], "sources": [source]}
    (row,) = read_claims(json_lines(tmp_path / "c.jsonl", claim))
    made = compiled(row, tmp_path)
    (kept,) = made.check.sources
    assert (kept.title, kept.url, kept.publisher, kept.issued) == (
        "Minutes",
        "https://example.org/m",
        "City",
        "2025-03",
    )
    assert [(stance.point, stance.value) for stance in made.check.stances] == [
        ("p1", StanceValue.SUPPORTS),
        ("p2", StanceValue.NOT_ADDRESSED),
    ]
    assert made.check.coders[0].name == "given in c.jsonl"
    assert made.captures[0].text == "It opens."


def test_a_point_given_twice_is_one_and_ids_and_stances_hold(tmp_path: Path) -> None:
    source = {"title": "Minutes", "text": "It opens.", "stances": {"IT OPENS": "supports", "p3": "refutes"}}
    claim = {"statement": "S", "points": ["It opens", " it  opens", "It is red"], "sources": [source]}
    (row,) = read_claims(json_lines(tmp_path / "c.jsonl", claim))
    check = compiled(row, tmp_path).check
    assert [(point.id, point.text) for point in check.points] == [("p1", "It opens"), ("p3", "It is red")]
    assert {stance.point: stance.value for stance in check.stances} == {"p1": "supports", "p3": "refutes"}


def test_any_field_of_a_check_goes_by_its_own_name(tmp_path: Path) -> None:
    claim = {
        "question": "Q?",
        "checked_on": "2025-01-01",
        "topics": ["a"],
        "follow_ups": [{"id": "u1", "question": "And then?"}],
        "coders": [{"id": "c", "name": "C"}],
        "rating": {"value": "refuted", "set_by": "c"},
    }
    (row,) = read_claims(json_lines(tmp_path / "c.jsonl", claim))
    check = compiled(row, tmp_path).check
    assert (check.checked_on, check.topics, check.follow_ups[0].question) == (
        "2025-01-01",
        ("a",),
        "And then?",
    )
    assert check.rating is not None


def test_ids_are_given_or_made_and_always_the_same(tmp_path: Path) -> None:
    path = json_lines(
        tmp_path / "c.jsonl", {"question": "A b"}, {"question": "A B"}, {"question": "x", "id": "a-b"}
    )
    assert [row.id for row in read_claims(path)] == ["a-b-2", "a-b-3", "a-b"]


def test_an_id_that_is_there_twice_is_an_error_of_the_second(tmp_path: Path) -> None:
    path = json_lines(tmp_path / "c.jsonl", {"question": "A", "id": "x"}, {"question": "B", "id": "X"})
    first, second = read_claims(path)
    assert first.error is None
    assert "line 2: id: 'X' is there twice" in str(second.error)


def test_ids_of_a_hundred_thousand_claims_that_ask_the_same_are_given_in_seconds(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text('{"question": "Is it?"}\n' * 100_000, encoding="utf-8")
    began = time.process_time()
    rows = read_claims(path)
    assert [row.id for row in rows[:2]] == ["is-it", "is-it-2"]
    assert rows[-1].id == "is-it-100000"
    assert time.process_time() - began < 30  # It took as many steps as there are pairs of them.


BAD_ROWS: dict[str, tuple[dict[str, Any], type[FactbookError], str]] = {
    "an unknown field": (
        {"question": "Q", "sorces": []},
        BadRecordError,
        "sorces: unknown field; did you mean",
    ),
    "an unknown field of a source": (
        {"question": "Q", "sources": [{"text": "x", "titel": "y"}]},
        BadRecordError,
        "titel: unknown field; did you mean 'title'",
    ),
    "no claim": ({"id": "x"}, BadRecordError, "neither a question nor a statement"),
    "an unknown point": (
        {"question": "Q", "sources": [{"text": "x", "stances": {"p7": "supports"}}]},
        BadRecordError,
        "there is no point 'p7'",
    ),
    "an unknown stance": (
        {"question": "Q", "sources": [{"text": "x", "stances": {"p1": "yes"}}]},
        BadInputError,
        "'yes' is no stance",
    ),
    "a missing file": ({"question": "Q", "sources": ["gone.txt"]}, BadInputError, "gone.txt cannot be read"),
    "a file outside": ({"question": "Q", "sources": ["../x.txt"]}, UnsafePathError, "lies outside"),
    "an absolute file": ({"question": "Q", "sources": ["/etc/hostname"]}, UnsafePathError, "lies outside"),
    "a name that no file has": (
        {"question": "Q", "sources": ["a\0b.txt"]},
        BadRecordError,
        r"sources[0]: the file 'a\x00b.txt' cannot be read",
    ),
    "a text for a name": ({"question": "Q", "sources": ["x" * 300]}, BadInputError, "file name too long"),
    "an id that leaves the folder": (
        {"question": "Q", "id": "../../x"},
        BadRecordError,
        "'../../x' holds '/'",
    ),
    "an id that is too long": (
        {"question": "Q", "id": "x" * 300},
        BadRecordError,
        "line 1: id: the id is longer",
    ),
    "an id that a table has": ({"question": "Q", "id": "Batch.csv"}, BadRecordError, "beside checks"),
    "a number for a question": ({"question": 7}, BadRecordError, "claim.question"),
    "a claim that is no object": ({"claim": 5, "question": "Q"}, BadRecordError, "claim"),
    "a source that is a number": ({"question": "Q", "sources": [3]}, BadRecordError, "sources[0]"),
}


@pytest.mark.parametrize("case", BAD_ROWS)
def test_a_bad_row_is_named_with_its_line(tmp_path: Path, case: str) -> None:
    claim, kind, message = BAD_ROWS[case]
    (row,) = read_claims(json_lines(tmp_path / "c.jsonl", claim))
    with pytest.raises(kind) as caught:
        compiled(row, tmp_path)
    assert message in str(caught.value)


def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    inside = tmp_path / "claims"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (inside / "innocent.txt").symlink_to(tmp_path / "secret.txt")
    (row,) = read_claims(json_lines(inside / "c.jsonl", {"question": "Q", "sources": ["innocent.txt"]}))
    with pytest.raises(UnsafePathError):
        compiled(row, inside)


def test_a_line_that_is_no_json_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_text('{"question": "A"}\n{oops\n\n{"question": "B"}\n', encoding="utf-8")
    rows = read_claims(tmp_path / "c.jsonl")
    assert [row.error is None for row in rows] == [True, False, True]
    assert "c.jsonl line 2 is not valid JSON" in str(rows[1].error)


def test_a_line_with_half_a_character_is_an_error_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_text(
        r"""{"question": "Half \ud800?"}
{"question": "Whole \ud83d\ude00?"}
{"question": "Q", "sources": [{"text": "\uDFFF"}]}""",
        encoding="utf-8",
    )
    half, whole, deep = read_claims(tmp_path / "c.jsonl")
    assert "c.jsonl line 1 is not valid Unicode: it holds half of a surrogate pair" in str(half.error)
    assert (None, "Whole 😀?") == (whole.error, whole.fields["question"])
    assert "line 3" in str(deep.error)


def test_a_csv_line_with_too_many_cells_is_an_error_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("question\nA\nB,C\n", encoding="utf-8")
    good, bad = read_claims(tmp_path / "c.csv")
    assert good.error is None
    assert "2 cells, the header has 1" in str(bad.error)


def test_a_cell_under_no_name_is_an_error_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("question,\nA,lost\n", encoding="utf-8")
    (row,) = read_claims(tmp_path / "c.csv")
    assert "'lost' stands in a column without a name" in str(row.error)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("c.csv", b"question,question\nA,B\n"),
        ("c.jsonl.gz", gzip.compress(b"{}", mtime=0)[:-12] + b"damaged data"),
        ("c.jsonl.gz", b"not gzip"),
        ("c.xlsx", b"not a workbook"),
        ("c.csv", b"question\n\xff\xfe\n"),
        ("c.csv", b'question\n"open\n'),
        ("c.csv", b""),
        ("c.jsonl", b"\n\n"),
        ("c.pdf", b"%PDF"),
    ],
)
def test_a_list_that_cannot_be_read_is_named(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(BadInputError, match=name):
        read_claims(tmp_path / name)


def test_the_texts_of_sources_wait_packed(tmp_path: Path) -> None:
    texts = [{"title": "Minutes", "text": f"The bridge opens in May, {n}. " * 200} for n in range(8)]
    claim = {"question": "Will the bridge open?", "sources": texts}
    (tmp_path / "claims.jsonl").write_text(json.dumps(claim) + "\n", encoding="utf-8")
    (row,) = read_claims(tmp_path / "claims.jsonl")
    assert row.fields == claim
    assert len(pickle.dumps(row)) < len(json.dumps(claim)) / 10
