"""What is found: kinds, what stands in their place, and how well formed a value is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

PLACEHOLDERS = {
    "id_number": "〔身份证号〕",
    "phone": "〔手机号〕",
    "email": "〔邮箱〕",
    "bank_card": "〔银行卡号〕",
    "travel_document": "〔证件号〕",
    "person_name": "〔姓名〕",
    "exam_number": "〔考号〕",
    "chat_name": "〔聊天账号〕",
    "landline": "〔座机号〕",
    "number_part": "〔部分号码〕",
    "password": "〔密码〕",
    "code": "〔验证码〕",
}
"""What stands in a masked text, by kind."""

SECRET_KINDS = frozenset({"password", "code"})
"""Kinds that nobody may need: their value is dropped as soon as it is found."""


class Shape(StrEnum):
    """Whether a value can be what it was taken for, and if not, in which way."""

    VALID = "valid"
    CHECK_DIGIT_WRONG = "check_digit_wrong"
    ONE_SHORT = "one_short"
    ONE_LONG = "one_long"
    MALFORMED = "malformed"


@dataclass(frozen=True)
class PrivateValue:
    """One piece of personal data: its kind, its place in the text, the value without separators, how well it is formed.

    The value of a secret is empty: no store can keep what it is not given.
    """

    kind: str
    start: int
    end: int
    value: str
    shape: Shape = Shape.VALID
