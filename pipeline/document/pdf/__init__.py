"""Reads PDF: its objects, what stands on its pages, and the structure that says in which order and as what it stands there."""
