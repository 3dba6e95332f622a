"""Writing the report's sentences in a browser, with the real kernel's side behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

import factbook as fb
from factbook.analysis.audit import AuditRow, audit_check
from factbook.analysis.origins import Origins
from factbook.evidence.support import SUPPORT_THRESHOLD, LexicalSupport
from factbook.model.check import Check
from factbook.model.drafted import edit_draft
from factbook.model.finding import Finding
from factbook.store.check_folder import CheckFolder
from factbook.widgets import draft_editor
from factbook.widgets.draft_editor import DraftEditor
from tests.browser.widget_page import WidgetPage

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=window.hacked=1>"


class WordsAlone:
    """Audits by the words alone: the network has its own tests."""

    def __init__(self, folder: CheckFolder) -> None:
        self._folder = folder

    def audit(self, check: Check, *, origins: Origins) -> tuple[AuditRow, ...]:
        score = LexicalSupport().score
        supports: Any = lambda pairs: score(list(pairs))  # noqa: E731
        return audit_check(
            check, self._folder, supports=supports, threshold=SUPPORT_THRESHOLD, origins=origins
        )

    def build(self) -> list[str]:
        return ["report.html", "report.pdf"]

    def preview(self, check: Check) -> str:
        return "<!doctype html><title>t</title>" + "".join(
            f"<p>{len(one.text)}</p>" for one in check.findings
        )


@pytest.fixture
def check(tmp_path: Path) -> fb.OpenCheck:
    check = fb.new(question="Will it open?", points=["It opens in May", "It is red"], casebook=tmp_path)
    check.add_source(
        text="The bridge will open in May, the mayor said. It is red.", title=f"Minutes {HOSTILE}"
    )
    check.quote("s1", "The bridge will open in May", point="p1")
    check.stance("s1", "p1", "supports", coder="Ana")
    check.add_finding("summary", "The bridge will open in May [@s1#q1].", points=["p1"])
    check.add_finding("summary", "Nobody knows of trams.")
    check.add_finding("context", "It is red [@s1].")
    check.add_follow_up("Who pays?")
    return check


@pytest.fixture
def open_draft(open_widget: Callable[..., WidgetPage], check: fb.OpenCheck) -> Callable[..., WidgetPage]:
    def open_draft(**options: Any) -> WidgetPage:
        editor = DraftEditor(check.folder, coder="Ana", reporting=WordsAlone(check.folder))
        page = open_widget(editor, **options)
        audited(page)
        return page

    return open_draft


def audited(page: WidgetPage) -> None:
    page.wait_until(
        lambda: page.widget.draft_editor["audit"] == "current",  # type: ignore[attr-defined]
        "the check was not audited",
    )
    page.push()


def sentences(check: fb.OpenCheck, section: str = "summary") -> list[str]:
    return [one.text for one in check.record.findings if one.section == section]


def test_the_audit_stands_under_each_sentence_and_follows_what_is_written(
    open_draft: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    page = open_draft()
    marks = page.locator(".marks")
    expect(marks.nth(0)).to_be_hidden()
    expect(marks.nth(1)).to_have_text("✕uncited it cites nothing")
    expect(marks.nth(2)).to_contain_text("unquoted")
    second = page.page.get_by_label("Sentence f2")
    second.fill("The bridge will open in May [@s1#q1].")
    page.settle()
    audited(page)
    expect(marks.nth(1)).to_be_hidden()
    assert sentences(check)[1] == "The bridge will open in May [@s1#q1]."


def test_citations_are_completed_by_keyboard(
    open_draft: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    page = open_draft()
    second = page.page.get_by_label("Sentence f2")
    second.click()
    page.page.keyboard.press("End")
    page.page.keyboard.type(" @may")
    offers = page.locator(".offer")
    expect(offers).to_have_count(1)
    expect(offers).to_have_text("@s1#q1 “The bridge will open in May”")
    assert second.get_attribute("aria-activedescendant") == offers.get_attribute("id")
    page.page.keyboard.press("Enter")
    expect(second).to_have_value("Nobody knows of trams. [@s1#q1]")
    page.page.keyboard.type("; [@s1; @")
    page.page.keyboard.press("ArrowDown")
    page.page.keyboard.press("Tab")
    expect(second).to_have_value("Nobody knows of trams. [@s1#q1]; [@s1; @s1#q1")
    page.page.keyboard.type("] @s")
    page.page.keyboard.press("Escape")
    expect(offers).to_have_count(0)
    assert len(sentences(check)) == 2


def test_sentences_are_written_cut_and_moved_from_section_to_section(
    open_draft: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    page = open_draft()
    page.page.get_by_label("Sentence f2").click()
    page.page.keyboard.press("End")
    page.page.keyboard.press("Enter")
    page.page.keyboard.type("New one. And another.")
    page.settle()
    for _ in range(len(" And another.")):
        page.page.keyboard.press("ArrowLeft")
    page.page.keyboard.press("Enter")
    expect(page.page.get_by_label("Sentence f5")).to_be_focused()
    assert sentences(check)[2:] == ["New one.", "And another."]
    page.page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".status")).to_contain_text("Missing context")
    expect(page.page.get_by_label("Sentence f5")).to_be_focused()
    assert sentences(check, "context") == ["And another.", "It is red [@s1]."]
    page.locator(".handle").nth(0).drag_to(page.locator(".line").nth(2))
    page.wait_until(lambda: sentences(check)[1].startswith("The bridge"), "it was not dragged")
    page.page.get_by_label("Sentence f5").fill("")
    page.page.keyboard.press("Backspace")
    page.wait_until(lambda: sentences(check, "context") == ["It is red [@s1]."], "it is still there")


@pytest.fixture
def drafted(check: fb.OpenCheck) -> fb.OpenCheck:
    """The check with what the plain drafter makes of it: sentences in two sections, and questions."""
    check.draft()
    assert {one.section for one in check.drafts if isinstance(one, Finding)} >= {"summary", "context"}
    return check


def test_a_draft_is_suggested_and_answered_by_keys(
    open_draft: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    page = open_draft()
    page.page.get_by_role("button", name="Suggest a draft").click()
    page.wait_until(lambda: page.page.get_by_text("drafts have come in").count() == 1, "nothing was drafted")
    drafts = page.locator(".draft:visible")
    expect(drafts).to_have_count(len(check.drafts))
    first, second, third, *_ = check.drafts
    drafts.first.focus()
    expect(drafts.first).to_contain_text(first.words.partition(" [@")[0][:30])
    # Drafts stand apart: there is no field to change one by chance.
    expect(page.page.get_by_label(f"Sentence {first.id}")).to_be_hidden()
    page.page.keyboard.press("a")
    expect(page.page.get_by_label(f"Draft {second.id}")).to_be_focused()
    expect(page.page.locator(".line", has=page.page.get_by_label(f"Sentence {first.id}"))).to_contain_text(
        "Drafted by plain drafter 5, accepted by Ana"
    )
    page.page.keyboard.press("ArrowDown")
    page.page.keyboard.press("ArrowUp")
    page.page.keyboard.press("d")
    expect(page.page.get_by_label(f"Draft {third.id}")).to_be_focused()
    page.page.keyboard.press("z")
    expect(page.page.get_by_label(f"Draft {second.id}")).to_be_focused()
    page.page.keyboard.press("d")
    expect(page.page.get_by_label(f"Draft {third.id}")).to_be_focused()
    # Looked at and left as it is, it waits still; changed, it is the person's.
    page.page.keyboard.press("e")
    page.page.keyboard.press("Escape")
    expect(page.page.get_by_label(f"Draft {third.id}")).to_be_focused()
    page.page.keyboard.press("Enter")
    expect(page.page.get_by_label(f"Sentence {third.id}")).to_be_focused()
    page.page.keyboard.type(" More.")
    page.settle()
    expect(page.page.locator(".line", has=page.page.get_by_label(f"Sentence {third.id}"))).to_contain_text(
        "Drafted by plain drafter 5, changed by Ana"
    )
    by_id = {one.id: one for one in check.record.findings}
    assert (by_id[first.id].authorship, by_id[third.id].authorship) == ("accepted", "edited")
    assert second.id not in by_id
    assert [one.words for one in check.record.declined] == [second.words]


def test_escape_leaves_a_draft_as_it_was_whatever_was_typed(
    open_draft: Callable[..., WidgetPage], drafted: fb.OpenCheck
) -> None:
    first = drafted.drafts[0]
    page = open_draft()

    def kept() -> Finding:
        return next(one for one in drafted.record.findings if one.id == first.id)

    box = page.page.get_by_label(f"Draft {first.id}", exact=True)
    for typed in (" More.", " Even more."):
        box.focus()
        page.page.keyboard.press("e")
        page.page.keyboard.type(typed)
        page.wait_until(lambda typed=typed: kept().text == first.text + typed, "it is not saved")
        page.page.keyboard.press("Escape")
        expect(box).to_be_focused()
        assert kept() == first
    # Who has left the field has answered.
    page.page.keyboard.press("e")
    page.page.keyboard.type(" Mine.")
    page.page.get_by_role("button", name="Add a question").focus()
    page.settle()
    page.page.get_by_label(f"Sentence {first.id}", exact=True).focus()
    page.page.keyboard.press("Escape")
    page.settle()
    assert kept().text == f"{first.text} Mine."


def test_a_language_model_that_drafts_is_stopped_by_a_button(
    open_draft: Callable[..., WidgetPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_draft()
    suggest = page.page.get_by_role("button", name="Suggest a draft")
    stop = page.page.get_by_role("button", name="Stop", exact=True)
    expect(suggest).to_be_visible()
    expect(stop).to_be_hidden()
    asking: list[Callable[[], Any]] = []
    monkeypatch.setattr(draft_editor, "in_background", lambda work, **_told: asking.append(work))
    page.page.get_by_label("Drafted by").select_option("another language model …")
    page.page.get_by_label("Model", exact=True).fill("openai:small")
    suggest.click()
    expect(page.page.get_by_role("button", name="Drafting …")).to_have_attribute("aria-disabled", "true")
    stop.focus()
    page.page.keyboard.press("Enter")
    expect(stop).to_be_hidden()
    expect(page.page.get_by_role("button", name="Drafting …")).to_be_focused()


def test_who_drafts_is_chosen_and_what_cannot_be_is_told(
    open_draft: Callable[..., WidgetPage], axe: Callable[..., list[str]]
) -> None:
    page = open_draft(width=500)
    choice, suggest = (
        page.page.get_by_label("Drafted by"),
        page.page.get_by_role("button", name="Suggest a draft"),
    )
    expect(choice).to_have_value("plain")
    expect(page.locator(".dropped")).to_be_hidden()
    expect(page.page.get_by_label("Tokens at most")).to_be_hidden()
    choice.select_option("another language model …")
    expect(page.page.get_by_label("Model", exact=True)).to_be_focused()
    page.page.keyboard.type("qwen3")
    suggest.click()
    expect(page.locator(".alert")).to_contain_text("Name the model as PROVIDER:MODEL")
    page.page.get_by_label("Model", exact=True).fill("nobody:qwen3")
    page.page.get_by_label("Tokens at most").fill("50 000")
    page.page.get_by_label("ask anew").check()
    assert axe(page.page, "#widget") == []
    suggest.click()
    page.wait_until(
        lambda: "names no language model" in page.locator(".alert").inner_text(), "it is not told"
    )
    sent = page.page.evaluate("sent.findLast((one) => one.kind === 'draft')")
    assert {name: sent[name] for name in ("model", "budget", "again")} == {
        "model": "nobody:qwen3",
        "budget": 50_000,
        "again": True,
    }
    deliver = {"part": "draft_editor", "kind": "news", "drafted": 1, "unread": [], "asked": 2, "replayed": 0}
    page.page.evaluate("told => deliver([told])", deliver | {"dropped": [[HOSTILE, "it names nobody"]]})
    page.page.get_by_text("1 sentence was dropped").click()
    expect(page.locator(".dropped li")).to_contain_text(f"“{HOSTILE}” it names nobody")
    expect(page.locator(".status")).to_contain_text("1 draft has come in. The model was asked 2 times.")


def test_a_sentence_that_begins_with_a_foreign_name_does_not_turn_around(
    open_draft: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    check.add_finding("context", "الجزيرة, “The bridge”, says that it opens in May [@s1].")
    check.add_finding("context", "قال May إن الجسر مفتوح أمام المارة اليوم.")
    page = open_draft()
    fields = [page.page.get_by_label(f"Sentence {one}") for one in ("f4", "f5")]
    assert [one.get_attribute("dir") for one in fields] == ["ltr", "rtl"]
    fields[1].fill("The bridge opens today, الجزيرة says.")
    expect(fields[1]).to_have_attribute("dir", "ltr")


def test_all_drafts_of_a_section_are_accepted_by_a_button(
    open_draft: Callable[..., WidgetPage], drafted: fb.OpenCheck
) -> None:
    page = open_draft()
    section = page.page.get_by_role("region", name="Summary of the results")
    section.get_by_role("button", name="Accept all").click()
    page.wait_until(
        lambda: not any(one.waits for one in drafted.record.section("summary")), "they are not accepted"
    )
    assert drafted.drafts
    expect(section.locator(".draft:visible")).to_have_count(0)
    expect(section).to_contain_text("Written by a person")
    expect(page.locator(".draft:focus")).to_be_visible()


def test_a_draft_is_answered_by_mouse(open_draft: Callable[..., WidgetPage], drafted: fb.OpenCheck) -> None:
    page = open_draft()
    question = next(one for one in drafted.drafts if one.id.startswith("u"))
    box = page.page.get_by_label(f"Draft {question.id}")
    box.get_by_role("button", name="Edit").click()
    page.page.get_by_label(f"Follow-up {question.id}").fill("Who pays for it?")
    page.settle()
    # Keys that are pressed faster than the kernel answers go from draft to draft.
    page.page.get_by_label(f"Draft {drafted.drafts[1].id}").focus()
    page.page.keyboard.type("aa")
    page.wait_until(
        lambda: [one.authorship == "accepted" for one in drafted.record.findings].count(True) == 2,
        "they are not accepted",
    )
    sentence = drafted.drafts[0]
    page.page.get_by_label(f"Draft {sentence.id}").get_by_role("button", name="Decline").click()
    page.wait_until(lambda: bool(drafted.record.declined), "it was not declined")
    assert "Who pays for it?" in [one.question for one in drafted.record.follow_ups]


def test_drafts_that_are_new_meanwhile_are_not_accepted_unseen(
    open_draft: Callable[..., WidgetPage], drafted: fb.OpenCheck
) -> None:
    page = open_draft()
    first = drafted.drafts[0]
    drafted.update(lambda now: edit_draft(now, first.id, "Other words [@s1].", coder="ana"))
    page.page.get_by_role("button", name="Accept all").first.click()
    expect(page.locator(".status")).to_contain_text("Look again")
    assert not any(one.authorship == "accepted" for one in drafted.record.findings)


def test_points_chosen_one_after_the_other_are_all_chosen_though_the_kernel_is_busy(
    open_draft: Callable[..., WidgetPage], check: fb.OpenCheck
) -> None:
    page = open_draft()
    line = page.locator(".line").nth(1)
    line.locator("textarea").focus()
    page.hold()
    for name in ("Point 1", "Point 2"):
        line.get_by_role("button", name=name).click()
    page.page.wait_for_timeout(100)
    page.hold(False)
    page.wait_until(lambda: check.record.findings[1].points == ("p1", "p2"), "a point was lost")
    expect(line.get_by_role("button", name="Point 1")).to_have_attribute("aria-pressed", "true")


def test_marks_points_and_follow_ups(open_draft: Callable[..., WidgetPage], check: fb.OpenCheck) -> None:
    page = open_draft()
    line = page.locator(".line").nth(1)
    line.locator("textarea").focus()
    line.get_by_role("button", name="Key point").click()
    line.get_by_role("button", name="Point 2").click()
    expect(line.get_by_role("button", name="Point 2")).to_have_attribute("aria-pressed", "true")
    assert (check.record.findings[1].key_point, check.record.findings[1].points) == (True, ("p2",))
    page.page.get_by_label("Follow-up u1").click()
    page.page.keyboard.press("End")
    page.page.keyboard.press("Enter")
    page.page.keyboard.type("Who walks?")
    page.settle()
    assert [one.question for one in check.record.follow_ups] == ["Who pays?", "Who walks?"]


def test_the_rating_and_a_correction(open_draft: Callable[..., WidgetPage], check: fb.OpenCheck) -> None:
    check.publish(coder="Ana")
    page = open_draft()
    page.page.get_by_label("The rating is").select_option("refuted")
    page.page.get_by_label("Why this rating").fill("The minutes were withdrawn")
    page.settle()
    rating = check.record.rating
    assert rating
    assert (rating.value, rating.reason, rating.set_by) == ("refuted", "The minutes were withdrawn", "ana")
    expect(page.page.get_by_text("since then that readers are owed a word on")).to_be_visible()
    page.page.get_by_label("What was corrected, and why").fill("Withdrawn")
    page.page.get_by_role("button", name="Record the correction").click()
    expect(page.locator(".corrections")).to_contain_text("Withdrawn")
    assert check.record.revisions[0].note == "Withdrawn"
    page.page.get_by_label("The rating is").select_option("")
    page.wait_until(lambda: check.record.rating is None, "the rating is still there")


def test_the_preview_is_a_page_of_its_own_without_scripts(open_draft: Callable[..., WidgetPage]) -> None:
    page = open_draft()
    page.page.get_by_role("button", name="Preview").click()
    page.wait_until(
        lambda: bool(page.widget.draft_editor["preview"]),  # type: ignore[attr-defined]
        "there is no preview",
    )
    page.push()
    assert page.locator("iframe").get_attribute("sandbox") == ""
    sentences_shown = page.page.frame_locator("iframe").locator("p")
    expect(sentences_shown).to_have_count(3)
    # What one person is shown is not left standing for the next.
    page.widget.seat.reporting, page.widget.seat.coder = None, "Ben"
    page.widget.show()
    page.push()
    expect(sentences_shown).to_have_count(0)


def test_the_report_is_built_by_a_button(open_draft: Callable[..., WidgetPage]) -> None:
    page = open_draft()
    page.page.get_by_role("button", name="Build the report").click()
    page.wait_until(lambda: page.page.get_by_text("Built: ").count() == 1, "it is not told of")
    expect(page.locator(".status")).to_have_text("Built: will-it-open/report.html, will-it-open/report.pdf.")


@pytest.mark.parametrize(("theme", "width"), [("light", 1000), ("dark", 320)])
def test_axe_finds_nothing(
    open_draft: Callable[..., WidgetPage],
    drafted: fb.OpenCheck,
    axe: Callable[..., list[str]],
    theme: str,
    width: int,
) -> None:
    page = open_draft(theme=theme, width=width)
    page.page.get_by_label("Sentence f2").click()
    page.page.keyboard.press("End")
    page.page.keyboard.type(" @s1")
    expect(page.locator(".offer").first).to_be_visible()
    expect(page.locator(".draft:visible").first).to_be_visible()
    assert axe(page.page, "#widget") == []
    assert page.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.page.evaluate("window.hacked") is None
