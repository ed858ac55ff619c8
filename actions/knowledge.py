"""The action server's one view of the knowledge base: loaded once, watched, shared by all actions."""

from __future__ import annotations

import threading
from functools import cache, partial

from actions.storage import PROJECT_ROOT, shared_database, shared_settings
from common.background_thread import process_background
from faq.checks.gate import SHARED_FOLDER, CheckGate
from faq.engine.library import Library
from faq.engine.published import PublishedContent
from tickets.content_news import brings_notices, listen
from tickets.content_versions import ContentVersions

_OPENING = threading.Lock()


def shared_library() -> Library:
    """The library of this process; edits of the YAML go live in it within seconds."""
    with _OPENING:
        return _open_shared_library()


@cache
def _open_shared_library() -> Library:
    settings = shared_settings()
    gate = CheckGate(PROJECT_ROOT / SHARED_FOLDER)
    if settings.content.source != "published":
        library = Library.open(PROJECT_ROOT, gate=gate)
    else:
        engine, cache = shared_database(), PROJECT_ROOT / settings.storage.directory / "content/actions"
        versions, is_told = ContentVersions(engine), brings_notices(settings, engine)
        source = PublishedContent(PROJECT_ROOT, versions, cache, is_told=is_told)
        library = Library.open(PROJECT_ROOT, source=source, gate=gate)
        process_background().start("content news", partial(listen, settings, engine, library.look_now))
    process_background().start("content", library.watch, every_s=0.0)
    return library
