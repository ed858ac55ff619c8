"""What custom/send, template/send and subscribe/bizsend refuse, in the order WeChat seems to look.

Source: https://developers.weixin.qq.com/doc/oplatform/developers/errCode/ (order of checks: an assumption, facts §11).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from simulator.account import Account
from simulator.files import Files
from simulator.people import SimulatedPerson

_LIMITS = {"thing": 20, "character_string": 32, "phrase": 5}


@dataclass(frozen=True)
class CustomMessage:
    """A customer-service message as the person will see it."""

    kind: str
    text: str
    options: tuple[tuple[str, str], ...] = ()


class RejectedError(Exception):
    """A call the platform refuses."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def find_person(
    people: dict[str, SimulatedPerson], payload: dict[str, Any], *, must_follow: bool = True
) -> SimulatedPerson:
    """The person a call is for."""
    person = people.get(str(payload.get("touser", "")))
    if person is None:
        raise RejectedError(40003, "invalid openid")
    if person.blocks:
        raise RejectedError(48002, "user block receive message")
    if must_follow and not person.follows:
        raise RejectedError(43004, "require subscribe")
    return person


def read_custom(account: Account, files: Files, payload: dict[str, Any]) -> CustomMessage:
    """The message in a custom/send call."""
    kind = payload.get("msgtype")
    body = payload.get(str(kind))
    if not isinstance(kind, str) or not isinstance(body, dict):
        raise RejectedError(40008, "invalid message type")
    if kind == "text":
        return CustomMessage("text", _text(account, body.get("content")))
    if kind in ("image", "voice"):
        media_id = str(body.get("media_id", ""))
        if files.get(media_id) is None:
            raise RejectedError(40007, "invalid media_id")
        return CustomMessage(kind, media_id)
    if kind == "news":
        articles = body.get("articles")
        if not isinstance(articles, list) or len(articles) != 1:
            raise RejectedError(45008, "article size out of limit")
        return CustomMessage("news", f"{articles[0].get('title')} {articles[0].get('url')}")
    if kind == "msgmenu":
        return _menu(account, body)
    if kind in ("video", "music", "miniprogrampage", "mpnewsarticle"):
        return CustomMessage(kind, json.dumps(body, ensure_ascii=False))
    raise RejectedError(40008, "invalid message type")


def check_template(account: Account, payload: dict[str, Any]) -> str:
    """The values of a template message as one text."""
    data = payload.get("data")
    if not payload.get("template_id") or not isinstance(data, dict):
        raise RejectedError(40037, "invalid template_id")
    values = {name: str(item.get("value", "")) for name, item in data.items() if isinstance(item, dict)}
    for name, value in values.items():
        kind = name.rstrip("0123456789").rstrip("_")
        too_long = len(value) > _LIMITS.get(kind, 1000)
        wrong = not value or too_long or (kind == "character_string" and not value.isascii())
        if wrong and not account.sandbox:
            raise RejectedError(47003, f"argument invalid! data.{name}.value invalid")
    return " ".join(f"{name}={value}" for name, value in values.items())


def _menu(account: Account, body: dict[str, Any]) -> CustomMessage:
    if account.sandbox:
        raise RejectedError(40200, "invalid account type")
    items = body.get("list")
    if not isinstance(items, list) or not 1 <= len(items) <= 10:
        raise RejectedError(45098, "msgmenu list size is out of limit")
    if any(len(str(item.get("content", "")).encode()) > 128 for item in items):
        raise RejectedError(45099, "msgmenu item content size is out of limit")
    lines = [body.get("head_content", ""), *(item["content"] for item in items), body.get("tail_content", "")]
    options = tuple((str(item.get("id", "")), str(item["content"])) for item in items)
    return CustomMessage("msgmenu", _text(account, "\n".join(line for line in lines if line)), options)


def _text(account: Account, content: object) -> str:
    if not isinstance(content, str) or not content:
        raise RejectedError(44004, "empty content")
    if len(content.encode()) > account.text_bytes:
        raise RejectedError(45002, "content size out of limit")
    return content
