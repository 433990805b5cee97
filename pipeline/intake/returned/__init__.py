"""A narrative that came back from a unit, edited by hand: what was changed in it, and which of its texts can go into the data."""
