"""Tests of the empty forms that are sent out."""
