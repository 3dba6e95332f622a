"""Which words of a source a sentence quotes for its stance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from factbook.drafting import choosing
from factbook.drafting.choosing import choose_words
from factbook.drafting.stands import MIXED, REFUTES, SUPPORTS
from factbook.evidence.sentences import split_sentences
from factbook.model.anchoring import Span, selectors_at
from factbook.model.check import Check
from factbook.model.stance import StanceValue
from factbook.store.check_folder import CheckFolder
from tests.drafting.conftest import COUNCIL, Make, material_of, resting_on

ASKING = "Will the bridge open in May, as the mayor said?"


def chosen_words(folder: CheckFolder) -> str:
    material = material_of(folder)
    chosen = choose_words(material, "s1", material.check.points[0], SUPPORTS)
    return chosen.words if chosen else ""


def also_resting_on(folder: CheckFolder, words: str, *, text: str) -> None:
    """Let the stance of `resting_on` rest on other words of its text as well, behind the first."""

    def change(check: Check) -> Check:
        *_, quote = check.quotes
        (stance,) = check.stances
        start = text.index(words)
        more = selectors_at(check.source("s1").snapshots[-1], text, Span(start, start + len(words)))
        other = quote.model_copy(update={"id": f"q{len(check.quotes) + 20}", **more})
        both = stance.model_copy(update={"quotes": (*stance.quotes, other.id)})
        return check.changed(quotes=(*check.quotes, other), stances=(both,))

    folder.update(change)


@pytest.mark.parametrize("asking", [ASKING, "Is the bridge to open in May, as the mayor said\n"])
def test_a_question_bears_nothing_out(bridge: Make, asking: str) -> None:
    assert chosen_words(resting_on(bridge({}), asking, text=f"{asking} {COUNCIL}", coder="nli")) == (
        "The bridge will open in May, the mayor said after the meeting"
    )


def test_a_question_that_a_person_chose_is_quoted(bridge: Make) -> None:
    assert chosen_words(resting_on(bridge({}), ASKING, text=f"{ASKING} {COUNCIL}", coder="ana")) == ASKING


HEADLINE = "Mayor opens bridge in May"
ANNOUNCED = "How the bridge will open in May"
STATED = "The bridge will open in May, the mayor said after the meeting"


@pytest.mark.parametrize("heading", [HEADLINE, ANNOUNCED])
@pytest.mark.parametrize("coder", ["nli", "ana"])
def test_a_sentence_goes_before_the_heading_that_a_model_chose(
    bridge: Make, heading: str, coder: str
) -> None:
    folder = resting_on(bridge({}), heading, text=f"{heading}\n\n{COUNCIL}", coder=coder)
    assert chosen_words(folder) == (heading if coder == "ana" else STATED)


@pytest.mark.parametrize(("heading", "chosen"), [(HEADLINE, HEADLINE), (ANNOUNCED, "")])
def test_a_heading_is_quoted_where_nothing_else_says_it(bridge: Make, heading: str, chosen: str) -> None:
    folder = resting_on(bridge({}), heading, text=f"{heading}\n\nIt was a fine day.", coder="nli")
    assert chosen_words(folder) == chosen


WAS = "The bridge will open in May, the mayor said."
NOW = "Correction: An earlier version of this article said that the bridge will open in May. It is June."
IN_SHORT = "Correction: An earlier version of this article gave another month for the bridge. It is June."


@pytest.mark.parametrize("now", [NOW, IN_SHORT])
@pytest.mark.parametrize("coder", ["nli", "ana"])
def test_what_a_source_has_corrected_is_not_told_for_it(bridge: Make, coder: str, now: str) -> None:
    text = f"{WAS}\n\n{now}"
    folder = resting_on(bridge({}), WAS, text=text, coder=coder)

    also_resting_on(folder, now, text=text)
    assert chosen_words(folder) == (now if coder == "nli" else WAS).rstrip(".")


def test_where_no_model_can_tell_a_sentence_goes_before_a_heading(
    bridge: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "classify_pairs", lambda pairs: np.full((len(pairs), 3), np.nan))
    heading = "The bridge will open in May"
    folder = resting_on(bridge({}), heading, text=f"{heading}\n\n{COUNCIL}", coder="ana")
    folder.update(
        lambda check: check.changed(quotes=(), stances=(check.stances[0].model_copy(update={"quotes": ()}),))
    )
    assert chosen_words(folder) == STATED


@pytest.mark.parametrize(("side", "chosen"), [(0.4 + 1e-9, STATED), (0.4 - 1e-9, STATED), (0.39, "")])
def test_the_last_digits_of_another_machine_choose_nothing_else(
    bridge: Make, monkeypatch: pytest.MonkeyPatch, side: float, chosen: str
) -> None:
    monkeypatch.setattr(
        choosing, "classify_pairs", lambda pairs: np.array([[side, 0, 1 - side]] * len(pairs))
    )
    folder = resting_on(bridge({}), "trams", text=f"No trams. {STATED}.", coder="nli")
    folder.update(
        lambda check: check.changed(quotes=(), stances=(check.stances[0].model_copy(update={"quotes": ()}),))
    )
    assert chosen_words(folder) == chosen


SAID = "The mayor said that 12 trams cross the bridge each hour"


@pytest.mark.parametrize(
    ("coder", "text", "chosen"),
    [
        ("ana", f"It was a fine day. {SAID}.", SAID),
        ("ana", "The mayor denied that 12 trams cross the bridge each hour.", ""),
        ("ana", "The mayor said that 11 trams cross the bridge each hour.", ""),
        ("ana", "The mayor said that 12 trams stand there.", ""),
        ("nli", f"{SAID}.", ""),
    ],
)
def test_what_a_person_found_in_so_many_words_is_quoted_though_a_model_does_not_see_it(
    bridge: Make, monkeypatch: pytest.MonkeyPatch, coder: str, text: str, chosen: str
) -> None:
    monkeypatch.setattr(choosing, "classify_pairs", lambda pairs: np.array([[0.1, 0.1, 0.8]] * len(pairs)))
    folder = resting_on(bridge({}), "trams", text=text, coder=coder)
    folder.update(
        lambda check: check.changed(
            points=(check.points[0].model_copy(update={"text": "12 trams cross the bridge each hour"}),),
            quotes=(),
            stances=(check.stances[0].model_copy(update={"quotes": ()}),),
        )
    )
    assert chosen_words(folder) == chosen


def test_of_a_damaged_copy_nothing_is_quoted(bridge: Make) -> None:
    material = material_of(bridge())
    damaged = replace(material, texts={"s2": material.texts["s2"]})
    assert choose_words(damaged, "s1", material.check.points[0], SUPPORTS) is None


LOOKED = "“We looked at all of this for a long time and we have talked to very many people in this town."
MAD = 'The old plan was called "mad, silly and worse than any plan that anyone had ever seen before it".'
FOR_ALL = "The bridge will open in May for everybody"


@pytest.mark.parametrize("coder", ["nli", "ana"])
@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        (f"The mayor spoke. {LOOKED} {FOR_ALL}. I am sure of it,” she added.", True),
        (f"{MAD} {FOR_ALL}.", False),
        (f"{LOOKED}\n{FOR_ALL}.", False),
    ],
)
def test_who_is_speaking_is_seen_from_far(bridge: Make, coder: str, text: str, spoken: bool) -> None:
    material = material_of(resting_on(bridge({}), f"{FOR_ALL}.", text=text, coder=coder))
    chosen = choose_words(material, "s1", material.check.points[0], SUPPORTS)
    assert chosen is not None
    assert chosen.words == FOR_ALL
    assert chosen.spoken == spoken


def test_of_a_quote_from_an_older_copy_what_it_keeps_around_it_is_looked_at(bridge: Make) -> None:
    text = f"She said: “We try. {FOR_ALL}. I am sure.”"
    material = material_of(resting_on(bridge({}), f"{FOR_ALL}.", text=text, coder="ana"))
    newer = replace(material, texts={**material.texts, "s1": "The page is gone."})
    chosen = choose_words(newer, "s1", material.check.points[0], SUPPORTS)
    assert chosen is not None
    assert (chosen.words, chosen.spoken) == (FOR_ALL, True)


@pytest.mark.parametrize("coder", ["ana", "nli"])
def test_only_a_person_quotes_a_part_of_a_sentence(
    bridge: Make, monkeypatch: pytest.MonkeyPatch, coder: str
) -> None:
    monkeypatch.setattr(choosing, "_search", lambda *args: None)
    part = "the bridge will open in May for everybody"
    whole = f"It is good news that {part}, as the mayor has made clear"
    text = f"It was a fine day. {whole}. So it is.\nGood night."
    material = material_of(resting_on(bridge({}), part, text=text, coder=coder))
    chosen = choose_words(material, "s1", material.check.points[0], SUPPORTS)
    assert chosen is not None
    if coder == "ana":
        assert (chosen.words, chosen.cited.quote) == (part, "q9")
    else:
        assert chosen.words == whole
        assert chosen.cited.span is not None
        assert text[slice(*chosen.cited.span)] == whole


@pytest.mark.parametrize("last", ["or far. At least that is the joke.", "or far, including the hills."])
def test_what_a_person_chose_is_not_cut(bridge: Make, last: str) -> None:
    words = f"{FOR_ALL} {'who lives in the town or near it ' * 4}{last}"
    folder = resting_on(bridge({}), words, text=f"{words} It is May.", coder="ana")
    assert chosen_words(folder) == words.rstrip(".")


def test_the_piece_of_an_endless_sentence_that_a_model_chose_is_not_quoted(bridge: Make) -> None:
    text = f"{', '.join([FOR_ALL] * 15)}, or so they joke."
    piece = text[slice(*split_sentences(text)[0])]
    assert chosen_words(resting_on(bridge({}), piece, text=text, coder="nli")) == ""


WITHDRAWN = "Christian Bale has withdrawn from the new film, and will not be Steve Jobs."
IN_TALKS = "Seth Rogen is said to play the colleague of Steve Jobs, but nothing is announced."
BALE = f"{IN_TALKS} Filming begins in spring. {WITHDRAWN}"


def chosen_of_two(
    bridge: Make, first: str, second: str, *, coder: str, value: StanceValue, accepted_by: str | None = None
) -> str:
    folder = resting_on(bridge({}), first, text=BALE, coder=coder)
    also_resting_on(folder, second, text=BALE)
    folder.update(
        lambda check: check.changed(
            points=(check.points[0].model_copy(update={"text": "Christian Bale will play Steve Jobs"}),),
            stances=(check.stances[0].model_copy(update={"value": value, "accepted_by": accepted_by}),),
        )
    )
    material = material_of(folder)
    chosen = choose_words(material, "s1", material.check.points[0], value)
    return f"{chosen.words}." if chosen else ""


@pytest.mark.parametrize("coder", ["nli", "ana"])
@pytest.mark.parametrize("quotes", [(IN_TALKS, WITHDRAWN), (WITHDRAWN, IN_TALKS)])
@pytest.mark.parametrize("can_tell", [True, False])
def test_of_several_quotes_the_one_that_bears_most_on_the_point_is_taken(
    bridge: Make, monkeypatch: pytest.MonkeyPatch, coder: str, quotes: tuple[str, str], can_tell: bool
) -> None:
    if not can_tell:
        monkeypatch.setattr(choosing, "classify_pairs", lambda pairs: np.full((len(pairs), 3), np.nan))
    assert chosen_of_two(bridge, *quotes, coder=coder, value=REFUTES) == WITHDRAWN


@pytest.mark.parametrize(
    ("coder", "accepted_by", "silent", "taken"),
    [
        ("nli", None, 0.61, ""),
        ("nli", None, 0.6, IN_TALKS),
        # A person has read it, and found it so.
        ("nli", "ana", 1.0, IN_TALKS),
        ("ana", None, 1.0, IN_TALKS),
        # Of languages that the model does not read, nothing is known against it.
        ("nli", None, np.nan, IN_TALKS),
    ],
)
def test_a_side_that_a_model_sees_is_not_told_in_words_that_are_silent(
    bridge: Make,
    monkeypatch: pytest.MonkeyPatch,
    coder: str,
    accepted_by: str | None,
    silent: float,
    taken: str,
) -> None:
    said = (1 - silent, 0, silent)
    monkeypatch.setattr(choosing, "classify_pairs", lambda pairs: np.array([said] * len(pairs)))
    monkeypatch.setattr(choosing, "_search", lambda *args: None)
    also = "Filming begins in spring."
    told = chosen_of_two(bridge, IN_TALKS, also, coder=coder, value=REFUTES, accepted_by=accepted_by)
    assert told == taken


@pytest.mark.parametrize(("value", "taken"), [(SUPPORTS, IN_TALKS), (REFUTES, WITHDRAWN)])
def test_of_several_quotes_the_one_that_takes_the_side_more_clearly_is_taken(
    bridge: Make, monkeypatch: pytest.MonkeyPatch, value: StanceValue, taken: str
) -> None:
    def said(pairs: list[tuple[str, str]]) -> object:
        return np.array([(0.1, 0.8, 0.1) if "withdrawn" in words else (0.9, 0.0, 0.1) for _, words in pairs])

    monkeypatch.setattr(choosing, "classify_pairs", said)
    assert chosen_of_two(bridge, WITHDRAWN, IN_TALKS, coder="ana", value=value) == taken


def test_of_several_quotes_none_that_takes_the_other_side_is_taken(
    bridge: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said(pairs: list[tuple[str, str]]) -> object:
        return np.array([(0.9, 0.0, 0.1) if "withdrawn" in words else (0, 0.1, 0.9) for _, words in pairs])

    monkeypatch.setattr(choosing, "classify_pairs", said)
    assert chosen_of_two(bridge, WITHDRAWN, IN_TALKS, coder="ana", value=REFUTES) == IN_TALKS


@pytest.mark.parametrize("value", [REFUTES, MIXED])
def test_of_quotes_that_bear_on_the_point_alike_the_first_is_taken(
    bridge: Make, monkeypatch: pytest.MonkeyPatch, value: StanceValue
) -> None:
    def said(pairs: list[tuple[str, str]]) -> object:
        return np.array([(0.1, 0.8 + 0.01 * place, 0.1) for place, _ in enumerate(pairs)])

    monkeypatch.setattr(choosing, "classify_pairs", said)
    monkeypatch.setattr(choosing, "_share", lambda one, about: 0.5)
    assert chosen_of_two(bridge, IN_TALKS, WITHDRAWN, coder="ana", value=value) == IN_TALKS
