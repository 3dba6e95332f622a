"""A check that is worked on in Python: records are added one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

import factbook as fb
from factbook.errors import BadRecordError


@pytest.fixture
def check(tmp_path: Path) -> fb.OpenCheck:
    return fb.new(question="Will it open?", statement="It opens", casebook=tmp_path, id="bridge")


def test_a_point_of_the_same_words_is_the_one_that_is_there(check: fb.OpenCheck) -> None:
    written = check.folder.file.read_bytes()
    assert check.add_point(" it  OPENS ").id == "p1"
    assert check.folder.file.read_bytes() == written
    assert check.add_point("It holds").id == "p2"


@pytest.mark.parametrize("text", [None, 5, "", ["It holds"]])
def test_what_is_no_point_is_refused(check: fb.OpenCheck, text: object) -> None:
    with pytest.raises(BadRecordError, match="the point: text: "):
        check.add_point(text)  # type: ignore[arg-type]
    assert [point.text for point in check.record.points] == ["It opens"]
