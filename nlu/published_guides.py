"""Where Rasa reads the guides: the project's own files, or the version that was published for every host."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from common.background_thread import process_background
from common.settings import Settings, StorageSettings
from common.settings_reading import variable_name
from faq.checks.gate import SHARED_FOLDER, CheckGate
from faq.content.loader import content_version, versioned_files
from faq.engine.published import PublishedContent
from tickets.beats import LOOK_S, Beats
from tickets.content_news import brings_notices, listen
from tickets.content_versions import ContentVersions
from tickets.database import open_database

_CACHE = "content/rasa"
_DIRECTORY = variable_name("storage", "directory")


def content_gate(root: Path, environment: Mapping[str, str]) -> CheckGate | None:
    """What keeps faulty content out; None where Rasa's own commands are run by hand, beside nobody."""
    return CheckGate(root / SHARED_FOLDER) if _DIRECTORY in environment else None


def guides_source(root: Path, environment: Mapping[str, str]) -> PublishedContent | None:
    """What is published, if this installation publishes; None where the files of the project are served.

    Rasa is started without the settings file's secrets: what it needs to know of them stands in its environment
    (`bot.running.environments`), and nothing of it does when Rasa's own commands are run by hand.
    """
    if environment.get(variable_name("content", "source")) != "published":
        return None
    plain = StorageSettings()
    storage = replace(
        plain,
        database_url=environment.get(variable_name("storage", "database_url"), plain.database_url),
        redis_url=environment.get(variable_name("storage", "redis_url"), plain.redis_url),
        directory=environment.get(_DIRECTORY, plain.directory),
    )
    settings = replace(Settings(), storage=storage)
    engine = open_database(storage.database_url, root)
    versions, is_told = ContentVersions(engine), brings_notices(settings, engine)
    source = PublishedContent(root, versions, root / storage.directory / _CACHE, is_told=is_told)
    background, beats = process_background(), Beats(engine, "rasa")
    background.start("content news", partial(listen, settings, engine, source.look_now))
    served = partial(beats.beat_with, lambda: {"content": content_version(versioned_files(source.folder()))})
    background.start("beats", served, every_s=LOOK_S)
    return source
