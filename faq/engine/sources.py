"""Where the knowledge base comes from, and what lets it in: the two things a library is handed."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol


class ContentSource(Protocol):
    """Where the knowledge base lies when it is not the project's own files (`faq.engine.published`)."""

    @property
    def trouble(self) -> str:
        """Why the newest version could not be fetched; empty when it could."""

    def look_now(self) -> None:
        """There is news: do not wait with looking."""

    def folder(self) -> Path:
        """A folder with `faq/` and `data/` as a project has them; another one when there is another version."""


class Gate(Protocol):
    """Lets only content in that the check finds no fault in (`CheckGate`)."""

    def admit(self, folder: Path) -> None:
        """Do nothing where the content of a folder may be served.

        Raises:
            ContentError: every fault of it.
        """

    def last_good(self) -> Path | None:
        """A folder with what a state was last built of; None before the first time."""


class KeepingGate(Gate, Protocol):
    """The same for who builds a whole state, and whose states others may fall back on."""

    def building(self, folder: Path) -> AbstractContextManager[None]:
        """Admit a folder and keep its content as the last good one when the block built a state of it.

        Raises:
            ContentError: every fault of it.
        """
