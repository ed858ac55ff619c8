"""What we can send, and its two wire forms: the passive reply's XML and custom/send's JSON.

Sources: https://developers.weixin.qq.com/doc/service/en/guide/product/message/Passive_user_reply_message.html and
https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from wechat.text import clean_text

MENU_ITEMS = 10
MENU_ITEM_BYTES = 128
"""WeChat publishes no limits for menu messages; these are those of 企业微信's cousin (facts §3.3)."""


@dataclass(frozen=True)
class Text:
    """Text; `split_text` keeps it within WeChat's length."""

    content: str = field(repr=False)


@dataclass(frozen=True)
class Image:
    """A picture uploaded before."""

    media_id: str = field(repr=False)


@dataclass(frozen=True)
class Voice:
    """A voice clip uploaded before."""

    media_id: str = field(repr=False)


@dataclass(frozen=True)
class Video:
    """A video uploaded before."""

    media_id: str = field(repr=False)
    title: str = field(default="", repr=False)
    description: str = field(default="", repr=False)
    thumb_media_id: str = field(default="", repr=False)


@dataclass(frozen=True)
class Music:
    """A piece of music to play."""

    title: str
    description: str
    url: str
    thumb_media_id: str = field(repr=False)


@dataclass(frozen=True)
class News:
    """One card that opens a page; WeChat allows one article a message since October 2018."""

    title: str = field(repr=False)
    description: str = field(repr=False)
    url: str = field(repr=False)
    picture_url: str = field(default="", repr=False)


@dataclass(frozen=True)
class MenuMessage:
    """菜单消息: lines that can be tapped; ids are integers because letters do not come back (facts §3.3)."""

    head: str = field(repr=False)
    items: tuple[tuple[int, str], ...] = field(repr=False)
    tail: str = field(default="", repr=False)


@dataclass(frozen=True)
class MiniProgramPage:
    """A card that opens a page of a linked mini program."""

    title: str
    app_id: str
    path: str
    thumb_media_id: str = field(repr=False)


Outgoing: TypeAlias = Text | Image | Voice | Video | Music | News | MenuMessage | MiniProgramPage
Passive: TypeAlias = Text | Image | Voice | Video | Music | News


def passive_xml(reply: Passive, *, openid: str, account: str, created: int) -> str:
    """The XML of a passive reply: to the person, from the account, every text safe inside its CDATA."""
    kind, body = _passive_body(reply)
    head = {"ToUserName": openid, "FromUserName": account, "CreateTime": created, "MsgType": kind}
    return f"<xml>{_tags(head | body)}</xml>"


def custom_payload(message: Outgoing, openid: str, *, generated: bool = False, agent: str = "") -> dict[str, Any]:
    """The JSON object of a custom/send call.

    Args:
        generated: mark the message as made by AI (WeChat shows 「内容由第三方AI生成」).
        agent: show it as coming from this named agent (kf_account).
    """
    kind, body = _custom_body(message)
    payload: dict[str, Any] = {"touser": openid, "msgtype": kind, kind: body}
    if agent:
        payload["customservice"] = {"kf_account": agent}
    if generated:
        payload["aimsgcontext"] = {"is_ai_msg": 1}
    return payload


def _passive_body(reply: Passive) -> tuple[str, dict[str, Any]]:
    match reply:
        case Text(content):
            return "text", {"Content": content}
        case Image(media_id):
            return "image", {"Image": {"MediaId": media_id}}
        case Voice(media_id):
            return "voice", {"Voice": {"MediaId": media_id}}
        case Video(media_id, title, description):
            return "video", {"Video": {"MediaId": media_id, "Title": title, "Description": description}}
        case Music(title, description, url, thumb):
            music = {"Title": title, "Description": description, "MusicUrl": url, "HQMusicUrl": url}
            return "music", {"Music": music | {"ThumbMediaId": thumb}}
        case News(title, description, url, picture):
            item = {"Title": title, "Description": description, "PicUrl": picture, "Url": url}
            return "news", {"ArticleCount": 1, "Articles": {"item": item}}


def _custom_body(message: Outgoing) -> tuple[str, dict[str, Any]]:
    match message:
        case Text(content):
            return "text", {"content": clean_text(content)}
        case Image(media_id):
            return "image", {"media_id": media_id}
        case Voice(media_id):
            return "voice", {"media_id": media_id}
        case Video(media_id, title, description, thumb):
            body = {"media_id": media_id, "thumb_media_id": thumb}
            return "video", body | {"title": clean_text(title), "description": clean_text(description)}
        case Music(title, description, url, thumb):
            music = {"title": clean_text(title), "description": clean_text(description), "musicurl": url}
            return "music", music | {"hqmusicurl": url, "thumb_media_id": thumb}
        case News(title, description, url, picture):
            article = {"title": clean_text(title), "description": clean_text(description), "url": url}
            return "news", {"articles": [article | {"picurl": picture}]}
        case MenuMessage(head, items, tail):
            listed = [{"id": str(number), "content": clean_text(title)} for number, title in items]
            menu = {"head_content": clean_text(head), "list": listed, "tail_content": clean_text(tail)}
            return "msgmenu", {key: value for key, value in menu.items() if value}
        case MiniProgramPage(title, app_id, path, thumb):
            page = {"title": clean_text(title), "appid": app_id, "pagepath": path}
            return "miniprogrampage", page | {"thumb_media_id": thumb}


def _tags(fields: dict[str, Any]) -> str:
    return "".join(f"<{name}>{_value(value)}</{name}>" for name, value in fields.items())


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return _tags(value)
    if isinstance(value, int):
        return str(value)
    # `]]>` would end the CDATA section and let a person's text write tags of its own.
    return f"<![CDATA[{clean_text(value).replace(']]>', ']]]]><![CDATA[>')}]]>"
