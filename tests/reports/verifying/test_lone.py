"""A report with nothing beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from factbook.reports.verifying.lone import prove_alone
from factbook.reports.verifying.page import read_page
from factbook.reports.verifying.result import State
from tests.reports import samples
from tests.reports.proving import built, prove, wrong


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The pages of sample checks, by their names."""
    place = tmp_path_factory.mktemp("casebooks")
    made = {
        "clean": samples.clean_check(place / "clean"),
        "faulty": samples.faulty_check(place / "faulty"),
        "empty": samples.empty_check(place / "empty"),
        "hostile": samples.hostile_check(place / "hostile"),
    }
    return {name: built(folder)["report.html"].decode() for name, folder in made.items()}


@pytest.mark.parametrize("name", ["clean", "faulty", "empty", "hostile"])
def test_a_report_agrees_with_itself_whatever_its_check_says(
    pages: dict[str, str], tmp_path: Path, name: str
) -> None:
    (tmp_path / "report.html").write_text(pages[name], encoding="utf-8")
    found = prove(tmp_path / "report.html")
    assert wrong(found) == {}
    told = [proof.name for proof in found.not_proved]
    assert "that quoted words stand in the copies" in told
    assert "which check it was made of" in told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("10 of 10 quotes stand", "9 of 9 quotes stand", "the counts"),
        ("10 of 10 sentences", "10 of 11 sentences", "the counts"),
        ('<p class="by">2 support it', '<p class="by">3 support it', "the totals of point 1"),
        ('<td class="refutes">', '<td class="supports">', "the totals of point 1"),
        ('data-implied="conflicting"', 'data-implied="supported"', "the rating of the table"),
        ('href="#quote-q1"', 'href="#quote-q99"', "citations and ways"),
        ("</style>", "#audit{display:none}</style>", "its style"),
        ("</body>", "<script>alert(1)</script></body>", "its policy"),
        ("default-src &#39;none&#39;", "default-src *", "its policy"),
    ],
)
def test_a_report_that_contradicts_itself_is_found(
    pages: dict[str, str], tmp_path: Path, old: str, new: str, told: str
) -> None:
    page = pages["clean"]
    assert old in page
    (tmp_path / "report.html").write_text(page.replace(old, new), encoding="utf-8")
    assert any(name.startswith(told) for name in wrong(prove(tmp_path / "report.html")))


@pytest.mark.timeout(60)
def test_ways_without_end_are_followed_as_fast_as_few() -> None:
    ways = "".join(f'<a href="#a{number}" id="a{number}">x</a>' for number in range(40_000))
    page = read_page(f'<body class="factbook-report">{ways}<p id="a7">twice</p>'.encode(), name="report.html")
    found = {proof.name: proof for proof in prove_alone(page)}
    assert found["citations and ways"].state == State.FAILS
    assert "#a7 is there twice" in found["citations and ways"].detail
