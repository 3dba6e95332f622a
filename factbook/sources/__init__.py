"""Bringing a source in and keeping a copy of it."""
