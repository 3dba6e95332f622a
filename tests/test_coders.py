"""Several coders in Python: what ``fb.open(..., coder=...)`` shows each of them, and what comes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

import factbook as fb
from factbook.errors import BadInputError


@pytest.fixture
def bridge(tmp_path: Path) -> Path:
    """A check judged blind by Ana and Ben; on s2 they differ."""
    check = fb.new(question="Will it open?", casebook=tmp_path, id="bridge")
    for name in ("one", "two"):
        check.add_source(text=f"It will open, says {name}.", title=name)
    check.blind(coder="Ana")
    for coder, second in (("Ana", "mixed"), ("Ben", "refutes")):
        check.stance("s1", "p1", "supports", coder=coder)
        check.stance("s2", "p1", second, coder=coder)
    return check.path


def said(check: fb.OpenCheck, **options: str) -> list[str]:
    return check.table(**options)["p1"].astype(object).fillna("-").tolist()


def test_who_judges_blind_sees_their_own_table_rating_and_audit(bridge: Path) -> None:
    ana, ben, zoe = (fb.open(bridge, coder=name) for name in ("Ana", "Ben", "Zoe"))
    assert said(ana) == said(ana, coder="Ana") == said(ana, coder="ana") == ["supports", "mixed"]
    assert said(ben) == ["supports", "refutes"]
    assert said(zoe) == ["-", "-"]
    assert ana.totals().loc["p1", "mixed"] == 1
    assert "1 is mixed" in ana.rating().reason
    assert "1 refutes it" in ben.rating().reason
    assert "disagreed" not in set(ana.audit()["state"])
    assert "judged_blind" in set(ana.audit()["state"])


def test_the_report_in_a_notebook_is_a_draft_as_its_coder_may_see_it(bridge: Path) -> None:
    content = fb.open(bridge, coder="Ana").report().content
    assert "still judged blind" in content.blind
    assert [["supports"], ["mixed"]] == [
        [one.label for one in row.cells[0].judgements] for row in content.rows
    ]


def test_a_finished_report_waits_for_the_reveal(bridge: Path) -> None:
    with pytest.raises(BadInputError, match="a report would show"):
        fb.build(bridge)


def test_once_revealed_all_see_all_and_a_decision_settles_what_differs(bridge: Path) -> None:
    check = fb.open(bridge, coder="Ana")
    check.reveal(coder="Cy")
    assert said(check) == ["supports", "-"]
    assert said(check, coder="Ben") == ["supports", "refutes"]
    agreement = check.agreement()
    assert (2, 2) == (agreement.coders, agreement.units)
    check.adjudicate("s2", "p1", "mixed", reason="both are said", coder="Cy")
    assert said(check) == ["supports", "mixed"]
    assert agreement.alpha == check.agreement().alpha


def test_checks_are_compared_by_path_casebook_or_as_they_are_open(bridge: Path) -> None:
    check = fb.open(bridge)
    check.reveal(coder="Cy")
    for named in (check, bridge, str(bridge), bridge.parent, [check], [bridge]):
        assert fb.compare(named).units == 2
    assert fb.compare(bridge, level="ordinal", coders=["Ana", "Ben"]).level == "ordinal"


def test_a_coder_of_the_check_is_looked_up_by_name_or_id_when_it_is_not_blind(bridge: Path) -> None:
    check = fb.open(bridge)
    check.reveal(coder="Cy")
    assert said(check, coder="Ana") == said(check, coder="ana") == ["supports", "mixed"]
    assert said(check, coder="Nobody") == ["-", "-"]
