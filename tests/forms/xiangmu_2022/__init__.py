"""Tests of the form xiangmu-2022, the national form for projects: the shipped example, planted faults, what no document may say."""
