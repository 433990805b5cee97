"""A form begun from the bureau's own Word file: what its labels and empty cells propose, for an author to go on from."""
