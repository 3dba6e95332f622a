from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from factbook.errors import BadInputError
from factbook.store.clock import utc_now


def test_now_is_in_utc_to_the_second(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    now = utc_now()
    assert (UTC, 0) == (now.tzinfo, now.microsecond)
    assert abs(datetime.now(UTC) - now) < timedelta(seconds=5)


def test_the_environment_can_fix_it(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1757406600")
    assert datetime(2025, 9, 9, 8, 30, tzinfo=UTC) == utc_now()


@pytest.mark.parametrize("fixed", ["soon", "1e9", "9" * 30, "-" + "9" * 30])
def test_what_is_no_time_is_refused(monkeypatch, fixed):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", fixed)
    with pytest.raises(BadInputError, match=f"SOURCE_DATE_EPOCH is '{fixed}'"):
        utc_now()
