from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.model.names import MAX_ID_BYTES, fold_id, free_id, make_slug, valid_check_id

TITLES = st.text(st.characters(exclude_categories=[]), max_size=120)
ODD_TITLES = st.text("aàÀſßİıK\u0301\u0345ﬁ/\\.-_ \0…٣Ⅷ中한\U0001d400", max_size=90)


@given(TITLES | ODD_TITLES)
def test_any_title_gives_an_id_that_can_name_a_folder(title):
    slug = make_slug(title)
    assert slug == valid_check_id(slug)
    assert Path("book") == Path(os.path.normpath(Path("book") / slug)).parent


@given(TITLES | ODD_TITLES)
def test_a_slug_is_the_same_for_every_case_and_normal_form_of_its_title(title):
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert make_slug(title) == make_slug(unicodedata.normalize(form, title))
    # Case folding turns the mark U+0345 into a letter, which then no longer moves with the other marks.
    if "\u0345" not in unicodedata.normalize("NFKD", title):
        assert make_slug(title) == make_slug(title.casefold())


@given(st.lists(TITLES | ODD_TITLES, max_size=6))
def test_ids_made_one_after_another_never_collide_by_case_or_normal_form(titles):
    taken: list[str] = []
    for title in titles:
        taken.append(valid_check_id(free_id(make_slug(title), taken)))
    assert len(taken) == len({fold_id(name) for name in taken})
    assert len(taken) == len({unicodedata.normalize("NFD", name).lower() for name in taken})
    assert len(taken) == len({unicodedata.normalize("NFC", name.upper()) for name in taken})


@given(TITLES | ODD_TITLES)
def test_folding_an_id_twice_changes_nothing_more(name):
    assert fold_id(name) == fold_id(fold_id(name))


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Are ICE agents trained?", "are-ice-agents-trained"),
        ("  Η γέφυρα θα ανοίξει;  ", "η-γέφυρα-θα-ανοίξει"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Windows\\con", "c-windows-con"),
        ("CON", "con-check"),
        ("?!", "check"),
        ("", "check"),
        ("\u0301-\u0301abc", "abc"),
        ("桥" * 100, "桥" * 60),
        ("a" * 70, "a" * 64),
        ("word " * 40, "-".join(["word"] * 13)),
    ],
)
def test_slugs_keep_the_words_in_any_script(title, slug):
    assert slug == make_slug(title)


@pytest.mark.parametrize(
    "bad",
    [
        *("", ".", "..", ".hidden", "-rf", "a/b", "a\\b", "a:b", "a b", "a\0", "a\n", "a.", "con"),
        *("batch.csv", "Factbook.toml"),
        *("LPT1.txt", "cafe\u0301", "\u0301a", "a\u202eb", "\ud800", "a" * (MAX_ID_BYTES + 1)),
    ],
)
def test_names_that_cannot_be_a_folder_are_refused(bad):
    with pytest.raises(ValueError, match="id"):
        valid_check_id(bad)


def test_a_taken_id_gets_a_number():
    assert free_id("bridge", []) == "bridge"
    assert free_id("bridge", ["BRIDGE"]) == "bridge-2"
    assert free_id("café", ["CAFE\u0301", "café-2"]) == "café-3"
