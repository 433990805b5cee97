"""Markdown: the narrative read into the tree."""
