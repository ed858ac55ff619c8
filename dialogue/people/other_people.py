"""Who wants to see somebody else's record: as a relative, a teacher, an employer, with a consent, or just so."""

from __future__ import annotations

import re
from typing import Literal

from common.private.names import SURNAMES
from dialogue.people.on_behalf import asks_for
from dialogue.people.others_account import wants_others_account
from dialogue.people.others_ticket import NO_NAME
from dialogue.text.clauses import split_clauses
from faq.text.normalise import matching_key

OthersRecord = Literal[
    "record",
    "family",
    "login",
    "students",
    "truth",
    "employer",
    "holder",
    "account",
    "consent",
    "given",
    "contact",
    "fee",
    "where",
    "how",
]

_LONGEST = 48
_ASK_BOT = (
    "帮我?查|给我查|替我查|你查|您查|能查|查一?下|查查|想查|想看|看看|看一?下|告诉我|帮我?看|帮我?核实|帮我?核验|帮我?验证?"
    "|调一?下|调出|搜一?下|搜到|能看到?|能搜"
)
_PARTNERS = (
    "男友|女友|男朋友|女朋友|对象|前任|前男友|前女友|前夫|前妻|老公|老婆|丈夫|妻子|未婚夫|未婚妻|相亲(?:对象)?|网友|网恋|情敌|小三|女婿"
    "|儿媳妇?|准女婿|暗恋|追求者"
)
_ACQUAINTED = (
    "他|她|别人|人家|某人|朋友|同事|邻居|室友|同学|老板|领导|上司|老师|导师|家教|保姆|月嫂|房东|租客"
    "|合伙人|合作方|亲戚|熟人|对方|债务人|欠我钱的人|骗子|明星|网红"
)
_STAFF = "候选人|应聘者|应聘人员|求职者|面试者|新员工|新人|员工|入职的人|拟录用|应聘的人|来面试的|下属|简历"
_OTHER_PEOPLE = f"{_PARTNERS}|{_ACQUAINTED}|{_STAFF}"
_RECORDS = "学历|学籍|学位|毕业|账号|密码|档案|是不是大学|学校|文凭|本科|研究生|硕士|博士|大学|读研|在哪[里儿]?[读念上]"
_LOOK_UP = re.compile(rf"(?:{_ASK_BOT})[^，。]{{0,5}}(?:{_OTHER_PEOPLE})[^，。]{{0,8}}(?:{_RECORDS})")
_LOOK_AT = re.compile(
    rf"(?:能不能|能|可以|可不可以|麻烦|请|您|你|那|就){{0,4}}(?:帮|替|给)我?(?:看|查)(?:一?眼|一?下|看|查)?"
    rf"(?:{_OTHER_PEOPLE}|孩子|女儿|儿子|闺女|娃|小孩)的?(?:情况|信息)?(?:吗|吧|呗|好吗|行吗|可以吗)?"
)
_LOOK_HOW = re.compile(
    rf"(?:帮|替|给)我?(?:查|看)(?:一?眼|一?下|看|查)?(?:{_OTHER_PEOPLE}|(?:{SURNAMES})[一-鿿]{{1,2}}?)的?"
    r".{0,6}(?:过了?没|过不过|通过|报上|报名|录取|查得?到|成绩|审核|校验|好了没|到哪).{0,5}"
)
"""«你帮我看看他校验过了没»."""
_LOOK_UP_NAMED = re.compile(
    rf"(?:{_ASK_BOT})(?:一?下|个人|看){{0,2}}{NO_NAME}(?:{SURNAMES})[一-鿿]{{1,2}}?(?:的|这个?人|同学|先生|女士|是不是|有没有|到底)"
    rf"[^，。]{{0,8}}(?:{_RECORDS})"
)
"""«帮我查下张伟的学历»: a record is asked for by its owner's name."""
_LOOK_UP_FRONTED = re.compile(
    rf"(?:{_OTHER_PEOPLE}|{NO_NAME}(?:{SURNAMES})(?!.?我)[一-鿿]{{1,2}}?)(?:[老小]?(?:{SURNAMES})[一-鿿]{{0,2}}?)?的(?:学历|学籍|学位|档案|文凭)[^，。]{{0,2}}"
    r"(?:你|您|能不能|可不可以|能|可以|麻烦|请){0,3}(?:帮|给|替)我?(?:查|看)"
)
"""«我室友的学籍您给看看»: whose record it is comes first."""
_SUSPECTS = re.compile(
    rf"(?:想知道|想了解|想确认|想核实|怀疑|不放心|打听|摸摸底|查清|弄清楚?|看看|确认一?下|核实一?下|偷偷查|私下查|背着|知不知道)"
    rf"[^，。]{{0,6}}(?:{_PARTNERS}|{_ACQUAINTED})[^，。]{{0,10}}(?:{_RECORDS})"
    rf"|(?:{_PARTNERS})[^，。]{{0,12}}(?:{_RECORDS})[^，。]{{0,6}}(?:真的?假的?|真假|是真是假|有没有骗|骗我|造假|假的吧|是不是真)"
)
_EMPLOYS = re.compile(
    rf"(?:核实|核验|核查|验证|查验|查询?|背调|背景调查|确认|看看?|鉴别)[^，。]{{0,8}}(?:{_STAFF})[^，。]{{0,8}}(?:{_RECORDS})"
    rf"|(?:{_STAFF})[^，。]{{0,10}}(?:{_RECORDS})[^，。]{{0,10}}(?:真假|真的|核实|核验|验证|怎么查|查询|查一?下|背调)"
    r"|(?:hr|人事|公司|单位|我们)[^。]{0,12}(?:背调|背景调查)[^。]{0,10}(?:学历|学位|毕业)?"
)
_KNOWN_PEOPLE = (
    "(?<!其)[他她](?!们)|人家|某人|一个人|朋友|同事|室友|舍友|同学|战友|老乡"
    "|网友|网恋|对象|前任|前男友|前女友|初恋|笔友|恩人"
)
_TEACHES = re.compile(
    "(?:我是|我们是|这边是|作为)[^，。]{0,10}(?:班主任|班长|团支书|辅导员|导员|老师|教务|教师|学院|学校|院系)"
    "|我们?班(?:上|里)?的?(?:学生|有|全|[0-9])|全班|班里|我的?学生|学生们?的?(?:身份证|证件号?|密码)"
)
_OF_STUDENTS = re.compile(
    "(?:查|看|导|核对?|核实|统计|拉|要|下载|登|确认)[^。]{0,14}(?:学生|全班|我们?班|名单|花名册|同学们|[0-9一二三四五六七八九十]{1,3}个人)"
    "|(?:学生|全班|名单)[^。]{0,14}(?:查|看|导|核对|核实|统计|给我)"
    "|(?:班上|班里|全班|学生|同学们|孩子们)[^。]{0,30}(?:下载|下了|打印|批量|统一|代办|代领)"
)
_NOT_OWN = re.compile("不是(?:查|看|要查|要看)?我(?:自己|本人)的")
_HIRES = re.compile("(?:我是|我们是|这边是|作为|我们?)[^，。]{0,6}(?:hr|人事|招聘|用人单位|公司|单位|企业|老板)")
_TRUTH = re.compile(
    "(?:直说|直接说|就说|告诉我|判断|说说|你看|觉得|到底|究竟)[^，。]{0,12}?"
    "(?:他|她|这人|那人|这个人|那个人|第[一二三四1-9]个|候选人|对方|[一-龥]{2,3})"
    "的?(?:学历|文凭|证书|报告)?(?:是不是|是)?(?:真的?|假的?)(?:还是(?:真的?|假的?))?(?:吗|吧)?$"
)
_LOGS_IN = re.compile(
    "(?:能不能|可不可以|能|可以|该不该|要不要)[^，。]{0,14}(?:帮|替|代)(?:他|她|人家|我?们?家?的?(?:儿子|女儿|孩子|老公|老婆|爸|妈|弟弟|妹妹|朋友|同学))"
    "[^，。]{0,6}(?:登(?!记)|进)(?:录|陆|上|进)?[^，。]{0,10}(?:吗|么|不|行|吧|可以)"
)
"""Who asks whether they may log in for somebody; who helps somebody to is led."""
_NOT_A_PERSON = re.compile("短信|网站|网址|链接|电话|消息|app|邮件|公众号|通知|软件|说法", re.IGNORECASE)
_REACHED = "(?:电话|手机号?|联系方式|家庭住址|住址|地址|微信号?|下落)"
_FINDS = re.compile(
    rf"(?:找|查|搜|打听|问|要|告诉我|给我|知道)[^，。]{{0,6}}(?:{_KNOWN_PEOPLE})[^，。]{{0,5}}{_REACHED}"
    rf"|(?:{_KNOWN_PEOPLE})[^，。]{{0,6}}{_REACHED}[^，。]{{0,4}}(?:能|可以|帮我?)?(?:查|找|搜|告诉我|给我|有没有|是多少)"
)
_OWN_USE = re.compile("绑|注册|换|改|登|收|填|用|验证|短信|找回|密码|账号|占|解|打不通|号码?不")
_PREVIOUS = "(?:上一?个|前一?个|前|前一任|原来的?|之前的?|上一?任|以前的?)"
_HOLDER = re.compile(
    rf"(?:看|查|知道).{{0,10}}{_PREVIOUS}(?:机主|号主|主人|用户|人).{{0,8}}(?:资料|信息|学历|学籍|账号|东西|记录)?"
    rf"|{_PREVIOUS}(?:机主|号主|主人|用户|人)(?:的)?.{{0,10}}(?:看[到见得]|知道|查到).{{0,8}}我?"
)
"""Who has somebody else's old number, and asks whether one sees the other's record."""
_ANSWER_CHARS = 26
_HE = "(?:他|她|本人|人家|对方|候选人|员工|对象|男友|女友)"
_NEXT: tuple[tuple[OthersRecord, re.Pattern[str]], ...] = (
    ("fee", re.compile("[要收]不?[要收]?[钱费]|收费|免费|多少钱")),
    ("where", re.compile("(?:在哪|去哪|从哪|到哪|哪里|哪儿|哪个网).{0,4}(?:输|填|验|核|查)|(?:输|填)(?:到|在)?哪")),
    (
        "how",
        re.compile(
            r"(?:怎么|如何|咋|怎样|在哪|去哪|从哪|到哪|哪里|哪儿).{0,6}(?:验|核|查|弄|输|填|看|办|做|证明|搞)|给我(?:什么|啥|哪些)|要(?:他|她|对方)?(?:什么|啥|哪些)"
            r"|什么验证码|验证码.{0,4}(?:是什么|在哪|哪来|怎么)|那怎么办|还有(?:别的|其他)?办法|(?:报告|截图|照片|证书).{0,6}(?:行|可以|够|算)了?(?:吗|不|么)"
        ),
    ),
    ("consent", re.compile(rf"{_HE}[^，。]{{0,4}}(?:同意|授权|答应|允许|愿意|知道|没意见|说(?:可以|行|没事))")),
    (
        "given",
        re.compile(
            rf"{_HE}[^，。]{{0,10}}(?:给|发|告诉|让|传)[^，。]{{0,8}}(?:我|身份证|证件|号码|姓名|证书|照片|资料)"
            r"|(?:我)?(?:有|知道|拿到)[^，。]{0,4}(?:他|她|对方)的?(?:身份证|证件|号码|姓名|证书|照片|资料)|(?:警察|公安|法院|律师|学校|公司|单位|领导)[^，。]{0,4}(?:让|要|叫|能|可以)"
            rf"|{_HE}(?:自己)?[^，。]{{0,6}}说的$"
        ),
    ),
)
"""How the talk goes on after a refusal, in the order they are tried."""
_OWN = re.compile(
    "我(?:自己|本人)的|查(?:我)?自己|查我本人|不是(?:要|在|帮)?查(?:别人|他人|人家)|我被背调|(?:公司|单位|hr|人事)[^，。]{0,8}(?:要我|让我|叫我|查我|背调我)|我[^，。]{0,4}(?:被|要)[^，。]{0,4}背调"
)
"""Whose own record it is: an employer wants it of them."""


def asks_others_record(text: str, *, of_another: bool = False) -> OthersRecord | None:
    """What kind of look at somebody else's record a message wants; None when it wants none.

    `of_another`: whether somebody else was talked about before it.
    """
    key = matching_key(text)
    if wants_others_account(text, of_another=of_another):  # before all else: those are the keys to it
        return "account"
    if _TRUTH.search(key) and not _NOT_A_PERSON.search(key):
        return "truth"
    if _TEACHES.search(key) and _OF_STUDENTS.search(key) and not _OWN.search(_NOT_OWN.sub("", key)):
        return "students"
    if any(_FINDS.search(item) and not _OWN_USE.search(item) for item in map(matching_key, split_clauses(text))):
        return "contact"
    if any(_LOGS_IN.search(matching_key(clause)) for clause in split_clauses(text)):
        return "login"
    if len(key) > _LONGEST or _OWN.search(key):
        return None
    if _HOLDER.search(key):
        return "holder"
    if _EMPLOYS.search(key):
        return "employer"
    looks = (
        _LOOK_UP.search(key)
        or _LOOK_UP_NAMED.search(key)
        or _LOOK_UP_FRONTED.search(key)
        or _SUSPECTS.search(key)
        or any(_looks_at(clause) or _LOOK_HOW.search(matching_key(clause)) for clause in split_clauses(text))
    )
    if not looks:
        return None
    if _HIRES.search(key):
        return "employer"
    who = asks_for(text)
    return "family" if who and not re.search(_PARTNERS, who) else "record"


def goes_on_about_other(text: str) -> OthersRecord | None:
    """What somebody who was just refused says next: a consent, papers in hand, how else; None for another matter."""
    key = matching_key(text)
    if len(key) > _ANSWER_CHARS or _OWN.search(key):
        return None
    for kind, pattern in _NEXT:
        if pattern.search(key):
            return kind
    return None


def _looks_at(clause: str) -> bool:
    """«你帮我看下他的»."""
    return _LOOK_AT.fullmatch(matching_key(clause)) is not None
