"""A push's body as plain fields, from XML or JSON; nothing hostile gets further than this module."""

from __future__ import annotations

import json
import re
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from wechat.errors import MessageError

BODY_BYTES = 64 * 1024
"""Far above any message people can send; more is refused unread."""
_DEPTH = 8

Value: TypeAlias = "str | Fields | list[Value]"
Fields: TypeAlias = "dict[str, Value]"

_UNPAIRED = re.compile("[\ud800-\udfff]")


def read_fields(body: bytes) -> Fields:
    """The fields of a body, repeated names as lists, every number as its text.

    Raises:
        MessageError: too large, not UTF-8, malformed, a DTD, too deep, or not one object.
    """
    if len(body) > BODY_BYTES:
        raise MessageError("消息太大")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start == "<":
        return _read_xml(text.lstrip("\ufeff \t\r\n"))
    if start == "{":
        return _read_json(text)
    raise MessageError("消息既不是 XML 也不是 JSON")


def _read_xml(text: str) -> Fields:
    try:
        # Decoded first, so that an encoding named in the XML declaration has no say.
        root: Element = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException):
        root = Element("")
    if root.tag != "xml":
        raise MessageError("XML 不合格式")
    value = _element_value(root, _DEPTH)
    return value if isinstance(value, dict) else {}


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
        value = _json_value(json.loads(text, parse_int=str, parse_float=str, parse_constant=str), _DEPTH)
    except (ValueError, RecursionError):
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
