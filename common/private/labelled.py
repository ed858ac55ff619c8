"""Numbers and names that only the word in front of them makes somebody's own: exam numbers, QQ and WeChat names,
the telephone at home. Read after all the others, for what they are by themselves counts more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from common.private.values import PrivateValue

_IS = r"(?:号码?|账号)?[ \"'“(\[:=是为填写]{0,4}"
_EXAM = re.compile(rf"(?:准考证|考生号?|报名号|考号){_IS}(?P<value>[0-9](?:[ \-]?[0-9]){{7,17}}+)(?![0-9A-Za-z])")
_QQ = re.compile(rf"(?:(?<![A-Za-z])qq|扣扣){_IS}(?P<value>[1-9][0-9]{{5,10}}+)(?![0-9A-Za-z@.])", re.IGNORECASE)
_WECHAT = re.compile(
    r"(?:(?:微信|(?<![A-Za-z])[vw]x)号[ :=是为]{0,3}(?P<value>(?!chsi)[A-Za-z][A-Za-z0-9_\-]{5,19}+)"
    r"|(?P<id>(?<![A-Za-z0-9])wxid_[A-Za-z0-9_\-]{3,24}+))",
    re.IGNORECASE,
)
_HOME = re.compile(
    r"(?P<whose>[^0-9A-Za-z\s]{0,6})(?:座机|固话|固定电话|宅电|(?:我家|家里|家庭)的?电话)(?:号码?)?[ :是为]{0,3}"
    r"(?P<value>0[1-9][0-9]{1,2}[ \-]{0,2}[2-9][0-9]{6,7})(?![0-9])"
)
_OFFICE = re.compile("客服|官方|学校|学院|教务|大学|学信|单位|老师|热线")
_HOTLINE = "67410388"
"""What the help centre publishes gives nobody away, whatever it is called."""


def find_labelled(text: str) -> Iterator[PrivateValue]:
    """Every such value in a folded text."""
    for kind, pattern in (("exam_number", _EXAM), ("chat_name", _QQ)):
        for match in pattern.finditer(text):
            yield _value(kind, match, "value")
    for match in _WECHAT.finditer(text):
        yield _value("chat_name", match, "value" if match["value"] else "id")
    for match in _HOME.finditer(text):
        if not _OFFICE.search(match["whose"]) and not match["value"].endswith(_HOTLINE):
            yield _value("landline", match, "value")


def _value(kind: str, match: re.Match[str], group: str) -> PrivateValue:
    start, end = match.span(group)
    return PrivateValue(
        kind, start, end, match[group].replace(" ", "").replace("-", "") if kind != "chat_name" else match[group]
    )
