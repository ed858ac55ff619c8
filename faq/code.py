"""A name for the engine's code, kept beside what it computed: another version computes anew."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path


@cache
def code_name() -> str:
    """A fingerprint of the modules of this package."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
