"""The way of a picture into the store: limits first, cleaned and read in processes of their own, and only then kept."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.channels.base import Picture
from bot.serving.executors import Executors
from bot.serving.pictures import Pictures
from common.pictures import BusyError, CleanPicture, PictureRefusedError, ReadingOffError
from common.settings_allowances import PictureSettings
from faq.engine.library import Library
from faq.pages.page import PageReading, Verdict, beside_secret, read_page
from faq.pages.prompts import page_prompts
from faq.pages.saying import lead
from tickets.attachments import AttachmentStore
from tickets.model import AttachmentView, Person

log = logging.getLogger(__name__)

TICKET_QUESTIONS = frozenset({"username", "screenshot", "description", "confirm", "addition"})
"""What the forms ask (the trace's `asking`) whose pictures go into a ticket."""
_NOT_KEPT = (Verdict.NOTHING, Verdict.UNREADABLE)
"""A page that is somebody else's is none of our business; what cannot be read may be a blurred card."""
_TOO_MANY = "现在看图的人太多，这张没来得及看，也没有保存。请过一分钟再发，或者把页面上的提示打成文字发给我。"
_NOT_READ = "这张图我没能看完，也没有保存。请把页面上的提示打成文字发给我。"
_WITH_A_FORM_S = 15.0
"""Whoever submits a form waits no longer for what only agents read."""
_ON_PURPOSE = "确实要交给客服看的话，请再发一次，我就放进工单；不发就接着填。"


@dataclass(frozen=True)
class Purpose:
    """What a picture is sent for: into a ticket that is being filled in or was just added to, or to an agent.

    `warned`: of what the person was warned before.
    """

    for_ticket: bool = False
    warned: frozenset[str] = frozenset()

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> Purpose:
        """Read from what the gateway keeps of a conversation."""
        to_agent = state.get("asking") in TICKET_QUESTIONS or bool(state.get("added")) or "live" in state
        return cls(to_agent, frozenset(state.get("warned", ())))


class PictureIntake:
    """Takes in what people send on any channel."""

    def __init__(
        self,
        pictures: Pictures,
        store: AttachmentStore,
        library: Library,
        settings: PictureSettings,
        executors: Executors,
    ) -> None:
        """Clean and read with these processes, understand by this library, keep in this store."""
        self._pictures = pictures
        self._store = store
        self._library = library
        self._settings = settings
        self._executors = executors

    async def clean(self, person: Person, data: bytes, address: str = "") -> CleanPicture:
        """A picture as it may be read and kept; nothing is kept yet. `address` is where it came from, if known.

        Raises:
            PictureRefusedError: it cannot be taken; the text is for the person.
            LimitError: too many today, or no room; nothing was decoded then.
        """
        await self._executors.database_call(self._store.check, person)
        return await self._pictures.clean(data, _whose(person, address))

    async def show(self, person: Person, picture: CleanPicture, purpose: Purpose, address: str = "") -> Picture:
        """Read a clean picture, and keep it unless it is one that nobody should show, not ours, or could not be read.

        A dangerous one is kept when it comes a second time into a ticket, after the warning; one that could not be
        read, that has no legible letters, or shows nothing of ours is kept only for a ticket.

        Raises:
            LimitError: too many today, or no room.
        """
        try:
            reading = await self._read(picture, _whose(person, address), self._settings.wait_s)
        except (PictureRefusedError, TimeoutError) as error:
            log.warning("picture_not_read error=%s", type(error).__name__)
            if not purpose.for_ticket:
                return Picture(said=_TOO_MANY if isinstance(error, BusyError | TimeoutError) else _NOT_READ)
            reading = None
        if reading is None:
            return Picture(await self._keep(person, picture))
        if reading.verdict in _NOT_KEPT and not purpose.for_ticket:
            return Picture(page=reading.as_dict())
        if reading.danger is None:
            return Picture(await self._keep(person, picture, reading.text), reading.as_dict())
        if purpose.for_ticket and reading.danger in purpose.warned:
            return Picture(await self._keep(person, picture), danger=reading.danger)
        beside = None if purpose.for_ticket else beside_secret(reading)
        if beside is not None:
            return Picture("", beside.as_dict(), reading.danger, lead(reading, answered=True))
        said = f"{lead(reading)}\n{_ON_PURPOSE}" if purpose.for_ticket else lead(reading)
        return Picture(danger=reading.danger, said=said)

    async def take(self, person: Person, data: bytes) -> AttachmentView:
        """Keep a picture that a form was sent with, and for agents what is read on it.

        Whoever fills a form in means it to be kept. Of papers and secrets, and of what is not read in time, no text is.

        Raises:
            PictureRefusedError: it cannot be taken; the text is for the person.
            LimitError: too many today, or no room; nothing was decoded then.
        """
        clean = await self.clean(person, data)
        try:
            seen = await self._read(clean, _whose(person, ""), min(_WITH_A_FORM_S, self._settings.wait_s))
        except (PictureRefusedError, TimeoutError) as error:
            log.warning("picture_not_read error=%s", type(error).__name__)
            seen = None
        text = seen.text if seen is not None and seen.danger is None else ""
        return await self._executors.picture_call(self._store.take, person, clean, text)

    async def _read(self, picture: CleanPicture, whose: Sequence[str], wait_s: float) -> PageReading | None:
        """What it shows; None where pictures are not read.

        Raises:
            PictureRefusedError: too many wait, or this one takes too much.
            TimeoutError: its turn did not come in time.
        """
        try:
            async with asyncio.timeout(wait_s):
                seen = await self._pictures.read(picture.data, whose)
        except ReadingOffError:
            return None
        prompts = page_prompts(self._library.content.entries)
        return await self._executors.processor_call(read_page, seen.lines, prompts, self._library.places)

    async def _keep(self, person: Person, picture: CleanPicture, page_text: str = "") -> str:
        return (await self._executors.picture_call(self._store.take, person, picture, page_text)).id


def _whose(person: Person, address: str) -> tuple[str, ...]:
    """Between whom the time for pictures is shared: addresses first, for anybody may be many persons at one."""
    return tuple(filter(None, (address, person.conversation_key)))


def warned_now(state: Mapping[str, Any], pictures: tuple[Picture, ...]) -> dict[str, Any]:
    """The state after some pictures came: the next of a kind just warned of, sent into a ticket, is meant."""
    if not any(picture.danger for picture in pictures):
        return dict(state)
    return {**state, "warned": sorted({item.danger for item in pictures if item.danger and not item.attachment})}
