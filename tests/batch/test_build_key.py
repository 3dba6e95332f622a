"""A report is made again when, and only when, something that it depends on has changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from factbook.batch.build_key import BuildKeys
from factbook.store.check_folder import CheckFolder

FORMATS = ("html", "claimreview")


def key(folder: CheckFolder) -> str:
    return BuildKeys().of(folder, FORMATS)


def change_check(folder: CheckFolder) -> None:
    folder.update(lambda check: check.changed(checked_on="2026"))


def damage_a_copy(folder: CheckFolder) -> None:
    (copy,) = (folder.path / "snapshots").iterdir()
    copy.chmod(0o644)
    copy.write_bytes(copy.read_bytes() + b".")


def change_settings(folder: CheckFolder) -> None:
    (folder.path / "factbook.toml").write_text('[publisher]\nname = "The Desk"')


def choose_a_judge(folder: CheckFolder) -> None:
    (folder.path.parent / "factbook.toml").write_text('[evidence]\nsupport_model = "lexical"')


def change_the_language(folder: CheckFolder) -> None:
    (folder.path / "factbook.toml").write_text('report_language = "es"')


def change_the_wording(folder: CheckFolder) -> None:
    (folder.path / "factbook.toml").write_text('[wording]\nsummary = "What we found"')


def add_a_notebook(folder: CheckFolder) -> None:
    (folder.path / "analysis.ipynb").write_text("{}")


def add_data(folder: CheckFolder) -> None:
    (folder.path / "data").mkdir()
    (folder.path / "data" / "counts.csv").write_text("a,b")


def change_the_colour(folder: CheckFolder) -> None:
    (folder.path / "factbook.toml").write_text('[theme]\naccent = "#7a1420"')


CHANGES = [
    *(change_check, damage_a_copy, change_settings, choose_a_judge, change_the_language),
    *(change_the_wording, add_a_notebook, add_data, change_the_colour),
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_a_report_depends_on_changes_its_key(
    folder: CheckFolder, change: Callable[[CheckFolder], None]
) -> None:
    before = key(folder)
    assert key(folder) == before
    change(folder)
    assert key(folder) != before


def test_what_is_built_or_hidden_changes_nothing(folder: CheckFolder) -> None:
    before = key(folder)
    for name in (
        "report.html",
        "factcheck.ipynb",
        "report.pdf",
        f"{folder.path.name}.zip",
        ".factbook-batch.json",
    ):
        (folder.path / name).write_text("built")
    assert key(folder) == before


@pytest.mark.parametrize(("name", "data"), [("logo.svg", b"<svg/>"), ("head.ttf", b"\x00\x01\x00\x00")])
def test_the_files_of_a_theme_beside_the_checks_change_every_key(
    folder: CheckFolder, name: str, data: bytes
) -> None:
    book = folder.path.parent
    (book / "factbook.toml").write_text('[theme]\nlogo = "logo.svg"\nheading_font = "head.ttf"')
    for file in ("logo.svg", "head.ttf"):
        (book / file).write_bytes(b"before")
    before = key(folder)
    (book / name).write_bytes(data)
    assert key(folder) != before


def test_settings_that_no_report_shows_change_nothing(folder: CheckFolder) -> None:
    (folder.path / "factbook.toml").write_text("")
    before = key(folder)
    (folder.path / "factbook.toml").write_text(
        'coder = "Bo"\n[fetch]\ntotal_time_s = 5\n[site]\ntitle = "Ours"'
    )
    assert key(folder) == before


def test_other_formats_have_another_key(folder: CheckFolder) -> None:
    assert BuildKeys().of(folder, ["html", "pdf"]) != key(folder)
    assert BuildKeys().of(folder, FORMATS[::-1]) == key(folder)


def test_other_templates_change_every_key(
    folder: CheckFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = key(folder)
    (tmp_path / "templates").mkdir()
    real = BuildKeys.__init__.__globals__["resource_folder"]
    monkeypatch.setitem(
        BuildKeys.__init__.__globals__,
        "resource_folder",
        lambda name: tmp_path / name if name == "templates" else real(name),
    )
    assert key(folder) != before
