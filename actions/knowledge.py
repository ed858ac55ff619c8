"""The action server's one view of the knowledge base: loaded once, watched, shared by all actions."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from faq.library import Library

PROJECT_ROOT = Path(__file__).resolve().parent.parent


@cache
def shared_library() -> Library:
    """The library of this process; edits of the YAML go live in it within seconds."""
    library = Library.open(PROJECT_ROOT)
    library.watch()
    return library
