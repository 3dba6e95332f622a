"""The one place that asks what time it is."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from factbook.errors import BadInputError


def utc_now() -> datetime:
    """Give this moment in UTC, to the second; ``SOURCE_DATE_EPOCH`` in the environment fixes it.

    The variable is the one reproducible builds use: https://reproducible-builds.org/specs/source-date-epoch/
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    if not fixed:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(fixed), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise BadInputError(
            f"SOURCE_DATE_EPOCH is {fixed!r}", next_step="Set it to whole seconds since 1970, or unset it."
        ) from error
