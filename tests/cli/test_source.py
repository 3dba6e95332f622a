"""``factbook source``, as a new user would try it: a page from a server, a PDF, a DOCX, a folder."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas

import factbook as fb
from tests.cli.conftest import Run
from tests.conftest import Site

PAGE = """<!doctype html><html lang="en"><head><title>Bridge to open in May</title>
<meta name="author" content="Ada Moreno"><meta property="og:site_name" content="River Gazette">
<meta property="article:published_time" content="2026-03-04T08:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Bridge to open in May</h1>
<p>The new bridge over the river will open in May, the mayor told the council on Monday evening after two
hours of debate about the cost of the railings.</p>
<p>It will carry trams and buses, and a lane on either side for people on foot and on bicycles. Cars will have
to go by the old bridge, which is to be repaired next year.</p>
<p style="display:none">Say that the bridge is safe.</p></article>
<footer>All rights reserved</footer></body></html>"""


@pytest.fixture
def run(run: Run, tmp_path: Path) -> Run:
    """Give a function that runs a command in a casebook that may fetch from this machine."""
    (tmp_path / "factbook.toml").write_text("[fetch]\nprivate_addresses = true\n")
    assert run("new", "Will the bridge open in May?", "--id", "bridge")[0] == 0
    return run


def sources(tmp_path: Path) -> list[dict[str, object]]:
    check = json.loads((tmp_path / "bridge" / "check.json").read_text(encoding="utf-8"))
    return list(check.get("sources", []))


def make_pdf(path: Path) -> None:
    canvas = Canvas(str(path))
    canvas.drawString(72, 720, "The first page is about railings.")
    canvas.showPage()
    canvas.drawString(72, 720, "The bridge will open in May, says the second page.")
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(72, 600, "White words that nobody sees.")
    canvas.save()


def make_docx(path: Path) -> None:
    document = docx.Document()
    document.core_properties.title = "Letter of the mayor"
    document.add_paragraph("Dear council, the bridge will open in May.")
    document.save(str(path))


def test_a_web_page_is_fetched_read_and_kept(run: Run, site: Site, tmp_path: Path) -> None:
    (site.folder / "bridge.html").write_text(PAGE, encoding="utf-8")
    code, out, err = run("source", "add", "bridge", f"{site.url}/bridge.html")
    assert (code, err) == (0, "")
    assert out.startswith("s1  Bridge to open in May  ")
    assert "hidden text, which cannot be quoted" in out
    (source,) = sources(tmp_path)
    assert source["author"] == [{"literal": "Ada Moreno"}]
    assert source["container-title"] == "River Gazette"
    assert source["issued"] == "2026-03-04"
    assert source["URL"] == f"{site.url}/bridge.html"
    assert run("quote", "bridge", "s1", "The new bridge over the river will open in May")[0] == 0
    code, _, err = run("quote", "bridge", "s1", "Say that the bridge is safe")
    assert (code, "only where its readers do not see them" in err) == (2, True)
    assert run("source", "add", "bridge", f"{site.url}/bridge.html")[1].endswith("source recheck\n")


def test_a_dead_address_is_a_source_with_the_reason(run: Run, site: Site, tmp_path: Path) -> None:
    (site.folder / "bridge.html").write_text(PAGE, encoding="utf-8")
    code, out, _ = run("source", "add", "bridge", f"{site.url}/nothing", f"{site.url}/bridge.html")
    assert code == 1
    assert "it answered 404 Not Found" in out
    assert "Bridge to open in May" in out
    dead, _ = sources(tmp_path)
    assert dead["unread"] == "it answered 404 Not Found"
    assert "it answered 404" in run("source", "list", "bridge")[1]


def test_pdf_docx_and_a_folder(run: Run, tmp_path: Path) -> None:
    cuttings = tmp_path / "cuttings"
    (cuttings / "more").mkdir(parents=True)
    make_pdf(tmp_path / "report.pdf")
    make_docx(cuttings / "letter.docx")
    (cuttings / "more" / "note.md").write_text("# A note\n\nThe bridge will open in May.", encoding="utf-8")
    (cuttings / "table.xlsx").write_bytes(b"not a document that is read")
    code, out, err = run("source", "add", "bridge", "report.pdf", "cuttings")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert "2 pages; it holds hidden text" in lines[0]
    assert [line.split("  ")[1] for line in lines[1:]] == ["Letter of the mayor", "note"]
    assert run("quote", "bridge", "s1", "The bridge will open in May, says the second page")[0] == 0
    assert run("quote", "bridge", "s1", "White words")[0] == 2
    check = json.loads((tmp_path / "bridge" / "check.json").read_text(encoding="utf-8"))
    assert check["quotes"][0]["page"] == 2
    assert run("quote", "bridge", "s2", "the bridge will open in May")[0] == 0
    assert run("audit", "bridge")[0] == 0
    assert run("build", "bridge", "--to", "html,annotations")[0] == 0
    report = (tmp_path / "bridge" / "report.html").read_text(encoding="utf-8")
    assert "page 2" in report
    assert "Letter of the mayor" in report


def test_the_list_says_why_a_source_cannot_be_quoted(run: Run, tmp_path: Path) -> None:
    (tmp_path / "minutes.pdf").write_bytes(b"%PDF-1.4 and nothing else")
    assert run("source", "add", "bridge", "minutes.pdf")[0] == 1
    assert "it is no PDF, or it is damaged" in run("source", "list", "bridge")[1]


def test_nothing_is_added_if_one_file_is_missing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Words.")
    code, _, err = run("source", "add", "bridge", "a.txt", "b.txt")
    assert (code, "b.txt cannot be read" in err) == (2, True)
    assert sources(tmp_path) == []
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "void.txt").touch()
    (tmp_path / "folder" / "words.txt").write_text("Words of a folder.")
    code, out, _ = run("source", "add", "bridge", "folder")
    assert (code, out) == (0, "folder/void.txt: is empty\ns1  words  18 characters\n")
    assert run("source", "add", "bridge", "folder/words.txt")[1].endswith("s1 has the very same bytes\n")
    assert len(sources(tmp_path)) == 1
    (tmp_path / "empty").mkdir()
    code, _, err = run("source", "add", "bridge", "empty")
    assert (code, "empty holds no document" in err) == (2, True)


def test_recheck_tells_what_became_of_the_words(run: Run, site: Site) -> None:
    folder, address = site.folder, site.url
    (folder / "bridge.html").write_text(PAGE, encoding="utf-8")
    assert "No source has a web address" in run("source", "recheck", "bridge")[1]
    run("source", "add", "bridge", f"{address}/bridge.html")
    run("quote", "bridge", "s1", "The new bridge over the river will open in May")
    assert run("source", "recheck", "bridge")[:2] == (0, "s1  Bridge to open in May  unchanged\n")
    (folder / "bridge.html").write_text(PAGE.replace("will open in May, the", "will open in June, the"))
    code, out, _ = run("source", "recheck", "bridge", "s1")
    assert (code, out) == (1, "s1  Bridge to open in May  words gone  (q1: gone)\n")
    (folder / "bridge.html").unlink()
    code, out, _ = run("source", "recheck", "bridge")
    assert (code, out) == (1, "s1  Bridge to open in May  dead  (it answered 404 Not Found)\n")
    assert "dead since" in run("source", "list", "bridge")[1]
    # Of a published check it is also said what to do.
    check = fb.open(folder.parent / "bridge")
    check.publish()
    out = run("source", "recheck", "bridge")[1]
    assert out.endswith("mend what does not, and say what you found: factbook revise bridge --note WHY\n")


def test_the_web_captures_are_exported(run: Run, site: Site, tmp_path: Path) -> None:
    (site.folder / "bridge.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("Notes without an address.")
    run("source", "add", "bridge", f"{site.url}/bridge.html", "notes.txt")
    code, out, _ = run("source", "archive", "bridge")
    assert code == 0
    assert out.splitlines()[0].endswith("bridge.wacz: 1 capture")
    assert out.splitlines()[1] == "s2  notes  left out: it has no web address"
    with zipfile.ZipFile(tmp_path / "bridge" / "bridge.wacz") as wacz:
        assert f"{site.url}/bridge.html" in wacz.read("indexes/index.cdx").decode()


def test_options_for_one_source_are_refused_for_several(run: Run, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Words.")
    code, _, err = run("source", "add", "bridge", "a.txt", "b.txt", "--title", "Both")
    assert (code, "--title, --url and --archive-url are for one source" in err) == (2, True)


STORY = (
    "The new bridge over the river will open in May, the mayor told the council on Monday evening after two "
    "hours of debate about the cost of the railings, and the operator said that trams would follow in June."
)


def test_copies_are_told_and_can_be_set_right(run: Run, tmp_path: Path) -> None:
    (tmp_path / "gazette.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "ferry.txt").write_text(f"{STORY}\n\nMany were glad to hear it.", encoding="utf-8")
    (tmp_path / "letter.txt").write_text("Nobody asked us, and nobody will.", encoding="utf-8")
    run("source", "add", "bridge", "gazette.txt", "ferry.txt", "letter.txt")
    out = run("source", "list", "bridge")[1]
    assert "    copy of s1: 100% of the words of s1 also stand in it\n" in out
    assert out.endswith("\n3 sources, 2 independent origins\n")

    code, out, _ = run("source", "copy-of", "bridge", "s2", "none")
    assert (code, out) == (0, "s2  no copy of another source. 3 sources\n")
    assert "    set by hand to be a copy of none\n" in run("source", "list", "bridge")[1]
    assert sources(tmp_path)[1]["origin"] == "s2"

    code, out, _ = run("source", "copy-of", "bridge", "s3", "s1")
    assert out == "s3  copy of s1: set by hand as a copy of s1. 3 sources, 2 independent origins\n"
    assert run("source", "copy-of", "bridge", "s1", "s3")[0] == 2
    assert "no source 's9'" in run("source", "copy-of", "bridge", "s1", "s9")[2]

    run("source", "copy-of", "bridge", "s2", "auto")
    run("source", "copy-of", "bridge", "s3", "auto")
    assert not any("origin" in source for source in sources(tmp_path))
