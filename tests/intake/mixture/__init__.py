"""Filled forms as clerks hand them in: printed by the program, edited in many ways, what is true in them known all the while."""
