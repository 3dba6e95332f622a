"""What a report says, piece by piece; `reports.context` has the whole."""
