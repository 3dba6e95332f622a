"""JSON text is that of the standard library, byte for byte."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.model.json_text import json_text

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES, st.integers(1, 3))
def test_it_is_that_of_the_standard_library(value: object, indent: int) -> None:
    expected = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent, allow_nan=False)
    assert expected == json_text(value, indent=indent)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_json_has_no_number_for_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_text({"score": [number]}, indent=2)


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(TypeError, match="set"):
        json_text({"a": {1, 2}}, indent=2)
