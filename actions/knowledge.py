"""The action server's one view of the knowledge base: loaded once, watched, shared by all actions."""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path

from faq.library import Library

_OPENING = threading.Lock()
PROJECT_ROOT = Path(__file__).resolve().parent.parent


def shared_library() -> Library:
    """The library of this process; edits of the YAML go live in it within seconds."""
    with _OPENING:
        return _open_shared_library()


@cache
def _open_shared_library() -> Library:
    library = Library.open(PROJECT_ROOT)
    library.watch()
    return library
