"""``factbook bibliography``, as a user types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from factbook.model.canonical import check_to_json


@pytest.fixture
def run(run, folder, monkeypatch):
    monkeypatch.chdir(folder.path.parent)
    return lambda *words: run("bibliography", *words)


def write(folder, name, text):
    (folder.path.parent / name).write_text(text, encoding="utf-8")


def test_a_file_is_brought_in(run, folder):
    write(folder, "a.bib", "@book{a, title={The \x1b[31mBook}, isbn={3-16-148410-X}}")
    assert run("import", "bridge", "a.bib") == (0, "s2  The  [31mBook\n1 source added, 0 skipped\n", "")


def test_what_is_skipped_or_lost_is_said_and_ends_with_1(run, folder):
    write(folder, "a.bib", "@book{a, title={Book}, doi={x}, keywords={k}}")
    code, out, err = run("import", "bridge", "a.bib", "a.bib")
    assert (code, err) == (1, "")
    assert out.splitlines()[1:] == [
        "skipped  a.bib: entry a (line 1): the same DOI as s2, 'Book'",
        "note  a.bib: entry a (line 1): the DOI 'x' does not have the form 10.number/name",
        "note  a.bib: entry a (line 1): the DOI 'x' does not have the form 10.number/name",
        "note  left out, since a source does not hold them: keywords (2)",
        "1 source added, 1 skipped",
    ]


def test_bad_input_is_one_line_and_changes_nothing(run, folder):
    write(folder, "a.bib", "@book{a, year={2020}}")
    before = folder.file.read_bytes()
    code, out, err = run("import", "bridge", "a.bib")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("factbook: a.bib: entry a (line 1): it has no title")
    assert folder.file.read_bytes() == before
    assert run("export", "bridge", "--to", "endnote")[0] == 2
    assert run("import", "bridge")[0] == 2
    assert run("import", "bridge", "none.ris")[0] == 2


def test_the_format_is_given_or_told_by_the_file(run, folder):
    code, out, _ = run("export", "bridge")
    assert (code, json.loads(out)[0]["title"]) == (0, "Council minutes")
    assert run("export", "bridge", "--to", "ris")[1].startswith("TY  - ELEC\n")
    assert run("export", "bridge", "--out", "x.bib") == (0, "x.bib  1 source\n", "")
    assert (folder.path.parent / "x.bib").read_text(encoding="utf-8").startswith("@online{council,")
    assert run("export", "bridge", "--to", "ris", "--out", "x.bib")[0] == 0
    assert (folder.path.parent / "x.bib").read_text(encoding="utf-8").startswith("TY  -")


def test_what_a_format_cannot_hold_is_said_on_standard_error(run, folder, check):
    odd = check.sources[0].model_copy(update={"title": "Two\nlines"})
    folder.file.write_text(check_to_json(check.changed(sources=(odd,))), encoding="utf-8")
    code, out, err = run("export", "bridge", "--to", "ris")
    assert (code, err) == (1, "s1: title cannot be written in full as ris\n")
    assert "TI  - Two lines" in out


def test_the_commands_of_the_guide_work(run, folder):
    guide = (Path(__file__).parents[2] / "docs" / "bibliography.md").read_text(encoding="utf-8")
    write(folder, "zotero.json", '[{"type": "book", "title": "One"}]')
    write(folder, "library.bib", "@book{a, title={Two}}")
    write(folder, "catalogue.ris", "TY  - BOOK\nTI  - Three\nER  - \n")
    commands = [
        line.split()[3:] for line in guide.splitlines() if line.startswith("$ factbook bibliography ")
    ]
    assert len(commands) == 3
    for words in commands:
        assert run(*["bridge" if word == "my-check" else word for word in words])[0] == 0
    assert (folder.path.parent / "sources.bib").read_text(encoding="utf-8").count("@book{") == 3


def test_a_file_that_cannot_be_written_is_named(run):
    code, _, err = run("export", "bridge", "--out", "nowhere/x.bib")
    assert code == 2
    assert "x.bib" in err
