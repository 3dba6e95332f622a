"""Work in several processes: all is done, and a process that dies takes no other's work with it."""

from __future__ import annotations

import os

import pytest

from factbook.batch.processes import in_processes


def double(number: int) -> int:
    return 2 * number


def die_of_three(number: int) -> int:
    if number == 3:
        os._exit(1)
    return number


def refuse(number: int) -> int:
    raise ValueError(f"not {number}")


@pytest.mark.parametrize("jobs", [1, 2])
def test_all_is_done(jobs: int) -> None:
    assert dict(in_processes(double, range(5), jobs=jobs)) == {0: 0, 1: 2, 2: 4, 3: 6, 4: 8}


def test_nothing_is_nothing() -> None:
    assert list(in_processes(double, [], jobs=2)) == []


def test_only_what_kills_its_process_has_no_result() -> None:
    assert dict(in_processes(die_of_three, [1, 2, 3, 4], jobs=2)) == {1: 1, 2: 2, 3: None, 4: 4}


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_it_raises_is_raised(jobs: int) -> None:
    with pytest.raises(ValueError, match="not 1"):
        list(in_processes(refuse, [1], jobs=jobs))
