"""Whether a message puts a username in the place of the one that was given: «用户名不是138那个，改成〔手机号〕»."""

from __future__ import annotations

import re

from dialogue.text.clauses import MARK

_NAME = "(?:用户名|账号|帐号|账户|登录名|手机号?|电话|号码?|邮箱|身份证号?|证件号)"
_WRONG = "(?:不是|不对|并非|弄错|写错|填错|发错|打错|错了|搞错|记错|是旧|旧号|停用|不用了|我[爸妈哥姐弟妹]的)"
_GOES_IN = "(?:改成|改为|改做|换成|换为|应该是|应当是|其实是|正确的是|用这个|用|是|填)"
_RENAMES = re.compile(rf"{_NAME}.{{0,12}}{_WRONG}.{{0,24}}{_GOES_IN}[：: ，,]{{0,2}}$")
_AFTER = re.compile(r"[。.！!~，, ]{0,3}(?:这个|才对|才是|吧|啊|呀|谢谢|哈|了){0,3}[。.！!~ ]{0,2}")


def renames(text: str) -> bool:
    """Whether a masked message (in standard Chinese) ends with the username that is to stand instead of another."""
    marks = list(MARK.finditer(text))
    if not marks or not _AFTER.fullmatch(text[marks[-1].end() :]):
        return False
    return _RENAMES.search(MARK.sub("某号", text[: marks[-1].start()])) is not None
