"""Asking a language model: what is asked, of whom, what comes back, and how calls are kept and replayed."""
