"""What the guide shows is what happens."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from factbook.cli import main

GUIDE = Path(__file__).parents[1] / "docs" / "first-check.md"
MINUTES = "On Monday the council said the bridge will open in May. It will be red."


def commands() -> list[tuple[list[str], str]]:
    """Give each command of the guide, and the output that is shown under it."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL):
        for part in block.split("$ ")[1:]:
            command, _, output = part.partition("\n")
            found.append((shlex.split(command)[1:], output))
    return found


def test_the_commands_of_the_guide_work_and_print_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "minutes.txt").write_text(MINUTES, encoding="utf-8")
    shown = commands()
    assert len(shown) == 9
    for words, output in shown:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main(words)
        out, err = capsys.readouterr()
        # The audit of the guide finds a fault; it and the build say so by their exit code.
        assert left.value.code == (1 if words[0] in {"audit", "build"} else 0), (words, out, err)
        if output:
            assert out == output, words
    assert (tmp_path / "bridge" / "report.html").is_file()
