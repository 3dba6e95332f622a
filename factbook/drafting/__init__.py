"""Drafting the report's sentences from what a check holds: its points, stances, quotes and origins."""
