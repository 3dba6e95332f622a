"""Fetching a document from the web, from public addresses only and within limits."""
