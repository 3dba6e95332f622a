"""The records of a check, and pure functions on them: no disk, no network, no clock."""
