"""The table of `make bench-reports`."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import reports
from benchmarks.reports import Tool


def fake(kind: str, name: str, data: bytes, *, missing: str = "", own: float | None = None) -> Tool:
    return Tool(kind, name, lambda _path: (data, own), missing)


FAKES = [
    fake("HTML", "factbook", b"x" * 1000, own=0.010),
    fake("HTML", "other", b"x" * 5000, own=0.050),
    fake("PDF", "factbook-pdf", b"x" * 2000, own=0.002),
    fake("PDF", "absent", b"", missing="not here: install it"),
]


def test_a_line_has_the_median_and_how_many_times_factbooks_own_it_is():
    found = reports.measure({"one": Path("one.ipynb")}, rounds=3, compared=FAKES)
    head, own, other, pdf, absent = reports.table(found["one"], FAKES)
    assert ["ms", "x", "kB", "x"] == head.split()
    assert ["HTML", "factbook", "10.0", "1.00", "1.0", "1.00"] == own.split()
    assert ["HTML", "other", "50.0", "5.00", "5.0", "5.00"] == other.split()
    assert ["PDF", "factbook-pdf", "2.0", "1.00", "2.0", "1.00"] == pdf.split()
    assert absent.endswith("not here: install it")


def test_tools_take_turns_and_one_that_is_missing_has_none():
    turns: list[tuple[str, str]] = []

    def tool(name: str, missing: str = "") -> Tool:
        return Tool("HTML", name, lambda path: (turns.append((name, path.stem)), (b"x", None))[1], missing)

    notebooks = {"a": Path("a.ipynb"), "b": Path("b.ipynb")}
    reports.measure(notebooks, rounds=1, compared=[tool("one"), tool("two"), tool("gone", "not here")])
    warmed = [("one", "a"), ("two", "a")]
    assert [*warmed, ("one", "a"), ("two", "a"), ("one", "b"), ("two", "b")] == turns


def test_all_reports_together_have_the_median_of_their_figures():
    found = {
        str(number): reports.measure({"r": Path("r.ipynb")}, rounds=1, compared=[one])["r"]
        for number, one in enumerate(
            fake("HTML", "factbook", b"x" * size, own=size / 1000) for size in (10, 20, 90)
        )
    }
    together = reports.together(found, FAKES[:1])["factbook"]
    assert (0.020, 20) == (together.seconds, together.size_bytes)


@pytest.mark.parametrize("lacking", ["chromium", "packages"])
def test_what_is_not_here_says_how_it_is_installed(monkeypatch, lacking):
    monkeypatch.setattr(reports.shutil, "which", lambda _name: None if lacking == "chromium" else "/bin/it")
    monkeypatch.setattr(reports, "_installed", lambda _name: lacking == "chromium")
    missing = {tool.name: tool.missing for tool in reports.tools() if tool.missing}
    if lacking == "chromium":
        assert {"nbconvert --to webpdf": "not here: apt-get install chromium"} == missing
    else:
        assert {"nbconvert --to webpdf", "WeasyPrint"} == set(missing)
        assert {"not here: pip install 'factbook[bench]'"} == set(missing.values())


def test_the_worked_example_is_made_by_the_tools_that_come_with_factbook(monkeypatch, capsys):
    names = {"factbook", "nbconvert --to html", "factbook-pdf"}
    some = [tool for tool in reports.tools() if tool.name in names]
    monkeypatch.setattr(reports, "tools", lambda: some)
    reports.main(["--rounds", "1"])
    out = capsys.readouterr().out
    assert "load " in out.splitlines()[0]
    assert "ice-training (executed notebook: " in out
    lines = {
        line[5:39].strip(): line[39:].split()
        for line in out.splitlines()
        if line[:4].strip() in {"HTML", "PDF"}
    }
    assert names == set(lines)
    assert float(lines["nbconvert --to html"][3]) > 3, "bytes, beside factbook's page"
