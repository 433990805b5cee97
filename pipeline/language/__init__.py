"""Values, the one sandboxed Jinja environment, Chinese official wording."""
