"""Which document or record a talk is about: «那2006年的网上没有» after «学位证» is of the 学位证, too."""

from __future__ import annotations

import re
from collections.abc import Sequence

from faq.text.normalise import matching_key

_DOCUMENTS = (
    "学位",
    "学籍",
    "成绩单",
    "毕业证",
    "学历",
    "认证",
    "备案表",
    "照片",
    "准考证",
)
"""As titles and keywords name them."""
_LEANS = re.compile("^(?:(?:啊|哦|噢|嗯|好|行|唉|哎|对了){0,2})(?:那|这|它|可|但|所以)")
_NAMES_ITS_OWN = re.compile("毕业|密码|账号|手机|邮箱|报名")
"""What makes a message one of its own."""
_WITHIN = 2
"""How many messages back a document is still the one that is meant."""


def document_in(text: str) -> str:
    """The document a text names; of several the first of the table; empty for none."""
    return next((name for name in _DOCUMENTS if name in text), "")


def document_meant(text: str, said: Sequence[str]) -> str:
    """The document that a message leans on without a name of its own; empty where it names one, or stands by itself."""
    if not _LEANS.match(matching_key(text)) or document_in(text) or _NAMES_ITS_OWN.search(text):
        return ""
    return next(filter(None, map(document_in, reversed(said[-_WITHIN:]))), "")
