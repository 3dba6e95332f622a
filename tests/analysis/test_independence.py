from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.analysis.independence import COMPARED, OriginsOnce, find_origins
from factbook.analysis.origins import Origins
from factbook.errors import SnapshotError
from factbook.model.canonical import parse_check
from factbook.model.source import Source

WIRE = """
The new harbour bridge will open to traffic in May, the mayor told the council on Monday evening after two
hours of debate about the cost of its railings.

The bridge, which was to be ready in the autumn of 2024, has cost 41 million, nine million more than was
planned. Engineers had to replace 212 bolts after inspectors found cracks in them.

The opposition asked for an independent report on the bolts before any tram is allowed to cross. The operator
of the trams said it would begin test runs in April, and that residents of the south bank had waited for
eleven years. A petition for the line was signed by 18,000 of them, and the council took it up the year after.
"""

OWN = """
On Tuesday some two hundred people came to the south ramp to look at the railings for themselves, and many had
brought their children with them.

Pat Quill, who has lived beside the pier since 1981, was among the first: she remembers the ferry that sank,
and will believe in a tram when she sits in it.
"""

FERRY = """
Nobody on the south bank had asked for a second ferry, yet there it lay at the pier in its fresh paint. The
harbour office says the boat was cheap. Its captain, hired in a hurry, had crossed nothing wider than a lake,
and the timetable forgot that the tide goes out twice a day. By noon a crowd had gathered to see it leave.
"""

RAIN = """
It rained for nineteen days, and on the twentieth the market women moved under the arches of the old customs
house. Fish sold badly there, for the light was poor; apples sold well. When the sun came back nobody wanted
to be the first to carry a stall into the open, and so the arches have had a market ever since.
"""


class Kept:
    """Kept copies in memory: the text of each, and the bytes of pages."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.pages: dict[str, bytes] = {}

    def original(self, snapshot: Any) -> bytes:
        return self.pages[snapshot.sha256]

    def text(self, snapshot: Any) -> str:
        if snapshot.sha256 not in self.texts:
            raise SnapshotError("it is damaged", next_step="Capture it again.")
        return self.texts[snapshot.sha256]


def origins(*sources: str | dict[str, Any]) -> Origins:
    """Fold sources ``s1``, ``s2`` ..., each given by its text, or its fields with ``text`` and ``page``."""
    kept, records = Kept(), []
    for number, source in enumerate(sources, start=1):
        fields = {"text": source} if isinstance(source, str) else dict(source)
        text, page = fields.pop("text", None), fields.pop("page", None)
        digest = hashlib.sha256(f"{number}".encode()).hexdigest()
        if text is not None:
            kept.texts[digest] = text
        if page is not None:
            kept.pages[digest] = page
        snapshot = {
            "sha256": digest,
            "extension": "html",
            "media_type": "text/html" if page else "text/plain",
            "size_bytes": 1,
            "captured_at": "2025-09-09T08:30:00Z",
            "text_sha256": digest,
        }
        records.append({"id": f"s{number}", "title": "x", "snapshots": [snapshot]} | fields)
    check = parse_check({"id": "c", "claim": {"question": "q"}, "sources": records})
    with looking_at_nothing_else():
        return find_origins(check, kept)


@contextmanager
def looking_at_nothing_else() -> Iterator[None]:
    """Whatever a fold rests on has to be among what is compared before it is found anew."""
    read = Source.__getattribute__
    seen: set[str] = set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Source, "__getattribute__", lambda one, name: seen.add(name) or read(one, name))
        yield
    assert seen & Source.model_fields.keys() <= set(COMPARED)


def groups(*sources: str | dict[str, Any]) -> list[tuple[str, ...]]:
    return [group.sources for group in origins(*sources).groups]


def reason(*sources: str | dict[str, Any]) -> str:
    """Say why the second source folds, if it does."""
    fold = origins(*sources).fold("s2")
    return fold.reason if fold else ""


# By words


def test_a_story_printed_in_full_with_paragraphs_of_ones_own_folds():
    assert groups(WIRE, f"{OWN}\n\n{WIRE}", FERRY) == [("s1", "s2"), ("s3",)]


def test_a_story_that_was_shortened_and_edited_folds():
    edited = WIRE.replace("evening", "night").replace("Engineers had to replace", "Workers replaced")
    edited = edited.replace("before any tram is allowed to cross", "").replace("autumn of 2024", "fall")
    assert groups(WIRE, f"{edited}\n\n{OWN[:180]}") == [("s1", "s2")]


def test_who_quotes_a_sentence_or_a_paragraph_has_written_another_text():
    paragraph = WIRE.split("\n\n")[1]
    assert groups(WIRE, f"{FERRY} {paragraph.split('.')[0]}.", f"{OWN}\n\n{RAIN}\n\n{paragraph}") == [
        ("s1",),
        ("s2",),
        ("s3",),
    ]


def test_who_quotes_all_of_a_text_to_deny_it_has_written_another():
    quoted = "\n\n".join(f"“{paragraph}" for paragraph in WIRE.split("\n\n")) + "”"
    assert groups(WIRE, f"{OWN}\n\nThe paper wrote: {quoted}\n\nNone of it is true.") == [("s1",), ("s2",)]


def test_the_same_form_with_other_figures_is_another_text():
    report = "Of {} runs in the year {} the trams were on time in {}, and {} were cancelled. " + FERRY
    assert len(groups(report.format(900, 2014, 811, 12), report.format(870, 2015, 702, 40))) == 2


def test_a_notice_above_all_pages_of_a_site_folds_none_of_them():
    notice = "This page was moved. What stands here may be out of date and is kept for the record alone."
    pages = [f"{notice}\n\n{text[:200]}" for text in (WIRE, OWN, FERRY)]
    assert len(groups(*pages)) == 3


@pytest.mark.parametrize("text", ["", "…", "Page not found", "404"])
def test_texts_that_say_nothing_do_not_fold(text):
    assert len(groups(text, text)) == 2


def test_short_texts_fold_if_they_are_the_same():
    post = "The bridge will open in May, and trams will cross it from the first day on."
    assert groups(
        post, post.upper(), "The bridge will not open in May, and that is that, as far as I can tell."
    ) == [
        ("s1", "s2"),
        ("s3",),
    ]
    assert reason(post, post) == "word for word the text of s1"


def test_copies_of_copies_are_one_origin():
    second = f"{WIRE}\n\n{OWN}"
    third = f"{OWN}\n\n{WIRE.split(chr(10) + chr(10))[0]}\n\n{WIRE.split(chr(10) + chr(10))[2]}"
    assert groups(WIRE, second, third) == [("s1", "s2", "s3")]


def test_many_copies_and_much_else_stay_apart():
    copies = [f"{WIRE} Printed by paper {number}." for number in range(30)]
    others = [f"{FERRY} {OWN}"]
    assert [len(group) for group in groups(*copies, *others)] == [30, 1]


@given(st.lists(st.sampled_from([WIRE, OWN, FERRY, "", f"{WIRE}\n{OWN}"]), max_size=6))
def test_every_source_belongs_to_one_origin(texts):
    found = [source for group in groups(*texts) for source in group]
    assert sorted(found) == sorted(f"s{number}" for number in range(1, len(texts) + 1))


# What is said of it


def test_the_reason_says_how_much_is_the_same():
    assert reason(WIRE, f"{WIRE}\n\n{OWN}") == "100% of the words of s1 also stand in it"
    assert reason(f"{WIRE}\n\n{OWN}", WIRE) == "100% of its words also stand in s1"


def test_the_share_is_that_of_the_copys_own_words():
    fold = origins(WIRE, f"{WIRE}\n\n{OWN}").fold("s2")
    assert fold
    assert fold.share == pytest.approx(len(WIRE.split()) / len(f"{WIRE} {OWN}".split()), abs=0.02)


def test_the_earliest_is_taken_for_the_original():
    later, earlier, vague = ({"text": WIRE, "issued": day} for day in ("2025-03-05", "2025-03-04", "2025"))
    assert groups(later, earlier, vague) == [("s2", "s1", "s3")]
    assert groups(WIRE, later) == [("s2", "s1")]
    assert groups(WIRE, WIRE) == [("s1", "s2")]


def test_an_agency_is_the_original_of_what_papers_print_of_it():
    paper = {"text": f"LONDON (Reuters) - {WIRE}", "issued": "2025-03-04", "publisher": "River Gazette"}
    agency = {"text": WIRE, "issued": "2025-03-05", "publisher": "Reuters"}
    assert groups(paper, agency) == [("s2", "s1")]


# By address


def test_one_address_in_several_guises_is_one_document():
    page = {"text": WIRE, "URL": "https://www.example.org/bridge?utm_source=mail"}
    phone = {"text": FERRY, "URL": "http://m.example.org/bridge/"}
    assert groups(page, phone) == [("s1", "s2")]
    assert reason(page, phone) == "the same address as s1"


def test_an_archives_copy_belongs_to_its_page_wherever_it_stands():
    page = {"URL": "https://example.org/bridge"}
    archived = {"text": WIRE, "URL": "https://web.archive.org/web/20250401000000/http://example.org/bridge"}
    assert groups(archived, page) == [("s2", "s1")]
    assert reason(page, archived) == "an archived copy of the page of s1"


def test_a_doi_is_an_address():
    assert reason({"DOI": "10.1000/abc"}, {"URL": "https://doi.org/10.1000/ABC"}) == "the same DOI as s1"


# By what texts say of themselves


def half_copied(mark: str = "") -> tuple[str, str]:
    """Give two texts that share a good part of their words, but not enough."""
    first = WIRE.split("\n\n")
    return f"{mark}{WIRE}\n\n{FERRY}", f"{mark}{first[0]} {first[1]}\n\n{OWN}"


def test_an_agencys_mark_strengthens_a_fold():
    assert len(groups(*half_copied())) == 2
    assert groups(*half_copied("LONDON (Reuters) - ")) == [("s1", "s2")]
    assert reason(*half_copied("LONDON (Reuters) - ")).endswith(", and both are marked as sent by Reuters")


def test_an_agencys_mark_never_folds_alone():
    assert len(groups(f"LONDON (Reuters) - {WIRE}", f"PARIS (Reuters) - {FERRY}")) == 2


def test_the_address_a_page_names_as_its_own_strengthens_a_fold_and_never_folds_alone():
    page = b'<link rel="canonical" href="https://example.org/bridge">'
    one, other = half_copied()
    assert groups(
        {"text": one, "URL": "https://example.org/bridge"},
        {"text": other, "page": page},
        {"text": RAIN, "page": page},
    ) == [("s1", "s2"), ("s3",)]


# By hand


def test_what_a_person_has_set_goes_before_all_else():
    assert groups(WIRE, {"text": WIRE, "origin": "s2"}) == [("s1",), ("s2",)]
    assert groups({"text": WIRE, "origin": "s2"}, FERRY, WIRE) == [("s2", "s1"), ("s3",)]
    assert reason(FERRY, {"text": WIRE, "origin": "s1"}) == "set by hand as a copy of s1"


def test_what_was_set_joins_what_was_found():
    assert groups(WIRE, WIRE, {"text": FERRY, "origin": "s2"}) == [("s1", "s2", "s3")]
    assert origins(WIRE, WIRE, {"text": FERRY, "origin": "s2"}).fold("s3").of == "s2"


def test_copies_that_were_set_in_a_ring_are_one_origin():
    assert groups({"text": WIRE, "origin": "s2"}, {"text": FERRY, "origin": "s1"}) == [("s1", "s2")]


# Hostile and broken input


def test_a_text_cannot_fold_others():
    """Whoever prints all stories at once joins none of them with another."""
    assert groups(WIRE, FERRY, OWN, f"{WIRE}\n{FERRY}\n{OWN}\n{WIRE}")[1:3] == [("s2",), ("s3",)]


def test_a_source_whose_copy_is_damaged_stands_alone():
    broken = {"text": None}
    assert groups(broken, broken, WIRE) == [("s1",), ("s2",), ("s3",)]


def test_endless_repetition_folds_only_with_its_like():
    assert groups("spam " * 100_000, WIRE, f"{WIRE} " * 200) == [("s1",), ("s2", "s3")]


def test_kept_shingles_change_no_answer(monkeypatch, tmp_path):
    monkeypatch.setattr("factbook.analysis.kept_shingles.WORTH_IT_CHARACTERS", 0)
    monkeypatch.setattr("factbook.analysis.kept_shingles._in_cache", lambda: tmp_path / "shingles.sqlite")
    sources = [WIRE, FERRY, WIRE + OWN, RAIN, f"LONDON (Reuters) - {WIRE}"]
    first = origins(*sources)
    assert (tmp_path / "shingles.sqlite").exists()
    monkeypatch.setattr(
        "factbook.analysis.kept_shingles.shingle", lambda text: pytest.fail(f"taken apart again: {text[:20]}")
    )
    assert origins(*sources) == first
    assert first.of("s3") == "s1"


def test_a_copy_that_is_lost_is_not_compared_from_memory(monkeypatch, tmp_path):
    monkeypatch.setattr("factbook.analysis.kept_shingles.WORTH_IT_CHARACTERS", 0)
    monkeypatch.setattr("factbook.analysis.kept_shingles._in_cache", lambda: tmp_path / "shingles.sqlite")
    assert groups(WIRE, WIRE) == [("s1", "s2")]
    assert groups(WIRE, {"text": None}) == [("s1",), ("s2",)]


# Once


def test_origins_are_found_anew_only_when_what_they_rest_on_has_changed(monkeypatch):
    found = []
    monkeypatch.setattr(
        "factbook.analysis.independence.find_origins",
        lambda check, _texts: found.append(check) or Origins(()),
    )
    once = OriginsOnce(Kept())
    fields = {"id": "c", "claim": {"question": "q"}}

    def of(**source: Any) -> Origins:
        return once.of(parse_check(fields | {"sources": [{"id": "s1", "title": "x"} | source]}))

    first = of()
    assert of(title="Minutes", interest="The city pays", language="en") is first
    assert len(found) == 1
    for changed in (
        {"issued": "2025"},
        {"URL": "https://example.org/"},
        {"origin": "s1"},
        {"publisher": "City"},
    ):
        of(**changed)
        of(**changed)
    assert len(found) == 5
