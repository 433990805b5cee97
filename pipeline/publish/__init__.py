"""The disclosure site: what was published when, its pages, and the places it is published to."""
