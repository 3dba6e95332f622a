"""Searching for sources."""
