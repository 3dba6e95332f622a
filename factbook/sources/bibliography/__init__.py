"""Bibliographies in and out: CSL-JSON, BibTeX and RIS.

``importing`` adds what a file lists to a check, ``exporting`` writes a check's sources. Each format turns
text into items and sources into text; what none holds (interest, copies, quotes) stays in ``check.json``.
"""
