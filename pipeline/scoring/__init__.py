"""Scores of indicators: targets and results as clerks write them, rules as bureaus write them, and what the rules give; pure and exact."""
