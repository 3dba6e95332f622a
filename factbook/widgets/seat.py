"""One person's place at a check: the check as it was last read, and what this person may see of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cached_property

from factbook.analysis.independence import OriginsOnce
from factbook.analysis.origins import Origins
from factbook.errors import FactbookError
from factbook.model.blinding import seen_by
from factbook.model.check import Check
from factbook.model.stance import Coder
from factbook.store.check_folder import CheckFolder, unreadable
from factbook.widgets.reporting import Reporting
from factbook.widgets.stance_edits import with_person
from factbook.wording import ENGLISH

Stamp = tuple[int, int, int]


class Seat:
    """Where a person works at a check on disk.

    Parameters
    ----------
    folder:
        The check.
    coder:
        The name or id of the person. They become a coder of the check with the first thing they judge.
    reporting:
        Who audits the check and shows its report, if anybody.
    language:
        The language of our words; English unless given.

    Attributes
    ----------
    check:
        The check as it was last read.
    """

    def __init__(
        self, folder: CheckFolder, coder: str, *, reporting: Reporting | None = None, language: str = ""
    ) -> None:
        self.folder = folder
        self.reporting = reporting
        self.language = language or ENGLISH
        self._stamp = self._look()
        self.check = folder.read()
        self._found: tuple[tuple[Coder, ...], str, Coder] | None = None
        self._origins = OriginsOnce(folder)
        self.coder = coder

    @property
    def coder(self) -> str:
        """The name or id of the person who sits here."""
        return self._coder

    @coder.setter
    def coder(self, name: str) -> None:
        with_person(self.check, name)  # Whoever cannot judge cannot sit here.
        self._coder = name

    @property
    def coder_id(self) -> str:
        """The id of the person in the check; the one they will get if they are not in it yet."""
        return self._person.id

    @property
    def coder_name(self) -> str:
        """The name of the person."""
        return self._person.name

    @property
    def _person(self) -> Coder:
        # The check is looked over as a whole when somebody joins it: not at each look.
        if self._found is None or self._found[0] is not self.check.coders or self._found[1] != self.coder:
            self._found = self.check.coders, self.coder, with_person(self.check, self.coder)[1]
        return self._found[2]

    @property
    def seen(self) -> Check:
        """The check as this person may see it: while it is judged blind, without what others judged."""
        return seen_by(self.check, self.coder_id)

    @property
    def origins(self) -> Origins:
        """Which sources are copies of one text."""
        return self._origins.of(self.check)

    @cached_property
    def place(self) -> str:
        """What the browser calls this check of this machine, to keep what was typed and not yet saved."""
        return hashlib.sha256(str(self.folder.path.resolve()).encode()).hexdigest()[:16]

    def has_moved(self) -> bool:
        """Tell whether the file was written since it was read; this costs one look at its date."""
        return self._look() != self._stamp

    def read(self) -> bool:
        """Read the check again, and tell whether it says something else than before."""
        # The date first: what is written between the two is read once more, and nothing is missed.
        stamp = self._look()
        now = self.folder.read()
        self._stamp = stamp
        if now == self.check:
            return False
        self.check = now
        return True

    def read_quietly(self) -> bool:
        """Read the check again, and tell whether it could be read; if not, what was last seen stays."""
        try:
            self.read()
        except FactbookError:
            return False
        return True

    def write(self, change: Callable[[Check], Check]) -> Check:
        """Change the check on the disk; ``change`` gets it as it is there, which may be newer than ours."""
        self.check = self.folder.update(change)
        return self.check

    def _look(self) -> Stamp:
        try:
            found = self.folder.file.stat()
        except OSError as error:
            raise unreadable(self.folder.file, error) from error
        return found.st_mtime_ns, found.st_ino, found.st_size
