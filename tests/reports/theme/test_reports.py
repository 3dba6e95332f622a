"""Reports in every form wear the theme, and stay what they are."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from lxml import html

from factbook.batch.build import FORMATS
from factbook.reports.bundle.settings import carried_settings
from factbook.reports.compose import compose_report
from factbook.reports.context import ReportContext
from factbook.reports.display import Report
from factbook.reports.notebook import Block, read_report, with_report
from factbook.reports.pdf import report_pdf
from factbook.reports.render import page_variables, render_page
from factbook.reports.theme.faces import FontFile, read_faces
from factbook.reports.theme.style import theme_style
from factbook.reports.theme.view import LogoView, ThemeView
from factbook.reports.verifying.result import State
from factbook.store.check_folder import CheckFolder
from tests.reports.proving import make_bundle, prove, wrong
from tests.reports.theme.drawing import LETTERS, dress, font, set_theme


@pytest.fixture
def dressed(folder: CheckFolder) -> CheckFolder:
    dress(folder)
    return folder


@pytest.fixture
def report(dressed: CheckFolder) -> ReportContext:
    return compose_report(dressed)


def made(report: ReportContext, name: str) -> bytes:
    return FORMATS[name][1](with_report(None, report), None)


def test_the_notebook_alone_gives_the_same_report(report: ReportContext) -> None:
    assert report.theme is not None
    assert read_report(with_report(None, report))[0] == report


def test_the_page_wears_it_and_its_policy_allows_its_fonts_and_nothing_more(report: ReportContext) -> None:
    page = made(report, "html").decode()
    (policy,) = html.document_fromstring(page).xpath("//meta[@http-equiv]/@content")
    (style,) = html.document_fromstring(page).xpath("//style/text()")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; img-src data:; font-src data:; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )
    (logo,) = html.document_fromstring(page).xpath("//p[@class='masthead']//img")
    assert (logo.get("alt"), logo.get("width"), logo.get("height")) == ("The Desk", "240", "48")
    assert logo.get("src").startswith("data:image/svg+xml;base64,")
    assert "--link:#7a1420" in style
    assert style.count("@font-face") == 3
    assert "%237a1420" in page  # the icon


def test_without_fonts_the_policy_allows_none(reports: dict[str, ReportContext]) -> None:
    themed = reports["clean"].model_copy(update={"theme": ThemeView(accent="#14507a", accent_dark="#81b5d9")})
    assert "font-src" not in page_variables(themed)["policy"]


def test_a_report_without_a_theme_has_nothing_of_one(reports: dict[str, ReportContext]) -> None:
    page = render_page(reports["clean"], [Block(part="header")])
    assert not re.search(r'font-src|@font-face|--link:#7a|<img class="logo"', page)


def test_a_notebook_shows_the_colour_and_does_not_hold_the_fonts_twice(report: ReportContext) -> None:
    shown = Report(report).header._repr_mimebundle_()["text/html"]
    assert "--link:#7a1420" in shown
    assert "@font-face" not in shown


def test_one_heading_font_is_drawn_as_it_is(folder: CheckFolder) -> None:
    set_theme(folder.path, 'heading_font = "a.ttf"', a_ttf=font(weight=300))
    style = theme_style(compose_report(folder).theme)
    assert 'font-family:"Factbook Heading";font-weight:1 1000;font-style:normal' in style


def test_the_pdf_is_set_in_its_fonts_and_falls_back_for_what_they_lack(dressed: CheckFolder) -> None:
    dressed.update(lambda check: check.changed(checked_on="2026"))
    data = made(compose_report(dressed), "pdf")
    fonts = set(re.findall(rb"/FontName\s*/(?:[A-Z]{6}\+)?([\w-]+)", data))
    assert {b"FactbookHeading-700", b"FactbookBody-400", b"FactbookBody-700"} <= fonts
    assert any(one.startswith(b"LibertinusSerif") for one in fonts)  # signs, and slanted words
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    assert "The bridge will open in May" in " ".join(text.split())
    assert "\ufffd" not in text


def test_the_pdf_has_the_same_bytes_each_time(report: ReportContext) -> None:
    assert made(report, "pdf") == made(report, "pdf")


def test_letters_that_a_font_of_the_theme_lacks_are_set_in_those_of_today(
    reports: dict[str, ReportContext], folder: CheckFolder
) -> None:
    set_theme(folder.path, 'body_font = "a.ttf"', a_ttf=font(letters="abc"))
    themed = reports["corrected"].model_copy(update={"theme": compose_report(folder).theme})
    read = [
        "".join("".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(one))
        for one in (report_pdf(report, [Block(part="header")]) for report in (reports["corrected"], themed))
    ]
    assert read[0].replace("-", "") == read[1].replace("-", "")


def test_a_logo_that_the_typesetter_cannot_draw_leaves_its_words(
    report: ReportContext, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("factbook.reports.pdf.holds_picture", lambda _node: False)
    assert made(report, "pdf").startswith(b"%PDF")
    assert "cannot draw the logo" in caplog.text


def test_the_word_document_has_the_logo_in_its_head_and_links_in_the_colour(report: ReportContext) -> None:
    with zipfile.ZipFile(io.BytesIO(made(report, "docx"))) as parts:
        heads = [
            parts.read(name).decode() for name in parts.namelist() if "header" in name and "rels" not in name
        ]
        document = parts.read("word/document.xml").decode()
        pictures = [name for name in parts.namelist() if name.startswith("word/media/")]
    assert any('descr="The Desk"' in head for head in heads)
    assert len(pictures) == 1
    assert 'w:val="7A1420"' in document
    assert "174F7C" not in document


def test_markdown_has_the_words_of_the_logo(report: ReportContext) -> None:
    assert b"The Desk" in made(report, "md")


def test_a_bundle_proves_the_report_offline(dressed: CheckFolder, tmp_path: Path) -> None:
    dressed.update(lambda check: check.changed(checked_on="2026"))
    bundle = make_bundle(dressed, tmp_path / "bridge.zip")
    found = prove(bundle.path)
    assert wrong(found) == {}
    assert ("report.html", State.PROVED) in {(proof.name, proof.state) for proof in found.proofs}
    assert bundle.path.read_bytes() == make_bundle(dressed, tmp_path / "again.zip").path.read_bytes()


def test_what_goes_along_is_what_the_report_shows(dressed: CheckFolder, report: ReportContext) -> None:
    files = carried_settings(dressed.path, theme=report.theme)
    assert report.theme is not None
    assert files["theme-heading-1.ttf"] == report.theme.faces[0].content
    assert sorted(files) == [
        "factbook.toml",
        "theme-body-1.ttf",
        "theme-body-2.ttf",
        "theme-heading-1.ttf",
        "theme-logo.svg",
    ]


@pytest.mark.parametrize("way", ["../check.json", "/etc/passwd", "gone.svg"])
def test_a_bundle_that_names_a_file_outside_of_it_does_not_hold(
    dressed: CheckFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    from factbook.reports.bundle import write

    def carried(folder: Path, **given: object) -> dict[str, bytes]:
        files = carried_settings(folder, **given)  # type: ignore[arg-type]
        files["factbook.toml"] = files["factbook.toml"].replace(b"theme-logo.svg", way.encode())
        return files

    dressed.update(lambda check: check.changed(checked_on="2026"))
    monkeypatch.setattr(write, "carried_settings", carried)
    told = wrong(prove(make_bundle(dressed, tmp_path / "bridge.zip").path))
    assert "named under [theme]" in told["factbook.toml"]


def test_the_words_of_a_logo_are_text(make_logo: Callable[[str], ReportContext]) -> None:
    attack = '"><script>alert(1)</script>'
    page = render_page(make_logo(attack), [Block(part="header")])
    assert "<script>alert" not in page
    assert html.document_fromstring(page).xpath("//p[@class='masthead']//img/@alt") == [attack]


@pytest.fixture
def make_logo(report: ReportContext) -> Callable[[str], ReportContext]:
    def make(words: str) -> ReportContext:
        assert report.theme is not None
        assert report.theme.logo is not None
        logo = LogoView(svg=report.theme.logo.svg, alt=words)
        return report.model_copy(update={"theme": ThemeView(logo=logo)})

    return make


def test_the_pdf_takes_letters_of_the_theme_before_those_of_the_machine(
    reports: dict[str, ReportContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [
        FontFile("body", f"{weight}.ttf", font(weight=weight, letters=f"{LETTERS}界"))
        for weight in (400, 700)
    ]
    faces = read_faces(files, characters=frozenset("界"))
    themed = reports["empty"].model_copy(update={"theme": ThemeView(faces=faces), "headline": "The 界"})
    monkeypatch.setattr("factbook.reports.pdf.installed_families", lambda: pytest.fail("looked for others"))
    pages = pypdfium2.PdfDocument(made(themed, "pdf"))
    assert "The 界" in "".join(page.get_textpage().get_text_range() for page in pages)
