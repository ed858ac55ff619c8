"""What a review says of a draft: the faults that keep it from going live, and the known questions it moves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from learning.workbench import ChangeDraft

UNDER_REVIEW, REVIEWED = "正在审阅", "审阅好了"
"""How far the review of a draft is, in a list."""
_ID = re.compile("[a-z][a-z0-9_]{2,}")


@dataclass(frozen=True)
class Moved:
    """A known question that would be treated differently; entries or 不回答, as people read them."""

    text: str
    before: str
    after: str
    expected: str = ""
    is_broken: bool = False
    """It was right and would not be any more."""

    @property
    def owner(self) -> str:
        """The entry whose question it is: as it is labelled, or else that answers it now; empty for none."""
        return next(iter(_ID.findall(self.expected) or _ID.findall(self.before)), "")

    def goes_to(self, entry_id: str) -> bool:
        """Whether the entry comes first where another did, or should: «问 a / b» becomes «答 entry»."""
        first, then = (found[0] if (found := _ID.search(text)) else "" for text in (self.before, self.after))
        others = {first, *_ID.findall(self.expected)} - {""}
        return then == entry_id != first and bool(others) and entry_id not in others


@dataclass(frozen=True)
class ReviewVerdict:
    """The outcome of a review."""

    faults: tuple[str, ...] = ()
    """Each says where, what and how to mend it."""
    moved: tuple[Moved, ...] = ()
    known: int = 0
    """How many known questions were asked."""
    sentence: str = ""
    """The verdict for a person."""
    notes: tuple[str, ...] = ()
    """What else is worth a look."""
    trouble: str = ""
    """Why there is no verdict."""
    less_said: tuple[Moved, ...] = ()
    """Wordings of a new entry with a word less, which other entries answered before it."""
    calibration: str = ""
    """Why calibrating anew pays once it is live; empty when it does not."""

    def taken_by(self, entry_id: str) -> tuple[Moved, ...]:
        """The known questions of others that an entry would answer."""
        return tuple(item for item in self.moved if item.goes_to(entry_id)) if entry_id else ()

    def asks_for_look(self, entry_id: str) -> bool:
        """Whether somebody must say that they looked at what is listed, before it goes live."""
        return bool(self.broken or self.less_said or self.taken_by(entry_id))

    @property
    def may_go_live(self) -> bool:
        """Whether nothing forbids it: moved questions are for the editor to judge."""
        return not self.faults and not self.trouble

    @property
    def broken(self) -> tuple[Moved, ...]:
        """The known questions that would be answered wrongly, and promises that would not be kept."""
        return tuple(item for item in self.moved if item.is_broken)

    @classmethod
    def from_review(cls, plain: Mapping[str, Any]) -> ReviewVerdict:
        """What `bot faq review --json` says."""
        piles = [(name, item) for name in ("broken", "open", "moved") for item in plain[name]]
        held = (
            f"「{item['text']}」很像不归我们管的「{item['example']}」，可能被它压住" for item in plain["suppressed"]
        )
        reason = str(plain["calibration"])
        due = (f"上线以后要重新校准（{reason}）：“运行”页会提醒维护的人",) if reason else ()
        return cls(
            faults=tuple(item["text"] for item in plain["faults"]),
            moved=tuple(
                Moved(item["text"], item["before"], item["after"], "、".join(item["expected"]), name == "broken")
                for name, item in piles
            ),
            known=int(plain["asked"]),
            sentence=str(plain["sentence"]),
            notes=(*held, *due),
            less_said=tuple(Moved(item["text"], item["before"], item["after"]) for item in plain.get("taken", ())),
            calibration=reason,
        )


class Judge(Protocol):
    """Reviews drafts, each once (`bot.gateway.reviewing`)."""

    def begin(self, draft: ChangeDraft, instead_of: str = "") -> None:
        """Review it beside the requests, unless that is done or under way; one that it replaces is given up."""

    async def verdict(self, draft: ChangeDraft, wait_s: float) -> ReviewVerdict | None:
        """Its verdict; None while there is none after so many seconds."""

    def progress(self, draft: ChangeDraft) -> str:
        """How far it is, for people."""

    def state(self, key: str) -> str:
        """Whether the review of a draft goes on or is over, for a list; empty for none that is known here."""

    def draft(self, key: str) -> ChangeDraft | None:
        """A draft that was begun here a while ago."""
