"""Running a notebook in a child that is forked from a process which has imported everything already."""
