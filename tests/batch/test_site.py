"""A site shows what is published, as it is built, and makes again only what has changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell

from factbook.batch.build import build_check
from factbook.batch.site import SiteCheck, SiteResult, make_site
from factbook.errors import BadInputError, NotFoundError
from factbook.model.blinding import begin_blind
from factbook.model.check import Check
from factbook.resources import resource_folder
from factbook.store.casebook import Casebook
from factbook.store.check_folder import CheckFolder
from factbook.store.publishing import record_publication

Make = Callable[..., CheckFolder]


@pytest.fixture
def book(tmp_path: Path, check: Check, make_folder: Make) -> Casebook:
    """Two published checks, a draft, and one that is judged blind."""
    for name in ("bridge", "tram", "draft", "blind"):
        folder = make_folder(check.changed(id=name, checked_on="2026-03-01"), name=f"book/{name}")
        if name != "draft":
            publish(folder)
    folder.update(lambda one: begin_blind(one, coder="ana"))
    return Casebook(tmp_path / "book")


def publish(folder: CheckFolder) -> None:
    record_publication(folder, prepare=lambda one: (one, "ana"), at=datetime(2026, 3, 2, tzinfo=UTC))


def make(book: Casebook, **options: Any) -> tuple[SiteResult, dict[str, str]]:
    done: dict[str, str] = {}

    def note(one: SiteCheck) -> None:
        done[one.id] = one.outcome

    return make_site(book, out=book.path.parent / "site", on_check=note, **options), done


def test_published_checks_are_shown_and_those_judged_blind_never(book: Casebook) -> None:
    result, done = make(book)
    assert done == {"blind": "blind", "bridge": "made", "draft": "draft", "tram": "made"}
    assert (result.shown, result.drafts, result.blind, result.failed) == (2, 1, 1, ())
    assert {path.name for path in (result.path / "checks").iterdir()} == {"bridge", "tram"}
    everything = b"".join(path.read_bytes() for path in result.path.rglob("*") if path.is_file())
    assert b"checks/draft" not in everything
    assert b"checks/blind" not in everything


def test_several_processes_make_the_same(book: Casebook) -> None:
    result, _ = make(book)
    one = {path: path.read_bytes() for path in sorted((result.path / "checks").rglob("*.*"))}
    (result.path / "checks" / "tram" / "report.html").unlink()
    (result.path / "checks" / "bridge" / "report.html").unlink()
    result, done = make(book, jobs=2)
    assert (done["bridge"], done["tram"], result.written) == ("made", "made", 2)
    assert {path: path.read_bytes() for path in sorted((result.path / "checks").rglob("*.*"))} == one


def test_drafts_are_shown_if_asked_for_and_gone_again_if_not(book: Casebook) -> None:
    result, done = make(book, drafts=True)
    assert (done["draft"], done["blind"], result.shown) == ("made", "blind", 3)
    result, done = make(book)
    assert (done["draft"], result.shown) == ("draft", 2)
    assert not (result.path / "checks" / "draft").exists()


def test_reports_are_those_of_a_build(book: Casebook) -> None:
    result, _ = make(book)
    built = build_check(book.open("bridge"), to=["html", "claimreview"])
    for path in built[:2]:
        assert (result.path / "checks" / "bridge" / path.name).read_bytes() == path.read_bytes()


def test_an_analysts_own_notebook_is_shown_as_built(book: Casebook) -> None:
    folder = book.open("tram")
    notebook = nbformat.read(resource_folder("notebooks") / "factcheck.ipynb", as_version=4)
    notebook.cells.append(new_markdown_cell("We counted the trams ourselves."))
    nbformat.write(notebook, folder.path / "analysis.ipynb")
    result, _ = make(book)
    (page, *_) = build_check(folder, to=["html"])
    assert "We counted the trams ourselves." in page.read_text(encoding="utf-8")
    assert (result.path / "checks" / "tram" / "report.html").read_bytes() == page.read_bytes()


def test_a_pdf_is_on_the_site_where_one_is_built(book: Casebook) -> None:
    (pdf, _) = build_check(book.open("tram"), to=["pdf"])
    result, _ = make(book)
    assert (result.path / "checks" / "tram" / "report.pdf").read_bytes() == pdf.read_bytes()
    assert not (result.path / "checks" / "bridge" / "report.pdf").exists()
    assert "tram/report.pdf" in (result.path / "index.html").read_text(encoding="utf-8")


def test_a_second_run_makes_only_what_has_changed(book: Casebook) -> None:
    make(book)
    result, done = make(book)
    assert (result.written, done["bridge"], done["tram"]) == (0, "unchanged", "unchanged")
    book.open("tram").update(lambda one: one.changed(topics=["Transport"]))
    result, done = make(book)
    assert (done["bridge"], done["tram"]) == ("unchanged", "made")
    assert (result.path / "topics" / "transport" / "index.html").is_file()


def test_a_check_that_is_gone_is_gone_from_the_site(book: Casebook) -> None:
    make(book)
    book.open("tram").path.rename(book.path.parent / "elsewhere")
    result, _ = make(book)
    assert (result.shown, result.removed) == (1, 2)
    assert not (result.path / "checks" / "tram").exists()


def test_a_check_that_cannot_be_read_is_named_and_left_out(book: Casebook) -> None:
    make(book)
    book.open("tram").file.write_text("{", encoding="utf-8")
    result, done = make(book)
    assert done["tram"] == "failed"
    assert [(one.id, "check.json" in one.problem) for one in result.failed] == [("tram", True)]
    assert (result.shown, (result.path / "checks" / "tram").exists()) == (1, False)


def test_a_folder_that_holds_another_check_is_named_and_left_out(book: Casebook) -> None:
    book.open("tram").path.rename(book.path / "train")
    result, _ = make(book)
    assert [one.id for one in result.failed] == ["train"]


def test_without_an_address_it_says_what_is_left_out(book: Casebook) -> None:
    assert make(book)[0].left_out == ("feed.atom", "sitemap.xml", "claimreviews.json")
    (book.path / "factbook.toml").write_text('[site]\nurl = "https://example.org/checks"')
    result, _ = make(book)
    assert result.left_out == ()
    assert "https://example.org/checks/checks/bridge/report.html" in (result.path / "sitemap.xml").read_text()


def test_how_far_people_agree_is_told(book: Casebook) -> None:
    folder = book.open("tram")
    bo = {"source": "s1", "point": "p1", "coder": "bo", "value": "supports"}
    folder.update(
        lambda one: Check.model_validate(
            one.model_dump()
            | {
                "coders": [*one.model_dump()["coders"], {"id": "bo", "name": "Bo"}],
                "stances": [*one.model_dump()["stances"], bo],
            }
        )
    )
    result, _ = make(book)
    assert "alpha is 1.00" in (result.path / "methodology.html").read_text(encoding="utf-8")


def test_what_cannot_be_done_is_said_before_anything_is_written(book: Casebook, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        make_site(Casebook(tmp_path / "nowhere"), out=tmp_path / "out")
    with pytest.raises(NotFoundError, match="no check in"):
        make_site(Casebook(book.path / "bridge"), out=tmp_path / "out")
    with pytest.raises(BadInputError, match="within a check's folder"):
        make_site(book, out=book.path / "bridge" / "site")
    (book.path / "factbook.toml").write_text('rating_scale = "none_such"')
    with pytest.raises(BadInputError):
        make_site(book, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()
