"""Which words of a source a sentence quotes for its stance."""

from __future__ import annotations

from dataclasses import replace

import pytest

from factbook.drafting.choosing import choose_words
from factbook.drafting.stands import SUPPORTS
from factbook.model.anchoring import Span, selectors_at
from factbook.model.quote import Quote
from factbook.model.stance import Stance
from factbook.store.check_folder import CheckFolder
from tests.drafting.conftest import COUNCIL, Make, material_of

ASKING = "Will the bridge open in May, as the mayor said?"


def with_question(folder: CheckFolder, *, coder: str, asking: str = ASKING) -> CheckFolder:
    """Have the council ask first, and let a coder judge it by that question alone."""
    text = f"{asking} {COUNCIL}"
    kept = folder.keep(text.encode(), extension="txt")

    def change(check):
        source = check.source("s1")
        copy = source.snapshots[-1].model_copy(
            update={"sha256": kept, "text_sha256": kept, "text_length": len(text), "size_bytes": len(text)}
        )
        quote = Quote(
            id="q9",
            source="s1",
            suggested_by="nli" if coder == "nli" else None,
            **selectors_at(copy, text, Span(0, len(asking))),
        )
        stance = Stance(source="s1", point="p1", coder=coder, value=SUPPORTS, quotes=("q9",))
        sources = tuple(
            one if one.id != "s1" else one.model_copy(update={"snapshots": (copy,)}) for one in check.sources
        )
        return check.changed(sources=sources, quotes=(*check.quotes, quote), stances=(stance,))

    folder.update(change)
    return folder


def chosen_words(folder: CheckFolder) -> str:
    material = material_of(folder)
    chosen = choose_words(material, "s1", material.check.points[0], SUPPORTS)
    return chosen.words if chosen else ""


@pytest.mark.parametrize("asking", [ASKING, "Is the bridge to open in May, as the mayor said\n"])
def test_a_question_bears_nothing_out(bridge: Make, asking: str) -> None:
    assert chosen_words(with_question(bridge({}), coder="nli", asking=asking)) == (
        "The bridge will open in May, the mayor said after the meeting"
    )


def test_a_question_that_a_person_chose_is_quoted(bridge: Make) -> None:
    assert chosen_words(with_question(bridge({}), coder="ana")) == ASKING


def test_of_a_damaged_copy_nothing_is_quoted(bridge: Make) -> None:
    material = material_of(bridge())
    damaged = replace(material, texts={"s2": material.texts["s2"]})
    assert choose_words(damaged, "s1", material.check.points[0], SUPPORTS) is None
