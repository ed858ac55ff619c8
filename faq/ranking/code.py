"""A name for the engine's code, kept beside what it computed: another version computes anew."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_FAQ = Path(__file__).resolve().parents[1]
_ROOMS = ("text", "content", "ranking", "meaning", "follow_ups", "engine")
"""What is computed and kept rests on these rooms; not on how answers are checked, edited or shown."""


@cache
def code_name() -> str:
    """A fingerprint of the modules of the engine."""
    digest = hashlib.sha256()
    for path in sorted(path for room in _ROOMS for path in (_FAQ / room).glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
