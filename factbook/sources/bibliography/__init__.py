"""Bibliographic data of sources: CSL-JSON, BibTeX and RIS, in and out."""
