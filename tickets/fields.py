"""What a person types into a ticket: the 学信网 username and the description, checked with a hint that helps."""

from __future__ import annotations

import re
from dataclasses import dataclass

from common.masking import Shape, find_private, is_email, is_id_number, is_mobile_number, show_masked, without_secrets
from tickets.errors import SubmissionError

KIND_LABELS = {
    "phone": "手机号",
    "email": "邮箱",
    "id_number": "身份证号",
    "name": "用户名",
    "forgotten": "不记得",
    "unasked": "没有问过",
    "not_given": "没有填",
}
_NO_VALUE = ("unasked", "not_given")
USERNAME_PLACEHOLDER = "〔用户名〕"
"""What stands in a masked text where a username stood that is neither number nor address."""

_FORGOTTEN = re.compile(
    r"(我|早就?|已经|完全|都|真的|也){0,5}(忘记?了?|不知道|不清楚|不记得|记不清|记不得|想不起来?|没有|无|没有用户名)"
    r"(用户名|账号|帐号|了|啦|啊|呢|是什么|是多少|[。.!！~]){0,8}"
)
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_MAX_USERNAME_CHARS = 64
_MAX_TYPED_CHARS = 300
"""How much around a username is read; a field may hold 64 KB, and every look at it costs time."""
_ONE_WORD = re.compile(r"[A-Za-z0-9_.@\-]{1,64}")
"""A username and nothing else, also one that begins like the word for a secret (`code2019`)."""
_NO_USERNAME = "这看起来不像用户名。请只发手机号、邮箱或用户名；不记得就回复「忘了」。"
_MIN_DESCRIPTION_CHARS = 4
TEXT_CHARS = 4000
"""How long a description, an addition or a reply may be."""


@dataclass(frozen=True)
class Username:
    """A checked username; the value is empty when the person has forgotten it."""

    kind: str
    value: str

    def shown(self) -> str:
        """As it may be repeated to its owner or shown to an agent."""
        return show_username(self.kind, self.value)


def read_username(text: str) -> Username:
    """Understand what was typed as a username; 忘了 and 不知道 are answers too.

    Quick whatever the text: one that is too long for a sentence with a username in it is not looked at.

    Raises:
        SubmissionError: it looks like a phone number, an ID number or an e-mail address but cannot be one.
    """
    typed = text.strip()
    if len(typed) > _MAX_TYPED_CHARS:
        raise SubmissionError(_NO_USERNAME)
    typed = typed if _ONE_WORD.fullmatch(typed) else without_secrets(typed)
    value = _printable(typed.translate(_FOLD)).strip().strip("。,，;；")
    if not value:
        raise SubmissionError("请发一下用户名：手机号或邮箱就行；不记得就回复「忘了」。")
    if _FORGOTTEN.fullmatch(value):
        return Username("forgotten", "")
    compact = re.sub(r"[\s\-·]", "", value)
    if len(value) > _MAX_USERNAME_CHARS and not any(find_private(value)):
        raise SubmissionError(_NO_USERNAME)
    if "@" in compact:
        found = _find(value, "email")
        if found is None and not is_email(compact):
            raise SubmissionError("这个邮箱好像不完整，请检查一下，像 name@example.com 这样。不记得就回复「忘了」。")
        return found or Username("email", compact)
    digits = compact.removeprefix("+86")
    if re.fullmatch(r"86\d{11}", digits, re.ASCII):
        digits = digits[2:]
    if is_mobile_number(digits):
        return Username("phone", digits)
    if re.fullmatch(r"(\d{15}|\d{17}[\dXx])", compact, re.ASCII):
        if not is_id_number(compact):
            raise SubmissionError("这个身份证号的校验位对不上，请核对有没有输错。不记得用户名就回复「忘了」。")
        return Username("id_number", compact.upper())
    if re.fullmatch(r"1\d{8,13}", compact, re.ASCII):
        raise SubmissionError(f"手机号应该是 11 位，您发的是 {len(compact)} 位或号段不对，请核对一下。")
    if re.fullmatch(r"\d{16,}[Xx]?", compact, re.ASCII):
        raise SubmissionError(f"身份证号应该是 18 位，您发的是 {len(compact)} 位，请核对一下。")
    return _find(value, "phone", "id_number") or Username("name", " ".join(value.split()))


def read_description(text: str) -> str:
    """Understand what was typed as a description: at least one sentence that says something.

    Raises:
        SubmissionError: it says too little for an agent to start with.
    """
    value = without_secrets(_cut(text))[:TEXT_CHARS]
    letters = [character for character in value if character.isalnum()]
    if len(letters) < _MIN_DESCRIPTION_CHARS or len(set(letters)) < 3:
        raise SubmissionError("写得太少，客服不知道从哪里看起。请用一句话说明：在哪一步、页面上提示了什么。")
    return value


def read_addition(text: str) -> str:
    """What is added to a ticket later; empty when only pictures are added."""
    return without_secrets(_cut(text))[:TEXT_CHARS]


def read_context(text: str) -> str:
    """What was asked and answered before, as it is kept with the ticket."""
    return without_secrets(text)


def read_reply(text: str) -> str:
    """What an agent writes: kept as it is, for it is told to somebody."""
    return _cut(text)


def show_username(kind: str, value: str) -> str:
    """A username as anybody may see it: enough to recognise, not to use."""
    if kind in _NO_VALUE:
        return KIND_LABELS[kind]
    if kind == "forgotten" or not value:
        return KIND_LABELS["forgotten"]
    return show_masked(kind, value)


def _find(sentence: str, *kinds: str) -> Username | None:
    """The username in a longer sentence (我的手机号是…)."""
    found = (item for item in find_private(sentence) if item.kind in kinds and item.shape is Shape.VALID)
    return next((Username(item.kind, item.value) for item in found), None)


def _cut(text: str) -> str:
    """Without control characters (PostgreSQL keeps no NUL) and not endless; what is cut off is not looked at."""
    return _printable(text.strip()[: 2 * TEXT_CHARS]).strip()[:TEXT_CHARS]


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable() or character == "\n")
