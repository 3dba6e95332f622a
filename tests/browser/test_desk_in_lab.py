"""The whole job in a real JupyterLab, from a new claim to the report; and kernels that are killed."""

from __future__ import annotations

import contextlib
import logging
import random
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from reportlab.pdfgen.canvas import Canvas

import factbook as fb
from factbook.model.finding import Finding
from tests.browser.jupyter_lab import Lab, jupyter_lab, open_notebook, run_all, wait_until, wait_until_idle
from tests.conftest import Site

log = logging.getLogger(__name__)

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(600)]

ARTICLE = """<!doctype html><html lang="en"><head><title>Bridge to open in May</title></head><body><article>
<h1>Bridge to open in May</h1><p>The new bridge will open in May, the mayor told the council on Monday. The
work on the ramps is done, and the lamps were tested last week by the engineers of the city.</p>
<p>Trams will cross the bridge from the first day, the transport office said in a written statement.</p>
</article></body></html>"""
LETTER = (
    "Letter of the contractor\n\nWe confirm that the new bridge will not open in May, as the bearings are "
    "late. Of trams we know nothing."
)


@pytest.fixture
def casebook(tmp_path: Path) -> Path:
    """An empty casebook of Ana's, who fetches from a server on this machine."""
    folder = tmp_path / "checks"
    folder.mkdir()
    settings = 'coder = "Ana"\n[fetch]\nprivate_addresses = true\nrespect_robots = false\n'
    (folder / "factbook.toml").write_text(settings, encoding="utf-8")
    return folder


@pytest.fixture
def lab(casebook: Path, tmp_path: Path) -> Iterator[Lab]:
    with jupyter_lab(casebook, home=tmp_path / "home") as lab:
        yield lab


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(30_000)
    yield page
    page.close()


def test_the_whole_job_and_a_kernel_that_is_killed_three_times(
    page: Page, lab: Lab, casebook: Path, site: Site, tmp_path: Path, axe: Callable[..., list[str]]
) -> None:
    open_notebook(page, lab)
    desk = run_all(page)
    check = fb.open(casebook / "check")
    write_claim(page, desk, check)
    bring_in_sources(desk, check, site, tmp_path)
    quote_words(page, desk, check)
    judge_by_keyboard(page, desk, check)
    draft_and_accept(page, desk, check)
    build_report(page, desk, check)
    for name in ("Claim", "Sources", "Reader", "Stances", "Draft"):
        tab(desk, name)
        expect(desk.locator(".tab-panel:visible .factbook-desk")).to_be_visible()
        assert axe(page, ".factbook-tabs") == []
    kill_while_typing(page, desk, lab, check, rounds=3, seed=5)
    loading_the_page_again_shows_what_is_there(page, desk, check)


@pytest.mark.sweep
@pytest.mark.timeout(1800)
def test_fifty_kernels_that_are_killed_take_nothing_along(page: Page, lab: Lab, casebook: Path) -> None:
    open_notebook(page, lab)
    desk = run_all(page)
    kill_while_typing(page, desk, lab, fb.open(casebook / "check"), rounds=50, seed=50)


def tab(desk: Locator, name: str) -> None:
    desk.get_by_role("tab", name=name).click()


def saved(desk: Locator) -> None:
    expect(desk.locator(".status:visible")).to_contain_text("Saved.", timeout=20_000)


def write_claim(page: Page, desk: Locator, check: fb.OpenCheck) -> None:
    question = desk.get_by_label("Question")
    question.fill("Will the bridge open in May?")
    desk.get_by_label("Who said it").fill("The mayor")
    desk.get_by_role("button", name="Add a point").click()
    page.keyboard.type("The new bridge will open in May")
    page.keyboard.press("Enter")
    page.keyboard.type("Trams will cross the bridge")
    saved(desk)
    assert check.record.claim.claimant == "The mayor"
    assert [one.text for one in check.record.points] == [
        "The new bridge will open in May",
        "Trams will cross the bridge",
    ]


def bring_in_sources(desk: Locator, check: fb.OpenCheck, site: Site, folder: Path) -> None:
    (site.folder / "bridge.html").write_text(ARTICLE, encoding="utf-8")
    pdf = Canvas(str(folder / "minutes.pdf"))
    pdf.setTitle("Minutes of the council")
    pdf.drawString(72, 720, "The new bridge will open in May, the council was told.")
    pdf.drawString(72, 700, "Trams will cross the bridge in the autumn.")
    pdf.save()
    tab(desk, "Sources")
    intake = desk.get_by_label("Web addresses")
    intake.fill(f"{site.url}/bridge.html")
    desk.get_by_role("button", name="Bring in 1 address").click()
    expect(desk.locator("li.source")).to_have_count(1, timeout=60_000)
    desk.locator("input[type=file]").set_input_files(folder / "minutes.pdf")
    expect(desk.locator("li.source")).to_have_count(2, timeout=60_000)
    intake.fill(LETTER)
    desk.get_by_role("button", name="Bring in as one text").click()
    expect(desk.locator("li.source")).to_have_count(3, timeout=60_000)
    titles = [one.title for one in check.record.sources]
    assert titles == ["Bridge to open in May", "Minutes of the council", "Letter of the contractor"]
    assert all(one.is_read for one in check.record.sources)


def quote_words(page: Page, desk: Locator, check: fb.OpenCheck) -> None:
    """Quote the first suggested passage of each source on the first point, and one on the second."""
    tab(desk, "Reader")
    for number in range(3):
        desk.get_by_label("Source", exact=True).select_option(index=number)
        expect(desk.locator(".rank")).to_contain_text("suggested for this point", timeout=60_000)
        desk.locator(".text").focus()
        page.keyboard.press("n")
        page.keyboard.press("q")
        expect(desk.locator("li.quote")).to_have_count(1)
    desk.get_by_label("Source", exact=True).select_option(index=0)
    expect(desk.locator(".rank")).to_contain_text("suggested for this point", timeout=60_000)
    expect(desk.locator("li.quote")).to_have_count(1)
    desk.locator(".text").focus()
    # On a suggestion, so that what is said of the next point cannot be taken for what was said of this one.
    page.keyboard.press("n")
    expect(desk.locator(".rank")).to_contain_text("Suggestion 1 of")
    page.keyboard.press("]")
    expect(desk.locator(".rank")).to_contain_text("suggested for this point", timeout=60_000)
    page.keyboard.press("n")
    expect(desk.locator(".rank")).to_contain_text("Suggestion 1 of")
    page.keyboard.press("q")
    expect(desk.locator("li.quote")).to_have_count(2)
    quotes = check.record.quotes
    assert [(one.source, one.points) for one in quotes] == [
        ("s1", ("p1",)),
        ("s2", ("p1",)),
        ("s3", ("p1",)),
        ("s1", ("p2",)),
    ]
    assert quotes[1].page == 1
    assert "will not open in May" in quotes[2].exact


def judge_by_keyboard(page: Page, desk: Locator, check: fb.OpenCheck) -> None:
    tab(desk, "Stances")
    cells = page.locator(".jp-Cell").count()
    desk.locator("[role=gridcell]").first.click()
    # In command mode x, b and the like cut, delete and add cells of the notebook.
    keys = "1 ArrowRight 1 ArrowDown 4 Home 1 ArrowDown 2 z x b Shift+Z ArrowRight 4 3 z".split()
    for key in keys:
        page.keyboard.press(key)
    wanted = {
        "s1/p1/ana": "supports",
        "s1/p2/ana": "supports",
        "s2/p1/ana": "supports",
        "s2/p2/ana": "not_addressed",
        "s3/p1/ana": "refutes",
        "s3/p2/ana": "not_addressed",
    }
    wait_until(
        lambda: {one.id: one.value.value for one in check.record.stances} == wanted,
        f"the stances are not there: {keys}",
    )
    page.keyboard.press("n")
    page.keyboard.type("says nothing of trams, 1 to 4 a d z")
    page.keyboard.press("Enter")
    wait_until(
        lambda: "says nothing of trams, 1 to 4 a d z" in [one.note for one in check.record.stances],
        "the note is not there",
    )
    assert page.locator(".jp-Cell").count() == cells
    # What another program does is seen without a key.
    check.stance("s1", "p1", "refutes", coder="Ben")
    expect(desk.locator("[role=gridcell]").first).to_contain_text("coders disagree")
    check.update(lambda now: now.changed(stances=tuple(one for one in now.stances if one.coder != "ben")))
    expect(desk.locator("[role=gridcell]").first).not_to_contain_text("coders disagree")


def draft_and_accept(page: Page, desk: Locator, check: fb.OpenCheck) -> None:
    tab(desk, "Draft")
    desk.get_by_role("button", name="Suggest a draft").click()
    expect(desk.locator(".draft:visible").first).to_be_visible(timeout=60_000)
    drafted = [one for one in check.drafts if isinstance(one, Finding)]
    desk.locator(".draft:visible").first.focus()
    # With each answer the focus goes on to the next.
    page.keyboard.type("a" * len(drafted))
    wait_until(
        lambda: (
            [(one.text, one.authorship) for one in check.record.findings]
            == [(one.text, "accepted") for one in drafted]
        ),
        "they are not accepted",
    )
    # A sentence of one's own, with a citation that @ completes.
    desk.get_by_role("region", name="Summary").get_by_role("button", name="Add a sentence").click()
    page.keyboard.type("The contractor says the bearings are late @s3#")
    page.keyboard.press("Enter")
    page.keyboard.type(".")
    saved(desk)
    assert check.record.section("summary")[-1].text.endswith("the bearings are late [@s3#q3].")
    for question in check.drafts:
        desk.get_by_label(f"Draft {question.id}").get_by_role("button", name="Decline").click()
    wait_until(lambda: not check.drafts, "they are not declined")
    audit = desk.get_by_role("region", name="Audit")
    expect(audit.get_by_role("status")).not_to_have_text("Auditing …", timeout=60_000)
    expect(audit.get_by_role("status")).to_have_text(
        re.compile("^(0 faults, |Nothing is wrong)"), timeout=60_000
    )
    assert not [row for row in check.audit().to_dict("records") if row["grade"] == "fault"]


def build_report(page: Page, desk: Locator, check: fb.OpenCheck) -> None:
    desk.get_by_role("button", name="Build the report").click()
    expect(desk.locator(".status:visible")).to_contain_text("Built: check/report.html", timeout=120_000)
    html = (check.path / "report.html").read_text(encoding="utf-8")
    assert "will not open in May" in html
    assert (check.path / "report.pdf").read_bytes().startswith(b"%PDF")


def kill_while_typing(
    page: Page, desk: Locator, lab: Lab, check: fb.OpenCheck, *, rounds: int, seed: int
) -> None:
    """Type, kill the kernel at a random moment, type on; then run the cells again and look what is there."""
    moments = random.Random(seed)  # noqa: S311
    alphabet = "abcdefgh  ijklmnop qrstuvwxyz"
    for number in range(rounds):
        tab(desk, "Claim")
        field = desk.get_by_label("Statement")
        field.fill("")
        typed = f"Round {number}: "
        page.keyboard.type(typed)
        kill_after_s = moments.uniform(0, 3)
        begun, killed_at, typed_at_kill = time.monotonic(), 0.0, ""
        # JupyterLab tells of a kernel that died by a dialog, which takes what is typed from then on.
        told = page.locator(".jp-Dialog")
        while not killed_at or (time.monotonic() - killed_at < 0.8 and not told.count()):
            # A blank would press the button of the dialog.
            letter = moments.choice(alphabet.replace(" ", "") if killed_at else alphabet)
            page.keyboard.type(letter)
            typed += letter
            if not killed_at and time.monotonic() - begun > kill_after_s:
                acknowledged = acknowledged_text(page)
                lab.kernel().kill()
                killed_at, typed_at_kill = time.monotonic(), typed
        entered = field.input_value()
        assert entered.startswith(typed_at_kill), (number, typed_at_kill, entered)
        there = check.record.claim.statement
        # What was acknowledged last is on the disk, or what was on its way behind it.
        is_older = entered.startswith(acknowledged) and len(there) < len(acknowledged)
        behind = entered.startswith(there) and not is_older
        assert there == acknowledged or behind, (number, acknowledged, there, entered)
        close_dialog(page)
        desk = run_all(page)
        tab(desk, "Claim")
        # Nothing is lost of what was entered, acknowledged or not.
        expect(desk.get_by_label("Statement")).to_have_value(re.compile(f"^{re.escape(entered.strip())} *$"))
        wait_until(
            lambda: check.record.claim.statement == entered.strip(),  # noqa: B023
            f"round {number}: {entered!r} was entered, and {check.record.claim.statement!r} is there",
            seconds=20,
        )
        expect(desk.locator(".clash:visible")).to_have_count(0)
        log.info("Round %d: killed after %.2f s, and nothing is lost", number, kill_after_s)


def close_dialog(page: Page) -> None:
    """Close the dialog that tells of a kernel that died, once there is another kernel."""
    told = page.locator(".jp-Dialog")
    # What was typed may have closed it already.
    with contextlib.suppress(PlaywrightTimeout):
        told.get_by_role("button", name="Ok").click(timeout=6000)
    wait_until_idle(page)
    expect(told).to_have_count(0)


def acknowledged_text(page: Page) -> str:
    """Give the text of the statement that the kernel has told the page is on the disk."""
    return page.evaluate(
        """() => {
          const key = Object.keys(localStorage).find((one) => one.endsWith("/claim_form/statement"));
          const kept = key && JSON.parse(localStorage.getItem(key));
          return kept ? kept.base : "";
        }"""
    )


def loading_the_page_again_shows_what_is_there(page: Page, desk: Locator, check: fb.OpenCheck) -> None:
    tab(desk, "Stances")
    page.keyboard.press("Control+s")
    expect(page.locator(".lm-DockPanel-tabBar .jp-mod-dirty")).to_have_count(0)
    page.reload()
    page.locator(".jp-Notebook").first.wait_for(timeout=60_000)
    again = page.locator(".factbook-tabs").first
    expect(again.get_by_role("tab")).to_have_count(5, timeout=60_000)
    tab(again, "Stances")
    expect(again.locator("[role=gridcell]").last).to_contain_text("says nothing of trams")
