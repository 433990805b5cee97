"""Tests of the readers and writers of documents."""
