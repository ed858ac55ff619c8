"""Temporary media: kept three days, then gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from common.clock import Clock

_DAYS = 3
UPLOAD_BYTES = {"image": 10 << 20, "voice": 2 << 20, "video": 10 << 20, "thumb": 64 << 10}


@dataclass(frozen=True)
class StoredFile:
    """One file; `claimed_type` may lie, and a video is given as an address."""

    data: bytes
    claimed_type: str
    ends_at: datetime
    video_url: str = ""


class Files:
    """The platform's store of temporary media."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._numbers = count(1)
        self._files: dict[str, StoredFile] = {}

    def put(self, data: bytes, claimed_type: str, *, video_url: str = "") -> str:
        """Store a file; gives its media_id."""
        media_id = f"media-{next(self._numbers):08d}-simulated"
        ends_at = self._clock.now() + timedelta(days=_DAYS)
        self._files[media_id] = StoredFile(data, claimed_type, ends_at, video_url)
        return media_id

    def get(self, media_id: str) -> StoredFile | None:
        """A file that is still there."""
        found = self._files.get(media_id)
        return found if found is not None and found.ends_at > self._clock.now() else None
