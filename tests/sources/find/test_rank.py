from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.errors import BadInputError
from factbook.sources.find import rank as ranking
from factbook.sources.find.index import IndexedFile, open_index
from factbook.sources.find.query import parse_query
from factbook.sources.find.rank import Ranking, rank
from factbook.sources.find.scan import SeenFile

DOCUMENTS = {
    "minutes": "The bridge will open in May, the mayor said. It will carry trams.",
    "paper": "The mayor said nothing of trams. A bridge of words.",
    "letter": "Dear Zoë, the café by the river is closed. Yours, Å.",
    "long": "Nothing at all. " * 200 + "The bridge stands where the river bends. " + "Nothing more. " * 200,
}

Ask = Callable[..., Ranking]


def put(file: Path, documents: dict[str, str]) -> Path:
    with open_index(file) as index:
        index.put([IndexedFile(SeenFile(name, 1, 1), name, text) for name, text in documents.items()])
    return file


@pytest.fixture
def asked(tmp_path: Path) -> Ask:
    file = put(tmp_path / "index.sqlite", DOCUMENTS)

    def ask(query: str, *, most: int = 10) -> Ranking:
        with open_index(file) as index:
            return rank(index, parse_query(query), most=most)

    return ask


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("When will the bridge open?", ["minutes", "paper", "long"]),
        ("bridge trams river", ["long", "paper", "minutes", "letter"]),
        ("cafe zoe", ["letter"]),
        ("CAFÉ", ["letter"]),
        ('"mayor said" bridge', ["paper", "minutes"]),
        ('"bridge will open"', ["minutes"]),
        ("bridge -trams", ["long"]),
        ('bridge -"said nothing"', ["minutes", "long"]),
        ("letter", ["letter"]),
        ("zeppelin", []),
        ('"open bridge"', []),
        ('"mayor said" -mayor', []),
    ],
)
def test_documents_that_say_more_come_first(asked, query, paths):
    found = asked(query)
    assert sorted(paths) == sorted(one.path for one in found.best)
    assert found.total == len(paths)
    if paths and query != "bridge trams river":
        assert found.best[0].path == paths[0]


def test_the_excerpt_shows_the_words_in_one_line(asked):
    (found,) = asked('"river bends"').best
    assert "The bridge stands where the river bends." in found.excerpt
    assert len(found.excerpt) < 400
    assert "\n" not in found.excerpt


def test_no_more_are_given_than_asked_for(asked):
    found = asked("bridge", most=1)
    assert (len(found.best), found.total) == (1, 3)


@given(st.one_of(st.text(), st.text('ab "-*^:(){}+AND OR NOT NEAR,', max_size=40)))
def test_no_query_is_an_error_of_the_database(tmp_path_factory, query):
    file = tmp_path_factory.getbasetemp() / "fuzz.sqlite"
    if not file.exists():
        put(file, DOCUMENTS | {"a": 'a b "a" -b a* ^a a:b a+b NEAR(a b)'})
    with open_index(file) as index:
        try:
            found = rank(index, parse_query(query), most=3)
        except BadInputError:
            return
    assert len(found.best) == min(3, found.total)


class TestManyDocuments:
    """Where more hold the words than are scored."""

    @pytest.fixture
    def ask(self, tmp_path, monkeypatch) -> Ask:
        monkeypatch.setattr(ranking, "SCORED", 20)
        documents = {
            f"{number:03}": "common "
            + ("seldom " if number % 25 == 0 else "other ")
            + ("frequent" if number % 3 == 0 else "other")
            for number in range(300)
        }
        file = put(tmp_path / "many.sqlite", documents)

        def ask(query: str, *, most: int = 5) -> Ranking:
            with open_index(file) as index:
                return rank(index, parse_query(query), most=most)

        return ask

    def test_the_rarest_words_choose_and_commoner_ones_order(self, ask):
        found = ask("common seldom frequent")
        assert (found.total, found.cut) == (12, False)
        assert [int(one.path) % 75 for one in found.best[:4]] == [0, 0, 0, 0]

    def test_commoner_words_fill_up_what_rare_ones_leave(self, ask):
        found = ask("seldom frequent", most=18)
        paths = [int(one.path) for one in found.best]
        assert len(set(paths)) == 18
        assert all(path % 25 == 0 for path in paths[:12])
        assert all(path % 3 == 0 and path % 25 for path in paths[12:])
        assert all(int(one.path) % 3 for one in ask("seldom common -frequent", most=18).best)

    def test_a_word_of_every_document_gives_the_best_of_some(self, ask):
        found = ask("common")
        assert (len(found.best), found.total, found.cut) == (5, 20, True)

    def test_common_words_have_to_stand_together(self, ask):
        found = ask("common frequent")
        assert all(int(one.path) % 3 == 0 for one in found.best)

    def test_a_phrase_is_held_to_however_common_it_is(self, ask):
        found = ask('"common other" frequent')
        assert all(int(one.path) % 25 for one in found.best)
        assert (found.total, found.cut) == (20, True)
        assert ask('"frequent common"').best == ()

    def test_what_is_left_out_stays_out(self, ask):
        assert all(int(one.path) % 3 for one in ask("common -frequent").best)
