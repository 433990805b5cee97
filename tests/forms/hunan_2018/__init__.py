"""Tests of the form hunan-2018: what its checks find, what it prints, and the unit that comes with it."""
