"""The link between a part of the page and the kernel, with a stub as the model: what it does with answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page

import factbook as fb
from factbook.widgets.claim_form import ClaimForm
from factbook.widgets.patches import difference
from tests.browser.widget_page import WidgetPage

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_widget: Callable[..., WidgetPage], tmp_path: Path) -> Page:
    """A page that can import the modules."""
    check = fb.new(question="Will it open?", casebook=tmp_path)
    return open_widget(ClaimForm(check.folder, coder="Ana")).page


def test_a_patch_makes_the_view_what_it_is_in_the_kernel_however_often_it_is_applied(page: Page) -> None:
    scalars = st.integers(0, 2)
    lists = st.lists(
        st.one_of(scalars, st.fixed_dictionaries({"id": scalars}), st.lists(scalars, max_size=4))
    )
    views = st.dictionaries(st.sampled_from("abc"), st.one_of(scalars, lists))
    cases: list[tuple[Any, Any, Any]] = []

    @given(views, views)
    def collect(before: dict[str, Any], after: dict[str, Any]) -> None:
        cases.append((before, json.loads(json.dumps(difference(before, after))), after))

    collect()
    wrong = page.evaluate(
        """async (cases) => {
            const { applyPatch } = await import("/link.js");
            const sorted = (one) => JSON.stringify(Object.entries(one).sort());
            return cases.filter(([before, patch, after]) => {
                // Each view of a widget puts the same patch into what they share.
                for (const _ of [1, 2]) for (const [path, ...value] of patch) applyPatch(before, path, value);
                return sorted(before) !== sorted(after);
            });
        }""",
        cases,
    )
    assert wrong == []
