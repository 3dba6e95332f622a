"""Reports whose own words are in another language, in all their forms."""

from __future__ import annotations

import io
import re

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import html as html_parser  # type: ignore[import-untyped]

from factbook.errors import BadInputError
from factbook.reports.context import PARTS, ReportContext
from factbook.reports.direction import FIRST_STRONG
from factbook.reports.markdown import report_markdown
from factbook.reports.notebook import Block, read_report
from factbook.reports.page_tree import read_page
from factbook.reports.pdf import report_pdf
from factbook.reports.render import render_page, render_part
from factbook.reports.verifying.lone import prove_alone
from factbook.reports.verifying.page import read_page as read_proved
from factbook.reports.verifying.result import State
from factbook.reports.word.document import report_docx
from factbook.wording import direction, languages, speaking, translated
from tests.reports import proving
from tests.reports import samples as sample_checks
from tests.test_wording import messages

OTHERS = languages()[1:]
BLOCKS = tuple(Block(part=part) for part in PARTS)
MAKERS = {
    "clean": sample_checks.clean_check,
    "faulty": sample_checks.faulty_check,
    "empty": sample_checks.empty_check,
    "hostile": sample_checks.hostile_check,
    "corrected": sample_checks.corrected_check,
}


def with_settings(folder, words: str):
    file = folder.path / "factbook.toml"
    old = file.read_text(encoding="utf-8") if file.is_file() else ""
    file.write_text(words + "\n" + old, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def spoken_reports(tmp_path_factory) -> dict[tuple[str, str], ReportContext]:
    """The contexts of the sample checks in each language, by name and language."""
    place = tmp_path_factory.mktemp("languages")
    found = {}
    for language in OTHERS:
        for name, make in MAKERS.items():
            folder = with_settings(make(place / language / name), f'report_language = "{language}"')
            found[name, language] = sample_checks.compose(folder)
    found["arabic", "ar"] = sample_checks.compose(
        sample_checks.arabic_check(place / "arabic", report_language="ar")
    )
    return found


@pytest.fixture(scope="module")
def spoken_pages(spoken_reports) -> dict[tuple[str, str], str]:
    return {key: render_page(report, BLOCKS) for key, report in spoken_reports.items()}


def parsed(page: str):
    return html_parser.document_fromstring(page.encode())


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", MAKERS)
def test_no_words_of_ours_are_left_in_english(spoken_pages, name, language):
    root = parsed(spoken_pages[name, language])
    for one in root.xpath("//style | //script | //code"):
        one.drop_tree()
    said = {" ".join(text.split()) for text in root.xpath("//text() | //@title | //@aria-label | //@alt")}
    with speaking(language):
        english = {
            text
            for ids, _ in messages(language)
            for text in ids
            if "{" not in text and "%" not in text and "<" not in text and translated(text) != text
        }
    # What people wrote may be such a word by chance.
    by_chance = {"statement", "claim", "source", "text"}
    assert not (said & english) - by_chance


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", MAKERS)
def test_a_report_agrees_with_itself_in_every_language(spoken_pages, name, language):
    page = read_proved(spoken_pages[name, language].encode(), name="report.html")
    assert [proof for proof in prove_alone(page) if proof.state == State.FAILS] == []


@pytest.mark.parametrize("language", OTHERS)
def test_values_from_outside_are_escaped_in_every_language(spoken_pages, reports, language):
    hostile, in_english = spoken_pages["hostile", language], render_page(reports["hostile"], BLOCKS)
    for tag in ("script", "img", "iframe", "svg", "style", "b", "bdi"):
        there, wanted = (len(parsed(page).xpath(f"//{tag}")) for page in (hostile, in_english))
        assert there == wanted, tag
    assert not [name for one in parsed(hostile).iter() for name in one.attrib if name.startswith("on")]


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_markup_in_names_stays_text_in_whole_sentences(tmp_path, language):
    evil = "<script>alert(1)</script>{x}%(y)s"
    make = sample_checks.Maker(
        tmp_path, f"Is {evil} so?", claim={"claimant": evil, "claimed_on": "2025-01-02"}
    )
    make.add("coders", id="ana", name=evil)
    make.add("points", text=evil)
    make.source(evil, f"{evil} is what it says", publisher=evil)
    quote = make.quote("s1", evil)
    make.stance("s1", "p1", "supports", quotes=[quote], note=evil)
    make.finding("summary", f"{evil} [@s1#{quote}].")
    make.add("searches", query=evil, finder=evil, returned=1, searched_at="2025-01-02T00:00:00Z")
    make.fields["rating"] = {"value": "supported", "reason": evil, "set_by": "ana"}
    folder = make.save(
        settings=f'report_language = "{language}"\n[publisher]\nname = "{evil}"\n'
        f'[wording]\nsummary = "{evil}"\nfact_check = "{evil}"\ntable = "{evil}"\nkey_points = "{evil}"\n'
    )
    page = render_page(sample_checks.compose(folder), BLOCKS)
    assert ["application/ld+json"] == [one.get("type") for one in parsed(page).xpath("//script")]
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;{x}%(y)s") > 10


def test_an_arabic_report_is_turned_as_a_whole(spoken_pages):
    root = parsed(spoken_pages["clean", "ar"])
    assert ("en", "rtl") == (root.get("lang"), root.get("dir"))
    assert ("ar", "rtl") == (root.find("body").get("lang"), root.find("body").get("dir"))
    sentences = root.xpath("//span[@class='sentence']/..")
    assert {("auto", "en")} == {(one.get("dir"), one.get("lang")) for one in sentences}


def test_an_arabic_check_in_arabic_needs_no_marks(spoken_pages):
    root = parsed(spoken_pages["arabic", "ar"])
    assert ("ar", "rtl") == (root.get("lang"), root.get("dir"))
    assert root.find("body").get("lang") is None
    assert [] == root.xpath("//p[@lang]")


def test_a_spanish_report_runs_as_an_english_one_does(spoken_pages):
    root = parsed(spoken_pages["clean", "es"])
    assert (None, "es", None) == (
        root.get("dir"),
        root.find("body").get("lang"),
        root.find("body").get("dir"),
    )


def test_scale_and_bars_begin_where_lines_do(spoken_reports, spoken_pages):
    for language in OTHERS:
        root = parsed(spoken_pages["corrected", language])
        (scale,) = root.xpath("//svg[@class='scale']")
        boxes = [float(one.get("x").rstrip("%")) for one in scale.xpath("./rect")]
        assert boxes == sorted(boxes, reverse=direction(language) == "rtl")
        ends = [one.text for one in root.xpath("//p[@class='ends']/span")]
        steps = spoken_reports["corrected", language].rating.scale.steps
        assert [steps[0].label, steps[-1].label] == ends
        for bar in root.xpath("//svg[@class='bar']"):
            parts = [one for one in bar.xpath("./rect") if one.get("class") != "over"]
            at = [(float(one.get("x").rstrip("%")), float(one.get("width").rstrip("%"))) for one in parts]
            assert [x for x, _ in at] == sorted((x for x, _ in at), reverse=direction(language) == "rtl")
            assert abs(sum(width for _, width in at) - 100) < 0.1
            assert all(-0.01 <= x <= 100 for x, _ in at)


def test_without_a_setting_the_check_s_language_counts(tmp_path):
    folder = sample_checks.arabic_check(tmp_path / "ar")
    (folder.path / "factbook.toml").unlink()
    assert "ar" == sample_checks.compose(folder).wording
    folder.update(lambda check: check.changed(language="de"))
    assert "en" == sample_checks.compose(folder).wording


def test_an_unknown_language_is_refused(tmp_path):
    folder = sample_checks.arabic_check(tmp_path, report_language="tlh")
    with pytest.raises(BadInputError, match=r"report_language in factbook\.toml is 'tlh'"):
        sample_checks.compose(folder)


@pytest.mark.parametrize("language", OTHERS)
def test_a_notebook_alone_gives_the_report_in_its_language(spoken_reports, spoken_pages, language):
    report = spoken_reports["clean", language]
    page = sample_checks.page(report)
    assert spoken_pages["clean", language] == page
    read, _ = read_report(sample_checks.notebook(report))
    assert language == read.wording


def test_a_context_of_an_older_factbook_reads_as_english(reports):
    fields = reports["clean"].model_dump(mode="json")
    for name in ("wording", "titles"):
        del fields[name]
    old = ReportContext.model_validate(fields)
    assert ("en", {}) == (old.wording, old.titles)
    assert render_page(reports["clean"], BLOCKS) == render_page(old, BLOCKS)


def test_cells_of_a_notebook_say_their_language(spoken_reports, reports):
    def cell(report: ReportContext) -> str:
        return sample_checks.shown("summary", report).outputs[0].data["text/html"]

    assert cell(reports["clean"]).startswith('<div class="factbook-report"><section')
    assert cell(spoken_reports["clean", "es"]).startswith('<div class="factbook-report" lang="es" dir="ltr">')
    assert cell(spoken_reports["clean", "ar"]).startswith('<div class="factbook-report" lang="ar" dir="rtl">')
    assert "ملخص النتائج" in render_part(spoken_reports["clean", "ar"], "summary")


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_a_newsroom_s_own_words_go_before_ours(tmp_path, language):
    own = {part: f"Own {part}" for part in PARTS if part != "header"} | {
        "key_points": "Own lead-in:",
        "fact_check": "Own kind",
    }
    table = "\n".join(f'{name} = "{words}"' for name, words in own.items())
    folder = with_settings(
        sample_checks.clean_check(tmp_path), f'report_language = "{language}"\n[wording]\n{table}'
    )
    report = sample_checks.compose(folder)
    root = parsed(render_page(report, BLOCKS))
    titles = [one.text_content() for one in root.xpath("//main//h2[not(ancestor::section[@id='rating'])]")]
    numbered = [
        f"{number}. Own {part}" for number, part in enumerate(["summary", "context", "interests"], start=1)
    ]
    assert [*numbered, *(f"Own {part}" for part in PARTS[4:])] == titles
    assert [f"Own {part}" for part in PARTS[1:]] == [one.text for one in root.xpath("//nav//a")]
    assert {"Own lead-in:"} == {one.text for one in root.xpath("//p[@class='lead-in']")}
    assert "Own kind" in root.xpath("string(//p[@class='masthead'])")
    assert report == sample_checks.compose(folder)


@pytest.mark.parametrize("language", OTHERS)
def test_markdown_links_to_headings_in_its_language(spoken_reports, language):
    text = report_markdown(spoken_reports["clean", language], BLOCKS)
    headings = {
        line.lstrip("# ").replace(" ", "-").lower() for line in text.splitlines() if re.match("#{3,4} ", line)
    }
    links = set(re.findall(r"\]\(#([^)]+)\)", text))
    assert links
    assert links <= headings
    assert not re.search(r"\[(removed|added):|Published by|Made with", text)


@pytest.mark.parametrize("language", OTHERS)
def test_the_pdf_is_in_its_language(spoken_reports, language):
    made = report_pdf(spoken_reports["clean", language], BLOCKS)
    assert made == report_pdf(spoken_reports["clean", language], BLOCKS)
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made))
    for english in ("Page 1 of", "sha256 of the copy", "Made with", "Fact-check", "Sources and quoted words"):
        assert english not in text
    if language == "es":
        assert "Página 1 de" in text
        assert "sha256 de la copia" in text
        assert "Verificación" in text


@pytest.mark.parametrize("language", OTHERS)
def test_the_word_document_is_in_its_language(spoken_reports, language):
    made = report_docx(spoken_reports["corrected", language], BLOCKS)
    assert made == report_docx(spoken_reports["corrected", language], BLOCKS)
    document = Document(io.BytesIO(made))
    paragraphs = [one.text for one in document.paragraphs]
    assert not [text for text in paragraphs if re.search(r"\[(removed|added): |Made with|Published by", text)]
    section = document.sections[0]
    assert "Page" not in section.footer.paragraphs[0].text
    turned = direction(language) == "rtl"
    headings = [one for one in document.paragraphs if one.style.name == "Heading 1"]
    assert turned == all(one._p.pPr.find(qn("w:bidi")) is not None for one in headings)
    assert turned == any(one._tbl.tblPr.find(qn("w:bidiVisual")) is not None for one in document.tables)
    assert turned == (document.element.body[-1].find(qn("w:bidi")) is not None)


def test_what_a_page_tree_says_of_an_arabic_page(spoken_pages):
    page = read_page(spoken_pages["clean", "ar"])
    assert ("rtl", "en", "ar") == (page.direction, page.language, page.body_language)
    headline = next(one for group in page.blocks for one in group.get("b", [group]) if one["k"] == "h")
    assert "ltr" == headline["dir"]


@pytest.mark.parametrize("language", OTHERS)
def test_a_bundle_proves_a_report_in_another_language(tmp_path, language):
    folder = with_settings(sample_checks.clean_check(tmp_path / "here"), f'report_language = "{language}"')
    bundle = proving.make_bundle(folder, tmp_path / "bundle.zip")
    found = proving.prove(bundle.path)
    assert {} == proving.wrong(found)
    # What it prints is English.
    assert any(one.detail.startswith("characters ") for one in found.proofs if one.kind == "quote")


def test_the_same_check_gives_the_same_bytes_twice(tmp_path):
    folder = with_settings(sample_checks.faulty_check(tmp_path), 'report_language = "ar"')
    first, second = (proving.built(folder) for _ in range(2))
    assert first == second


def test_words_put_in_keep_the_direction_of_what_was_written(spoken_pages):
    # A browser takes a direction from the first letter, and that of our hidden word is no part of the text.
    hidden = parsed(spoken_pages["corrected", "ar"]).xpath("//ins/span | //del/span")
    assert hidden
    assert {"rtl"} == {one.get("dir") for one in hidden}


def test_days_in_figures_do_not_turn_in_arabic(spoken_pages):
    root = parsed(spoken_pages["faulty", "ar"])
    details = root.xpath("//figcaption/bdi | //dl[@class='audit']//bdi")
    assert details
    assert not [one.text for one in details if re.search(r"\d{4}-\d\d-\d\d", one.text or "")]


def test_in_the_tree_of_an_arabic_page_two_ratings_are_apart_and_words_of_a_text_are_not(spoken_pages):
    def changes(nodes):
        for node in nodes:
            if isinstance(node, dict):
                if node.get("k") in {"del", "ins"}:
                    yield node
                for key in ("b", "i", "items", "rows", "d"):
                    yield from changes(node.get(key, ()))

    found = list(changes(read_page(spoken_pages["corrected", "ar"]).blocks))
    assert found
    rating, *others = found[:2], *found[2:]
    assert {FIRST_STRONG} == {one["i"][0] for one in rating}
    assert FIRST_STRONG not in {one["i"][0] for one in others}
