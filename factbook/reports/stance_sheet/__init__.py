"""The stance table as a sheet, one row for each source on each point: written, and read back once edited."""
