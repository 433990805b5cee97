"""Document templates: readers turn Word and Markdown into one tree, writers turn the tree into Jinja sources."""
