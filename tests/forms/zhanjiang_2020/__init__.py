"""Tests of the form zhanjiang-2020: what its checks find, and what its narrative says."""
