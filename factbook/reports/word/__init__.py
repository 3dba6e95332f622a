"""The report as a Word document. These modules are the only ones that know the package python-docx."""
