"""What every ticket test gets: a migrated database on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import create_engine
from sqlalchemy.engine import Engine

from common.clock import FakeClock
from common.settings import MailSettings, Settings, WebhookSettings
from tests.ready_database import put_database
from tests.tickets.postgres_server import find_programs, running_postgres
from tickets.agents import AgentDesk
from tickets.attachments import AttachmentStore
from tickets.database import open_database
from tickets.desk import Desk
from tickets.migrations import migrate
from tickets.schema import metadata
from tickets.vault import Vault

BOTH = [pytest.param("sqlite", id="sqlite"), pytest.param("postgres", id="postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of the session's own server, with `{name}` where the database goes."""
    programs = find_programs()
    if programs is None:
        pytest.skip("没有 PostgreSQL：apt-get install postgresql")
    with running_postgres(programs, "-c fsync=off", "-c max_connections=200") as url:
        yield url


@pytest.fixture(scope="session")
def migrated_postgres(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated database that the tests use one after the other."""
    create_postgres(postgres_url, "desk")
    url = postgres_url.format(name="desk")
    engine = open_database(url, tmp_path_factory.mktemp("unused"))
    migrate(engine)
    engine.dispose()
    return url


@pytest.fixture
def empty_postgres(migrated_postgres: str) -> str:
    """The migrated database without a row; a hundred times faster than a fresh one."""
    engine = create_engine(migrated_postgres, future=True)
    with engine.begin() as connection:
        tables = ", ".join(table.name for table in metadata.sorted_tables)
        connection.exec_driver_sql(f"TRUNCATE {tables} RESTART IDENTITY")
    engine.dispose()
    return migrated_postgres


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty migrated database, once for each kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/bot.db"
        put_database(url, tmp_path)
        return url
    return str(request.getfixturevalue("empty_postgres"))


@pytest.fixture
def engine(database_url: str, tmp_path: Path) -> Iterator[Engine]:
    """The empty migrated database, open."""
    engine = open_database(database_url, tmp_path)
    yield engine
    engine.dispose()


def create_postgres(server: str, name: str) -> None:
    """Create a database on the session's server."""
    engine = create_engine(server.format(name="postgres"), future=True, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()


@pytest.fixture
def clock() -> FakeClock:
    """Monday, 2 November 2026, ten o'clock in China."""
    return FakeClock()


@pytest.fixture(scope="session")
def vault() -> Vault:
    """A vault with one key."""
    return Vault([Fernet.generate_key().decode()])


@pytest.fixture
def settings() -> Settings:
    """A desk that mails and pushes."""
    return Settings(
        mail=MailSettings(host="127.0.0.1", security="none", sender="bot@example.com", recipient="desk@example.com"),
        webhook=WebhookSettings(url="http://127.0.0.1:9/", secret="hook-secret"),
    )


@pytest.fixture
def desk(engine: Engine, vault: Vault, settings: Settings, clock: FakeClock) -> Desk:
    """The persons' side."""
    return Desk(engine, vault, settings, clock)


@pytest.fixture
def agents(engine: Engine, vault: Vault, settings: Settings, clock: FakeClock) -> AgentDesk:
    """The agents' side."""
    return AgentDesk(engine, vault, settings, clock)


@pytest.fixture
def store(engine: Engine, vault: Vault, settings: Settings, clock: FakeClock, tmp_path: Path) -> AttachmentStore:
    """The pictures."""
    return AttachmentStore(engine, vault, tmp_path, settings.tickets, clock)
