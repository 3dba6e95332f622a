"""The kernel of a forked child: what it does that no notebook sees."""

from __future__ import annotations

import os

import pytest

from factbook.batch.needs import forking_is_safe


@pytest.mark.skipif(not forking_is_safe(), reason="this platform has stock kernels alone")
@pytest.mark.parametrize(("has_ended", "code"), [(True, 1), (False, 0)])
def test_a_child_whose_parent_has_ended_before_it_could_look_ends_too(has_ended: bool, code: int) -> None:
    from factbook.batch.warm.kernel import ForkedApp

    parent = os.getpid()
    child = os.fork()
    if not child:
        app = ForkedApp()
        app.forked_by = -1 if has_ended else parent
        app.init_poller()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert code == os.waitstatus_to_exitcode(status)
