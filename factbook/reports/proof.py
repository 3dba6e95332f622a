"""The audit with the SupportModel that the settings name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from factbook.analysis.audit import audit_check
from factbook.analysis.audit_row import AuditRow
from factbook.analysis.independence import find_origins
from factbook.analysis.origins import Origins
from factbook.analysis.texts import Texts
from factbook.drafting.retelling import retell
from factbook.evidence.choose_model import OWN_MODELS, support_model, support_model_chosen
from factbook.evidence.encoder import network_parts
from factbook.evidence.handed_scores import ScoresToHandOn, handed_scores
from factbook.evidence.heads import MODEL_VERSION
from factbook.evidence.support import SUPPORT_THRESHOLD, Scores, SupportModel, supports
from factbook.model.check import Check
from factbook.store.check_folder import CheckFolder


def prove_check(
    check: Check,
    folder: CheckFolder,
    *,
    texts: Texts | None = None,
    origins: Origins | None = None,
    judge: SupportModel | None = None,
) -> tuple[AuditRow, ...]:
    """List what does not hold in a check of a folder, its copies read by ``texts``; see `analysis.audit`.

    ``judge`` is `support_model_of` the folder, for who has it at hand; else it is made if it is needed.
    """

    def score(pairs: Iterable[tuple[str, str]]) -> Scores:
        return supports(pairs, model=judge or support_model_of(folder.path))

    texts = texts or folder
    origins = origins or find_origins(check, texts)
    return audit_check(
        check,
        texts,
        supports=score,
        threshold=SUPPORT_THRESHOLD,
        origins=origins,
        retold=retell(check, origins),
    )


def support_model_of(check_path: Path) -> SupportModel:
    """Give what judges whether quoted words bear a sentence out of the check at a path."""
    name = support_model_chosen(check_path)
    return handed_scores(name, partial(support_model, name)) or support_model(name)


def hand_on_scores(check: Check, folder: CheckFolder, *, aside: Path) -> None:
    """Judge the sentences of a check, if it has any, for notebooks that this process is about to start.

    The scores lie in the folder ``aside``.
    """
    if check.findings:
        name = support_model_chosen(folder.path)
        prove_check(check, folder, judge=ScoresToHandOn(support_model(name), chosen=name, folder=aside))


def support_model_name(check_path: Path) -> str:
    """Name `support_model_of`."""
    return name_of(support_model_of(check_path))


def judge_key(check_path: Path) -> str:
    """Give what tells one `support_model_of` from another, without loading factbook's own."""
    name = support_model_chosen(check_path)
    if name not in OWN_MODELS:
        return support_model_name(check_path)
    return f"{name} {MODEL_VERSION} {network_parts()}"


def name_of(judge: SupportModel) -> str:
    """Name a model with its version: another one may say another thing."""
    return f"{judge.name} {judge.version}"
