from __future__ import annotations

import pytest

from factbook.analysis.wires import agency_named, is_agency, wire_tags
from factbook.model.source import Name, Source

BODY = "The bridge will open in May, the mayor said on Monday. " * 20


def tags(text: str, **fields: object) -> set[str]:
    return set(wire_tags(text, Source.model_validate({"id": "s1", "title": "x"} | fields)))


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"LONDON (Reuters) - {BODY}", "Reuters"),
        (f"WASHINGTON (AP) — {BODY}", "AP"),
        (f"By The Associated Press\n{BODY}", "AP"),
        (f"By Ada Moreno\nAssociated Press\n\n{BODY}", "AP"),
        (f"{BODY}\n— AP", "AP"),
        (f"{BODY} © 2025 The Associated Press. All rights reserved.", "AP"),
        (f"PARIS, March 4 (AFP) - {BODY}", "AFP"),
        (f"{BODY} (dpa)", "dpa"),
        (f"NEW YORK, March 4, 2025 /PRNewswire/ -- {BODY}", "PR Newswire"),
        (f"BOSTON--(BUSINESS WIRE)--{BODY}", "Business Wire"),
        (f"{BODY}\n© 2025ap", "AP"),
        (f"{BODY}\nCopyrightReuters 2025", "Reuters"),
        (f"BERLIN (Deutsche Presse-Agentur) - {BODY}", "dpa"),
        (f"MUMBAI (Indo-Asian News Service) - {BODY}", "IANS"),
        (f"TOKYO (Kyodo News) - {BODY}", "Kyodo"),
        (f"MOSCOW (ITAR-TASS) - {BODY}", "TASS"),
        (f"PARIS /EINPresswire/ - {BODY}", "EIN Presswire"),
        (f"PARIS /EIN Presswire/ - {BODY}", "EIN Presswire"),
    ],
)
def test_an_agencys_mark_is_seen(text, agency):
    assert tags(text) == {agency}


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"{BODY} The mayor told Reuters that it was safe. {BODY}",
        f"Maps by the AP show the bridge. {BODY}",
        f"PA announcements were hard to hear at the pier. {BODY}",
        "",
    ],
)
def test_a_mention_is_no_mark(text):
    assert tags(text) == set()


def test_author_and_publisher_tell_as_well():
    assert tags(BODY, publisher="Reuters") == {"Reuters"}
    assert tags(BODY, author=[{"literal": "Associated Press"}]) == {"AP"}
    assert tags(BODY, publisher="Reuters Fan Club") == set()


def test_an_agency_itself_is_told_from_who_prints_what_it_sent():
    assert is_agency(Source(id="s1", title="x", publisher="Reuters"))
    assert not is_agency(
        Source(id="s1", title="x", publisher="River Gazette", author=(Name(literal="Reuters"),))
    )


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("The Associated Press", "AP"),
        ("ap", "AP"),
        ("Agence France-Presse", "AFP"),
        ("The Press", ""),
        ("", ""),
    ],
)
def test_an_agency_is_known_by_each_of_its_names(name, agency):
    assert agency_named(name) == agency
