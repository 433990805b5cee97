"""Many unit-years at once, on this machine or a cluster, and what they say together."""
