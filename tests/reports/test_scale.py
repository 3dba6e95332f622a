"""The rating scale in the report."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from factbook.errors import BadInputError
from factbook.reports.claimreview import claim_review
from factbook.reports.render import render_part
from factbook.reports.scale import scale_in_words, scale_picture

SCALES = ["factbook", "averitec", "politifact", "snopes", "five_step"]


@pytest.fixture
def on_scale(samples, tmp_path):
    """Give a function that makes the report of a sample on a scale, with fields of its rating changed."""

    def on_scale(in_use: str, /, *, sample: str = "clean_check", **rating: str):
        folder = getattr(samples, sample)(tmp_path / in_use)
        file = folder.path / "factbook.toml"
        banner = file.read_text(encoding="utf-8") if file.exists() else ""
        file.write_text(f'rating_scale = "{in_use}"\n{banner}', encoding="utf-8")
        if rating:
            folder.update(
                lambda check: check.changed(rating={**check.rating.model_dump(), **rating})  # type: ignore[union-attr]
            )
        return samples.compose(folder)

    return on_scale


@pytest.mark.parametrize(
    ("scale", "label", "value", "best"),
    [
        ("factbook", "Conflicting", 2, 3),
        ("averitec", "Conflicting Evidence/Cherrypicking", 2, 3),
        ("politifact", "Mostly True", 5, 6),
        ("snopes", "Mostly True", 4, 5),
        ("five_step", "Mostly true", 4, 5),
    ],
)
def test_the_step_stands_in_the_report_and_in_the_claimreview(on_scale, scale, label, value, best):
    report = on_scale(scale)
    assert (report.rating.value, report.rating.word, report.rating.label) == (
        "conflicting",
        "conflicting",
        label,
    )
    assert claim_review(report)["reviewRating"] == {
        "@type": "Rating",
        "ratingValue": value,
        "worstRating": 1,
        "bestRating": best,
        "alternateName": label,
        "ratingExplanation": report.rating.reason,
    }
    header = render_part(report, "header")
    assert f"{label}</h2>" in header.replace("<wbr>", "")
    assert 'role="img"' in header


@pytest.mark.parametrize("scale", SCALES)
def test_not_enough_evidence_has_no_number_and_fills_no_box(on_scale, scale):
    report = on_scale(scale, sample="empty_check")
    rating = claim_review(report)["reviewRating"]
    assert not {"ratingValue", "bestRating", "worstRating"} & set(rating)
    assert report.rating.value == "not_enough_evidence"
    assert 'class="here"' not in scale_picture(report)
    assert "Beside the scale" in render_part(report, "header")


def test_the_picture_says_which_step_of_which_scale(on_scale):
    report = on_scale("politifact")
    picture = scale_picture(report)
    assert 'aria-label="Mostly True: step 5 of 6 from Pants on Fire to True"' in picture
    assert re.findall(r'rect class="(\w+)"', picture) == ["step"] * 4 + ["here", "step"]
    ElementTree.fromstring(str(picture))  # noqa: S314
    assert "style=" not in picture


def test_a_step_that_only_a_person_chooses_stands_beside_the_scale(on_scale):
    report = on_scale("politifact", scale="snopes", step="labeled_satire")
    assert (report.rating.label, report.rating.scale.name) == ("Labeled Satire", "snopes")
    assert "ratingValue" not in claim_review(report)["reviewRating"]
    assert scale_in_words(report.rating.scale) == (
        "Labeled Satire: beside the scale, which runs from False to True"
    )
    method = render_part(report, "method")
    assert "Labeled Satire" in method
    assert "Miscaptioned" not in method


def test_where_a_person_chose_another_step_the_tables_is_told_too(on_scale):
    header = render_part(on_scale("politifact", scale="politifact", step="half_true"), "header")
    assert "Half True</h2>" in header
    assert "by its counts alone the step would be “Mostly True”" in header


def test_the_steps_and_what_they_mean_stand_with_the_method(on_scale):
    method = render_part(on_scale("politifact"), "method")
    assert method.index("Pants on Fire") > method.index("Mostly True")
    assert "Chosen by a person only." in method
    assert 'href="https://www.politifact.com/' in method
    assert "<strong>This claim.</strong>" in method


def test_a_context_without_a_scale_still_makes_a_report(reports):
    report = reports["clean"]
    bare = report.model_copy(update={"rating": report.rating.model_copy(update={"scale": None})})
    assert scale_picture(bare) is None
    assert "Conflicting</h2>" in render_part(bare, "header")
    assert "ratingValue" not in claim_review(bare)["reviewRating"]
    assert render_part(bare, "method")


def test_a_scale_that_nobody_offers_is_told(on_scale):
    with pytest.raises(BadInputError, match="There is no 'yes_no' among the rating scales"):
        on_scale("yes_no")
