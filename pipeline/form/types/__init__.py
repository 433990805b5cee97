"""The types that a form's fields can have: one object for each, and all of them in `registry`."""
