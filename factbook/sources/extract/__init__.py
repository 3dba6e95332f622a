"""Reading the text out of a document, in a process of its own with limits."""
