from __future__ import annotations

from importlib.metadata import EntryPoint
from types import SimpleNamespace

import pytest

from factbook import seams
from factbook.errors import BadInputError
from factbook.sources.find import choose
from factbook.sources.find.choose import FindSettings, finder_names, make_finder, settings_for
from factbook.sources.find.claimreview import ClaimReviewFinder
from factbook.sources.find.folder import FolderFinder
from factbook.sources.find.searxng import SearxngFinder


def test_a_finder_is_made_by_its_name_and_set_up_as_the_settings_say(tmp_path, monkeypatch):
    monkeypatch.setenv("FACTBOOK_FACTCHECK_KEY", "key")
    settings = FindSettings(folder=tmp_path, searxng="http://localhost:8888/", language="de")
    folder = make_finder("folder", settings=settings)
    searxng = make_finder("searxng", settings=settings)
    claimreview = make_finder("claimreview", settings=settings)
    assert isinstance(folder, FolderFinder)
    assert folder.folder == tmp_path
    assert isinstance(searxng, SearxngFinder)
    assert searxng.address == "http://localhost:8888"
    assert isinstance(claimreview, ClaimReviewFinder)
    assert claimreview.language == "de"


def test_without_a_name_it_is_what_is_set_up(tmp_path):
    both = FindSettings(folder=tmp_path, searxng="http://localhost:8888")
    assert isinstance(make_finder(settings=both), FolderFinder)
    assert isinstance(make_finder(settings=FindSettings(searxng="http://localhost:8888")), SearxngFinder)
    named = FindSettings(finder="searxng", folder=tmp_path, searxng="http://localhost:8888")
    assert isinstance(make_finder(settings=named), SearxngFinder)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("", "Nothing says where to search"),
        ("folder", "'folder' needs a folder"),
        ("searxng", "needs the address"),
        ("claimreview", "needs a key"),
        ("gogle", "There is no finder 'gogle'. There is: folder, searxng, claimreview"),
    ],
)
def test_what_is_missing_is_named_with_what_to_do(name, problem, monkeypatch):
    monkeypatch.delenv("FACTBOOK_FACTCHECK_KEY", raising=False)
    with pytest.raises(BadInputError, match=problem) as caught:
        make_finder(name, settings=FindSettings())
    assert caught.value.next_step


def test_other_packages_can_bring_finders(monkeypatch):
    def offered(*, group):
        assert group == "factbook.finders"
        return [EntryPoint("archive", "types:SimpleNamespace", group), EntryPoint("folder", "none:x", group)]

    monkeypatch.setattr(choose, "entry_points", offered)
    monkeypatch.setattr(seams, "entry_points", offered)
    monkeypatch.setitem(choose._BUILT_IN, "ours", lambda settings: SimpleNamespace(name=settings.language))
    assert finder_names() == ["folder", "searxng", "claimreview", "ours", "archive"]
    assert make_finder("ours", settings=FindSettings(language="de")).name == "de"
    with pytest.raises(TypeError, match="positional"):  # It is called with the settings.
        make_finder("archive", settings=FindSettings())


def test_the_settings_of_a_check_are_those_of_the_nearest_file(tmp_path, monkeypatch):
    (tmp_path / "bridge").mkdir()
    assert settings_for(tmp_path / "bridge") == FindSettings()
    (tmp_path / "factbook.toml").write_text("", encoding="utf-8")
    table = SimpleNamespace(finder="folder", folder="minutes", searxng=None, language="de")
    monkeypatch.setattr(choose, "load_settings", lambda _folder: SimpleNamespace(find=table))
    assert settings_for(tmp_path / "bridge") == FindSettings("folder", tmp_path / "minutes", "", "de")
