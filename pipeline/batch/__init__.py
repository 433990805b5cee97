"""Many unit-years at once: on one machine or a cluster, and what they say together."""
