"""Whether somebody has given away what opens their account: typed on a site that is not ours, told, shown on a screen.

What counts is that it has happened: who asks whether they may, or says that they did not, is asked or answered like
anybody else. No list of addresses is kept: what is not ours and was typed into for our sake is not to be trusted.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from dialogue.text.clauses import marked_clauses
from faq.text.addresses import ADDRESS, looks_like_ours, strange_address

GivenTo = Literal["site", "person", "screen"]
FALSE_ADDRESS = "false_address"
"""The act before «我在上面填了密码»: an address was named that only looks like ours."""

_OPENS = "(?:密码|密碼|口令|(?:把|将)[^，。,]{0,5}(?:账号|帐号))"
_CODE = (
    "(?<!在线)(?<!报告的)(?<!报告)(?<!备案表的)(?<!图片)"
    "(?:验证码|校验码|动态码|短信码|(?<![号条编维政邮证信集线像密告表])码(?!头)|六位数字?)"
)
"""A code that lets somebody in: that of a report is made to be given, and that of a picture opens nothing."""
_SECRET = f"(?:{_OPENS}|{_CODE})"
_CHECKS_REPORTS = re.compile("(?i:hr)|人事|公司|单位|招聘|老板|用人|企业")
"""Who is given the code of a report, which people call 验证码 as well."""
_PAGE = "(?:网站|网址|链接|网页|页面|小程序|二维码|站点|软件|app)"
_FAKE = re.compile(
    "(?:假|仿冒|山寨|钓鱼|冒牌|冒充|骗子|骗人|高仿|不是官[方网]|陌生|广告|短信|群里?|邮件|别人|人家|对方|[他她]|中介|客服|同学|朋友|网友|有人)"
    f"里?的?(?:给|发|推荐|转)?(?:给?我|来|过来)?的?(?:那个|这个|一个|个)?假?{_PAGE}"
    f"|(?:发|给|推|转)(?:给?我|过来|来)?的(?:那个|这个|一个)?{_PAGE}"
    f"|(?:短信|邮件|群|广告|弹窗)里?[^，。,]{{1,10}}?的{_PAGE}"
    "|(?:短信|邮件|私信|弹窗|链接)[^。！!]{0,40}?点(?:了)?(?:进去|开|进)(?:了|后|以后)?",
    re.IGNORECASE,
)
_HANDED = re.compile("(?:发|给|推|转|让|叫|要)(?:给)?(?:了)?我|群里|短信|邮件|链接")
_DONE_TYPING = re.compile(
    "(?:填|输|录|登|写|提交)(?:入|录|陆|进|好|上)?(?:进去|上去|完)?(?:了|过|完|好|进去|上去|以后|之后)"
    "|(?:已经|刚刚?|刚才|都|全|也)(?:在.{0,8})?(?:填|输|录|登|写|提交)(?:入|录|陆)?"
    "|(?:填|输|登|写|录|提交)(?:入|录|陆)?.{0,10}(?:就|却|后|一直|老是|结果|但)?(?:报错|失败|没反应|打不开|跳转|没动静|白屏|进不去|出错)"
)
_ASKED = f"(?:要|问|让我?|叫我?|催)[^，。,]{{0,10}}{_SECRET}"
_DONE_TELLING = re.compile(
    f"{_SECRET}[^，。,]{{0,8}}?(?:告诉|发给|报给|念给|说给|讲给|交给|传给|转给|透露给|泄露给|给|告知)(?P<one>[^，。,我]{{1,14}}?)(?:了|过|去)"
    f"|{_SECRET}[^，。,]{{0,6}}(?:说|报|念|发|给|交|讲|泄露|透露|传)(?:了)?(?:出去|过去)(?:了)?"
    f"|(?:告诉|发给|报给|念给|说给|讲给|交给|给|告知)(?:了|过)(?P<two>[^，。,我]{{1,12}}?)(?:我的?)?{_SECRET}"
    f"|{_SECRET}[^，。,]{{0,8}}?(?:告诉|发给|报给|念给|说给|讲给|交给|传给|给)了(?P<three>[^，。,我]{{2,14}})"
    f"|(?:^|我)(?:就|已经|刚才?|也|还|都){{0,2}}(?:报|念|说)(?:了|过)(?:手机|短信|登录|学信网)?(?:上|里)?的?{_SECRET}"
    f"|(?<!我)(?:骗|套|要|拿|问)(?:走|去)(?:了)?[^，。,]{{0,8}}{_SECRET}"
    f"|{_ASKED}我?(?:就|都|也|已经){{0,2}}(?:给|报|说|发|念|告诉)(?:给)?(?P<four>[他她]们?|对方|人家)?(?:了|过去)"
    f"|{_SECRET}[^，。,]{{0,4}}被(?P<five>[^，。,]{{0,8}}?)(?:骗|套|要|拿|看)(?:走|去|到)"
)
_ASKED_FOR_IT = re.compile(f"{_ASKED}|{_SECRET}.{{0,6}}(?:要|报|给)")
_GAVE_IT = re.compile(
    "我?(?:就|都|也|已经|刚才?|当时|一急|没多想|全|稀里糊涂){0,4}(?:给|报|说|发|念|告诉|讲|传)"
    "(?:给)?(?:[他她]们?|对方|人家)?(?:了|过去了?|出去了?)(?:啊|呀|咋办|怎么办|怎么|吗)?"
)
_NOBODY = re.compile(
    "^(?:自己|手机|邮箱|电脑|我|咱|孩子他?|女儿|儿子|闺女|老公|老婆|爱人|爸|妈|爷|奶|家里?人|父母|哥|姐|弟|妹|忘|改|锁|丢|搞|弄|清|删|重置|设|存"
    "|记|换|填|输|打|系统|网站|页面|官网|学信网$|停|旧|原来|新|这个?号|那个?号)"
)
"""Who is not told anything that matters, and what «给» may stand before instead of a person: «密码给忘了»."""
_SCREEN = re.compile(
    "(?:共享|分享)(?:了|过|着)?(?:手机)?(?:屏幕|桌面|屏)(?:了|过|的时候|时|着|给[^我]{1,6})?|屏幕(?:共享|分享)|远程(?:控制|操作|协助|桌面)"
)
_SCREEN_DONE = re.compile("了|过|的时候|时候|正在|现在|着|完|已经|刚")
_NOT_DONE = re.compile(
    "(?:没|没有|未|还没|别|不敢|不要|不能|不想|不会|不|能不能|可不可以|要不要|该不该|是否|可以|能|敢|应该|必须|得|想|打算|准备|怎么|如何|哪里)"
    "(?:直接|先|再|去|在[^，。,]{1,14}|往[^，。,]{1,14}|把[^，。,]{1,14}|向[^，。,]{1,10}|给[^，。,]{1,10}|让[^，。,]{1,10}){0,2}"
    "(?:告诉|告知|填|输|登|写|提交|发|报|念|说|讲|给|交|共享|分享|远程|屏幕)"
)
_IN_CASE = re.compile("要是|如果|万一|假如|假设|的话|之前|以前要")
_ALAS = re.compile("完了完了|完蛋|糟了|糟糕|惨了|坏了|被骗|上当|才发现|才反应|不对劲|怎么办才好")
"""Who says so has seen that it was a mistake to type what was typed."""
_TO_US = re.compile(r"学信网(?:的)?(?:官网|客服|公众号|服务号|app)", re.IGNORECASE)
_SCAM = re.compile(
    "骗子|诈骗|征信|校园贷|安全账户|解冻费|(?:转|汇|打|付)了?.{0,6}(?:块|元|钱|万)|不注销.{0,4}影响|冒充"
)
_ENGLISH = re.compile(
    r"\bi(?:'ve| have| just| already| accidentally| also){0,3} "
    r"(?:gave|given|told|sent|shared|read|typed|entered|put|filled)\b"
    r".{0,30}\b(?:password|passcode|code|login|account)s?\b(?P<rest>.{0,60})"
    r"|\bi(?:'ve| have| just| already){0,3} (?:logged|signed) ?(?:in|on)(?:to)? (?:on|at|with|to)?(?P<where>.{1,60})",
    re.IGNORECASE,
)
_ENGLISH_PERSON = re.compile(
    r"\b(?:him|her|them|someone|somebody|agent|stranger|man|woman|caller|friend|staff|guy|person|people|service)\b",
    re.IGNORECASE,
)
_ENGLISH_SCREEN = re.compile(r"\bi(?:'ve| have| just| was){0,3} shar(?:ed|ing) my screen\b", re.IGNORECASE)
_ENGLISH_FAKE = re.compile(
    r"\b(?:fake|phishing|scam|wrong|unofficial|strange|his|her|their) (?:site|website|page|link)\b"
)


def given_away(text: str) -> GivenTo | None:
    """To whom a message says that a secret went; None when none went, or only where it belongs."""
    text = unicodedata.normalize("NFKC", text)
    if text.isascii():
        return _in_english(text)
    clauses = [clause for clause, _ in marked_clauses(_with_whole_addresses(text))]
    if _typed_elsewhere(text, clauses):
        return "site"
    if any(_told_in(clause) for clause in clauses) or _gave_what_was_asked(clauses):
        return "person"
    shows = any(_SCREEN.search(clause) and _SCREEN_DONE.search(clause) and not _is_open(clause) for clause in clauses)
    return "screen" if shows else None


def typed_there(text: str) -> bool:
    """Whether a message says that a secret was typed, wherever that was: behind a false address it was there."""
    clauses = [clause for clause, _ in marked_clauses(text)]
    return any(
        _DONE_TYPING.search(clause) and re.search(_SECRET, clause) and not _is_open(clause) for clause in clauses
    )


def is_scam(text: str) -> bool:
    """Whether what is told is a known fraud: a call about one's credit or a loan, money sent, somebody called 骗子."""
    return _SCAM.search(text) is not None


def _typed_elsewhere(text: str, clauses: list[str]) -> bool:
    host = strange_address(text)
    fake = _FAKE.search(text) is not None
    if not (host or fake):
        typed = (clause for clause in clauses if re.search(_OPENS, clause) and not _is_open(clause))
        return _ALAS.search(text) is not None and any(map(_DONE_TYPING.search, typed))
    done = any(_DONE_TYPING.search(clause) and not _is_open(clause) for clause in clauses)
    ours = bool(host) and (looks_like_ours(host) or _HANDED.search(text) is not None)
    return done and (re.search(_SECRET, text) is not None or ours)


def _told_in(clause: str) -> bool:
    found = _DONE_TELLING.search(clause)
    if found is None or _is_open(clause) or _TO_US.search(clause):
        return False
    told = next((one for one in found.groups() if one), "").lstrip("一个那这位了")
    of_report = _CHECKS_REPORTS.search(told) is not None and re.search(_OPENS, clause) is None
    return not (_NOBODY.match(told) or of_report)


def _gave_what_was_asked(clauses: list[str]) -> bool:
    """«他问我要验证码，我就给了»."""
    asked = False
    for clause in clauses:
        if asked and _GAVE_IT.fullmatch(clause.strip()):
            return True
        asked = asked or _ASKED_FOR_IT.search(clause) is not None
    return False


def _is_open(clause: str) -> bool:
    """Whether a clause only asks or supposes, or says that it did not happen."""
    return _NOT_DONE.search(clause) is not None or _IN_CASE.search(clause) is not None


def _with_whole_addresses(text: str) -> str:
    """A text whose addresses hold no full stop that would end a clause."""
    return ADDRESS.sub("某网址", text)


def _in_english(text: str) -> GivenTo | None:
    plain = text.replace("’", "'")
    if _ENGLISH_SCREEN.search(plain):
        return "screen"
    found = _ENGLISH.search(plain)
    if found is None:
        return None
    host = strange_address(plain)
    if (host and (looks_like_ours(host) or found["rest"] is not None)) or _ENGLISH_FAKE.search(plain.lower()):
        return "site"
    return "person" if found["rest"] is not None and _ENGLISH_PERSON.search(found[0]) else None
