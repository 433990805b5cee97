"""`make bench`: how fast this is, all figures measured in one run; no timed tests anywhere."""
