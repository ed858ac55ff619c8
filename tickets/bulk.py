"""One change to several tickets: each in a transaction of its own, so that one that is refused keeps no other back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tickets.errors import DeskError

MOST = 50
"""As many as a page of the queue shows."""


@dataclass(frozen=True)
class Chosen:
    """A ticket, and the version of it that the agent was looking at."""

    number: str
    version: int


@dataclass(frozen=True)
class BulkOutcome:
    """The numbers of those that were changed, and why the others were not."""

    done: tuple[str, ...]
    refused: tuple[str, ...]


def change_each(chosen: Iterable[Chosen], change: Callable[[Chosen], object]) -> BulkOutcome:
    """Change them one after the other, in the order of their numbers; all of them are tried."""
    done, refused = [], []
    for one in sorted(set(chosen), key=lambda one: one.number)[:MOST]:
        try:
            change(one)
        except DeskError as error:
            refused.append(str(error))
        else:
            done.append(one.number)
    return BulkOutcome(tuple(done), tuple(refused))
