"""Tests of whole forms: the shipped one, and one that is made up."""
