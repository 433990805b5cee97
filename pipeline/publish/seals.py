"""Which release of each site was last shown from here: the site's manifest must be that one, byte for byte, unless somebody else published.

data/.sites/<mark>.yaml, one file for each site, so that two sites are published to at the same time.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.source.nodes import text_of, value_of
from pipeline.source.reader import read
from pipeline.source.writer import file_text
from pipeline.workspace import Workspace
from pipeline.writing import replace_file

# What a site is marked by comes from the site, and may only be the name of a file.
MARK: Final = re.compile(r"[0-9A-Za-z-]{8,64}")
FINGERPRINT: Final = "清单"


def seal_of(workspace: Workspace, mark: str) -> str:
    """Return SHA-256 of the manifest that was last shown from here on the site with a mark; empty if none was."""
    path = workspace.seal_file(mark)
    return text_of(value_of(read(path, workspace.shown(path)).root, FINGERPRINT)) if MARK.fullmatch(mark) and path.is_file() else ""


def seal(workspace: Workspace, mark: str, name: str, digest: str) -> None:
    """Write down which release was shown.

    Args:
        workspace: where everything is.
        mark: what the site is marked by.
        name: the site's address as people see it.
        digest: SHA-256 of its manifest.

    Raises:
        OSError: it cannot be written.
    """
    if MARK.fullmatch(mark):
        replace_file(workspace.seal_file(mark), file_text({"网站": name, FINGERPRINT: digest}).encode())
