"""What the files of a bundle are, by RO-Crate 1.1."""

from __future__ import annotations

from typing import Any

import pytest

from factbook.errors import BadInputError
from factbook.model.canonical import parse_check
from factbook.model.check import Check
from factbook.reports.bundle.crate import describe_crate
from factbook.store.settings import Publisher

COPY = "snapshots/" + "a" * 64 + ".txt"


def crate(check: Check, sizes: dict[str, int], **publisher: str) -> dict[str, dict[str, Any]]:
    described = describe_crate(check, sizes, publisher=Publisher(**publisher), generator="1.0")
    assert described["@context"] == "https://w3id.org/ro/crate/1.1/context"
    entities = {entity["@id"]: entity for entity in described["@graph"]}
    assert len(entities) == len(described["@graph"]), "each entity is described once"
    return entities


def references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [found for one in value for found in references(one)]
    return [value["@id"]] if isinstance(value, dict) else []


def test_the_crate_is_what_the_specification_asks_for(check: Check) -> None:
    entities = crate(check, {"check.json": 10, "report.html": 20, COPY: 5})
    descriptor, root = entities["ro-crate-metadata.json"], entities["./"]
    assert (descriptor["@type"], descriptor["about"]) == ("CreativeWork", {"@id": "./"})
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert root["@type"] == "Dataset"
    for name in ("name", "description", "datePublished", "license"):
        assert root[name], name
    files = {name for name, entity in entities.items() if entity["@type"] == "File"}
    assert files == {"check.json", "report.html", COPY}
    assert {one["@id"] for one in root["hasPart"]} == files


def test_every_entity_that_is_referred_to_is_described(check: Check) -> None:
    entities = crate(check, {"check.json": 1}, name="The Desk", url="https://desk.example.org/")
    outside = {"https://w3id.org/ro/crate/1.1"}
    for entity in entities.values():
        referred = {found for name, value in entity.items() if name != "@id" for found in references(value)}
        assert referred <= set(entities) | outside, entity["@id"]


def test_a_kept_copy_says_of_which_source_it_is(check: Check) -> None:
    name = f"snapshots/{check.sources[0].snapshots[0].sha256}.txt"
    file = crate(check, {name: 92})[name]
    assert (file["name"], file["encodingFormat"]) == ("Copy of “Council minutes”", "text/plain")
    assert (file["contentSize"], file["isBasedOn"]) == ("92", {"@id": "#source-s1"})


def test_a_check_without_any_date_is_refused() -> None:
    bare = parse_check({"id": "bare", "claim": {"question": "When?"}})
    with pytest.raises(BadInputError, match="bare has no date"):
        crate(bare, {})
