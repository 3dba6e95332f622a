"""Proving a finished check, bundle or report again, offline."""
