"""One context for all formats of the report, and the exporters that render it."""
