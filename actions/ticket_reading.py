"""Reads the pieces of a ticket out of one sentence: username, "no picture", and what is left to describe."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from common.masking import PLACEHOLDERS
from faq.normalise import matching_key
from tickets.fields import USERNAME_PLACEHOLDER

USERNAME_KINDS = ("phone", "id_number", "email", "name")
WRONG = "wrong"
"""The kind of a username that was typed wrong (bot/guard.py)."""
ENOUGH_CHARS = 6
"""From how many characters on the rest of a sentence says what the problem is."""

_MARK = re.compile("|".join(map(re.escape, (*PLACEHOLDERS.values(), USERNAME_PLACEHOLDER))))
_CLAUSE_END = re.compile(r"[，,。;；！!？?\s]+")
_LEAD = re.compile(
    r"^.{0,8}?(?:提交|提|开|建|填|写|登记)?(?:一?[个张份]|一下|下)?(?:工单|单子|问题单)(?:吧|了|呢)?[:： ]*"
)
_PERSON = re.compile(r"^.{0,10}(?:人工|客服|真人|工作人员|领导).{0,6}$")
_POLITE = re.compile(
    r"(?:好的?|行|可以|嗯+|是的?|那就?|麻烦|谢谢|请|帮我|给我|您|你|我|一下|弄|处理|尽快|快点?|吧|啊|了|哦|谢|需要|要|想|继续|重新|投诉|反馈|提交|问题|您好|你好)+"
)
_NAME_WORDS = re.compile(
    r"我|的|用户名|账号|帐号|账户|手机号?码?|电话|邮箱|身份证号?码?|证件号?码?|登录名|号码|就?是|为|叫|这个|改成|改为|换成|应该|写错了?|错了|不对|[:：“”\"（）()]"
)
_CORRECTS = re.compile(
    r"(?:用户名|账号|帐号|手机号|邮箱|身份证号).{0,6}(?:错|不对|改|换|应该)|(?:改|换).{0,4}(?:用户名|账号)|(?:错了|不对).{0,4}(?:应该|是)"
)
_FORGOT_NAME = re.compile(
    r"(?:忘|记不[清得住]|不记得|想不起|不知道|不清楚|不确定).{0,6}(?:用户名|账号|帐号|手机号?|邮箱|号码|哪个|哪一个|哪个号)"
    r"|(?:用户名|账号|帐号).{0,4}(?:忘|记不|不记得|不知道|想不起|不清楚)"
)
_NO_PICTURE_CLAUSE = re.compile(
    r"(?:没有?|木有|无|发不了|发不出|截不了|不会|没法|不方便|不能).{0,3}(?:截?图片?|照片|截屏)|(?:截?图片?|照片).{0,3}(?:没有|发不了|发不出|发不上|传不了|传不上)|(?:发|截|传)不了图?|发不出去?|不会截"
)
_HOW = re.compile(r"怎么办?|如何|怎样|咋|[吗?？]")
_NOT_ASKED = re.compile(
    r"不知道|不晓得|怎么回事|怎么都|怎么也|怎么弄都|怎么试都|什么都|说什么|提示什么|显示什么|为什么总|为什么一直"
)
_ASKED = re.compile(
    r"[?？]|[吗呢]$|怎么|如何|怎样|咋|多久|多少|几天|几个|什么时候|哪里|哪儿|在哪|能不能|可不可以|可以不|是不是|为什么|为啥|什么意思|是什么|啥"
)


@dataclass(frozen=True)
class Pieces:
    """What one sentence gives: a username (a reference, or forgotten), no picture, the rest with its references."""

    username: Mapping[str, str] | None
    corrects: bool
    no_picture: bool
    rest: str
    refs: tuple[str, ...]


def read_pieces(text: str, private: Sequence[Mapping[str, str]]) -> Pieces:
    """Take a sentence apart, clause by clause; masked values are counted off in order."""
    values = iter(private)
    username: Mapping[str, str] | None = None
    no_picture = False
    kept: list[str] = []
    refs: list[str] = []
    for clause in filter(None, (_LEAD.sub("", clause) for clause in split_clauses(text))):
        inside = [item for _, item in zip(_MARK.findall(clause), values, strict=False)]
        names = [item for item in inside if item["kind"] in USERNAME_KINDS]
        spoken = len(matching_key(_NAME_WORDS.sub("", _MARK.sub("", clause))))
        if names and username is None:
            username = dict(names[0])
        elif username is None and is_forgotten(clause):
            username = {"kind": "forgotten"}
            continue
        if ((inside or _CORRECTS.search(clause)) and spoken < 4) or not is_content(clause):
            continue
        if says_no_picture(clause):
            no_picture = True
            continue
        kept.append(clause)
        refs += [item["ref"] for item in inside]
    rest = "，".join(kept)
    enough = len(matching_key(rest)) >= ENOUGH_CHARS
    return Pieces(
        username, _CORRECTS.search(text) is not None, no_picture, rest if enough else "", tuple(refs) if enough else ()
    )


def split_clauses(text: str) -> list[str]:
    """The clauses of a sentence, in order."""
    return [clause for clause in _CLAUSE_END.split(text) if clause]


def is_forgotten(text: str) -> bool:
    """Whether somebody says that they do not remember their username (not: asks how to find it)."""
    return _FORGOT_NAME.search(text) is not None and not _HOW.search(text)


def says_no_picture(text: str) -> bool:
    """Whether a short sentence says that there is no screenshot."""
    return len(matching_key(text)) <= 14 and _NO_PICTURE_CLAUSE.search(text) is not None and not _HOW.search(text)


def is_content(clause: str) -> bool:
    """Whether a clause says something about the problem: not only politeness or the wish for a person."""
    key = matching_key(clause)
    return bool(key) and not _POLITE.fullmatch(key) and not _PERSON.fullmatch(key)


def is_asked(text: str) -> bool:
    """Whether a sentence asks something; 不知道怎么回事… is a complaint, not a question."""
    return _ASKED.search(text.strip()) is not None and not _NOT_ASKED.search(text)


def placeholders_filled(text: str, values: Sequence[str]) -> str:
    """A masked text with its values back in place, for the ticket itself."""
    remaining = iter(values)
    return _MARK.sub(lambda match: next(remaining, match[0]) or match[0], text)
