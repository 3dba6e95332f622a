"""Fact-checks that can be proved: every sentence leads to exact words in a kept copy."""
