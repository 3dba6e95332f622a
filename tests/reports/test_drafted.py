"""The report says what of it is a draft, and who wrote the rest."""

from __future__ import annotations

import pytest
from lxml import html as html_parser  # type: ignore[import-untyped]

from factbook.drafting.plain import PlainDrafter
from factbook.drafting.writing import draft_check
from factbook.model.coding import with_coder
from factbook.model.drafted import accept_drafts, edit_draft, waiting_drafts
from factbook.reports.context import PARTS
from factbook.reports.markdown import report_markdown
from factbook.reports.notebook import Block
from factbook.reports.render import render_page
from factbook.store.check_folder import CheckFolder
from tests.reports import samples

BLOCKS = tuple(Block(part=part) for part in PARTS)
NOTE = "A draft by the model plain drafter 1: no person has accepted what stands here."


@pytest.fixture
def drafted(tmp_path) -> CheckFolder:
    make = samples.Maker(tmp_path, "Will the bridge open in May?")
    make.add("coders", id="ana", name="Ana")
    make.add("points", text="The bridge will open in May")
    make.source("Minutes", "The bridge will open in May, the mayor said.", publisher="City council")
    make.stance("s1", "p1", "supports", quotes=[make.quote("s1", "The bridge will open in May")])
    folder = make.save()
    draft_check(folder, PlainDrafter())
    return folder


def page(folder: CheckFolder):
    return html_parser.document_fromstring(render_page(samples.compose(folder), BLOCKS).encode())


def text_of(root, path: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in root.xpath(path)]


def test_a_draft_that_nobody_has_answered_is_told_above_each_section(drafted):
    root = page(drafted)
    for part in ("summary", "context", "interests"):
        assert text_of(root, f"//section[@id='{part}']//p[contains(@class, 'draft-note')]") == [NOTE]
    assert text_of(root, "//section[@id='follow_ups']//p[contains(@class, 'draft-note')]") == [NOTE]
    assert root.xpath("//span[contains(@class, 'drafted')]") == []
    assert NOTE in report_markdown(samples.compose(drafted), BLOCKS)


def test_a_draft_among_accepted_sentences_is_marked_by_itself(drafted):
    drafted.update(lambda check: accept_drafts(check, ["f1"], coder="ana"))
    root = page(drafted)
    (note,) = text_of(root, "//section[@id='summary']//p[contains(@class, 'draft-note')]")
    assert note == (
        "What is marked as a draft is by the model plain drafter 1, and no person has accepted it."
    )
    marked = root.xpath("//section[@id='summary']//span[contains(@class, 'sentence')]")
    assert [("drafted" in one.get("class"), "(draft)" in one.text_content()) for one in marked] == [
        (False, False),
        (True, True),
    ]


def test_once_all_is_accepted_nothing_is_called_a_draft(drafted):
    def accept(check):
        return accept_drafts(check, [one.id for one in waiting_drafts(check)], coder="ana")

    drafted.update(accept)
    assert page(drafted).xpath("//p[contains(@class, 'draft-note')]") == []


def test_the_method_says_who_wrote(drafted):
    def answer(check):
        check, ana = with_coder(check, "Ana")
        check = accept_drafts(check, ["f1"], coder=ana.id)
        return edit_draft(check, "f2", "The council says it opens in May [@s1#q1].", coder=ana.id)

    drafted.update(answer)
    method = " ".join(text_of(page(drafted), "//section[@id='method']"))
    assert (
        "4 sentences were drafted by the model plain drafter 1 (accepted as they are: 1; "
        "changed by a person: 1; waiting for a person: 2)."
    ) in method
    assert "plain drafter 1, a model" not in method


def test_a_check_that_people_wrote_says_nothing_of_drafts(reports):
    report = reports["clean"]
    assert report.written == ()
    assert {section.drafted for section in report.sections} == {""}
