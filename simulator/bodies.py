"""The bodies of pushes, as WeChat writes them, and the ways an attacker writes them."""

from __future__ import annotations

import json
from typing import Any

from simulator.account import Account
from wechat.cipher import MessageCipher
from wechat.signature import sign

_NUMBERS = {
    "CreateTime", "MsgId", "Location_X", "Location_Y", "Scale", "Idx", "MsgID",
    "Latitude", "Longitude", "Precision", "bizmsgmenuid", "MenuId",
}  # fmt: skip


def push_body(account: Account, fields: dict[str, Any]) -> bytes:
    """The plain body of a push."""
    if account.is_json:
        return json.dumps(fields, ensure_ascii=False).encode()
    return f"<xml>{_tags(fields)}</xml>".encode()


def signed_request(
    account: Account, body: bytes, *, openid: str, timestamp: int, nonce: str
) -> tuple[dict[str, str], bytes]:
    """The query and the body of a push as the account's mode wraps it."""
    query = {
        "signature": sign(account.token, str(timestamp), nonce),
        "timestamp": str(timestamp),
        "nonce": nonce,
        "openid": openid,
    }
    if account.mode == "plain":
        return query, body
    encrypted = MessageCipher(account.app_id, account.aes_key).seal(body)
    query |= {"encrypt_type": "aes", "msg_signature": sign(account.token, str(timestamp), nonce, encrypted)}
    if account.is_json:
        envelope = {"ToUserName": account.name, "Encrypt": encrypted}
        plain = json.loads(body) if account.mode == "compatible" else {}
        return query, json.dumps(plain | envelope, ensure_ascii=False).encode()
    inner = body.decode().removeprefix("<xml>").removesuffix("</xml>") if account.mode == "compatible" else ""
    head = inner or f"<ToUserName><![CDATA[{account.name}]]></ToUserName>"
    return query, f"<xml>{head}<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>".encode()


def _tags(fields: dict[str, Any]) -> str:
    return "".join(_tag(name, item) for name, value in fields.items() for item in _many(value))


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _tag(name: str, value: Any) -> str:
    if isinstance(value, dict):
        return f"<{name}>{_tags(value)}</{name}>"
    if name in _NUMBERS:
        return f"<{name}>{value}</{name}>"
    safe = str(value).replace("]]>", "]]]]><![CDATA[>")
    return f"<{name}><![CDATA[{safe}]]></{name}>"
