"""The kernel's side of reading: places in a text, and what may be quoted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import factbook as fb
from factbook.errors import BadInputError, SnapshotError
from factbook.model.check import put_record
from factbook.sources.capture import capture_bytes
from factbook.store.clock import utc_now
from factbook.widgets.reader import Reader, _whole_words, without_quote
from factbook.widgets.text_places import TextPlaces


@given(st.text(alphabet="aé🌉\n", max_size=40), st.data())
def test_places_go_to_the_browser_and_back(text: str, data: st.DataObject) -> None:
    places = TextPlaces(text)
    place = data.draw(st.integers(0, len(text)))
    assert places.in_browser(place) == len(text[:place].encode("utf-16-le")) // 2
    assert places.in_python(places.in_browser(place)) == place


def test_a_place_within_a_wide_character_or_behind_the_text_is_brought_into_it() -> None:
    places = TextPlaces("a🌉b")
    assert [places.in_python(place) for place in range(7)] == [0, 1, 1, 2, 3, 3, 3]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 3, "The"),
        (1, 7, "The well-known"),
        (3, 4, ""),
        (4, 8, "well-known"),
        (19, 14, "bridge"),
        (14, 21, "bridge"),
    ],
)
def test_a_selection_is_brought_to_whole_words(start: int, end: int, expected: str) -> None:
    text = "The well-known bridge."
    if not expected:
        with pytest.raises(BadInputError, match="No words are selected"):
            _whole_words(text, start, end)
        return
    span = _whole_words(text, start, end)
    assert text[span.start : span.end].startswith(expected)


@pytest.fixture
def check(tmp_path: Path) -> fb.OpenCheck:
    check = fb.new(question="Will it open?", casebook=tmp_path)
    check.add_source(text="It opens in May. It opens in May.", title="Minutes")
    return check


def ask(widget: Reader, kind: str, **fields: object) -> dict[str, object]:
    told: list[dict[str, object]] = []
    widget.send = lambda message, buffers=None: told.append(message)
    widget._handle_custom_msg({"part": "reader", "kind": kind, "id": 1, **fields}, [])
    return told[0]


def test_opening_costs_nothing_until_a_source_is_read(check: fb.OpenCheck) -> None:
    widget = Reader(check.folder, coder="Ana")
    assert widget.reader["open"] is None
    ask(widget, "open", source="s1")
    assert widget.reader["open"]["text"].startswith("It opens in May.")


def quote(widget: Reader, start: int, end: int) -> dict[str, object]:
    """Quote what stands between two places of the copy that is shown."""
    opened = widget.reader["open"]
    return ask(
        widget, "quote", source=opened["source"], copy=opened["copy"], start=start, end=end, points=["p1"]
    )


def capture_again(check: fb.OpenCheck, text: str) -> None:
    """Have the source's page say something else by now, as another program sees it."""
    new = capture_bytes(text.encode(), extension="txt", captured_at=utc_now())
    new.keep(check.folder)
    source = check.record.source("s1")
    later = source.model_copy(update={"snapshots": (*source.snapshots, new.snapshot)})
    check.update(lambda now: put_record(now, "sources", later))


@pytest.mark.parametrize("is_seen", [True, False])
def test_words_of_a_copy_that_is_no_longer_the_newest_are_not_quoted(
    check: fb.OpenCheck, is_seen: bool
) -> None:
    widget = Reader(check.folder, coder="Ana")
    ask(widget, "open", source="s1")
    capture_again(check, "Read this first. It stays shut.")
    if is_seen:
        widget.look()
    old = widget.reader["open"]["copy"]
    answer = quote(widget, 0, 15)
    assert (answer["kind"], check.record.quotes) == ("moved", ())
    # The newest is shown with the answer, and is what can be quoted from then on.
    assert widget.reader["open"]["text"] == "Read this first. It stays shut."
    assert widget.reader["open"]["copy"] != old
    assert quote(widget, 17, 30)["kind"] == "saved"
    assert [one.exact for one in check.record.quotes] == ["It stays shut"]


def test_words_are_quoted_where_they_were_selected_though_they_overlap(tmp_path: Path) -> None:
    check = fb.new(question="Will it open?", casebook=tmp_path)
    check.add_source(text="He said no no no to it.")
    widget = Reader(check.folder, coder="Ana")
    ask(widget, "open", source="s1")
    quote(widget, 11, 16)
    assert [(one.start, one.exact) for one in check.record.quotes] == [(11, "no no")]


def test_the_same_words_at_another_place_are_another_quote(check: fb.OpenCheck) -> None:
    widget = Reader(check.folder, coder="Ana")
    ask(widget, "open", source="s1")
    for start in (17, 0):
        quote(widget, start, start + 15)
    assert [(one.start, one.exact) for one in check.record.quotes] == [
        (17, "It opens in May"),
        (0, "It opens in May"),
    ]


def test_a_quote_goes_only_while_nothing_rests_on_it(check: fb.OpenCheck) -> None:
    check.quote("s1", "It opens")
    assert without_quote(check.record, "q1").quotes == ()
    check.add_finding("summary", "It opens [@s1#q1].")
    with pytest.raises(BadInputError, match=r"q1 is in use: 1 sentence"):
        without_quote(check.record, "q1")


def test_a_source_without_a_text_says_why(check: fb.OpenCheck) -> None:
    check.update(
        lambda now: now.changed(
            sources=(
                *now.sources,
                now.sources[0].model_copy(update={"id": "s2", "snapshots": (), "unread": "it was a picture"}),
            )
        )
    )
    widget = Reader(check.folder, coder="Ana")
    assert widget.reader["sources"][1]["read"] is False
    assert "it was a picture" in str(ask(widget, "open", source="s2")["message"])
    with pytest.raises(SnapshotError):
        widget.parts["reader"].open("s2")  # type: ignore[attr-defined]


def test_the_static_form_lists_the_quotes(check: fb.OpenCheck) -> None:
    check.quote("s1", "It opens")
    data = Reader(check.folder, coder="Ana")._repr_mimebundle_()[0]
    assert "<bdi>Minutes</bdi>: <q><bdi>It opens</bdi></q>" in data["text/html"]
    assert data["text/plain"] == "Quotes:\nq1  s1: “It opens”"
