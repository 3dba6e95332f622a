"""The page the exporter gives."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from factbook.reports.exporter import FactbookExporter

NAMES = ["clean", "faulty", "empty", "hostile", "arabic", "corrected"]
VOID = {"meta", "link", "img", "br", "hr", "wbr", "col", "input"}


class Tree(HTMLParser):
    """Reads a page strictly: every element is closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[tuple[str, str]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID and self.get_starttag_text()[-2:] != "/>":
            self.open.append(tag)

    def handle_endtag(self, tag):
        if self.open and tag == self.open[-1]:
            self.open.pop()
        else:
            assert (self.get_starttag_text() or "").startswith(f"<{tag}"), f"</{tag}> closes {self.open[-3:]}"

    def handle_data(self, data):
        self.words.append((self.open[-1] if self.open else "", data))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def text(self, *tags: str) -> str:
        return " ".join(" ".join(data for tag, data in self.words if tag in tags or not tags).split())


@pytest.fixture(scope="module")
def pages(samples, reports) -> dict[str, str]:
    extra = {"clean": {"summary": samples.analyst_cells()}, "hostile": {"header": samples.hostile_cells()}}
    return {name: samples.page(reports[name], extra.get(name)) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_pages_are_well_formed_and_every_link_leads_somewhere(pages, name):
    tree = Tree(pages[name])
    ids = [attributes["id"] for _, attributes in tree.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for attributes in tree.named("a"):
        href = attributes.get("href") or ""
        if href.startswith("#"):
            assert href[1:] in ids
        else:
            assert href == "" or href.startswith(("http://", "https://"))


@pytest.mark.parametrize("name", NAMES)
def test_headings_are_in_order(pages, name):
    levels = [int(tag[1]) for tag, _ in Tree(pages[name]).elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", NAMES)
def test_pages_ask_for_nothing_and_run_nothing(pages, name):
    tree = Tree(pages[name])
    assert [one.get("type") for one in tree.named("script")] == ["application/ld+json"]
    assert len(tree.named("style")) == 1
    assert {tag for tag, _ in tree.elements} & {"iframe", "object", "embed", "form", "input", "base"} == set()
    for tag, attributes in tree.elements:
        assert not any(key.startswith("on") or key == "style" for key in attributes), (tag, attributes)
        assert (attributes.get("src") or "data:").startswith("data:")
        if tag == "link":
            assert attributes["href"].startswith("data:")


def test_the_reference_page_s_parts_stand_in_its_order(pages):
    text = Tree(pages["clean"]).text()
    wanted = [
        "Keep this desk independent",
        "312 of 1,000 supporters",
        "Fact check: Do the city's new buses run on time",
        "Checked on September 9, 2025",
        "The new buses are on time far more often",
        "Rating ± Conflicting",
        "10 of 10 quotes stand word for word in the kept copies; 10 of 10 sentences without a fault",
        "1. Summary of the results",
        "Our own count",
        "2. Missing context/alternative viewpoints",
        "Some of the key points to consider include:",
        "3. Potential misinformation/bias in the original statement",
        "Want to dive deeper?",
        "How the sources stand",
        "Silence never counts against a point",
        "Sources and quoted words",
        "How this was checked",
        "factbook audit",
        "What does not hold",
        "Nothing was found.",
        "Corrections",
        "The figure for 2019 was 86, not 89.",
        "Published by The Riverside Desk",
    ]
    places = [text.find(words, text.find("Skip to the report")) for words in wanted]
    assert -1 not in places, wanted[places.index(-1)]
    # The contents list names the later parts first, so their own place is the last one.
    places = [text.rfind(words) if text.count(words) > 1 else text.find(words) for words in wanted]
    main = [place for words, place in zip(wanted, places, strict=True) if words != "factbook audit"]
    assert main == sorted(main)


def test_empty_sections_say_so(pages):
    text = Tree(pages["empty"]).text()
    assert text.count("No findings have been written for this section.") == 3
    for words in (
        "No corrections so far.",
        "No sources have been brought in yet.",
        "Not enough evidence",
        "Not dated yet",
    ):
        assert words in text
    assert "supporters" not in text.partition("{")[0] + text.rpartition("}")[2]


def test_what_does_not_hold_is_marked_where_it_stands(pages):
    page = pages["faulty"]
    assert re.search(
        r'<span class="sentence fault" id="finding-f2"[^>]*>It is widely agreed.*?uncited</a></span>', page
    )
    assert "[5 ▲] Words quoted" not in page
    assert re.search(r'<a class="cite broken" href="#quote-q5"[^>]*fabricated[^>]*>\[2 ▲\]</a>', page)
    assert ">[?]<" in page
    assert page.index("<h3>Faults</h3>") < page.index("<h3>Cautions</h3>")


def test_all_that_a_source_has_is_told(pages, reports):
    page = pages["clean"].replace("<wbr>", "")
    for source in reports["clean"].sources:
        assert source.snapshot.sha256 in page
        assert f'<a href="{source.archive_url}">' in page
    assert page.count("<mark>") == 10
    assert "Runs the buses and gains from good figures." in page


def test_the_stance_table_is_told_to_all(pages):
    tree = Tree(pages["faulty"])
    scopes = [one.get("scope") for one in tree.named("th")]
    assert scopes.count("col") == 3
    assert scopes.count("row") == 9
    assert "What each source says on each point" in tree.text("caption")
    text = tree.text()
    for cell in (
        "✓ supports",
        "✕ refutes",
        "± mixed",
        "– not addressed",
        "○ not judged",
        "nobody has judged it",
        "≠ coders disagree",
    ):
        assert cell in text


def test_hostile_text_stays_text(pages, samples):
    tree = Tree(pages["hostile"])
    assert "planted" not in [attributes.get("id") for _, attributes in tree.elements]
    assert "<script>window.hacked=1</script>" in tree.text("bdi")
    assert "49" not in tree.text("span")
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]", pages["hostile"])
    assert json.loads(next(data for tag, data in tree.words if tag == "script"))["@type"] == "ClaimReview"


def test_an_address_that_is_no_web_address_is_no_link(samples, reports):
    report = reports["clean"]
    source = report.sources[0].model_copy(
        update={"url": "javascript:alert(1)", "archive_url": "data:text/html,x"}
    )
    page = samples.page(report.model_copy(update={"sources": (source, *report.sources[1:])}))
    assert 'href="javascript' not in page
    assert 'href="data:text' not in page
    assert "<bdi>javascript:alert(1)</bdi>" in page


def test_a_report_in_another_language_says_which_words_are_in_it(pages):
    tree = Tree(pages["arabic"])
    assert tree.named("html") == [{"lang": "ar"}]
    assert tree.named("body")[0]["lang"] == "en"
    question = next(one for one in tree.named("span") if one.get("class") == "question")
    assert (question["lang"], question["dir"]) == ("ar", "auto")
    assert all(one["lang"] == "en" or one["dir"] == "auto" for one in tree.named("p") if "lang" in one)


def test_pages_are_small(pages, samples, reports):
    assert len(samples.page(reports["clean"]).encode()) < 150_000
    assert len(pages["empty"].encode()) < 25_000


def test_many_sources_build(samples, tmp_path):
    page = samples.page(samples.compose(samples.large_check(tmp_path, sources=250)))
    assert len(page.encode()) < 1_000_000
    assert len(Tree(page).named("mark")) == 250


def test_the_same_context_gives_the_same_bytes(samples, reports):
    assert samples.page(reports["faulty"]) == samples.page(reports["faulty"])


def test_a_stray_folder_does_not_replace_the_template(samples, reports, tmp_path, monkeypatch):
    (tmp_path / "factbook").mkdir()
    (tmp_path / "factbook" / "index.html.j2").write_text("replaced")
    (tmp_path / "factbook" / "conf.json").write_text("{}")
    monkeypatch.chdir(tmp_path)
    assert samples.page(reports["empty"]).startswith("<!DOCTYPE html>")
    assert FactbookExporter().file_extension == ".html"
