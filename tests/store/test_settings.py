from __future__ import annotations

import pytest

from factbook.errors import BadRecordError
from factbook.store.settings import Settings, current_coder, load_settings

BANNER = '[banner]\nheadline = "Independent journalism"\ngoal = 1000\nsupporters = 1200\n'


def test_without_a_file_the_defaults_hold(tmp_path):
    assert Settings() == load_settings(tmp_path)


def test_the_nearest_file_upwards_counts(tmp_path):
    inner = tmp_path / "book" / "check"
    inner.mkdir(parents=True)
    (tmp_path / "factbook.toml").write_text('coder = "Ana"\n' + BANNER)
    assert ("Ana", 1200) == (load_settings(inner).coder, load_settings(inner).banner.supporters)
    (inner / "factbook.toml").write_text('coder = "Bo"')
    assert ("Bo", None) == (load_settings(inner).coder, load_settings(inner).banner)


def test_a_byte_order_mark_makes_no_difference(tmp_path):
    (tmp_path / "factbook.toml").write_bytes('\ufeffcoder = "Ana"'.encode())
    assert "Ana" == load_settings(tmp_path).coder


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("coder = ", "cannot be read: Invalid value"),
        ("x = " + "[" * 100_000, "cannot be read"),
        ("codr = 'Ana'", "did you mean 'coder'?"),
        ("[banner]\nheadline = 'x'\ngoal = 0", "banner.goal: Input should be greater than 0"),
        ("[banner]\nheadline = 'x'\ngoal = nan", "banner.goal"),
        ("[publisher]\nurl = 'javascript:x'", "publisher.url: a web address starts with"),
    ],
)
def test_a_bad_file_is_named(tmp_path, text, reason):
    (tmp_path / "factbook.toml").write_text(text)
    with pytest.raises(BadRecordError, match=r"factbook\.toml") as caught:
        load_settings(tmp_path)
    assert reason in str(caught.value)
    assert caught.value.next_step.endswith("docs/settings.md shows every setting.")
    assert "\n" not in str(caught.value)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    (tmp_path / "factbook.toml").write_bytes(b"coder = '\xff'")
    with pytest.raises(BadRecordError, match="cannot be read"):
        load_settings(tmp_path)


def test_who_judges_is_given_or_in_the_environment_or_in_the_settings(tmp_path, monkeypatch):
    (tmp_path / "factbook.toml").write_text('coder = "Ana"')
    monkeypatch.delenv("FACTBOOK_CODER", raising=False)
    assert "Ana" == current_coder(tmp_path)
    monkeypatch.setenv("FACTBOOK_CODER", "Bo")
    assert "Bo" == current_coder(tmp_path)
    assert "Cy" == current_coder(tmp_path, "Cy")
