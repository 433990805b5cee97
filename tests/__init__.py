"""Tests of ziping; they mirror the pipeline."""
