"""What each kind of push means to us: a turn of the conversation, a fixed sentence, or nothing."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.engine import Engine

from bot.channels.base import Inbound, Outbound, OutboundMessage
from bot.channels.wechat import option_numbers, phrases
from bot.channels.wechat.contacts import CHANNEL
from bot.channels.wechat.inbox import StoredPush
from bot.conversation.turn import Turns
from bot.serving.limits import RateLimiter
from common.clock import Clock
from tickets.attachments import AttachmentStore
from tickets.errors import DeskError
from tickets.model import Person
from wechat import messages as m
from wechat.client import WeChatClient
from wechat.errors import ApiError, MediaError, WeChatError
from wechat.media import Media

log = logging.getLogger(__name__)
Transcribe = Callable[[bytes, str], Awaitable[str]]
"""The hook for voice: the clip and its format in, the text out (empty when it was not understood)."""

_NUMBERED = re.compile(r"[0-9]{1,2}\. ")
_DOWNLOAD_ATTEMPTS = 3
_DOWNLOAD_PAUSE_S = 1.0


@dataclass
class Replies:
    """Answers groups of pushes of one person (one push, or short texts that belong together)."""

    turns: Turns
    client: WeChatClient
    pictures: AttachmentStore
    limiter: RateLimiter
    engine: Engine
    clock: Clock
    transcribe: Transcribe | None = None
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def answer(self, group: Sequence[StoredPush]) -> Sequence[OutboundMessage]:
        """What to say; nothing for pushes that are not answered."""
        first = group[0]
        if not self.limiter.allow(first.pseudonym):
            return _fixed(phrases.TOO_FAST)
        match first.push:
            case m.TextMessage():
                return await self._answer_text(group)
            case m.ImageMessage() as image:
                return await self._answer_picture(first, image)
            case m.VoiceMessage() as voice:
                return await self._answer_voice(first, voice)
            case m.SubscribeEvent():
                return await self._welcome(first)
            case m.ScanEvent():
                return await self._turn(first, phrases.MENU_TEXTS["help"])
            case m.MenuClickEvent(key=key):
                return await self._turn(first, phrases.MENU_TEXTS.get(key, key))
            case m.Message():
                return _fixed(_FIXED.get(type(first.push), phrases.UNKNOWN))
        return ()

    async def _answer_text(self, group: Sequence[StoredPush]) -> Sequence[OutboundMessage]:
        first = group[0]
        texts = [stored.push.content for stored in group if isinstance(stored.push, m.TextMessage)]
        option_id = first.push.option_id if isinstance(first.push, m.TextMessage) else None
        if option_id is None:
            return await self._turn(first, " ".join(texts))
        # A tap on an option: its number tells which; without one the title is read like typed words.
        title = _NUMBERED.sub("", texts[0], count=1)
        option = await asyncio.to_thread(option_numbers.find, self.engine, first.pseudonym, option_id, self.clock.now())
        return await self._turn(first, title, option=option.id if option else None)

    async def _answer_picture(self, stored: StoredPush, image: m.ImageMessage) -> Sequence[OutboundMessage]:
        try:
            media = await self._download(image.media_id)
            person = Person(CHANNEL, stored.pseudonym)
            picture = await asyncio.to_thread(self.pictures.take, person, media.data)
        except DeskError as refusal:
            return _fixed(str(refusal))
        except WeChatError as error:
            log.warning("wechat_picture_missing error=%s", error)
            return _fixed(phrases.PICTURE_GONE)
        return await self._turn(stored, "", attachments=(picture.id,))

    async def _answer_voice(self, stored: StoredPush, voice: m.VoiceMessage) -> Sequence[OutboundMessage]:
        text = voice.recognition.strip()
        if not text and self.transcribe is not None:
            try:
                media = await self._download(voice.media_id_16k or voice.media_id)
                text = (await self.transcribe(media.data, voice.format)).strip()
            except Exception as error:  # whatever the hook does, the person gets an answer
                log.warning("wechat_voice_failed error=%s", type(error).__name__)
        return await self._turn(stored, text) if text else _fixed(phrases.VOICE)

    async def _welcome(self, stored: StoredPush) -> Sequence[OutboundMessage]:
        replies = await self._turn(stored, phrases.MENU_TEXTS["help"])
        if not replies:
            return replies
        first = replies[0]
        return (OutboundMessage(phrases.FOLLOWED + first.text, first.options), *replies[1:])

    async def _turn(
        self, stored: StoredPush, text: str, *, option: str | None = None, attachments: tuple[str, ...] = ()
    ) -> Sequence[OutboundMessage]:
        # The row's number makes a turn that is run again after a crash find its first result.
        message_id = f"push-{stored.id}"
        inbound = Inbound(CHANNEL, stored.pseudonym, message_id, text, option, attachments)
        result: Outbound = await self.turns.run(inbound)
        return result.replies

    async def _download(self, media_id: str) -> Media:
        for attempt in range(1, _DOWNLOAD_ATTEMPTS + 1):
            try:
                media = await self.client.download(media_id, self.turns.settings.tickets.picture_bytes)
            except (ApiError, MediaError):
                raise
            except WeChatError:
                if attempt == _DOWNLOAD_ATTEMPTS:
                    raise
                await self.sleep(_DOWNLOAD_PAUSE_S * attempt)
            else:
                if isinstance(media, Media):
                    return media
                break
        raise MediaError("微信没有给出文件")


_FIXED: dict[type[m.Message], str] = {
    m.VideoMessage: phrases.VIDEO,
    m.LocationMessage: phrases.LOCATION,
    m.LinkMessage: phrases.LINK,
    m.UnsupportedMessage: phrases.UNSUPPORTED,
}


def _fixed(text: str) -> Sequence[OutboundMessage]:
    return (OutboundMessage(text),)
