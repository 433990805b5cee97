"""Charts: what a table's rows say drawn, for every writer from the same values."""
