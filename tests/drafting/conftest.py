"""A check of five sources to draft from: two sides, a hedge, a copy, and one that is silent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from factbook.analysis.independence import find_origins
from factbook.analysis.texts import ReadOnce
from factbook.drafting.draft import Material
from factbook.drafting.stands import SUPPORTS
from factbook.model.anchoring import Span, selectors_at
from factbook.model.check import Check
from factbook.model.finding import Section
from factbook.model.quote import Quote
from factbook.model.stance import Stance
from factbook.store.check_folder import CheckFolder
from tests.reports.samples import Maker
from tests.scripted_model import Serve, serving

COUNCIL = (
    "The council met on Monday in the town hall, with all members present and the gallery full. "
    "The bridge will open in May, the mayor said after the meeting. Trams will cross it first, and buses "
    "will follow in the summer once the stops on the north bank are built."
)
COURIER = (
    "Work on the river crossing has fallen behind again. The bridge will not open in May, the contractor "
    "said, since the deck has to be cast anew. The firm blames the frost."
)
ECHO = (
    "Commuters are waiting. The bridge will reportedly open in May. An engineer who asked not to be named "
    "spoke of a date late in the month."
)
GARDEN = "Tulips should be planted in autumn, before the first frost, in beds that are free of weeds."

OPENS, SHUT, MAYBE = (
    "The bridge will open in May",
    "The bridge will not open in May, the contractor said",
    "The bridge will reportedly open in May",
)

Make = Callable[..., CheckFolder]


@pytest.fixture
def bridge(tmp_path: Path) -> Make:
    """Give a function that makes the check; ``stances`` by source id, ``fields`` of the check."""

    def make(
        stances: dict[str, str] | None = None, *, suggested: bool = False, settings: str = "", **fields: Any
    ) -> CheckFolder:
        chosen = (
            {"s1": "supports", "s2": "refutes", "s3": "mixed", "s4": "not_addressed", "s5": "supports"}
            if stances is None
            else stances
        )
        maker = Maker(tmp_path / "book", "Will the bridge open in May?", check_id="bridge", **fields)
        maker.add("coders", id="ana", name="Ana")
        maker.add("coders", id="nli", name="nli", kind="model", version="2")
        maker.add("points", text="The bridge will open in May")
        maker.source("Minutes of 3 March", COUNCIL, publisher="City council", issued="2025-03-04")
        maker.source("No bridge in May", COURIER, publisher="The Courier", issued="2025-03-09")
        maker.source("Commuters wait for their bridge", ECHO, publisher="The Echo")
        maker.source("Tulips in autumn", GARDEN, publisher="Garden Weekly")
        maker.source("Reprinted minutes", f"{COUNCIL} (Reprinted.)", publisher="Town Gazette")
        words = {"s1": OPENS, "s2": SHUT, "s3": MAYBE, "s5": OPENS}
        for source, value in chosen.items():
            quotes = []
            if value != "not_addressed":
                quotes = [maker.quote(source, words[source], points=() if suggested else ("p1",))]
                if suggested:
                    maker.fields["quotes"][-1]["suggested_by"] = "nli"
            coder = {"coder": "nli", "confidence": 0.8} if suggested else {"coder": "ana"}
            maker.stance(source, "p1", value, quotes=quotes, **coder)
        return maker.save(settings=settings)

    return make


@pytest.fixture
def scripted() -> Iterator[Serve]:
    """Give a function that serves a script of answers, see `tests.scripted_model`."""
    with ExitStack() as stack:
        yield lambda answers: stack.enter_context(serving(answers))


def material_of(folder: CheckFolder) -> Material:
    check = folder.read()
    texts = {
        source.id: folder.text(source.snapshot)
        for source in check.sources
        if source.snapshot and source.is_read
    }
    return Material(check, texts, find_origins(check, ReadOnce(folder)))


def resting_on(folder: CheckFolder, words: str, *, text: str, coder: str) -> CheckFolder:
    """Have the first source print a text, and a coder alone judge that it supports, by words in it."""
    kept = folder.keep(text.encode(), extension="txt")

    def change(check: Check) -> Check:
        source = check.source("s1")
        copy = source.snapshots[-1].model_copy(
            update={"sha256": kept, "text_sha256": kept, "text_length": len(text), "size_bytes": len(text)}
        )
        start = text.index(words)
        quote = Quote(
            id="q9",
            source="s1",
            suggested_by="nli" if coder == "nli" else None,
            **selectors_at(copy, text, Span(start, start + len(words))),
        )
        stance = Stance(source="s1", point="p1", coder=coder, value=SUPPORTS, quotes=("q9",))
        source = source.model_copy(update={"snapshots": (copy,)})
        return check.changed(
            sources=(source, *check.sources[1:]), quotes=(*check.quotes, quote), stances=(stance,)
        )

    folder.update(change)
    return folder


def told(folder: CheckFolder, section: str) -> list[str]:
    """Give the sentences of a section, their citations left out."""
    return [finding.uncited_text for finding in folder.read().section(Section(section))]
