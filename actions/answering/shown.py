"""What the gateway read on the pictures of a message, and of the one before it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker

from actions.conversation import metadata
from faq.pages.page import PageReading, Verdict, likeliest
from faq.pages.saying import numbers_shown

_JUST_BEFORE_S = 600.0


def shown_page(tracker: Tracker) -> PageReading | None:
    """What the pictures of the latest message show; None when there are none or none was read."""
    return page_in(metadata(tracker))


def seen_line(page: PageReading | None) -> str:
    """What stands on a page, as an agent is told; empty when nothing of ours does."""
    if page is None or page.verdict not in (Verdict.MATCH, Verdict.UNSURE) or not page.quote:
        return ""
    return f"截图上写着“{page.quote}”{numbers_shown(page)}"


def typed_before(tracker: Tracker) -> str:
    """The words of the message just before the latest one; empty when that was a tap, a picture or long ago."""
    text = str((_event_before(tracker) or {}).get("text") or "")
    return "" if text.startswith("/") else text


def shown_before(tracker: Tracker) -> PageReading | None:
    """What the picture just before the latest message shows."""
    event = _event_before(tracker)
    return page_in(event.get("metadata") or {}) if event else None


def page_in(sent: Mapping[str, Any]) -> PageReading | None:
    """What the pictures of a message show, by what came along with it."""
    return likeliest(map(PageReading.from_dict, sent.get("pages") or ()))


def _event_before(tracker: Tracker) -> Mapping[str, Any] | None:
    heard = [event for event in tracker.events if event["event"] == "user"]
    if len(heard) < 2:
        return None
    before, latest = heard[-2:]
    recent = float(latest.get("timestamp") or 0) - float(before.get("timestamp") or 0) <= _JUST_BEFORE_S
    return before if recent else None
