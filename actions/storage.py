"""The action server's one view of the shared database: the desk and the values kept for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from sqlalchemy.engine import Engine

from actions.knowledge import PROJECT_ROOT
from common.clock import SYSTEM_CLOCK, Clock
from common.help_desk import HelpDesk
from common.settings import Settings, load_settings
from tickets.database import open_database
from tickets.desk import Desk
from tickets.migrations import migrate
from tickets.private_values import PrivateValues
from tickets.vault import open_vault


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


@cache
def shared_database() -> Engine:
    """The database, migrated; opened at the first use, so that `rasa run actions` starts without one."""
    engine = open_database(shared_settings().storage.database_url, PROJECT_ROOT)
    migrate(engine)
    return engine


@cache
def shared_desk() -> DeskAccess:
    """The desk of this process."""
    settings = shared_settings()
    return open_desk(shared_database(), settings, PROJECT_ROOT / settings.storage.directory)


def open_desk(engine: Engine, settings: Settings, directory: Path, clock: Clock = SYSTEM_CLOCK) -> DeskAccess:
    """A desk on a database, with the keys in a folder."""
    vault = open_vault(settings.privacy.encryption_key, directory)
    return DeskAccess(Desk(engine, vault, settings, clock), PrivateValues(engine, vault, clock), HelpDesk.of(settings))
