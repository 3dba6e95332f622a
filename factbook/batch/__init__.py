"""Running the notebook of a check, once or many times."""
