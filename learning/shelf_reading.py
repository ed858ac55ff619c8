"""The newest content as it is written, read once for each state of it: reading all entries takes a second or more."""

from __future__ import annotations

import threading

from faq.content.loader import ReadContent, read_content
from learning.shelf import Shelf


class ShelfReader:
    """Safe for many threads; every call reads files or the database and is to be made off the event loop."""

    def __init__(self, shelf: Shelf) -> None:
        """Read what lies on this shelf."""
        self._shelf = shelf
        self._lock = threading.Lock()
        self._read: tuple[str, ReadContent] | None = None

    def read(self) -> ReadContent:
        """Whatever can be read of the newest content."""
        with self._lock:
            state = self._shelf.state()  # before it is read: what changes meanwhile is read again
            if self._read is None or self._read[0] != state:
                with self._shelf.newest() as folder:
                    self._read = (state, read_content(folder)[0])
            return self._read[1]
