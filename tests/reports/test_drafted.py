"""The report says what of it is a draft, and who wrote the rest."""

from __future__ import annotations

import pytest
from lxml import html as html_parser  # type: ignore[import-untyped]

from factbook.drafting.dropping import dropped, too_many
from factbook.drafting.plain import PlainDrafter
from factbook.drafting.writing import draft_check
from factbook.model.coding import with_coder
from factbook.model.drafted import accept_drafts, edit_draft, waiting_drafts
from factbook.model.model_call import Dropped, ModelCall
from factbook.reports.context import PARTS
from factbook.reports.drafted import what_was_asked
from factbook.reports.markdown import report_markdown
from factbook.reports.notebook import Block
from factbook.reports.render import render_page
from factbook.store.check_folder import CheckFolder
from factbook.wording import speaking
from tests.reports import samples

BLOCKS = tuple(Block(part=part) for part in PARTS)
NOTE = "A draft by rule, by the plain drafter 5: no person has accepted what stands here."


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
        "What is marked as a draft was written by rule, by the plain drafter 5, and no person has accepted "
        "it."
    )
    marked = root.xpath("//section[@id='summary']//span[contains(@class, 'sentence')]")
    assert [("drafted" in one.get("class"), "(draft)" in one.text_content()) for one in marked] == [
        (False, False),
        (True, True),
    ]


def test_the_word_for_a_draft_turns_nothing_in_a_sentence_of_another_direction(drafted):
    (drafted.path / "factbook.toml").write_text('report_language = "ar"', encoding="utf-8")
    drafted.update(lambda check: accept_drafts(check, ["f1"], coder="ana"))
    tags = page(drafted).xpath(
        "//section[@id='summary']//span[contains(@class, 'drafted')]/span[@class='by']"
    )
    assert [one.get("dir") for one in tags] == ["rtl"]


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
        "4 sentences were drafted by rule, by the plain drafter 5 (accepted as they are: 1; "
        "changed by a person: 1; waiting for a person: 2)."
    ) in method
    assert "plain drafter 5, a model" not in method


def test_a_check_that_people_wrote_says_nothing_of_drafts(reports):
    report = reports["clean"]
    assert report.written == ()
    assert {section.drafted for section in report.sections} == {""}


def asked(task: str, number: int, **fields) -> ModelCall:
    spent = {"input_tokens": 1_200, "output_tokens": 300, "cost_usd": 0.0021} | fields
    return ModelCall(
        id=f"m{number}",
        task=task,
        model="openai:gpt-5-mini",
        request_sha256="0" * 64,
        sha256="1" * 64,
        made_at="2025-09-09T08:30:00Z",
        took_s=2.5,
        **spent,
    )


def test_what_was_one_too_many_is_not_told_as_what_did_not_hold(drafted):
    false = Dropped(words="It is haunted.", reason="its quotes do not bear it out")
    beyond = tuple(dropped(f"It opens on day {day}.", too_many(20, "sentences")) for day in range(2))
    drafted.update(lambda check: check.changed(calls=(asked("sentences", 1, dropped=(false, *beyond)),)))
    assert list(what_was_asked(drafted.read()))[2:] == [
        "Of what it wrote, 1 thing did not hold and was dropped.",
        "2 things it wrote were left out for being more than is taken, whether they hold or not.",
    ]
    drafted.update(lambda check: check.changed(calls=(asked("points", 1, dropped=beyond[:1]),)))
    assert list(what_was_asked(drafted.read()))[2:] == [
        "1 thing it wrote was left out for being more than is taken, whether it holds or not.",
    ]


def test_what_a_language_model_took_stands_in_the_method_section_of_every_format(drafted):
    left = (Dropped(words="It is haunted.", reason="unsupported"),)
    calls = (asked("sentences", 1), asked("repair", 2, dropped=left), asked("questions", 3))
    drafted.update(lambda check: check.changed(calls=calls))
    told = [
        (
            "The language model openai:gpt-5-mini was asked 3 times for sentences, mended sentences and open "
            "questions; requests and answers are kept."
        ),
        "That took 3,600 tokens in and 900 out, 0.0063 US dollars by list prices.",
        "Of what it wrote, 1 thing did not hold and was dropped.",
    ]
    context = samples.compose(drafted)
    assert list(context.written[-3:]) == told
    (method,) = text_of(page(drafted), "//section[@id='method']")
    assert all(one in method for one in told)
    assert all(one in report_markdown(context, BLOCKS) for one in told)
    assert "haunted" not in render_page(context, BLOCKS)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"cost_usd": None}, "That took 1,200 tokens in and 300 out; its price is not known."),
        (
            {"input_tokens": None, "output_tokens": None},
            "Its server does not say how many tokens that took.",
        ),
        (
            {"output_tokens": None},
            "That took at least 1,200 tokens in and out; its server does not count them all.",
        ),
        (
            {"input_tokens": None},
            "That took at least 300 tokens in and out; its server does not count them all.",
        ),
    ],
)
def test_what_is_not_known_of_its_cost_is_not_guessed(drafted, fields, said):
    check = drafted.read().changed(calls=(asked("points", 1, **fields),))
    assert list(what_was_asked(check))[1:] == [said]


def test_of_several_calls_what_is_counted_of_any_is_told(drafted):
    uncounted = asked("queries", 2, input_tokens=None, output_tokens=None)
    check = drafted.read().changed(calls=(asked("points", 1), uncounted))
    assert list(what_was_asked(check))[1:] == [
        "That took at least 1,500 tokens in and out; its server does not count them all."
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "Se consultó 1 vez al modelo de lenguaje openai:gpt-5-mini, para palabras de búsqueda; se "),
        ("ar", "سُئل النموذج اللغوي openai:gpt-5-mini مرة واحدة من أجل كلمات للبحث؛"),
    ],
)
def test_it_is_told_in_the_language_of_the_report(drafted, language, said):
    check = drafted.read().changed(calls=(asked("queries", 1),))
    with speaking(language):
        assert next(what_was_asked(check)).startswith(said)
