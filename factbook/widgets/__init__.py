"""The desk in JupyterLab: widgets that are views of the check on disk."""
