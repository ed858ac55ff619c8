"""What the platform makes of the callback's answer: silence, a reply to show, or the fault notice.

Source: https://developers.weixin.qq.com/doc/subscription/guide/product/message/Passive_user_reply_message.html
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from simulator.account import Account
from wechat.cipher import MessageCipher
from wechat.errors import MessageError, RefusedError
from wechat.fields import Fields, read_fields
from wechat.signature import sign


@dataclass(frozen=True)
class PassiveReply:
    """A reply the person sees."""

    kind: str
    text: str


class AbnormalError(Exception):
    """An answer that makes WeChat show the fault notice; the text says why, for the test that fails on it."""


def read_answer(account: Account, openid: str, status: int, body: bytes) -> PassiveReply | None:
    """The reply in an answer; None when it says there is none.

    Raises:
        AbnormalError: anything WeChat would not accept.
    """
    if status != 200:
        raise AbnormalError(f"HTTP {status}")
    if body in (b"", b"success"):
        return None
    fields = _fields(body)
    if "Encrypt" in fields:
        fields = _opened(account, fields)
    elif account.mode == "safe":
        raise AbnormalError("安全模式下的回复没有加密")
    if (fields.get("ToUserName"), fields.get("FromUserName")) != (openid, account.name):
        raise AbnormalError("收发双方写反了")
    if not str(fields.get("CreateTime", "")).isdigit():
        raise AbnormalError("没有 CreateTime")
    return _reply(account, fields)


def _fields(body: bytes) -> Fields:
    try:
        return read_fields(body)
    except MessageError as error:
        raise AbnormalError(str(error)) from None


def _opened(account: Account, fields: Fields) -> Fields:
    parts = [fields.get(name) for name in ("TimeStamp", "Nonce", "Encrypt")]
    texts = [part for part in parts if isinstance(part, str)]
    if len(texts) != 3 or fields.get("MsgSignature") != sign(account.token, *texts):
        raise AbnormalError("MsgSignature 不对")
    try:
        return _fields(MessageCipher(account.app_id, account.aes_key).open(texts[2]).message)
    except RefusedError:
        raise AbnormalError("解不开回复") from None


def _reply(account: Account, fields: Fields) -> PassiveReply:
    kind = fields.get("MsgType")
    if kind == "text":
        content = fields.get("Content")
        if not isinstance(content, str) or not content:
            raise AbnormalError("Content 是空的")
        if len(content.encode()) > account.text_bytes:
            raise AbnormalError("Content 太长")
        return PassiveReply("text", content)
    if kind == "news":
        articles = fields.get("Articles")
        item = articles.get("item") if isinstance(articles, dict) else None
        if fields.get("ArticleCount") != "1" or not isinstance(item, dict):
            raise AbnormalError("图文要正好 1 条")
        return PassiveReply("news", f"{item.get('Title')} {item.get('Url')}")
    if kind in ("image", "voice", "video"):
        inner = fields.get(str(kind).capitalize())
        media_id = inner.get("MediaId") if isinstance(inner, dict) else None
        if not media_id:
            raise AbnormalError("没有 MediaId")
        return PassiveReply(kind, str(media_id))
    if kind in ("music", "transfer_customer_service"):
        return PassiveReply(kind, json.dumps(fields, ensure_ascii=False))
    raise AbnormalError(f"不认识的回复类型 {kind}")
