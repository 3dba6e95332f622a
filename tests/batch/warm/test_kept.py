"""A process that was begun early is the one that notebooks are forked from."""

from __future__ import annotations

import os

import pytest

from factbook.batch.needs import forking_is_safe
from factbook.batch.warm import kept


@pytest.mark.skipif(not forking_is_safe(), reason="nothing is forked here")
def test_what_was_begun_for_a_notebook_serves_it(monkeypatch):
    monkeypatch.setattr(kept, "_kept", {})
    kept.begin_for(("numpy",))
    (begun,) = kept._kept.values()
    try:
        environ = dict(os.environ) | {"JPY_PARENT_PID": "1"}
        assert begun.process is kept.warm_process(kept.USUAL_PYTHON, environ, timeout_s=60)
        other = environ | {"LANG": "tlh"}
        assert begun.process is not kept.warm_process(kept.USUAL_PYTHON, other, timeout_s=60)
    finally:
        for one in kept._kept.values():
            one.process.close()
