"""Our site named only to say that all is well there: «教务系统说密码错误，可学信网能登»; the trouble is elsewhere."""

from __future__ import annotations

import re

from faq.text.normalise import normalise

_CLAUSE = re.compile(r"[，,。；;！!？?\s]{1,4}")
_OURS = r"(?:学信网?|学信档案|chsi)"
_TURNS = r"(?:可是?|但是?|不过|然而|而且?|明明|偏偏|只是|其实|我|在|的|用|里|上|那个)"
_ENTER = r"(?:登录?|登陆|进|扫码)(?:得)?(?:[上进去了]|进去)?"
_WELL = (
    rf"(?:就是这个|(?:也|倒|都|就|明明|又|却|倒是|一直|还|是){{0,4}}(?:(?:能|可以|用这个密码就能){_ENTER}|登得[上进去]|进得去|没问题|没事"
    r"|正常|好好的|好着))"
)
_ALL_WELL = re.compile(
    rf"{_TURNS}{{0,6}}{_OURS}.{{0,8}}?{_WELL}.{{0,6}}"
    rf"|{_TURNS}{{0,6}}(?:用)?(?:这个|同一个|一样的|同样的).{{0,4}}(?:密码|账号).{{0,6}}{_OURS}.{{0,8}}"
    rf"|.{{0,8}}(?:能|可以){_ENTER}.{{0,2}}{_OURS}.{{0,3}}"
)
_ILL = re.compile(
    "(?:密码|账号|帐号|用户名|验证码|登[录陆]).{0,12}(?:不[对过了上到进能]|错|失败|有误|被锁|异常|没反应)|登不|进不去|(?:要|输|填|让我输).{0,3}密码"
)
_SITE = re.compile("网站|网页|系统|平台|软件|小程序|app|那边|那里|报名|官网")
_LEAST_LETTERS = 6


def without_contrast(text: str) -> str:
    """What is left of a complaint about another site, without the clause that says all is well with ours.

    The text as it is where no clause does, or where the rest complains of nothing.
    """
    parts = [part for part in _CLAUSE.split(text) if part]
    kept = [part for part in parts if not (_ALL_WELL.fullmatch(normalise(part)) and not _asks(part))]
    rest = "，".join(kept)
    if len(kept) == len(parts) or len(rest) < _LEAST_LETTERS or re.search(_OURS, normalise(rest)):
        return text
    return rest if _ILL.search(normalise(rest)) else text


def names_a_site(text: str) -> bool:
    """Whether a text speaks of some site, be it without a name."""
    return _SITE.search(normalise(text)) is not None


def _asks(part: str) -> bool:
    return re.search("[吗么呢]|怎么|为什么|为啥|咋", part) is not None
