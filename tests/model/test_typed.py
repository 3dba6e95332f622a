"""What is wrong with what somebody typed is said in words that stand under its field."""

from __future__ import annotations

import pytest

from factbook.errors import BadRecordError
from factbook.model.claim import Point
from factbook.model.typed import typed_record


def test_what_is_wrong_is_said_without_the_name_of_the_field():
    with pytest.raises(BadRecordError) as caught:
        typed_record(Point, {"id": "p1", "text": ""})
    assert (caught.value.problem, caught.value.field) == ("It is empty", "text")
