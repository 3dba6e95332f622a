"""The check on disk: folders, kept copies, locks, casebooks, settings."""
