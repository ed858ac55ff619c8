"""«有人打电话说交300能恢复学籍，是真的不»: whether to believe somebody, what they press for, what harm was done.

Nothing of it answers a step, whatever words it holds.
"""

from __future__ import annotations

import re
from typing import Literal

from dialogue.text.asking import asks
from faq.text.normalise import matching_key

Pressed = Literal["money", "secret", "screen", "threat"]

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

_PRESSES = "(?:让|叫|要求?|催|逼|喊|命令|指挥|劝|哄)(?:我|咱|俺|人家?|孩子|学生|老人)"
_OTHERS = (
    "(?:有个?人|有一?个|那个?人|那边|对方|陌生|骗子|自称|冒充|客服|警察|公安|民警|检察|法院|银监|金融|平台|中介|来电|电话|打给|打来|短信|微信|qq|群里"
    "|加我|加了我|网友|网上|学长|学姐|室友|同学|代办|[他她](?!们学校))"
)
_STRANGE_ACCOUNT = (
    "(?:安全|监管|指定|核查|清查|清算|中转|保护|担保|专用|对公|个人|私人|他|她|别人)的?"
    "(?:银行)?(?:账户|账号|帐户|帐号|卡)"
)
_PAYS = (
    r"转账|转钱|转款|转(?:他|她|给)?[^，。校学专院]{0,3}(?:\d{2,6}|[几一二两三四五六七八九]?[百千万]|一?笔)"
    "|汇款|打款|打钱|汇钱|充值|垫付|刷流水|走流水"
    "|(?:贷|借)(?:出来|款)?[^，。]{0,6}(?:转|打|汇|还)"
)
_RANSOM = "保证金|保释金|解冻(?:费|金)|押金|罚金|清零费|激活费|手续费"
_DEMANDS_MONEY = re.compile(
    f"(?:转|打|汇|存|挪|移|交|放)[^，。]{{0,6}}(?:到|进|去|入|给)[^，。]{{0,6}}{_STRANGE_ACCOUNT}"
    f"|{_PRESSES}[^，。]{{0,8}}(?:{_PAYS})|(?:让|叫|要|催|得)[^，。]{{0,6}}交[^，。]{{0,4}}(?:{_RANSOM})"
    "|先(?:充值|转账?|交|付|打)[^，。]{0,6}(?:再|才)[^，。]{0,4}(?:解冻|提现|恢复|放款|退)"
)
_CODE = "(?:(?<!在线)验证码|动态码|校验码|短信码|密码|银行卡|卡号|(?<![号扫二维证编])码(?!头))"
_HANDS = "(?:念|报|说|告诉|发|给|提供|交)"
_DEMANDS_SECRET = re.compile(
    f"{_PRESSES}[^，。]{{0,6}}{_HANDS}[^，。填输教]{{0,6}}{_CODE}|{_PRESSES}把?[^，。填输教]{{0,8}}{_CODE}[^，。填输教]{{0,4}}{_HANDS}"
    f"|(?:问|跟|找|向|管)我要(?:走|过)?[^，。]{{0,8}}{_CODE}"
)
_DEMANDS_SCREEN = re.compile(
    f"{_PRESSES}[^，。]{{0,8}}(?:共享屏幕|屏幕共享|开共享|远程(?:控制|操作|协助)|下(?:载|一?个)[^，。]{{0,6}}(?:会议|app|软件))"
)
_THREATENS = re.compile(
    "勒索|敲诈|要挟|恐吓|威胁我|(?:发出去|曝光|公开)[^，。]{0,10}(?:给|要|拿)[^，。]{0,3}钱"
    "|不(?:给|转|交|付|打|汇|还)(?:他|她|钱|款|账)?[^，。]{0,3}就[^，。]{0,10}(?:注销|曝光|公开|发出去|征信|起诉|抓|报警|上报|拉黑|删|作废|黑名单)"
    "|涉嫌(?:洗钱|诈骗|犯罪)|配合(?:警方|公安|警察)?调查[^，。]{0,6}(?:转|打|交)"
)
"""What frauds press for: money to their account, a secret, a look at the screen, or else something terrible."""
_DUE = re.compile(
    "学费|住宿费|报名费|考试费|采集费|制证费|认证费|翻译费|工本费|(?:学校|学院|系统|页面|网站|网页|官网|登录|注册|公众号)[^，。]{0,4}(?:让|叫|要|提示)"
)
"""What is rightly paid or filled in, and what no person asks for."""
_OTHERS_NAMED = re.compile(_OTHERS)


_SUM = r"(?:\d{2,6}|[几一二两三四五六七八九][百千万]|钱|块|万)"
_TO_SOMEBODY = "(?:给[^，。,]{1,6}|过去|出去)"
_MONEY_GONE = re.compile(
    f"(?:转|打|汇|给)(?:{_TO_SOMEBODY})?了[^，。,]{{0,8}}{_SUM}|(?:付|交){_TO_SOMEBODY}了[^，。,]{{0,8}}{_SUM}"
    f"|钱[^，。,]{{0,6}}(?:(?:转|付|打|交|汇|给){_TO_SOMEBODY}|(?:转|打|汇|给)了)|被(?:人)?骗|上当了|是骗子"
)
_PAID = re.compile(f"(?:付|交)了[^，。,]{{0,8}}{_SUM}|钱[^，。,]{{0,6}}(?:付|交)了")
"""What one also does with a fee that is due: harm only where somebody took it."""
_TAKER = re.compile("中介|代办|骗子|对方|有个?人|网友|陌生|群里|找人|自称|冒充|打字店|打印店")
_SECRET_KNOWN = re.compile(
    "(?:密码|账号|帐号|手机号|邮箱|资料)[^，。,]{0,6}被(?:别?人|盗|改|他|她|对方|陌生)|盗号|被盗"
    "|(?:外省|外地|异地|陌生|别处|国外|没去过)[^，。,]{0,8}登[录陆]|登[录陆][^，。,]{0,10}(?:不是我|不是本人)"
)
_MISUSED = re.compile(
    "(?:有人|别人|他人|谁|陌生人?|骗子)[^，。,]{0,4}[用拿][^，。,]{0,3}(?:我|本人|孩子)[^，。,]{0,4}(?:证|信息|名字|名义|资料)[^，。,]{0,6}(?:注册|登[录陆]|办|报名|报考)"
    "|(?:冒用|盗用|冒充)[^，。,]{0,3}(?:我|本人|孩子|身份|他人)|(?<!机)(?<!旧)(?<!老)(?:账号|帐号|号|身份证|证件)(?:是|都|也|已经)?被(?:别人|他人|陌生人|人)[^，。,]{0,3}(?:拿去|拿着|盗|冒)?用"
)


def tells_harm(text: str) -> bool:
    """Whether a message tells that money is gone to somebody, or that somebody else is in the account."""
    key = matching_key(text)
    if _PAID.search(key) and _TAKER.search(key):
        return True
    return _MONEY_GONE.search(key) is not None or _SECRET_KNOWN.search(key) is not None


def tells_misuse(text: str) -> bool:
    """Whether a message tells that somebody uses one's papers or one's account: worth an agent's first look.

    No harm that the chat would warn of before it answers: it has an entry of its own.
    """
    return _MISUSED.search(matching_key(text)) is not None


def asks_whether_true(text: str) -> bool:
    """Whether a message asks if what somebody says, or wants money for, can be believed."""
    key = matching_key(text)
    if pressed_for(text) is not None:
        return True
    told = _SOMEBODY.search(key) is not None and _SAYS.search(key) is not None
    money = _MONEY.search(key) is not None
    if _WHETHER_TRUE.search(key):
        return told or money
    return told and money and asks(text)


def poses_as_staff(text: str) -> bool:
    """Whether a message tells of somebody who passes himself off as our staff to get a code or a password."""
    return _IMPOSTOR.search(matching_key(text)) is not None


def pressed_for(text: str) -> Pressed | None:
    """What somebody presses for as only frauds do, whether or not it is asked if they may be believed; None if nobody.

    What the school or a page wants is none of it, nor what one asks us to do.
    """
    key = matching_key(text)
    if poses_as_staff(text):
        return "secret"
    if _THREATENS.search(key):
        return "threat"
    if _DUE.search(key) or not _OTHERS_NAMED.search(key):
        return None
    kinds: tuple[tuple[Pressed, re.Pattern[str]], ...] = (
        ("money", _DEMANDS_MONEY),
        ("secret", _DEMANDS_SECRET),
        ("screen", _DEMANDS_SCREEN),
    )
    return next((kind for kind, demands in kinds if demands.search(key)), None)
