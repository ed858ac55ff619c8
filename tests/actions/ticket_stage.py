"""A real desk in a folder, and trackers in the middle of the ticket form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa_sdk import Tracker

from actions.storage import DeskAccess, open_desk
from common.clock import FakeClock
from common.masking import PrivateValue
from common.settings import Settings
from screenshots.cleaning import clean_picture
from tests.actions.trackers import make_tracker
from tests.ready_database import ready_database
from tickets.attachments import AttachmentStore
from tickets.model import Person
from tickets.vault import open_vault

PERSON = Person("web", "web-k")
PROBLEM = "注册时一直提示证件号已注册"
DRAFT_SLOTS = (
    "ticket_username",
    "ticket_pictures",
    "ticket_screenshot",
    "ticket_description",
    "ticket_suggestion",
    "ticket_confirm",
    "ticket_key",
)
EMPTY = dict.fromkeys(DRAFT_SLOTS) | {"ticket_pictures": [], "ticket_suggestion": ""}
"""What the slots hold when no ticket is being filled in."""


def make_access(folder: Path, clock: FakeClock, settings: Settings | None = None) -> DeskAccess:
    """A desk of its own."""
    engine = ready_database("sqlite:///bot.db", folder)
    return open_desk(engine, settings or Settings(), folder, clock)


def keep_value(access: DeskAccess, kind: str, value: str, hours: int = 72) -> dict[str, str]:
    """A private value as the gateway keeps it; gives `{"kind", "ref"}`."""
    return access.private.keep(PERSON.conversation_key, (PrivateValue(kind, 0, len(value), value),), hours)[0]


def keep_picture(access: DeskAccess, folder: Path, clock: FakeClock, data: bytes) -> str:
    """A picture the person has sent; gives its id."""
    vault = open_vault("", folder)
    return (
        AttachmentStore(access.desk.engine, vault, folder, Settings().tickets, clock)
        .take(PERSON, clean_picture(data))
        .id
    )


def form_tracker(text: str = "", intent: str = "", *, asked: str | None = None, **more: Any) -> Tracker:
    """A conversation whose last message is that text; `asked` is what the form asked before it."""
    option = more.pop("option", None)
    entities = [*more.pop("entities", ()), *([{"entity": "option", "value": option}] if option else ())]
    tracker = make_tracker(text, intent, entities=entities, requested_slot=asked, **more)
    running = [{"event": "active_loop", "name": "ticket_form"}] if asked else []
    tracker.events = [{"event": "session_started"}, *running, {"event": "user"}, {"event": "action"}]
    return tracker
