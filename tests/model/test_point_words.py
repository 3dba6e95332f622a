"""A point that is given twice is one point."""

from __future__ import annotations

import pytest

from factbook.model.point_words import each_once


@pytest.mark.parametrize(
    ("given", "kept", "again"),
    [
        (["It opens", "it  OPENS "], ["It opens"], ["it  OPENS "]),
        (["It opens", "It opens", "It opens"], ["It opens"], ["It opens", "It opens"]),
        (["Die Straße", "DIE STRASSE"], ["Die Straße"], ["DIE STRASSE"]),
        (["It opens", "It opens."], ["It opens", "It opens."], []),
        (["Caf\u00e9", "Cafe\u0301", "Caf\u00e9\x07"], ["Caf\u00e9"], ["Cafe\u0301", "Caf\u00e9\x07"]),
        # What somebody has given fields of its own is theirs.
        (["It opens", {"text": "It opens"}], ["It opens", {"text": "It opens"}], []),
        ([], [], []),
    ],
)
def test_a_point_is_taken_as_it_was_given_first(given, kept, again):
    assert each_once(given) == (kept, again)
