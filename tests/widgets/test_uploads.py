"""Files that come from the page in pieces: what is given up half way is not held for good."""

from __future__ import annotations

import pytest

from factbook.errors import BadInputError
from factbook.widgets import uploads
from factbook.widgets.uploads import GIVEN_UP_S, Uploads


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds of the clock, to be set."""
    now = [1000.0]
    monkeypatch.setattr(uploads.time, "monotonic", lambda: now[0])
    return now


def piece(text: bytes) -> list[memoryview]:
    return [memoryview(text)]


def test_a_file_is_put_together_of_its_pieces_while_others_come(now: list[float]) -> None:
    coming = Uploads()
    assert coming.take("a", piece(b"It opens "), number=0) == 9
    coming.take("b", piece(b"No"), number=0)
    now[0] += GIVEN_UP_S / 2
    assert coming.take("a", piece(b"in May"), number=1) == 15
    assert (coming.end("a"), coming.end("b"), coming.size_bytes) == (b"It opens in May", b"No", 0)


def test_a_file_that_is_not_continued_is_held_no_longer(now: list[float]) -> None:
    coming = Uploads()
    for name in "ab":
        coming.take(name, piece(b"12345"), number=0)
    now[0] += GIVEN_UP_S / 2
    coming.take("b", piece(b"678"), number=1)
    now[0] += GIVEN_UP_S / 2
    coming.give_up()
    assert (coming.size_bytes, coming.end("b")) == (8, b"12345678")
    # Its page was only slow: a file without its beginning is not brought in.
    with pytest.raises(BadInputError, match="It did not come in whole"):
        coming.take("a", piece(b"678"), number=1)


def test_a_piece_that_was_left_out_is_noticed(now: list[float]) -> None:
    coming = Uploads()
    coming.take("a", piece(b"1"), number=0)
    with pytest.raises(BadInputError, match="Bring it in again"):
        coming.take("a", piece(b"3"), number=2)
    assert coming.size_bytes == 0
