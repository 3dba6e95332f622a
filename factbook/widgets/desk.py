"""The desk: what an analyst works at in JupyterLab, all of it in one widget with tabs."""

from __future__ import annotations

from typing import Any, ClassVar

import traitlets

from factbook.store.check_folder import CheckFolder
from factbook.widgets.check_widget import CheckWidget
from factbook.widgets.claim_form import ClaimPart
from factbook.widgets.draft_editor import DraftPart
from factbook.widgets.reader import ReaderPart
from factbook.widgets.reporting import Reporting
from factbook.widgets.source_board import SourcePart
from factbook.widgets.stance_table import StancePart

TABS = ("claim_form", "source_board", "reader", "stance_table", "draft_editor")


class Desk(CheckWidget):
    """Claim, sources, reader, stance table and draft of a check, one behind the other.

    They are one widget: what is done in one is seen in the others, and a source opens from the board and from
    the table.

    Parameters
    ----------
    folder, coder, reporting, language:
        As for every `CheckWidget`.
    tab:
        The tab that is open at first, one of `TABS`.
    """

    part_classes: ClassVar[Any] = (ClaimPart, SourcePart, ReaderPart, StancePart, DraftPart)
    module: ClassVar[str] = "desk"
    # Where no widget runs, the table says most in least; the report has the rest.
    static_parts: ClassVar[tuple[str, ...]] = (StancePart.name,)
    page_traits: ClassVar[tuple[str, ...]] = ("tab",)
    claim_form = traitlets.Dict().tag(sync=True)
    source_board = traitlets.Dict().tag(sync=True)
    reader = traitlets.Dict().tag(sync=True)
    stance_table = traitlets.Dict().tag(sync=True)
    draft_editor = traitlets.Dict().tag(sync=True)
    tab = traitlets.Enum(TABS, TABS[0], help="the tab that is open at first").tag(sync=True)

    def __init__(
        self,
        folder: CheckFolder,
        *,
        coder: str,
        reporting: Reporting | None = None,
        language: str = "",
        tab: str = "",
    ) -> None:
        if not tab:
            # Where the work is: at the claim of a new check, then at its sources, then at the table.
            check = folder.read()
            begun = "stance_table" if check.sources else "source_board"
            tab = begun if check.points else "claim_form"
        others = [name for name in TABS if name != tab]
        super().__init__(folder, coder=coder, reporting=reporting, language=language, asleep=others)
        self.tab = tab


def desk(
    folder: CheckFolder,
    *,
    coder: str,
    reporting: Reporting | None = None,
    language: str = "",
    tab: str = "",
) -> Desk:
    """Give the desk on a check."""
    return Desk(folder, coder=coder, reporting=reporting, language=language, tab=tab)
