"""A form's documents compiled, printed from facts, and read back: where facts and document meet."""
