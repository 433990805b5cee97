"""One unit-year from YAML to files on disk: its stages, its manifest, and trial prints of a form."""
