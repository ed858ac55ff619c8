"""The action server's one view of the shared database: the desk and the values kept for it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from sqlalchemy.engine import Engine

from common.clock import SYSTEM_CLOCK, Clock
from common.help_desk import HelpDesk
from common.settings import Settings
from common.settings_file import load_settings
from dialogue.questions.deadlines import needed_by
from tickets.database import open_database
from tickets.desk import Desk
from tickets.migrations import migrate
from tickets.private_values import PrivateValues
from tickets.vault import open_vault

PROJECT_ROOT = Path(__file__).resolve().parent.parent
_OPENING = threading.Lock()
"""Actions run in threads: only one of them opens what all share."""


@dataclass(frozen=True)
class DeskAccess:
    """What the ticket actions work with."""

    desk: Desk
    private: PrivateValues
    help_desk: HelpDesk = field(default_factory=lambda: HelpDesk.of(Settings()))


@cache
def shared_settings() -> Settings:
    """The settings this process was started with."""
    return load_settings(PROJECT_ROOT)


@cache
def shared_help_desk() -> HelpDesk:
    """Who speaks here, by the settings."""
    return HelpDesk.of(shared_settings())


def shared_database() -> Engine:
    """The database, migrated; opened at the first use, so that `rasa run actions` starts without one."""
    with _OPENING:
        return _open_shared_database()


@cache
def _open_shared_database() -> Engine:
    engine = open_database(shared_settings().storage.database_url, PROJECT_ROOT)
    migrate(engine)
    return engine


def shared_desk() -> DeskAccess:
    """The desk of this process."""
    engine = shared_database()
    with _OPENING:
        return _open_shared_desk(engine)


@cache
def _open_shared_desk(engine: Engine) -> DeskAccess:
    settings = shared_settings()
    return open_desk(engine, settings, PROJECT_ROOT / settings.storage.directory)


def open_desk(engine: Engine, settings: Settings, directory: Path, clock: Clock = SYSTEM_CLOCK) -> DeskAccess:
    """A desk on a database, with the keys in a folder."""
    vault = open_vault(settings.privacy.encryption_key, directory)
    desk = Desk(engine, vault, settings, clock, needed_by)
    return DeskAccess(desk, PrivateValues(engine, vault, clock), HelpDesk.of(settings))
