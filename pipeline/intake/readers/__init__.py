"""Readers of received files: which kind a file is, by its bytes, and what it says, as lines of cells."""
