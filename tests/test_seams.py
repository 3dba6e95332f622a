"""Exchangeable parts are found by name."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

import pytest

from factbook import seams
from factbook.errors import BadInputError


def offer(monkeypatch: pytest.MonkeyPatch, **points: str) -> None:
    found = [EntryPoint(name, value, "factbook.fetchers") for name, value in points.items()]
    monkeypatch.setattr(seams, "entry_points", lambda *, group: found)


def test_a_part_is_loaded_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, mine="collections:OrderedDict")
    assert seams.load_part("factbook.fetchers", "mine").__name__ == "OrderedDict"


def test_an_unknown_part_is_named_with_those_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, http="a:b", mine="a:b")
    with pytest.raises(BadInputError, match=r"no 'htttp' among the fetchers\. There is: http, mine"):
        seams.load_part("factbook.fetchers", "htttp")


@pytest.mark.parametrize("value", ["no_such_module:x", "collections:NoSuchThing"])
def test_a_part_that_cannot_be_loaded_is_named(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    offer(monkeypatch, broken=value)
    with pytest.raises(BadInputError, match=r"'broken' of factbook\.fetchers cannot be loaded"):
        seams.load_part("factbook.fetchers", "broken")


def test_our_own_parts_can_be_loaded() -> None:
    groups = [group for group in entry_points().groups if group.startswith("factbook.")]
    for point in (point for group in groups for point in entry_points(group=group)):
        assert point.load()


def test_what_is_offered_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def find(*, group: str) -> list[EntryPoint]:
        asked.append(group)
        return [EntryPoint("mine", "collections:OrderedDict", group)]

    monkeypatch.setattr(seams, "entry_points", find)
    for _ in range(2):
        seams.load_part("factbook.fetchers", "mine")
    assert asked == ["factbook.fetchers"]
