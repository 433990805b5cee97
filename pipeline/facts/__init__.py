"""Validated values, what formulas make of them, and what changed between two states."""
