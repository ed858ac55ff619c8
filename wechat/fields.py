"""A push's body as plain fields, from XML or JSON; nothing hostile gets further than this module.

WeChat passes on what people type: a stray control character, `]]>` in the middle of a text, a character cut in half.
Strict XML refuses all three; here they are repaired, because the person is waiting for an answer. A field that stands
twice is never repaired: that is how somebody would speak in another's name.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from common.shallow_json import load_shallow_json
from wechat.errors import MessageError

BODY_BYTES = 64 * 1024
"""Far above any message people can send; more is refused unread."""
_DEPTH = 8

Value: TypeAlias = "str | Fields | list[Value]"
Fields: TypeAlias = "dict[str, Value]"

_UNPAIRED = re.compile("[\ud800-\udfff]")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OPENING = re.compile(r"\s*+<([A-Za-z][A-Za-z0-9_]{0,40})>")
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_HEAD = ("ToUserName", "FromUserName", "CreateTime")


def read_fields(body: bytes) -> Fields:
    """The fields of a body, repeated names as lists, every number as its text.

    Raises:
        MessageError: too large, malformed beyond repair, a DTD, too deep, or not one object.
    """
    if len(body) > BODY_BYTES:
        raise MessageError("消息太大")
    text = body.decode("utf-8", "replace")
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start == "<":
        return _read_xml(text.lstrip("\ufeff \t\r\n"))
    if start == "{":
        return _read_json(text)
    raise MessageError("消息既不是 XML 也不是 JSON")


def _read_xml(text: str) -> Fields:
    text = _NOT_IN_XML.sub("", text)
    try:
        # Decoded first, so that an encoding named in the XML declaration has no say.
        root: Element = fromstring(text, forbid_dtd=True)
    except ParseError:
        return _read_flat(text)
    except DefusedXmlException:
        root = Element("")
    if root.tag != "xml":
        raise MessageError("XML 不合格式")
    value = _element_value(root, _DEPTH)
    return value if isinstance(value, dict) else {}


def read_head(body: bytes) -> Fields:
    """Who wrote and when, out of a body that cannot be read as a whole: enough to say that it was not understood.

    Raises:
        MessageError: not even that, or one of the three more than once.
    """
    text = body.decode("utf-8", "replace")
    found: Fields = {}
    for name in _HEAD:
        start, end = text.find(f"<{name}>"), text.find(f"</{name}>")
        if min(start, end) < 0 or text.count(f"<{name}>") > 1 or end < start:
            raise MessageError("消息没有写明是谁发的")
        found[name] = _content(text[start + len(name) + 2 : end])
    return found


def _read_flat(text: str) -> Fields:
    """One level of fields, each up to its own closing tag, whatever stands between.

    Raises:
        MessageError: it is no such document, or a field stands twice.
    """
    inside = text.strip()
    if not inside.startswith("<xml>") or not inside.endswith("</xml>"):
        raise MessageError("XML 不合格式")
    inside = inside.removeprefix("<xml>").removesuffix("</xml>")
    fields: Fields = {}
    place = 0
    while opening := _OPENING.match(inside, place):
        name = opening[1]
        end = inside.find(f"</{name}>", opening.end())
        if end < 0 or name in fields:
            raise MessageError("XML 不合格式")
        fields[name] = _content(inside[opening.end() : end])
        place = end + len(name) + 3
    if inside[place:].strip() or not fields:
        raise MessageError("XML 不合格式")
    return fields


def _content(text: str) -> str:
    """A field's text without its wrapping."""
    text = text.strip()
    if text.startswith(_CDATA):
        return text.removeprefix(_CDATA).removesuffix(_CDATA_END)
    return text


def _element_value(element: Element, depth: int) -> Value:
    if not depth:
        raise MessageError("XML 嵌套太深")
    if not len(element):
        return element.text or ""
    fields: Fields = {}
    for child in element:
        value = _element_value(child, depth - 1)
        if child.tag not in fields:
            fields[child.tag] = value
        else:
            known = fields[child.tag]
            if isinstance(known, list):
                known.append(value)
            else:
                fields[child.tag] = [known, value]
    return fields


def _read_json(text: str) -> Fields:
    try:
        value = _json_value(load_shallow_json(text, parse_int=str, parse_float=str, parse_constant=str), _DEPTH)
    except ValueError:
        value = ""
    if not isinstance(value, dict):
        raise MessageError("JSON 不合格式")
    return value


def _json_value(value: Any, depth: int) -> Value:
    if not depth:
        raise MessageError("JSON 嵌套太深")
    if isinstance(value, dict):
        return {_whole(key): _json_value(item, depth - 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_json_value(item, depth - 1) for item in value]
    return _whole(str(value)) if value is not None else ""


def _whole(text: str) -> str:
    # JSON can spell half a surrogate pair, which no encoder takes later on.
    return _UNPAIRED.sub("\ufffd", text)
