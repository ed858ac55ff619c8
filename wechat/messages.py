"""What a follower can send: every documented message and event as a small frozen object.

Sources: https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Receiving_standard_messages.html and
https://developers.weixin.qq.com/doc/service/Account_Management/Wechat_Accreditation_Event_Push.html
What people wrote and who they are stays out of every repr, so that it cannot reach a log.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

from wechat.fields import Fields


@dataclass(frozen=True, kw_only=True)
class Push:
    """One thing WeChat tells us; `fields` keeps all of it, also what is not documented yet."""

    account: str
    """The service account's original id (gh_…)."""
    openid: str = field(repr=False)
    created: int
    """Seconds since 1970 by WeChat's clock."""
    fields: Fields = field(repr=False, compare=False)

    @property
    def identity(self) -> tuple[str, ...]:
        """What tells this push from every other: equal for a repeated delivery, different for all else."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Message(Push):
    """Something the person sent."""

    message_id: str

    @property
    def identity(self) -> tuple[str, ...]:
        """MsgId alone is not enough: equal ids of different people have been seen (WxJava issue 333)."""
        return (self.account, self.openid, self.message_id or _digest(self.fields), str(self.created))


@dataclass(frozen=True, kw_only=True)
class TextMessage(Message):
    """Text, typed or sent by tapping an option."""

    content: str = field(repr=False)
    option_id: int | None = None
    """Set when an option of a menu message or a bizmsgmenu link was tapped; 0 when WeChat lost it."""


@dataclass(frozen=True, kw_only=True)
class ImageMessage(Message):
    """A picture."""

    media_id: str = field(repr=False)
    picture_url: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class VoiceMessage(Message):
    """A voice clip; `recognition` is empty since the platform withdrew its own transcription."""

    media_id: str = field(repr=False)
    media_id_16k: str = field(repr=False)
    format: str
    recognition: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class VideoMessage(Message):
    """A video, or a short one taken in the chat."""

    media_id: str = field(repr=False)
    thumb_media_id: str = field(repr=False)
    short: bool


@dataclass(frozen=True, kw_only=True)
class LocationMessage(Message):
    """A place on the map."""

    latitude: float = field(repr=False)
    longitude: float = field(repr=False)
    scale: str
    label: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class LinkMessage(Message):
    """A shared article or page."""

    title: str = field(repr=False)
    description: str = field(repr=False)
    url: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class UnsupportedMessage(Message):
    """A sticker or card that the platform does not pass on: it sends a placeholder text instead."""


@dataclass(frozen=True, kw_only=True)
class UnknownMessage(Message):
    """A type we do not know, or a known one without its fields."""

    kind: str


@dataclass(frozen=True, kw_only=True)
class EventPush(Push):
    """Something that happened, not something said."""

    event: str
    """Lower case: WeChat's own spelling varies."""
    key: str = field(repr=False)

    @property
    def identity(self) -> tuple[str, ...]:
        """Person and second are not enough: LOCATION shares the second with others (weixin-java-tools issue 66)."""
        number = self.fields.get("MsgID", "")
        return (
            self.account, self.openid, str(self.created), self.event, self.key,
            number if isinstance(number, str) else _digest(self.fields),
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SubscribeEvent(EventPush):
    """The person follows the account, perhaps by a code with a scene."""

    scene: str
    ticket: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class UnsubscribeEvent(EventPush):
    """The person left: all their data must be deleted, and no reply reaches them."""


@dataclass(frozen=True, kw_only=True)
class RevokeEvent(EventPush):
    """The person withdrew what they had allowed, or closed their WeChat account: their data must be deleted.

    `openid` is theirs, although the platform itself sends the event:
    https://developers.weixin.qq.com/doc/service/guide/h5/authorization_change.html
    """


@dataclass(frozen=True, kw_only=True)
class ScanEvent(EventPush):
    """A follower scanned a code with a scene."""

    scene: str
    ticket: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class LocationEvent(EventPush):
    """A position reported without the person saying anything."""

    latitude: float = field(repr=False)
    longitude: float = field(repr=False)
    precision: float = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class MenuClickEvent(EventPush):
    """A tap on a menu entry with a key."""


@dataclass(frozen=True, kw_only=True)
class MenuViewEvent(EventPush):
    """A tap on a menu entry that opens a page; it allows us no message."""

    url: str
    menu_id: str


@dataclass(frozen=True, kw_only=True)
class ScanCodeEvent(EventPush):
    """A code scanned from the menu."""

    scan_type: str
    result: str = field(repr=False)
    waiting: bool
    """The phone shows 「消息接收中」 and waits for our answer."""


@dataclass(frozen=True, kw_only=True)
class TemplateFinishedEvent(EventPush):
    """What became of a template message."""

    message_id: str
    status: str
    """success, failed:user block or failed:system failed (spaces removed after the colon)."""


@dataclass(frozen=True, kw_only=True)
class NoticeAnswer:
    """One template the person accepted or rejected."""

    template_id: str
    status: str
    scene: str


@dataclass(frozen=True, kw_only=True)
class NoticeEvent(EventPush):
    """Answers about subscription notices: asked, changed or sent."""

    answers: tuple[NoticeAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class DeskEvent(EventPush):
    """A session of WeChat's own desk opened, closed or moved."""

    agent: str


@dataclass(frozen=True, kw_only=True)
class UnknownEvent(EventPush):
    """An event we do not know, or a known one without its fields."""


def _digest(fields: Fields) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
