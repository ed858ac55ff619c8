"""Fields → message objects: a registry by type, with an unknown fallback instead of an error."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from wechat import messages as m
from wechat.errors import MessageError
from wechat.fields import Fields, Value, read_fields

_DIGITS = re.compile(r"[0-9]{1,20}", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9_@.\-]{1,128}", re.ASCII)
_UNSUPPORTED = frozenset({"【收到不支持的消息类型，暂无法显示】", "[Unsupported Message]"})
_SCENE = "qrscene_"
UNREADABLE = "unreadable"
"""The kind of a message whose body was beyond repair."""


class _MissingError(Exception):
    """A field a type cannot do without is not there; the push becomes an unknown one."""


class _Reader:
    """Typed access to one level of fields."""

    def __init__(self, fields: Fields) -> None:
        self.fields = fields

    def text(self, name: str, default: str | None = "") -> str:
        value = self.fields.get(name)
        if isinstance(value, str):
            return value
        if default is None or value is not None:
            raise _MissingError(name)
        return default

    def need(self, name: str) -> str:
        value = self.text(name, None).strip()
        if not value:
            raise _MissingError(name)
        return value

    def number(self, name: str) -> float:
        try:
            value = float(self.need(name))
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise _MissingError(name)
        return value

    def inner(self, name: str) -> _Reader:
        value = self.fields.get(name)
        return _Reader(value if isinstance(value, dict) else {})


def parse_push(body: bytes) -> m.Push:
    """The push in a plain (already decrypted) body, XML or JSON.

    Raises:
        MessageError: it cannot be read, or it does not say who sent what kind of thing when.
    """
    return build_push(read_fields(body))


def build_push(fields: Fields) -> m.Push:
    """The push in fields that were read before.

    Raises:
        MessageError: it does not say who sent what kind of thing when.
    """
    reader = _Reader(fields)
    try:
        kind = reader.need("MsgType").lower()
        head: dict[str, Any] = {
            "account": _pattern(reader.need("ToUserName"), _NAME),
            "openid": _pattern(reader.need("FromUserName"), _NAME),
            "created": int(_pattern(reader.need("CreateTime"), _DIGITS)),
            "fields": fields,
        }
        if kind == "event":
            return _build_event(reader, head)
        return _build_message(kind, reader, head)
    except _MissingError as error:
        raise MessageError(f"消息缺少 {error}，或它的写法不对") from None


def _build_message(kind: str, reader: _Reader, head: dict[str, Any]) -> m.Message:
    number = reader.text("MsgId").strip()
    head["message_id"] = _pattern(number, _DIGITS) if number else ""
    try:
        build = _MESSAGES.get(kind)
        if build is not None:
            return build(reader, head)
    except _MissingError:
        pass
    return m.UnknownMessage(kind=kind, **head)


def _build_event(reader: _Reader, head: dict[str, Any]) -> m.EventPush:
    head["event"] = reader.need("Event").lower()
    key = reader.fields.get("EventKey", "")
    head["key"] = key if isinstance(key, str) else ""
    try:
        build = _EVENTS.get(head["event"])
        if build is not None:
            return build(reader, head)
    except _MissingError:
        pass
    return m.UnknownEvent(**head)


def _pattern(value: str, shape: re.Pattern[str]) -> str:
    if not shape.fullmatch(value):
        raise _MissingError("字段")
    return value


def _text(reader: _Reader, head: dict[str, Any]) -> m.Message:
    content = reader.text("Content", None)
    if content.strip() in _UNSUPPORTED:
        return m.UnsupportedMessage(**head)
    # A tap sends the id we gave it; WeChat returns 0, or nothing readable, when it did not keep it.
    option = reader.text("bizmsgmenuid").strip()
    number = (int(option) if _DIGITS.fullmatch(option) else 0) if option else None
    return m.TextMessage(content=content, option_id=number, **head)


def _image(reader: _Reader, head: dict[str, Any]) -> m.Message:
    return m.ImageMessage(media_id=reader.need("MediaId"), picture_url=reader.text("PicUrl"), **head)


def _voice(reader: _Reader, head: dict[str, Any]) -> m.Message:
    return m.VoiceMessage(
        media_id=reader.need("MediaId"),
        media_id_16k=reader.text("MediaId16K"),
        format=reader.text("Format"),
        recognition=reader.text("Recognition"),
        **head,
    )


def _video(reader: _Reader, head: dict[str, Any]) -> m.Message:
    return m.VideoMessage(
        media_id=reader.need("MediaId"),
        thumb_media_id=reader.text("ThumbMediaId"),
        short=reader.need("MsgType").lower() == "shortvideo",
        **head,
    )


def _location(reader: _Reader, head: dict[str, Any]) -> m.Message:
    return m.LocationMessage(
        latitude=reader.number("Location_X"),
        longitude=reader.number("Location_Y"),
        scale=reader.text("Scale"),
        label=reader.text("Label"),
        **head,
    )


def _link(reader: _Reader, head: dict[str, Any]) -> m.Message:
    return m.LinkMessage(
        title=reader.text("Title"), description=reader.text("Description"), url=reader.need("Url"), **head
    )


def _subscribe(reader: _Reader, head: dict[str, Any]) -> m.EventPush:
    return m.SubscribeEvent(scene=head["key"].removeprefix(_SCENE), ticket=reader.text("Ticket"), **head)


def _unsubscribe(_: _Reader, head: dict[str, Any]) -> m.EventPush:
    return m.UnsubscribeEvent(**head)


def _revoke(reader: _Reader, head: dict[str, Any]) -> m.EventPush:
    # The documented JSON example has a space before the name.
    openid = _pattern((reader.text("OpenID") or reader.need(" OpenID")).strip(), _NAME)
    return m.RevokeEvent(**{**head, "openid": openid})


def _scan(reader: _Reader, head: dict[str, Any]) -> m.EventPush:
    return m.ScanEvent(scene=head["key"], ticket=reader.text("Ticket"), **head)


def _report(reader: _Reader, head: dict[str, Any]) -> m.EventPush:
    return m.LocationEvent(
        latitude=reader.number("Latitude"),
        longitude=reader.number("Longitude"),
        precision=reader.number("Precision"),
        **head,
    )


def _click(_: _Reader, head: dict[str, Any]) -> m.EventPush:
    if not head["key"]:
        raise _MissingError("EventKey")
    return m.MenuClickEvent(**head)


def _view(reader: _Reader, head: dict[str, Any]) -> m.EventPush:
    return m.MenuViewEvent(url=head["key"], menu_id=reader.text("MenuId"), **head)


def _scan_code(reader: _Reader, head: dict[str, Any]) -> m.EventPush:
    scanned = reader.inner("ScanCodeInfo")
    return m.ScanCodeEvent(
        scan_type=scanned.text("ScanType"),
        result=scanned.need("ScanResult"),
        waiting=head["event"] == "scancode_waitmsg",
        **head,
    )


def _template(reader: _Reader, head: dict[str, Any]) -> m.EventPush:
    status = re.sub(r":\s+", ":", reader.need("Status"))
    return m.TemplateFinishedEvent(message_id=reader.need("MsgID"), status=status, **head)


def _notice(reader: _Reader, head: dict[str, Any]) -> m.EventPush:
    camel = "".join(part.capitalize() for part in head["event"].split("_"))
    found = reader.inner(camel).fields.get("List", reader.fields.get("List", []))
    items: list[Value] = found if isinstance(found, list) else [found]
    answers = []
    for item in items:
        answer = _Reader(item if isinstance(item, dict) else {})
        status = answer.text("SubscribeStatusString") or answer.text("ErrorStatus")
        answers.append(
            m.NoticeAnswer(template_id=answer.need("TemplateId"), status=status, scene=answer.text("PopupScene"))
        )
    return m.NoticeEvent(answers=tuple(answers), **head)


def _desk(reader: _Reader, head: dict[str, Any]) -> m.EventPush:
    return m.DeskEvent(agent=reader.text("KfAccount") or reader.text("ToKfAccount"), **head)


_MESSAGES: dict[str, Callable[[_Reader, dict[str, Any]], m.Message]] = {
    "text": _text,
    "image": _image,
    "voice": _voice,
    "video": _video,
    "shortvideo": _video,
    "location": _location,
    "link": _link,
}

_EVENTS: dict[str, Callable[[_Reader, dict[str, Any]], m.EventPush]] = {
    "subscribe": _subscribe,
    "unsubscribe": _unsubscribe,
    "user_authorization_revoke": _revoke,
    "user_authorization_cancellation": _revoke,
    "scan": _scan,
    "location": _report,
    "click": _click,
    "view": _view,
    "scancode_push": _scan_code,
    "scancode_waitmsg": _scan_code,
    "templatesendjobfinish": _template,
    "subscribe_msg_popup_event": _notice,
    "subscribe_msg_change_event": _notice,
    "subscribe_msg_sent_event": _notice,
    "kf_create_session": _desk,
    "kf_close_session": _desk,
    "kf_switch_session": _desk,
}
