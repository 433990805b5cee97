"""Writes the tree as Typst, which sets it as printed pages: the program that all documents share, and the source of one."""
