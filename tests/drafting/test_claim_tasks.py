"""Points and search words of a language model are about the claim, or they are none."""

from __future__ import annotations

from typing import Any

from factbook.drafting.asking.ask import Asker
from factbook.drafting.asking.call_log import CallLog
from factbook.drafting.asking.choose import ChosenModel
from factbook.drafting.claim_tasks import suggest_points, suggest_queries
from factbook.store.check_folder import CheckFolder
from tests.scripted_model import ScriptedModel, Serve

WRONG = [
    "",
    "The moon is made of cheese",
    "The bridge opens, see https://evil.example",
    "The bridge\nopens",
    "¿Se abrirá el puente de la ciudad en el mes de mayo, como dijo el alcalde?",
    "The bridge " * 30,
]
BEYOND = {
    "Two of 3 lanes of the bridge open in May": "it gives the number 3, and the claim does not",
    "The bridge of Riverside opens in May": "it names Riverside, and the claim does not",
    "The bridge will not open in May": "the claim does not deny that",
}


def asker(model: ScriptedModel, folder: CheckFolder) -> Asker:
    return Asker(ChosenModel("openai", "small", model.url), CallLog(folder))


def test_points_are_short_statements_on_the_claim_and_four_at_most(
    folder: CheckFolder, scripted: Serve
) -> None:
    right = [f"The bridge opens in May, part {number}" for number in "abcde"]
    asking = asker(scripted({"points": {"points": [*WRONG, *right, right[0]]}}), folder)
    assert suggest_points(asking, folder.read().claim) == tuple(right[:4])
    dropped = folder.read().calls[0].dropped
    assert len(dropped) == len(WRONG) + 1
    assert "it is not about the claim" in {one.reason for one in dropped}
    assert (dropped[-1].words, dropped[-1].reason) == (right[4], "it is one too many: 4 points are the most")


def test_points_bring_no_number_no_name_and_no_denial_along(folder: CheckFolder, scripted: Serve) -> None:
    asking = asker(scripted({"points": {"points": [*BEYOND, "The bridge opens in May"]}}), folder)
    assert suggest_points(asking, folder.read().claim) == ("The bridge opens in May",)
    assert {one.words: one.reason for one in folder.read().calls[0].dropped} == BEYOND


def test_search_words_are_asked_for_with_the_claim_and_its_points_alone(
    folder: CheckFolder, scripted: Serve
) -> None:
    seen: list[Any] = []

    def answer(data: Any) -> Any:
        seen.append(data)
        return {
            "queries": ["bridge opening May", "bridge opening delayed", "bridge", "bridge trams", "cheese"]
        }

    found = suggest_queries(asker(scripted({"queries": answer}), folder), folder.read())
    assert found == ("bridge opening May", "bridge opening delayed", "bridge")
    assert [(one.words, one.reason) for one in folder.read().calls[0].dropped] == [
        ("bridge trams", "it is one too many: 3 queries are the most"),
        ("cheese", "it is not about the claim"),
    ]
    assert set(seen[0]) == {"question", "points"}
