"""What the plain drafter writes, read as a whole."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from factbook.drafting.plain import PlainDrafter
from factbook.drafting.retelling import retell
from factbook.drafting.writing import draft_check
from factbook.model.coding import with_coder, with_stance
from factbook.model.finding import Authorship, Section
from factbook.model.stance import StanceValue
from factbook.store.check_folder import CheckFolder
from tests.drafting.conftest import COUNCIL, COURIER, ECHO, OPENS, SHUT, Make, material_of, told
from tests.reports.samples import Maker


def said(folder: CheckFolder, section: str) -> str:
    """Give a section as it is read, a sentence a line."""
    return "\n".join(told(folder, section))


def prose(text: str) -> str:
    """Give what a test expects: a sentence for each line that is not indented further."""
    return re.sub(r"\n\s{8,}", " ", text).strip().replace("\n    ", "\n")


def test_a_check_whose_sources_disagree(bridge: Make) -> None:
    folder = bridge()
    draft_check(folder, PlainDrafter())
    assert said(folder, "summary") == prose("""
    The sources disagree on this claim: of five, two support it, one refutes it and one comes down on
        neither side.
    Counted by independent origins, it is one for it and one against it.
    City council (March 4, 2025), which supports this claim, says: “The bridge will open in May”.
    The Courier (March 9, 2025), which refutes this claim, says: “The bridge will not open in May, the
        contractor said”.
    The Echo, which takes no side on this claim, says: “The bridge will reportedly open in May”.
    Garden Weekly does not address it, which counts neither for nor against it.
    """)
    assert said(folder, "context") == prose("""
    The Echo leans on people it does not name: “An engineer who asked not to be named spoke of a date
        late in the month”.
    City council and Town Gazette print one text and count as one origin.
    The dated sources are from March 4, 2025 to March 9, 2025.
    The Echo, Garden Weekly and Town Gazette have no date on record.
    To settle this claim would take evidence that neither side depends on, such as an original
        document, a recording or a witness.
    """)
    assert said(folder, "interests") == prose("""
    Who stands behind the five sources, and what they stand to gain, is not on record.
    """)
    assert "\n".join(one.question for one in folder.read().follow_ups) == prose("""
    Why do City council (March 4, 2025) and The Courier (March 9, 2025) say the opposite of each other?
    Who are the people that The Echo does not name?
    Where does the text come from that City council and Town Gazette print?
    """)


def test_what_models_suggest_is_told_as_that(bridge: Make) -> None:
    folder = bridge(suggested=True)
    draft_check(folder, PlainDrafter())
    assert said(folder, "summary") == prose("""
    This claim is open: no person has judged the five sources on it yet.
    The model nli 2 reads two as supporting it, one as refuting it, one as coming down on neither side
        and one as not addressing it.
    Counted by independent origins, one is read for it and one against it.
    City council (March 4, 2025), read as supporting this claim, says: “The bridge will open in May,
        the mayor said after the meeting”.
    The Courier (March 9, 2025), read as refuting this claim, says: “The bridge will not open in May,
        the contractor said, since the deck has to be cast anew”.
    The Echo, read as taking no side on this claim, says: “The bridge will reportedly open in May”.
    """)
    settled = "Before this claim can be settled, a person has to confirm or correct what the model reads."
    assert settled in told(folder, "context")


def test_no_copy_without_a_date_is_called_the_original(bridge: Make) -> None:
    folder = bridge()
    folder.update(
        lambda check: check.changed(
            sources=tuple(source.model_copy(update={"issued": None}) for source in check.sources)
        )
    )
    draft_check(folder, PlainDrafter())
    assert "City council and Town Gazette print one text and count as one origin." in told(folder, "context")


def test_judgements_and_suggestions_stand_apart(bridge: Make) -> None:
    folder = bridge(suggested=True)

    def judge(check):
        check, ana = with_coder(check, "Ana")
        return with_stance(
            check, source="s1", point="p1", value=StanceValue.SUPPORTS, coder=ana.id, quotes=("q1",)
        )

    folder.update(judge)
    draft_check(folder, PlainDrafter())
    summary = told(folder, "summary")
    # Of the others it is not said that they do not refute it: nobody has judged them.
    assert summary[0] == "Of five sources, one supports this claim."
    assert (
        "No person has judged four sources; the model nli 2 reads one as supporting it, one as refuting it, "
        "one as coming down on neither side and one as not addressing it."
    ) in summary


def test_silence_is_never_told_as_refutation(bridge: Make) -> None:
    folder = bridge(dict.fromkeys(["s1", "s2", "s3", "s4", "s5"], "not_addressed"))
    draft_check(folder, PlainDrafter())
    assert told(folder, "summary") == [
        "None of the five sources addresses this claim; that says nothing for or against it."
    ]
    assert "To settle this claim would take a source that addresses it at all." in told(folder, "context")
    assert folder.read().follow_ups[0].question == (
        "What source would bear out or refute “The bridge will open in May”?"
    )


def test_words_that_several_sources_have_are_quoted_once(tmp_path: Path) -> None:
    maker = Maker(tmp_path, "Will the bridge open in May?", check_id="bridge")
    maker.add("coders", id="ana", name="Ana")
    maker.add("points", text="The bridge will open in May")
    for publisher, text in (("The Courier", COUNCIL), ("The Echo", f"{OPENS}. {ECHO}"), ("Voice", COURIER)):
        maker.source(publisher, text, publisher=publisher)
    for source, words, value in (
        ("s1", OPENS, "supports"), ("s2", OPENS, "supports"), ("s3", SHUT, "refutes"),
    ):  # fmt: skip
        maker.stance(source, "p1", value, quotes=[maker.quote(source, words, points=("p1",))], coder="ana")
    folder = maker.save()
    draft_check(folder, PlainDrafter())
    check = folder.read()
    (quoting,) = [one for one in check.findings if OPENS in one.text]
    both = "The Courier and The Echo, which support this claim, have the same words"
    assert quoting.text == f"{both}: “{OPENS}” [@s1#q1; @s2#q2]."
    assert quoting.id in retell(check, material_of(folder).origins).proved


def test_each_sentence_stands_alone(bridge: Make) -> None:
    """A person may decline the one before it: each names its source, and none begins with "Likewise"."""
    folder = bridge(dict.fromkeys(["s1", "s2", "s3", "s5"], "supports"))
    draft_check(folder, PlainDrafter())
    quoting = [one.text for one in folder.read().section(Section.SUMMARY) if "#" in one.text]
    assert len(quoting) == 3
    for text in quoting:
        assert text.startswith(("City council (", "The Courier (", "The Echo "))


def test_every_point_has_its_paragraph(bridge: Make) -> None:
    folder = bridge()
    folder.update(
        lambda check: check.changed(
            points=(
                *check.points,
                check.points[0].model_copy(update={"id": "p2", "text": "It carries trams"}),
            )
        )
    )
    draft_check(folder, PlainDrafter())
    starts = [one for one in folder.read().section("summary") if one.starts_paragraph]  # type: ignore[arg-type]
    assert [one.points for one in starts] == [("p1",), ("p2",)]
    assert starts[0].uncited_text.startswith(
        "The sources disagree on point 1 (“The bridge will open in May”): of five, two support it"
    )
    assert starts[1].uncited_text == "Nobody has judged the five sources on point 2 (“It carries trams”) yet."


def test_drafted_again_it_is_the_same_to_the_byte(bridge: Make) -> None:
    folder = bridge()
    draft_check(folder, PlainDrafter())
    before = folder.file.read_bytes()
    run = draft_check(folder, PlainDrafter())
    assert folder.file.read_bytes() == before
    assert len(run.findings) == len(folder.read().findings)
    assert all(one.authorship == Authorship.MODEL for one in run.findings)


@pytest.mark.parametrize(
    ("language", "head", "quoting"),
    [
        (
            "es",
            "Las fuentes discrepan sobre lo afirmado: de cinco, dos lo respaldan",
            "«The bridge will open",
        ),
        ("ar", "تختلف المصادر حول المقولة، وعددها خمسة: اثنان يؤيدانها", "«The bridge will open"),
    ],
)
def test_a_draft_is_in_the_language_of_the_report(
    bridge: Make, language: str, head: str, quoting: str
) -> None:
    folder = bridge(settings=f'report_language = "{language}"\n')
    draft_check(folder, PlainDrafter())
    check = folder.read()
    assert told(folder, "summary")[0].startswith(head)
    assert any(quoting in words for words in told(folder, "summary"))
    # It is proved in whatever language the report speaks later.
    assert retell(check, material_of(folder).origins).proved == {finding.id for finding in check.findings}


@pytest.mark.parametrize("stances", [None, {"s1": "supports", "s4": "not_addressed"}])
def test_in_arabic_no_sentence_begins_with_a_latin_name(bridge: Make, stances: dict[str, str] | None) -> None:
    """It would be laid out from left to right, with its full stop at the wrong end."""
    folder = bridge(stances, settings='report_language = "ar"\n')
    folder.update(
        lambda check: check.changed(claim=check.claim.model_copy(update={"claimant": "Garden Weekly"}))
    )
    run = draft_check(folder, PlainDrafter())
    for words in [finding.text for finding in run.findings] + [one.question for one in run.follow_ups]:
        strong = next(sort for sort in map(unicodedata.bidirectional, words) if sort in {"L", "R", "AL"})
        assert strong == "AL", words


def test_a_check_without_sources_has_questions_alone(bridge: Make) -> None:
    folder = bridge({})
    folder.update(lambda check: check.changed(sources=()))
    run = draft_check(folder, PlainDrafter())
    assert run.findings == ()
    assert [one.question for one in run.follow_ups] == [
        "What source would bear out or refute “The bridge will open in May”?"
    ]
