from __future__ import annotations

import pytest

from factbook.errors import BadRecordError
from factbook.model.canonical import check_to_json, parse_check


def test_a_rating_without_a_scale_is_read_and_written_as_it_was(fields):
    check = parse_check(fields)
    assert ("", "") == (check.rating.scale, check.rating.step)
    assert '"scale"' not in check_to_json(check)
    assert '"step"' not in check_to_json(check)


@pytest.mark.parametrize("half", [{"scale": "politifact"}, {"step": "half_true"}])
def test_a_step_stands_on_a_scale_and_a_scale_holds_a_step(fields, half):
    fields["rating"].update(half)
    with pytest.raises(BadRecordError, match="rating: scale and step go together"):
        parse_check(fields)
