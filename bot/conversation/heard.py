"""What a person said with the messages that are answered together: fetched where need be, guarded, in one piece."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field

from bot.channels.base import Channel, Fetched, Outbound, OutboundMessage
from bot.conversation.guard import GuardedText, guard
from bot.conversation.replies import empty_trace
from bot.conversation.rows import QueuedMessage, Work
from common.masking import PLACEHOLDERS, PrivateValue
from common.off_loop import OffLoop
from common.settings import Settings
from tickets.fields import USERNAME_PLACEHOLDER
from tickets.private_values import PrivateValues

CUT_NOTE = "（您的消息较长，我只看了前面一部分；最要紧的一句请单独再发一次。）\n\n"
_PLACEHOLDER = re.compile("|".join(map(re.escape, {*PLACEHOLDERS.values(), USERNAME_PLACEHOLDER})))


@dataclass(frozen=True)
class HeardMessage:
    """A masked message, or an answer that is known already."""

    text: str = field(default="", repr=False)
    option: str | None = None
    attachments: tuple[str, ...] = ()
    private: tuple[dict[str, str], ...] = ()
    lead: str = ""
    """Said before the answer."""
    missed: tuple[OutboundMessage, ...] = ()
    """Said after it: what could not be fetched."""
    said: Outbound | None = None
    act: str = ""

    def frame(self, outbound: Outbound) -> Outbound:
        """The answer with what goes before and after it."""
        replies = list(outbound.replies)
        if self.lead and replies:
            replies[0] = OutboundMessage(self.lead + replies[0].text, replies[0].options)
        return Outbound((*replies, *self.missed), outbound.trace)


async def hear(
    work: Work, channel: Channel, private: PrivateValues, settings: Settings, database: OffLoop
) -> HeardMessage:
    """Read a work's messages; what is kept of them is kept where `database` runs it."""
    first = work.messages[0]
    if "act" in first.payload:
        return HeardMessage(act=str(first.payload["act"]))
    if "said" in first.payload:
        return HeardMessage(said=Outbound.from_dict(first.payload["said"]))
    if any(message.sealed for message in work.messages):
        return await _fetch(work, channel, private, settings, database)
    heard = [_read(message) for message in work.messages]
    if len(heard) == 1:
        return heard[0]
    text = " ".join(item.text for item in heard)
    references = [reference for item in heard for reference in item.private]
    # Two halves of a number are none until they stand together.
    guarded = guard(text, settings.limits.text_chars)
    if guarded.private:
        kept = await database(_keep, work.lease.key, guarded, private, settings)
        references = _in_order(text, guarded.private, references, kept)
    return HeardMessage(guarded.text, private=tuple(references), lead=CUT_NOTE if guarded.cut else heard[0].lead)


def _read(message: QueuedMessage) -> HeardMessage:
    payload = message.payload
    return HeardMessage(
        payload.get("text", ""),
        payload.get("option"),
        tuple(payload.get("attachments", ())),
        tuple(payload.get("private", ())),
        payload.get("lead", ""),
    )


async def _fetch(
    work: Work, channel: Channel, private: PrivateValues, settings: Settings, database: OffLoop
) -> HeardMessage:
    key, lead = work.lease.key, str(work.messages[0].payload.get("lead", ""))
    sealed = [message.sealed for message in work.messages if message.sealed]
    fetched: list[Fetched] = await asyncio.gather(*(channel.fetch(key, item) for item in sealed))
    missed = tuple(dict.fromkeys(reply for item in fetched for reply in item.replies or ()))
    found = [item for item in fetched if item.replies is None]
    if any(item.act for item in found):
        return HeardMessage(act=next(item.act for item in found if item.act))
    if not found:
        return HeardMessage(said=Outbound(missed, empty_trace()))
    attachments = tuple(name for item in found for name in item.attachments)
    option = next((item.option for item in found if item.option), None)
    expected = work.lease.state.get("asking") == "username"
    text = " ".join(item.text for item in found if item.text)
    guarded = guard(text, settings.limits.text_chars, username_expected=expected)
    kept = await database(_keep, key, guarded, private, settings) if guarded.private else []
    return HeardMessage(guarded.text, option, attachments, tuple(kept), CUT_NOTE if guarded.cut else lead, missed)


def _keep(key: str, guarded: GuardedText, private: PrivateValues, settings: Settings) -> list[dict[str, str]]:
    return private.keep(key, guarded.private, settings.privacy.private_value_hours)


def _in_order(
    text: str, found: tuple[PrivateValue, ...], known: list[dict[str, str]], kept: list[dict[str, str]]
) -> list[dict[str, str]]:
    """References as their placeholders stand in the text; those of the pieces and those found in the whole."""
    places = [match.start() for match in _PLACEHOLDER.finditer(text)]
    placed = [*zip(places, known, strict=False), *zip((item.start for item in found), kept, strict=True)]
    return [reference for _, reference in sorted(placed, key=lambda item: item[0])]
