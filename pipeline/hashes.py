"""SHA-256, by which the whole program tells whether two contents are the same."""

from __future__ import annotations


def sha256(data: bytes) -> str:
    """Return a content's SHA-256."""
    import hashlib  # noqa: PLC0415 - takes longer than to see that nothing changed, for which nothing has to be hashed

    return hashlib.sha256(data).hexdigest()
