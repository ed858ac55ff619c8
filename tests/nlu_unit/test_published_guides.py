"""Rasa reads the guides of the version that is published, as the other processes do."""

from __future__ import annotations

from pathlib import Path

from bot.running.environments import rasa_environment
from common.clock import FakeClock
from common.settings import ContentSettings, Settings, StorageSettings
from faq.bundle import digest_of, pack
from nlu.published_guides import guides_source
from nlu.reading import CurrentGuidance
from tests.faq.guiding.project import GUIDE, write_project
from tickets.content_versions import ContentVersions
from tickets.database import open_database
from tickets.migrations import migrate


def test_without_publishing_the_files_of_the_project_are_read(tmp_path: Path) -> None:
    assert guides_source(tmp_path, rasa_environment(Settings(), {})) is None


def test_a_published_guide_is_read_and_an_unpublished_edit_is_not(tmp_path: Path) -> None:
    """Each host has its own working copy; guides of one that nobody published once went live on that host alone."""
    copy = write_project(tmp_path / "copy")
    host = write_project(tmp_path / "host", GUIDE.replace("丢了密码", "这台机器上的旧文件"))
    shared = f"sqlite:///{tmp_path / 'shared.db'}"
    engine = open_database(shared, host)
    migrate(engine)
    parcel = pack(copy)
    ContentVersions(engine).publish(parcel, digest_of(parcel), parent=0, author="李")
    settings = Settings(content=ContentSettings(source="published"), storage=StorageSettings(database_url=shared))
    source = guides_source(host, rasa_environment(settings, {}))
    assert source is not None
    clock = FakeClock()
    guidance = CurrentGuidance(host, source, clock)
    assert name_of(guidance) == "丢了密码"
    parcel = pack(write_project(tmp_path / "other", GUIDE.replace("丢了密码", "改过的")))
    ContentVersions(engine).publish(parcel, digest_of(parcel), parent=1, author="李")
    source.look_now()
    clock.advance(1)
    assert name_of(guidance) == "改过的"
    engine.dispose()


def name_of(guidance: CurrentGuidance) -> str:
    return guidance.now().guides.guides["lost"].name
