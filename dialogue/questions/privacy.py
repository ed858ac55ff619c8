"""What people ask about their own data here: what is kept and how long, who sees it, whether it can be erased."""

from __future__ import annotations

import re
from typing import Literal

from dialogue.english.sentences import asks_in_english, sentences
from dialogue.text.clauses import is_asked
from dialogue.text.languages import in_mandarin
from faq.text.normalise import matching_key
from faq.text.pinyin import is_chinese

PrivacyQuestion = Literal["kept", "seen", "erased", "needed", "face"]

PRIVACY = "privacy"
"""The kind of small talk that such a question is; the questions stand behind it."""
_LONGEST = 36
_OURS = re.compile(
    "你们?(?!.{0,2}(?:说的|刚才(?!的?(?:号码?|身份证|证件|照片|图|东西|内容))))|您(?:们|这)|这里|这儿|这边|聊天|对话|机器人|工单|发错了?|我(?:刚才|刚刚|在这里?)?(?:发|填|说|写|传|交|给)(?:的|过|给你)|发给你|这些(?:信息|资料|内容)"
)
_OTHERS = re.compile(
    "学信网|学籍|学历|学位|毕业|录取|成绩|账号|帐号|学信档案|公众号|服务号|报考|招聘|HR|hr|中介|链接|网站"
)
_PLACES = re.compile("学校|单位|公司")
_SAID_HERE = re.compile("聊天|对话|在这|这里|这儿|机器人|工单|我(?:刚才|刚刚)?(?:发|填|说|写)的")
"""What is asked of us although it names another place: whether the school sees what is said here."""
_DATA = (
    "(?:身份证号?|证件号?|手机号?|号码|信息|资料|隐私|照片|图片|截图|记录|内容|聊天|对话|数据|邮箱|用户名|工单|这些|东西"
    "|我说的|我发的|我填的)"
)
_STRANGER = re.compile(
    "(?:那|这)个?人(?!工|信息)|(?<!其)[他她](?!们)|对方|骗子|陌生人|(?:占|盗|冒)[^，。]{0,6}的(?:人|号)?|(?:注册|拿着|用着)[^，。]{0,6}的人|前男友|前女友"
)
"""Who holds an account or a link: what they see is none of what is left here."""
_FACE = re.compile("人脸|刷脸|脸部|面部")
_ASKS = re.compile(
    r"[吗么？?不呢啊没]$|会不会|能不能|可不可以|是不是|有没有|要不要|用不用|谁|多久|几天|什么时候"
    r"|([\u4e00-\u9fff]{1,2})不\1|怎么|为什么|凭什么|干嘛|哪"
)
_WHO = "(?:谁|哪些人|什么人|别人|其他人|他人|外人|客服|人工|你们?的?人|领导|同事|老师|学校|公司|单位|家人|第三方)"
_NOTED = "记(?:下|住|着|了|在|进)|抄下"
_WISHED_NOTED = re.compile("(?:能|帮|替|请|麻烦|可以|给我).{0,12}记|记.{0,8}(?:忘|找不)")
"""«能把我说的记下来吗» wants it kept; «用户名记在哪了忘了» is no matter of ours."""
_USED = "(?:拿|用)(?:去|来|到|在)(?:干|做|什么|哪|别)|去(?:干|做)|去哪"
_QUESTIONS: tuple[tuple[PrivacyQuestion, re.Pattern[str]], ...] = (
    (
        "erased",
        re.compile(
            rf"(?:能|可以|怎么|如何|可不可以|能不能|想|要|帮我|可否).{{0,12}}(?:删(?!除线)|清除|清空|销毁|抹掉).{{0,10}}"
            rf"|(?:删|清空|销毁)(?:除|掉|了)?(?:我的?)?(?:全部|所有)?{_DATA}?(?:可以|行|能)?[吗么不]"
        ),
    ),
    (
        "kept",
        re.compile(
            rf"(?:保存|保留|留存|存着|储存|存储|存(?!在)|留底|留(?=多久|几|着|下|存|不留)|记录(?=下来|多久|我)|收集|{_NOTED}).{{0,6}}{_DATA}"
            rf"|{_DATA}.{{0,10}}(?:保存|保留|留存|储存|存储|存(?!在)|留底|留(?=多久|几|着|下|存|不留)|收集|{_NOTED}|{_USED})"
            r"|(?:保存|保留|留存|存|留)(?:多久|多长时间|几天|多少天|到什么时候)|(?:多久|几天|什么时候|何时|会不会|会).{0,6}(?:删|清空|销毁)"
        ),
    ),
    (
        "seen",
        re.compile(
            rf"{_WHO}(?:都)?(?:能|会|可以|能不能|会不会|可不可以)?(?:看[到见得]?|知道|查到|拿到)"
            rf"|(?:看[得不]?[到见]|看见).{{0,4}}{_DATA}|{_DATA}.{{0,6}}看[得不]?[到见]"
            rf"|(?:会不会|会|是不是|不会|别).{{0,6}}(?:泄[露漏]|外泄|外传|转给|卖[给掉]?|给别人|给第三方|公开|拿去)|(?:安不安全|安全(?:不安全|吗)|保密吗|保不保密)"
        ),
    ),
    (
        "needed",
        re.compile(
            r"(?:要不要|用不用|需不需要|需要|会不会要|会要|为什么要?|凭什么要?|干嘛要?|非要|一定要|必须)(?:给|发|填|交|提供|上传|输|我的?|问){0,4}"
            r"(?:身份证号?|证件号?|手机号?|照片|隐私|个人信息)"
            r"|(?:身份证号?|证件号?|手机号?).{0,3}(?:要不要|用不用|需不需要|必须|一定要).{0,3}(?:给|发|填|交|告诉|提供)"
        ),
    ),
)
_AND_THAT = re.compile(rf"(?:那|还有)?(?:我的?|我们的?)?{_DATA}{{1,2}}呢")
_ENGLISH: tuple[tuple[PrivacyQuestion, re.Pattern[str]], ...] = (
    (
        "erased",
        re.compile(r"\b(?:delete|erase|remove|wipe)\b.{0,30}\b(?:my|this|data|chat|information|info|it)\b", re.I),
    ),
    (
        "kept",
        re.compile(
            r"\b(?:store|save|keep|stored|saved|kept|retain|record)\b.{0,30}\b(?:my|data|chat|information"
            r"|info|passport|it|this)\b"
            r"|\b(?:my|data|chat|information|passport)\b.{0,30}\b(?:stored|saved|kept|retained|recorded)\b"
            r"|\bwhat (?:do|will|does|happens|are)\b.{0,20}\b(?:with|to) my (?:personal )?(?:data|info\w*|details)\b",
            re.I,
        ),
    ),
    (
        "seen",
        re.compile(
            r"\bwho (?:can |will |could |may |else )?(?:sees?|reads?|access\w*)\b|\bshare(?:d)? (?:my|with)\b"
            r"|\b(?:is|are) (?:it|this|my \w+) (?:safe|private|secure)\b",
            re.I,
        ),
    ),
    (
        "needed",
        re.compile(
            r"\b(?:must|should|have to|need|required?|necessary|why|without)\b.{0,40}"
            r"\b(?:passport|id|identity|phone|e-?mail|personal)\b.{0,12}\b(?:number|card|details|data|information)\b"
            r"|\bpossible without\b",
            re.I,
        ),
    ),
)
_DATA_ENGLISH = re.compile(
    r"\b(?:you|here|chat|conversation|messages|ticket|bot)\b|\bwho (?:can |will |could |else )?(?:see"
    r"|read)s? (?:this|that|it|my)\b",
    re.IGNORECASE,
)
_FACE_ENGLISH = re.compile(
    r"\b(?:who|where|how long|what happens|why|stor\w+|kept|keeps?|saved?|delet\w+|shared?|safe|privacy)\b"
    r".*\b(?:face|facial|selfie|biometric\w*)\b"
    r"|\b(?:face|facial|selfie|biometric)\b.*\b(?:stored|kept|saved|deleted|shared|safe)\b",
    re.IGNORECASE,
)
_OF_FAILURE = re.compile(r"\b(?:fail\w*|reject\w*|not work\w*|pass|wrong|always|keeps? \w+ing)\b", re.IGNORECASE)


def _asked_in_english(text: str, *, going_on: bool) -> tuple[PrivacyQuestion, ...]:
    asked = [part for part in sentences(text) if asks_in_english(part)]
    if any(_FACE_ENGLISH.search(part) and not _OF_FAILURE.search(part) for part in asked):
        return ("face",)
    ours = [part for part in asked if going_on or _DATA_ENGLISH.search(part)]
    return tuple(kind for kind, pattern in _ENGLISH if any(map(pattern.search, ours)))


def asks_privacy(text: str, *, going_on: bool = False) -> tuple[PrivacyQuestion, ...]:
    """What a message asks about the data that is left here; `going_on` in the form, where it need not say where."""
    if not any(map(is_chinese, text)):
        return _asked_in_english(text, going_on=going_on)
    plain = in_mandarin(text)
    key = matching_key(plain)
    if len(key) > _LONGEST or not (is_asked(plain) or _ASKS.search(plain.strip(" 。！!~"))):
        return ()
    if not (going_on or _OURS.search(key)) or _OTHERS.search(key) or _WISHED_NOTED.search(key):
        return ()
    if _PLACES.search(key) and not _SAID_HERE.search(key):
        return ()
    found = tuple(kind for kind, pattern in _QUESTIONS if pattern.search(key))
    if "seen" in found and _STRANGER.search(key):
        found = tuple(kind for kind in found if kind != "seen")
    if going_on and not found and _AND_THAT.fullmatch(key):
        return ("kept",)
    if _FACE.search(key) and found:
        return ("face",)
    erased_when = "erased" in found and "kept" in found
    return tuple(kind for kind in found if not (erased_when and kind == "erased")) if _asks_when(key) else found


def _asks_when(key: str) -> bool:
    """«多久删» asks how long something is kept, not whether it can be erased."""
    return any(word in key for word in ("多久", "几天", "什么时候", "何时"))
