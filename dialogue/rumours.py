"""«有人打电话说交300能恢复学籍，是真的不»: whether to believe somebody, and what harm was done already.

Nothing of it answers a step, whatever words it holds.
"""

from __future__ import annotations

import re

from dialogue.asking import asks
from faq.normalise import matching_key

_WHETHER_TRUE = re.compile(
    "是不是(?:真|骗|假|诈|忽悠)|真的?(?:吗|么|不|吧|假的?|还是假)|骗(?:子|局|人的?|钱|我的?)?(?:吗|么|吧|不)|是骗|诈骗|靠谱|靠不靠|可信|可不可信"
    "|能信|信得过|敢信|能不能信|信不信|上当|忽悠|正规吗|安全吗|要不要理|理不理|该不该(?:信|给|交|转|点)|(?:交|转|付|给|点)(?:不|吗|吧)$"
)
_SOMEBODY = re.compile(
    "有人|有个|来电|电话|短信|微信|群里|中介|打字店|打印店|自称|对方|骗子|网上|链接|师[兄姐]|学长|学姐|同学|代办|客服|加我|找我|陌生"
)
_SAYS = re.compile("说|叫|让|要我?|发来|收到|打来|声称|告诉|问我要")
_MONEY = re.compile(
    r"(?:交|转|付|给|收|花|打款|汇)[^，。,]{0,6}(?:\d{2,6}|[几一二两三四五六七八九]?[百千万]|钱|元|块|费)|转账|汇款|打钱|缴费|扫码付|验证码|链接|屏幕共享|保证金|解冻"
)

_IMPOSTOR = re.compile(
    "(?:自称|冒充|(?:打来|打电话|发微信|加我|来电).{0,6}说(?:他|她)?是)[^，。,]{0,8}(?:客服|工作人员|老师|官方|学信网).{0,10}"
    "(?:要我?|问我?|让我?|叫我?|拿)[^，。,]{0,8}(?:验证码|密码|身份证|银行卡|转账)"
)
"""Somebody who says that he is of our staff, and wants what no staff ever asks for: nobody need ask to be warned."""


_MONEY_GONE = re.compile(
    r"(?:转|付|打|交|汇|给)(?:过去|出去|给[^，。,]{1,6})?了[^，。,]{0,8}(?:\d{2,6}|[几一二两三四五六七八九][百千万]|钱|块|万)"
    "|钱[^，。,]{0,6}(?:转|付|打|交|汇|给)(?:给[^，。,]{1,6}|过去|出去|了)|被(?:人)?骗|上当了|是骗子"
)
_SECRET_KNOWN = re.compile(
    "(?:密码|账号|帐号|手机号|邮箱|资料)[^，。,]{0,6}被(?:别?人|盗|改|他|她|对方|陌生)|盗号|被盗"
    "|(?:外省|外地|异地|陌生|别处|国外|没去过)[^，。,]{0,8}登[录陆]|登[录陆][^，。,]{0,10}(?:不是我|不是本人)"
)


def tells_harm(text: str) -> bool:
    """Whether a message tells that money is gone to somebody, or that somebody else is in the account."""
    key = matching_key(text)
    return _MONEY_GONE.search(key) is not None or _SECRET_KNOWN.search(key) is not None


def asks_whether_true(text: str) -> bool:
    """Whether a message asks if what somebody says, or wants money for, can be believed."""
    key = matching_key(text)
    if poses_as_staff(text):
        return True
    told = _SOMEBODY.search(key) is not None and _SAYS.search(key) is not None
    money = _MONEY.search(key) is not None
    if _WHETHER_TRUE.search(key):
        return told or money
    return told and money and asks(text)


def poses_as_staff(text: str) -> bool:
    """Whether a message tells of somebody who passes himself off as our staff to get a code or a password."""
    return _IMPOSTOR.search(matching_key(text)) is not None
