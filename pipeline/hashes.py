"""SHA-256, by which the whole program tells whether two contents are the same."""

from __future__ import annotations

import hashlib


def sha256(data: bytes) -> str:
    """Return a content's SHA-256."""
    return hashlib.sha256(data).hexdigest()
