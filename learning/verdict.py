"""What a review says of a draft: the faults that keep it from going live, and the known questions it moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from learning.workshop import Draft


@dataclass(frozen=True)
class Moved:
    """A known question that would be treated differently; entries or 不回答, as people read them."""

    text: str
    before: str
    after: str
    expected: str = ""
    is_broken: bool = False
    """It was right and would not be any more."""


@dataclass(frozen=True)
class Answered:
    """What one of the editor's own texts would get."""

    text: str
    before: str
    after: str
    is_right: bool


@dataclass(frozen=True)
class Verdict:
    """The outcome of a review."""

    faults: tuple[str, ...] = ()
    """Each says where, what and how to mend it."""
    moved: tuple[Moved, ...] = ()
    answered: tuple[Answered, ...] = ()
    known: int = 0
    """How many known questions were asked."""
    trouble: str = ""
    """Why there is no verdict."""

    @property
    def may_go_live(self) -> bool:
        """Whether nothing forbids it: moved questions are for the editor to judge."""
        return not self.faults and not self.trouble

    @property
    def broken(self) -> tuple[Moved, ...]:
        """The known questions that would become wrong."""
        return tuple(item for item in self.moved if item.is_broken)

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Verdict:
        """What the reviewing process printed."""
        return cls(
            faults=tuple(plain.get("faults", ())),
            moved=tuple(Moved(**item) for item in plain.get("moved", ())),
            answered=tuple(Answered(**item) for item in plain.get("answered", ())),
            known=int(plain.get("known", 0)),
        )


class Judge(Protocol):
    """Reviews drafts, each once (`bot.gateway.reviewing`)."""

    def begin(self, draft: Draft) -> None:
        """Review it beside the requests, unless that is done or under way."""

    async def verdict(self, draft: Draft) -> Verdict:
        """Its verdict; waits for it within a bound."""

    def draft(self, key: str) -> Draft | None:
        """A draft that was begun here a while ago."""
