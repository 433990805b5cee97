"""Word: read as a form, written as a narrative, and the package around it."""
