"""What is raised where a PDF cannot be read; by itself, for those who only catch it and need not read any."""

from __future__ import annotations


class PdfError(ValueError):
    """A file is no PDF, or is written in a way that is not read here: then nobody can say what it says."""
