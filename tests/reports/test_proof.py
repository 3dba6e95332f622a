"""Who judges whether quotes bear a sentence out."""

from __future__ import annotations

import pytest

from factbook.errors import BadInputError
from factbook.reports.proof import support_model_name

LEXICAL = '[evidence]\nsupport_model = "lexical"\n'


def test_the_casebook_names_the_judge(tmp_path):
    (tmp_path / "factbook.toml").write_text(LEXICAL)
    assert "factbook-lexical 1" == support_model_name(tmp_path / "bridge")


def test_a_check_does_not_choose_its_own(tmp_path):
    own = tmp_path / "bridge" / "factbook.toml"
    own.parent.mkdir()
    own.write_text(LEXICAL)
    assert support_model_name(tmp_path / "bridge").startswith("factbook-support ")


def test_a_judge_that_nobody_offers_is_named(tmp_path):
    (tmp_path / "factbook.toml").write_text('[evidence]\nsupport_model = "oracle"\n')
    with pytest.raises(BadInputError, match="no 'oracle' among the support models"):
        support_model_name(tmp_path / "bridge")
