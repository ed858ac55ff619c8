"""What the ticket form holds and hears: a draft, one message, and what the message did to the draft.

The form holds references, never personal data: a username is `{"kind", "ref"}`, a description its
masked text with the references of what was masked, in order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from dialogue.text.asking import asks_in_form
from dialogue.text.clauses import MARK
from dialogue.text.languages import in_mandarin
from dialogue.turns.closings import confirmed_in
from faq.text.normalise import matching_key
from tickets.written import ORDER

Field = Literal["ticket_username", "ticket_screenshot", "ticket_description", "ticket_confirm"]
Next = Literal["", "answered", "changing", "changed", "whole"]
"""What stands in the place of the whole summary: after an answer, what can be changed, after a change, all of a long
description."""
FIELDS: tuple[Field, ...] = ("ticket_username", "ticket_screenshot", "ticket_description", "ticket_confirm")
MISSES_ALLOWED = 2
"""How often in a row an answer may miss before its field is left empty: nobody is held up for ever."""
_NOT_DESCRIBED = "（没有写问题描述）"
SKIPPED: Mapping[Field, str] = {
    "ticket_username": "用户名先不填了，客服需要时会再问您；想起来随时发。",
    "ticket_screenshot": "截图先不要了，有了随时发来，我会加上。",
    "ticket_description": "描述先这样，核对时还可以改。",
}
"""What is said when a field is left empty."""

FORGOTTEN: Mapping[str, str] = {"kind": "forgotten"}
"""The username of who says that they forgot it."""
NO_ACCOUNT: Mapping[str, str] = {"kind": "forgotten", "why": "none"}
"""The username of who has no account: left empty, and never asked for again."""


NOT_GIVEN: Mapping[str, str] = {"kind": "forgotten", "why": "not given"}
"""The username of who gives none, and said neither that it is forgotten nor that there is no account."""

ASIDE = "aside"
"""What is done instead of sending for now: the ticket waits as it is."""
INSTEAD = "added"
"""What is agreed to instead of sending: its words go into the ticket that is open already."""


def frame_of(suggestion: str) -> str:
    """The lines of a suggestion that stand around the person's words."""
    return "\n".join(line for line in suggestion.splitlines() if line.startswith(ORDER))


def offered_words(suggestion: str) -> str:
    """The lines of a suggestion that can be taken as the description."""
    return "\n".join(line for line in suggestion.splitlines() if not line.startswith(ORDER))


@dataclass(frozen=True)
class TicketDraft:
    """A ticket being filled in; None means not asked or not answered yet."""

    username: Mapping[str, str] | None = None
    pictures: tuple[str, ...] = ()
    screenshot: str | None = None
    description: Mapping[str, Any] | None = None
    suggestion: str = ""
    confirm: str | None = None

    def missing(self) -> Field | None:
        """The field to ask for next; None when the ticket can be opened."""
        values = (self.username, self.screenshot, self.description, self.confirm)
        return next((name for name, value in zip(FIELDS, values, strict=True) if value is None), None)

    @property
    def begun(self) -> bool:
        """Whether there is something in it that would be a pity to lose."""
        return bool(self.username or self.screenshot or (self.description and not self.drafted))

    @property
    def drafted(self) -> bool:
        """Whether the description was only taken from the conversation: nobody has confirmed it yet."""
        return bool(self.description and self.description.get("drafted"))

    @property
    def exact(self) -> bool:
        """Whether the ticket is to say its description and nothing around it."""
        return bool(self.description and self.description.get("exact"))

    def with_drafted_description(self, said: str) -> TicketDraft:
        """The draft with what was said before the form as its description, so that nobody has to say it twice."""
        if self.description is not None or not said:
            return self
        return replace(self, description={"text": said, "refs": [], "drafted": True})

    def told_more(self, text: str, refs: Sequence[str]) -> TicketDraft:
        """The draft with more words in its description; nothing that stands in it is lost, nor said twice."""
        before = self.description or {"text": "", "refs": []}
        lines = str(before["text"]).splitlines()
        if text in lines or (not refs and any(matching_key(text) in matching_key(line) for line in lines)):
            return self
        lines = [line for line in lines if MARK.search(line) or matching_key(line) not in matching_key(text)]
        exact = {"exact": True} if self.exact else {}
        return replace(self, description={"text": "\n".join([*lines, text]), "refs": [*before["refs"], *refs], **exact})

    def with_description_kept(self) -> TicketDraft:
        """The draft with its description as what is offered when it is written anew, unless it holds private values."""
        described = self.description or {}
        if not self.suggestion or not described or described["refs"]:
            return self
        return replace(self, suggestion=str(described["text"]))


@dataclass(frozen=True)
class Said:
    """One message as the form sees it; `option` is the id of a tapped or typed choice.

    `hint` says what is wrong with a username that was typed wrong; its text is kept from Rasa. `nod_sends` is false
    when «好的» may be the thanks for an answer: what was asked last was not whether to submit.
    """

    text: str
    intent: str = ""
    option: str | None = None
    private: tuple[Mapping[str, str], ...] = ()
    pictures: tuple[str, ...] = ()
    hint: str = ""
    nod_sends: bool = True

    @property
    def asks(self) -> bool:
        """Whether it asks something."""
        return asks_in_form(self.text)

    @property
    def confirms(self) -> str:
        """What it wants confirmed («改成……就行了吧»); empty for all else."""
        return confirmed_in(in_mandarin(self.text))


@dataclass(frozen=True)
class FormReading:
    """The draft after a message, what to say about it, and whether it was a question of its own.

    `missed` when it was an answer, but not one to what was asked; `then` says what the summary is to show next.
    A correction says with `tells` what of its words tells of the case (the rest names what was wrong), and with `gone`
    which words went. `asks` is what was asked along with something else that it does.
    """

    draft: TicketDraft
    note: str = ""
    is_question: bool = False
    missed: bool = False
    then: Next = ""
    tells: str | None = None
    gone: str = ""
    asks: str = ""


def with_pictures(draft: TicketDraft, pictures: Sequence[str], most: int) -> TicketDraft:
    """The draft with pictures that were sent, as many as a ticket takes."""
    every = tuple(dict.fromkeys((*draft.pictures, *pictures)))[:most]
    return replace(draft, pictures=every, screenshot="sent") if pictures else draft


def without_the_rest(draft: TicketDraft) -> TicketDraft:
    """The draft with what was not given left empty, so that only the summary is still to be agreed to."""
    return replace(draft, username=draft.username or NOT_GIVEN, screenshot=draft.screenshot or "none")


def skipped(draft: TicketDraft, asked: Field) -> TicketDraft:
    """The draft without what was asked for and not given; the conversation stands in for a description."""
    if asked == "ticket_username":
        return replace(draft, username=NOT_GIVEN)
    if asked == "ticket_screenshot":
        return replace(draft, screenshot="none")
    words = offered_words(draft.suggestion) or ("" if draft.suggestion else _NOT_DESCRIBED)
    return replace(draft, description={"text": words, "refs": []})
