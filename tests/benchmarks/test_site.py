"""The table of `python -m benchmarks.site`."""

from __future__ import annotations

import sys

import pytest

from benchmarks import site


def test_it_tells_what_each_run_wrote_and_how_large_the_pages_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["site", "--checks", "160"])
    site.main()
    lines = capsys.readouterr().out.splitlines()
    assert "160 checks" in lines[0]
    written = [line.rpartition("files written")[2].split(" of ") for line in lines[2:5]]
    assert written[0][0].strip() == written[0][1]
    assert written[1][0].strip() == "0"
    assert 0 < int(written[2][0]) < 40
    sizes = {line.split("  ")[0]: line.split()[-2] for line in lines[7:]}
    assert int(sizes["front page with style and script"].replace(",", "")) < 300_000
    assert set(sizes) >= {"checks.js", "archive/1.html", "feed.atom", "sitemap.xml", "claimreviews.json"}
