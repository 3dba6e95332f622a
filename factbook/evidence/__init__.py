"""Exact words out of sources, and whether they bear out a sentence."""
