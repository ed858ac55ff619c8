"""What a person said with the messages that are answered together: fetched where need be, guarded, in one piece."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.channels.base import Channel, Fetched, Outbound, OutboundMessage, Picture
from bot.conversation.guard import GuardedText, guard
from bot.conversation.known import last_told
from bot.conversation.replies import empty_trace
from bot.conversation.rows import QueuedMessage, Work
from common.masking import PLACEHOLDERS, PrivateValue
from common.off_loop import OffLoop
from common.settings import Settings
from tickets.fields import USERNAME_PLACEHOLDER
from tickets.private_values import PrivateValues

CUT_NOTE = "（您的消息较长，我只看了前面一部分；最要紧的一句请单独再发一次。）\n\n"
_PLACEHOLDER = re.compile("|".join(map(re.escape, sorted({*PLACEHOLDERS.values(), USERNAME_PLACEHOLDER}))))


@dataclass(frozen=True)
class HeardMessage:
    """A masked message, or an answer that is known already."""

    text: str = field(default="", repr=False)
    option: str | None = None
    pictures: tuple[Picture, ...] = ()
    private: tuple[dict[str, str], ...] = ()
    lead: str = ""
    """Said before the answer."""
    missed: tuple[OutboundMessage, ...] = ()
    """Said after it: what could not be fetched."""
    said: Outbound | None = None
    act: str = ""
    fetched: Mapping[int, tuple[Picture, ...]] = field(default_factory=dict)
    """Pictures that had to be fetched, by the number of their message: its row does not know them yet."""

    @property
    def attachments(self) -> tuple[str, ...]:
        """The pictures that are kept."""
        return tuple(picture.attachment for picture in self.pictures if picture.attachment)

    @property
    def pages(self) -> tuple[Mapping[str, Any], ...]:
        """What was read on the pictures."""
        return tuple(picture.page for picture in self.pictures if picture.page is not None)

    @property
    def warnings(self) -> tuple[OutboundMessage, ...]:
        """What must be said first of pictures that were not kept."""
        return tuple(OutboundMessage(said) for said in dict.fromkeys(item.said for item in self.pictures if item.said))

    def frame(self, outbound: Outbound) -> Outbound:
        """The answer with what goes before and after it."""
        replies = [*self.warnings, *outbound.replies]
        if self.lead and replies:
            replies[0] = OutboundMessage(self.lead + replies[0].text, replies[0].options)
        return Outbound((*replies, *self.missed), outbound.trace)


async def hear(
    work: Work, channel: Channel, private: PrivateValues, settings: Settings, processor: OffLoop, database: OffLoop
) -> HeardMessage:
    """Read a work's messages: `processor` runs what looks for personal data, `database` what keeps it."""
    first = work.messages[0]
    if "act" in first.payload:
        return HeardMessage(act=str(first.payload["act"]))
    if "said" in first.payload:
        return HeardMessage(said=Outbound.from_dict(first.payload["said"]))
    if len(work.messages) == 1 and not first.sealed:
        return _read(first)
    return await _together(work, channel, private, settings, processor, database)


async def _together(
    work: Work, channel: Channel, private: PrivateValues, settings: Settings, processor: OffLoop, database: OffLoop
) -> HeardMessage:
    """Several messages as one, or one whose content the channel has to fetch."""
    key = work.lease.key
    sealed = [message.sealed for message in work.messages if message.sealed]
    fetched = iter(await asyncio.gather(*(channel.fetch(key, item) for item in sealed)))
    parts = [_fetched(next(fetched)) if message.sealed else _read(message) for message in work.messages]
    missed = tuple(dict.fromkeys(reply for part in parts for reply in part.missed))
    found = [part for part in parts if not part.missed]
    if any(part.act for part in found):
        return HeardMessage(act=next(part.act for part in found if part.act))
    if not found:
        return HeardMessage(said=Outbound(missed, empty_trace()))
    pictures = tuple(picture for part in found for picture in part.pictures)
    option = next((part.option for part in found if part.option), None)
    references = [reference for part in found for reference in part.private]
    text = " ".join(part.text for part in found if part.text)
    # Two halves of a number are none until they stand together; what was fetched nobody has looked at yet.
    expected = bool(sealed) and work.lease.state.get("asking") == "username"
    in_talk = "live" in work.lease.state
    longest, before = settings.limits.text_chars, last_told(work.lease.state)
    guarded = await processor(guard, text, longest, username_expected=expected, code_expected=in_talk, before=before)
    if guarded.private:
        kept = await database(_keep, key, guarded, private, settings)
        references = _in_order(text, guarded.private, references, kept)
    lead = CUT_NOTE if guarded.cut else found[0].lead
    answered = zip(work.messages, parts, strict=True)
    late = {message.id: part.pictures for message, part in answered if message.sealed and part.pictures}
    return HeardMessage(guarded.text, option, pictures, tuple(references), lead, missed, fetched=late)


def _read(message: QueuedMessage) -> HeardMessage:
    payload = message.payload
    return HeardMessage(
        payload.get("text", ""),
        payload.get("option"),
        tuple(Picture(**picture) for picture in payload.get("pictures", ())),
        tuple(payload.get("private", ())),
        payload.get("lead", ""),
    )


def _fetched(found: Fetched) -> HeardMessage:
    return HeardMessage(found.text, found.option, found.pictures, missed=found.replies or (), act=found.act)


def _keep(key: str, guarded: GuardedText, private: PrivateValues, settings: Settings) -> list[dict[str, str]]:
    return private.keep(key, guarded.private, settings.privacy.private_value_hours)


def _in_order(
    text: str, found: tuple[PrivateValue, ...], known: list[dict[str, str]], kept: list[dict[str, str]]
) -> list[dict[str, str]]:
    """References as their placeholders stand in the text; those of the pieces and those found in the whole."""
    places = [match.start() for match in _PLACEHOLDER.finditer(text)]
    placed = [*zip(places, known, strict=False), *zip((item.start for item in found), kept, strict=True)]
    return [reference for _, reference in sorted(placed, key=lambda item: item[0])]
