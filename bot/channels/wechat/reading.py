"""What each kind of push means to us: something said, a fixed sentence, or the wish to be forgotten."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy.engine import Connection, Engine

from bot.channels.base import Fetched, Inbound, OutboundMessage
from bot.channels.wechat import allowance, option_numbers, phrases
from bot.channels.wechat.contacts import CHANNEL, Contacts
from bot.channels.wechat.quotes import own_words
from bot.channels.wechat.refusals import Refusals
from bot.conversation.grouping import LAST_PIECE, PICTURE, PIECE
from bot.conversation.intake import PictureIntake, Purpose
from bot.conversation.turn import Arrival, Turns
from common.clock import Clock
from common.off_loop import OffLoop
from common.pictures import PictureRefusedError
from common.settings import WeChatSettings
from faq.engine.library import Library
from faq.text.choice import Option, choose
from tickets.errors import DeskError
from tickets.model import Person
from tickets.vault import Vault
from wechat import messages as m
from wechat.client import WeChatClient
from wechat.errors import ApiError, MediaError, WeChatError
from wechat.media import Media
from wechat.parser import build_push

log = logging.getLogger(__name__)
Transcribe = Callable[[bytes, str], Awaitable[str]]
"""The hook for voice: the clip and its format in, the text out (empty when it was not understood)."""

_NUMBERED = re.compile(r"[0-9]{1,2}\. ")
_HUMAN_WORDS = ("人工", "客服", "工单")
_PICTURES_S = 1.0
"""How long the first picture waits for others sent with it."""
_DOWNLOAD_ATTEMPTS = 3
_DOWNLOAD_PAUSE_S = 1.0
_DOWNLOADS = 8
"""Downloads at once: a slow one holds up nobody but its own conversation, many hold up only each other."""


@dataclass
class PushReader:
    """Reads pushes for one account."""

    settings: WeChatSettings
    engine: Engine
    vault: Vault
    contacts: Contacts
    turns: Turns
    client: WeChatClient
    intake: PictureIntake
    library: Library
    clock: Clock
    refusals: Refusals
    """Of downloads."""
    database: OffLoop
    transcribe: Transcribe | None = None
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    def __post_init__(self) -> None:
        self._downloads = asyncio.Semaphore(_DOWNLOADS)

    def arrival(self, push: m.Push, pseudonym: str, *, too_fast: bool) -> Arrival:
        """The push as the queue takes it; blocks on the database."""
        identity = self.contacts.dedupe_key(push.identity)

        def also(connection: Connection) -> None:
            if not isinstance(push, _LEAVING):
                self.contacts.remember(connection, pseudonym, push.openid)
            grant = allowance.grant_for(push, self.settings)
            if grant is not None:
                allowance.add(connection, pseudonym, grant, self.clock.now())

        def arrives(text: str = "", **more: object) -> Arrival:
            option = more.pop("option", None)
            return Arrival(Inbound(CHANNEL, pseudonym, identity, text, option), also=also, **more)  # type: ignore[arg-type]

        if too_fast and not isinstance(push, _LEAVING):
            return arrives(said=_fixed(phrases.TOO_FAST))
        match push:
            case m.TextMessage(option_id=int()):
                text, option_id = self._tapped(push, pseudonym)
                return arrives(text, option=option_id)
            case m.TextMessage():
                return self._typed(own_words(push.content), pseudonym, arrives)
            case m.ImageMessage():
                return arrives(sealed=self._seal(push), joins=PICTURE, hold_s=min(_PICTURES_S, self.settings.join_s))
            case m.VoiceMessage() if push.recognition.strip():
                return arrives(push.recognition.strip())
            case m.VoiceMessage() if self.transcribe is not None:
                return arrives(sealed=self._seal(push))
            case m.UnsubscribeEvent() | m.RevokeEvent():
                return arrives(act="erase")
            case m.SubscribeEvent():
                lead = phrases.followed(self.turns.settings.server.public_url)
                return arrives(phrases.MENU_TEXTS["help"], lead=lead)
        return arrives(said=_fixed(_SENTENCES[type(push)])) if type(push) in _SENTENCES else self._plain(push, arrives)

    async def fetch(self, pseudonym: str, sealed: bytes) -> Fetched:
        """What a stored push says once its picture or voice is loaded."""
        push = build_push(json.loads(self.vault.decrypt(sealed)))
        match push:
            case m.ImageMessage():
                return await self._picture(pseudonym, push)
            case m.VoiceMessage():
                return await self._voice(push)
            case m.UnsubscribeEvent() | m.RevokeEvent():
                return Fetched(act="erase")
            case m.TextMessage(option_id=int()):
                text, option_id = await self.database(self._tapped, push, pseudonym)
                return Fetched(text, option=option_id)
            case m.TextMessage():
                return Fetched(own_words(push.content))
        said = _SENTENCES.get(type(push))
        return Fetched(replies=_fixed(said)) if said else Fetched(_menu_text(push))

    def _plain(self, push: m.Push, arrives: Callable[..., Arrival]) -> Arrival:
        if isinstance(push, m.EventPush):
            return arrives(_menu_text(push))
        return arrives(said=_fixed(phrases.UNKNOWN))

    def _typed(self, text: str, pseudonym: str, arrives: Callable[..., Arrival]) -> Arrival:
        """Whoever writes in pieces sends the next within moments; a short text that says nothing waits for it."""
        short = 0 < len(text.strip()) <= self.settings.join_chars
        waits = short and not any(char.isdigit() for char in text) and self._says_nothing(pseudonym, text.strip())
        hold_s = self.settings.join_s if waits else 0.0
        return arrives(text, joins=PIECE if short else LAST_PIECE, hold_s=hold_s)

    def _says_nothing(self, pseudonym: str, text: str) -> bool:
        state = self.turns.care.state(pseudonym)
        offered = list(map(Option.from_dict, state.get("offered", [])))
        if state.get("asking") or any(word in text for word in _HUMAN_WORDS) or choose(text, offered):
            return False
        return self.library.decide(text).band != "answer"

    def _tapped(self, push: m.TextMessage, pseudonym: str) -> tuple[str, str | None]:
        """A tap on an option: its number tells which; without one the title is read like typed words."""
        number = push.option_id or 0
        option = option_numbers.find(self.engine, pseudonym, number, self.clock.now())
        return _NUMBERED.sub("", push.content, count=1), option.id if option else None

    def _seal(self, push: m.Push) -> bytes:
        return self.vault.encrypt(json.dumps(push.fields, ensure_ascii=False))

    async def _picture(self, pseudonym: str, image: m.ImageMessage) -> Fetched:
        try:
            media = await self._download(image.media_id)
            person = Person(CHANNEL, pseudonym)
            clean = await self.intake.clean(person, media.data)
            del media
            purpose = Purpose.of(await self.turns.state(pseudonym))
            picture = await self.intake.show(person, clean, purpose)
        except (DeskError, PictureRefusedError) as refusal:
            return Fetched(replies=_fixed(str(refusal)))
        except WeChatError as error:
            log.warning("wechat_picture_missing error=%s", error)
            most_bytes = self.turns.settings.tickets.picture_bytes
            return Fetched(replies=_fixed(phrases.picture_missing(error, most_bytes)))
        return Fetched(pictures=(picture,))

    async def _voice(self, voice: m.VoiceMessage) -> Fetched:
        text = voice.recognition.strip()
        if not text and self.transcribe is not None:
            try:
                media = await self._download(voice.media_id_16k or voice.media_id)
                text = (await self.transcribe(media.data, voice.format)).strip()
            except Exception as error:  # whatever the hook does, the person gets an answer
                log.warning("wechat_voice_failed error=%s", type(error).__name__)
        return Fetched(text) if text else Fetched(replies=_fixed(phrases.VOICE))

    async def _download(self, media_id: str) -> Media:
        for attempt in range(1, _DOWNLOAD_ATTEMPTS + 1):
            try:
                async with self._downloads:
                    media = await self.client.download(media_id, self.turns.settings.tickets.picture_bytes)
            except MediaError:
                raise
            except WeChatError as error:
                if isinstance(error, ApiError) or attempt == _DOWNLOAD_ATTEMPTS:
                    self.refusals.judge(error, self.clock.now())  # an operator may have to mend it
                    raise
                await self.sleep(_DOWNLOAD_PAUSE_S * attempt)
            else:
                self.refusals.accepted()
                if isinstance(media, Media):
                    return media
                break
        raise MediaError("微信没有给出文件")


_SENTENCES: dict[type[m.Push], str] = {
    m.VideoMessage: phrases.VIDEO,
    m.LocationMessage: phrases.LOCATION,
    m.LinkMessage: phrases.LINK,
    m.UnsupportedMessage: phrases.UNSUPPORTED,
    m.VoiceMessage: phrases.VOICE,
}
_LEAVING = (m.UnsubscribeEvent, m.RevokeEvent)
_ANSWERED_EVENTS = frozenset({"subscribe", "unsubscribe", "scan", "click", "scancode_waitmsg"})


def wants_answer(push: m.Push) -> bool:
    """Whether a push is worth a row: events nobody answers are only counted."""
    return not isinstance(push, m.EventPush) or isinstance(push, _LEAVING) or push.event in _ANSWERED_EVENTS


def _menu_text(push: m.Push) -> str:
    """What a tap on the menu, or a scan, says for the person."""
    key = push.key if isinstance(push, m.MenuClickEvent) else "help"
    return phrases.MENU_TEXTS.get(key, key)


def _fixed(text: str) -> tuple[OutboundMessage, ...]:
    return (OutboundMessage(text),)
