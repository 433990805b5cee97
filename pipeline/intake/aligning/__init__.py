"""A received file's lines and cells laid upon those of a form, and the values cut out of them."""
