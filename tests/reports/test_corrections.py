"""What a reader is told of corrections, of changes nobody recorded, and of a check that is outdated."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from factbook.model.blinding import begin_blind
from factbook.model.check import put_record
from factbook.model.publishing import with_outdated
from factbook.reports.claimreview import claim_review
from factbook.reports.compose import compose_report
from factbook.reports.corrections import MOST_SHOWN
from factbook.reports.render import render_part
from factbook.store.publishing import record_publication, record_revision

AT = datetime(2026, 5, 1, tzinfo=UTC)
HOSTILE = '<script>window.hacked=1</script> [@s1#q1] <del>"'


def by_ana(check):
    return check, "ana"


def published(folder, *, at=AT):
    record_publication(folder, prepare=by_ana, at=at)
    return folder


def sentence(words):
    return lambda check: put_record(check, "findings", check.findings[0].model_copy(update={"text": words}))


def revised(folder, note, change, *, at=AT):
    record_revision(folder, note, prepare=lambda check: (change(check), "ana"), at=at)
    return compose_report(folder)


def words(change):
    frames = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(frames[piece.kind].format(piece.text) for piece in change.pieces)


def test_the_sample_is_told_group_by_group_the_newest_correction_first(reports):
    outdated, corrected, _ = reports["corrected"].corrections
    assert (outdated.kind, corrected.kind) == ("outdated", "correction")
    told = corrected.differences
    assert (told.rating_before, told.rating_after) == ("Conflicting", "Refuted")
    assert "the rating, 4 sentences, 4 stances, 2 sources and 1 quote" == told.told
    groups = {group.title: group.changes for group in told.groups}
    changed, added, *removed = groups["Sentences"]
    assert "81 of 100 runs, [-by the same measure-]{+as the court counts them+} [1]." in words(changed)
    assert ("changed", "finding-f1") == (changed.kind, changed.anchor)
    assert ("added", "Section 2, key point 3") == (added.kind, added.place)
    assert {("removed", "")} == {(one.kind, one.anchor) for one in removed}
    assert "[-not addressed-]{+refutes+}" in {words(one) for one in groups["Stances"]}
    # What stands no more goes by the number it had, and leads nowhere.
    assert "Former source 10" in {one.place for one in groups["Sources"]}
    assert "From former source 10" in {one.place for one in groups["Quoted words"]}
    assert "publisher, “Institute of Mobility” → “The city”" in {one.detail for one in groups["Sources"]}


def test_the_notice_stands_at_the_top_and_leads_to_what_changed(reports):
    header = render_part(reports["corrected"], "header")
    assert "<strong>Corrected on" in header
    assert header.index("Outdated since") < header.index("Corrected on") < header.index('id="rating"')
    assert '<a href="#correction-r2">What changed</a>' in header
    assert '<a href="https://desk.example.org/checks/trams-again">' in header
    assert "Rating when it was checked" in header
    assert 'id="correction-r2"' in render_part(reports["corrected"], "corrections")


def test_words_taken_out_and_put_in_are_told_aloud_too(reports):
    page = render_part(reports["corrected"], "corrections")
    assert '<del><span class="unseen">[removed: </span>Conflicting<span class="unseen">]</span></del>' in page
    assert '<ins><span class="unseen">[added: </span>Refuted<span class="unseen">]</span></ins>' in page


def test_a_change_that_no_correction_tells_of_is_told_at_the_top(folder):
    published(folder).update(sentence("The bridge will open in June [@s1#q1]."))
    report = compose_report(folder)
    header = render_part(report, "header")
    assert "Changed since it was published on" in header
    assert "no correction is recorded" in header
    assert "1 sentence" == report.unrecorded.differences.told
    assert "The bridge will open in [-May-]{+June+} [1]." == words(
        report.unrecorded.differences.groups[0].changes[0]
    )
    report = revised(folder, "The minutes say June", lambda check: check)
    assert report.unrecorded is None
    assert "no correction is recorded" not in render_part(report, "header")


def test_a_published_check_that_is_as_it_was_says_when_and_no_more(folder):
    published(folder).update(lambda check: check.changed(topics=["bridges"]))
    report = compose_report(folder)
    assert (report.published, report.unrecorded, report.corrections) == ("May 1, 2026", None, ())
    assert "notice" not in render_part(report, "header")
    assert "No corrections so far." in render_part(report, "corrections")


def test_another_quote_of_the_same_source_is_told_by_its_name(folder):
    quote = folder.read().quotes[0].model_copy(update={"id": "q2"})
    folder.update(lambda check: put_record(check, "quotes", quote))
    report = revised(published(folder), "Other words", sentence("The bridge will open in May [@s1#q2]."))
    change = report.corrections[0].differences.groups[0].changes[0]
    assert "The bridge will open in May [-[1, q1]-]{+[1, q2]+}." == words(change)


def test_text_of_every_kind_stays_text(folder):
    report = revised(published(folder), HOSTILE, sentence(HOSTILE))
    for part in ("header", "corrections"):
        page = render_part(report, part)
        assert "<script" not in page
        assert "&lt;script&gt;window.hacked=1&lt;/script&gt;" in page


def test_a_check_with_very_many_changes_shows_some_and_counts_the_rest(folder):
    def more(check):
        one = check.findings[0]
        new = [one.model_copy(update={"id": f"x{n}", "text": "word " * 2000}) for n in range(300)]
        return check.changed(findings=(*check.findings, *new))

    report = revised(published(folder), "Very much more", more)
    (group,) = report.corrections[0].differences.groups
    assert (len(group.changes), group.more) == (MOST_SHOWN, 300 - MOST_SHOWN)
    assert len(render_part(report, "corrections")) < 40_000


def test_a_lost_version_is_named_in_place_of_what_changed(folder):
    revised(published(folder), "Dated", lambda check: check.changed(checked_on="2026"))
    for file in (folder.path / "versions").iterdir():
        file.unlink()
    report = compose_report(folder)
    assert report.corrections[0].differences is None
    assert "is missing from versions/" in render_part(report, "corrections")


def test_while_it_is_judged_blind_a_correction_is_its_note_alone(folder):
    revised(published(folder), "Dated", lambda check: check.changed(checked_on="2026"))
    folder.update(lambda check: begin_blind(check.changed(checked_on="2025"), coder="ana"))
    report = compose_report(folder)
    assert ("Dated", None) == (report.corrections[0].note, report.corrections[0].differences)
    assert report.unrecorded is None


def test_the_same_versions_give_the_same_words(folder):
    report = revised(published(folder), "Dated", lambda check: check.changed(checked_on="2026"))
    assert report == compose_report(folder)


@pytest.mark.parametrize(
    ("newer", "told"),
    [
        ("https://example.org/new", '<a href="https://example.org/new">'),
        ("bridge-2", "The check <bdi>bridge-2</bdi> takes its place."),
        ("", "What follows is what was found when it was checked. Marked by"),
    ],
)
def test_an_outdated_check_says_so_and_what_is_newer(folder, newer, told):
    folder.update(lambda check: with_outdated(check, reason="It opened", coder="ana", at=AT, newer=newer))
    header = render_part(compose_report(folder), "header")
    assert "<strong>Outdated.</strong>" in header
    assert told in header


def test_the_claimreview_tells_it_in_the_words_of_schema_org(reports):
    review = claim_review(reports["corrected"])
    assert ("2025-09-12", "2025-12-12") == (review["datePublished"], review["dateModified"])
    assert ("2025-12", "Obsolete") == (review["expires"], review["creativeWorkStatus"])
    newest, older, oldest = review["correction"]
    assert "https://desk.example.org/checks/trams-again" == newest["url"]
    assert {"@type": "CorrectionComment", "text": older["text"], "datePublished": "2025-10-12"} == older
    assert oldest["text"] == "The figure for 2019 was 86, not 89."
    rating = review["reviewRating"]
    # What it was rated stays: it was right in its time.
    assert ("Refuted (outdated)", 1) == (rating["alternateName"], rating["ratingValue"])
    assert rating["ratingExplanation"].startswith(
        "Outdated since December 2025: Since December the trams run"
    )
    assert not {"correction", "expires", "creativeWorkStatus", "dateModified"} & set(
        claim_review(reports["empty"])
    )
