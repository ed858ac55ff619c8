"""The action server's one view of the knowledge base: loaded once, watched, shared by all actions."""

from __future__ import annotations

import threading
from functools import cache

from actions.storage import PROJECT_ROOT, shared_database, shared_settings
from faq.library import Library
from faq.published import PublishedContent
from tickets.content_versions import ContentVersions

_OPENING = threading.Lock()


def shared_library() -> Library:
    """The library of this process; edits of the YAML go live in it within seconds."""
    with _OPENING:
        return _open_shared_library()


@cache
def _open_shared_library() -> Library:
    settings = shared_settings()
    source = None
    if settings.content.source == "published":
        folder = PROJECT_ROOT / settings.storage.directory / "content/actions"
        source = PublishedContent(PROJECT_ROOT, ContentVersions(shared_database()), folder)
    library = Library.open(PROJECT_ROOT, source=source)
    library.watch()
    return library
