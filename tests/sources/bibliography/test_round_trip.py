"""What is written in a format comes back from it."""

from __future__ import annotations

import pytest
from hypothesis import given

from factbook.model.canonical import parse_check
from factbook.sources.bibliography.exporting import export_bibliography, lost_in_export
from factbook.sources.bibliography.formats import FORMATS, format_of_text
from factbook.sources.bibliography.importing import NOT_READ, add_bibliography
from factbook.sources.bibliography.item import held_fields
from factbook.sources.bibliography.item_types import CSL_TYPES
from tests.sources.bibliography.samples import FULL, SOURCES, source

CHECK = {"id": "c", "claim": {"question": "Is it so?"}}


@pytest.mark.parametrize("name", FORMATS)
def test_every_field_comes_back(name):
    whole = source(**FULL)
    assert set(held_fields(whole)) == set(FULL) - {"id"}
    (item,) = FORMATS[name].read(FORMATS[name].write([whole]), name="x")
    assert item.fields == held_fields(whole)
    assert (item.left_out, item.notes) == ((), ())


@pytest.mark.parametrize("name", FORMATS)
@given(whole=SOURCES)
def test_any_source_that_the_format_can_hold_comes_back(name, whole):
    text = FORMATS[name].write([whole, whole])
    assert format_of_text(text) is FORMATS[name]
    first, second = FORMATS[name].read(text, name="x")
    assert first.fields == second.fields == held_fields(whole)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("csl_type", sorted(CSL_TYPES))
def test_every_type_comes_back(name, csl_type):
    for url in ({}, {"URL": "https://example.org/"}):
        (item,) = FORMATS[name].read(FORMATS[name].write([source(type=csl_type, **url)]), name="x")
        assert item.fields["type"] == csl_type


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_check_gives_the_same_bytes(name):
    check = parse_check({**CHECK, "sources": [FULL, FULL | {"id": "s2"}]})
    assert export_bibliography(check, name) == export_bibliography(check, name)
    assert lost_in_export(check, name) == ()
    assert lost_in_export(parse_check(CHECK), name) == ()


def test_what_a_format_cannot_hold_is_said():
    odd = source(
        title="Two\nlines", author=[{"literal": "Acme, Inc."}], URL="https://example.org/{x}", type="odd"
    )
    check = parse_check({**CHECK, "sources": [odd.model_dump(mode="json", exclude_defaults=True)]})
    lost = {name: lost_in_export(check, name) for name in FORMATS}
    assert lost == {
        "csl-json": (),
        "bibtex": ("s1: type, title, URL cannot be written in full as bibtex",),
        "ris": ("s1: type, title, author cannot be written in full as ris",),
    }


@pytest.mark.parametrize("name", FORMATS)
def test_a_check_takes_in_what_another_gave(name, folder):
    text = export_bibliography(parse_check({**CHECK, "sources": [FULL]}), name)
    done = add_bibliography(folder, text)
    assert [one.id for one in done.sources] == ["s2"]
    assert held_fields(done.sources[0]) == held_fields(source(**FULL))
    assert folder.read().sources[1].why_unread == NOT_READ
