"""Serves the version of the knowledge base that was published last, the same one in every process of every host."""

from __future__ import annotations

import logging
import shutil
import tempfile
import threading
from pathlib import Path
from typing import Protocol

from common.clock import SYSTEM_CLOCK, Clock
from faq.engine.bundle import unpack

log = logging.getLogger(__name__)
LOOK_EVERY_S = 2.0
"""Where nobody can tell this process of a new version."""
TOLD_LOOK_EVERY_S = 30.0
"""Where it is told: a notice may be lost."""
_KEPT = 2
"""The version served and the one before it, which a slower process of this host may still be reading."""


class Version(Protocol):
    """What names a published version."""

    @property
    def number(self) -> int:
        """Counted from 1."""

    @property
    def digest(self) -> str:
        """A short name for its bytes."""


class Versions(Protocol):
    """Where published versions are kept (`tickets.content_versions`)."""

    def latest(self) -> Version | None:
        """The one to serve; None before the first."""

    def parcel(self, number: int) -> bytes:
        """Its files, packed."""


class PublishedContent:
    """Unpacks the newest version below `cache` and says where it lies."""

    def __init__(
        self,
        root: Path,
        versions: Versions,
        cache: Path,
        clock: Clock = SYSTEM_CLOCK,
        *,
        is_told: bool = False,
    ) -> None:
        """Until the first version is published the project's own files are served.

        `is_told`: somebody calls `look_now` when there is news, so that looking often is not needed.
        """
        self._look_every_s = TOLD_LOOK_EVERY_S if is_told else LOOK_EVERY_S
        self._versions = versions
        self._cache = cache
        self._clock = clock
        self._folder = root
        self._looked_at_s: float | None = None
        self._looking = threading.Lock()
        self.trouble = ""
        """What kept it from the newest version when it last looked; empty when nothing did."""

    def look_now(self) -> None:
        """Ask the database at the next chance: there is news."""
        self._looked_at_s = None

    def folder(self) -> Path:
        """The project whose `faq/` is to be served now; asked again at most every few seconds.

        While the database does not answer it stays what it was.
        """
        with self._looking:  # a second thread must not be told the old folder while the first unpacks the new one
            return self._newest()

    def _newest(self) -> Path:
        now = self._clock.monotonic_s()
        if self._looked_at_s is not None and now - self._looked_at_s < self._look_every_s:
            return self._folder
        self._looked_at_s = now
        try:
            version = self._versions.latest()
            if version is not None:
                self._folder = self._unpacked(version)
            self.trouble = ""
        except Exception as error:  # whatever keeps it from the database: people are answered from what is here
            self.trouble = type(error).__name__
            log.warning("content_unreachable error=%s", self.trouble)
        return self._folder

    def _unpacked(self, version: Version) -> Path:
        target = self._cache / f"{version.number:06}-{version.digest}"
        if target.is_dir():
            return target
        self._cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".part-", dir=self._cache))
        try:
            unpack(self._versions.parcel(version.number), aside)
            try:
                aside.rename(target)
            except OSError:
                if not target.is_dir():  # else another process of this host was first
                    raise
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        log.info("content_fetched number=%d", version.number)
        for old in sorted(self._cache.glob("[0-9]*"))[:-_KEPT]:
            shutil.rmtree(old, ignore_errors=True)
        return target
