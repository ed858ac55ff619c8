"""For whom somebody asks who does not ask for themselves: a daughter, a father, as they say it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin
from faq.text.normalise import matching_key
from faq.text.pinyin import is_chinese

CHILDREN = (
    "女儿|闺女|儿子|孩子|小孩|娃|外甥女|外甥|侄女|侄子|外孙女|外孙|孙女|孙子|表弟|表妹|堂弟|堂妹|弟弟|妹妹|儿媳妇?|女婿"
)
ELDERS = (
    "老母亲|妈妈|母亲|老妈|老娘|妈|老父亲|爸爸|父亲|老爸|爸|爷爷|奶奶|外公|外婆|姥姥|姥爷|岳父|岳母|丈母娘|婆婆|公公|叔叔|婶婶|舅舅|舅妈|姑姑|姨妈"
    "|伯父|大伯|老伴|老公|老婆|丈夫|妻子|媳妇|爱人|对象|表哥|表姐|堂哥|堂姐|哥哥|姐姐|嫂子|姐夫|哥|姐"
)
FRIENDS = "朋友|同学|室友|舍友|同事|邻居|老乡|战友|亲戚|老人家|老人"
_PUPIL = re.compile(r"(?:我们?|咱)班?的?(?P<who>学生)(?![证时卡会处账帐票贷优身信党档])(?!.{0,4}(?:说|帮|教))")
"""«我学生登不上»: a teacher asks for a pupil."""
_OWN = "(?:我们?|俺|咱)?(?:家|自己)?的?"
_DONE_FOR = re.compile(
    rf"(?:(?:帮|替|代)|给(?!.{{0,6}}(?:打|说|讲|看|发|买|转))){_OWN}(?:一?个)?(?P<who>{CHILDREN}|{ELDERS}|{FRIENDS})(?!.{{0,2}}(?:手机|打|说))"
)
"""«给女儿注册», «替我爸问»; «给我妈打电话» is another thing."""
_MATTER = (
    "学籍|学历|学位|学信|账号|密码|用户名|身份证|注册|登录|验证|查不|毕业|大学|大[一二三四]|高[一二三]|考研|考上|军训|当兵|入伍"
    "|应征|征兵|面试"
)
_HELPS = "帮|给我|替|教|陪|说|讲|告诉|催|让我|叫我"
_OF_THEIRS = re.compile(
    rf"^(?:您好|你好|请问|就是|那个|是|但|可|可是|因为|现在)?{_OWN}(?P<who>{CHILDREN})(?!.{{0,4}}(?:{_HELPS})).{{0,10}}(?:{_MATTER})"
)
"""«我女儿的学籍查不到»; «女儿帮我注册的» asks for oneself."""
_THEIRS = "手机|号|电话|身份证|卡|邮箱|微信|支付宝|名字|名下"
"""What people borrow of their family to register themselves."""
_OF_ELDERS = re.compile(
    rf"^(?:您好|你好|请问|就是|那个|是|但|可|可是|因为|现在)?{_OWN}(?P<who>{ELDERS})(?!的?(?:{_THEIRS}))(?!.{{0,4}}(?:{_HELPS}))"
    rf"(?:的|想|要|忘|不会|没|登|查|注册|当年|以前|年轻|今年|是|[0-9一二三四五六七八九]).{{0,10}}(?:{_MATTER})"
)
"""«我妈的大专学历查不到», not «我妈的手机号注册的»."""
_AWAY = re.compile(
    "军训|集训|封闭|在部队|当兵|新兵连|服役|住院|没(?:有|带)?手机|手机(?:被收|上交|不让|不能带)|不让(?:带|用)手机|拿不到手机|联系不上"
)
_FACE_LEFT_OUT = re.compile("(?:替|代|帮)[^，。,？?]{1,4}刷(?![脸卡手新题一几个单视抖])")
_ENGLISH = re.compile(
    r"\b(?:for|on behalf of) my (?P<one>daughter|son|child|wife|husband|mother|father|sister|brother)\b(?! to\b)"
    r"|\bmy (?P<other>daughter|son|child)(?:'s\b"
    r"| (?:is|has|can|cannot|can't|could|needs|wants|lost|forgot|never|does|did|got)\b)",
    re.IGNORECASE,
)
_FULLER = {"妈": "妈妈", "爸": "爸爸", "哥": "哥哥", "姐": "姐姐", "娃": "孩子"}
_IN_CHINESE = {
    "daughter": "女儿",
    "son": "儿子",
    "child": "孩子",
    "wife": "妻子",
    "husband": "丈夫",
    "mother": "母亲",
    "father": "父亲",
    "sister": "姐妹",
    "brother": "兄弟",
}


def asks_for(text: str) -> str:
    """Who a message is about when it is a relative of who writes it, in their own word; empty for oneself."""
    if not any(map(is_chinese, text)):
        found = _ENGLISH.search(text.replace("’", "'"))
        return _IN_CHINESE[(found["one"] or found["other"]).lower()] if found else ""
    keys = (matching_key(in_mandarin(clause)) for clause in split_clauses(text))
    return next(filter(None, map(_named, keys)), "")


def first_asked_for(texts: Iterable[str]) -> str:
    """Whom the first of some messages that is about a relative is about; taps are no messages. Empty for oneself."""
    return next((who for text in texts if not text.startswith("/") and (who := asks_for(text))), "")


def in_full(who: str) -> str:
    """Somebody's word for a relative as it is said to them: 妈 is 妈妈."""
    return _FULLER.get(who, who)


def with_face(text: str) -> str:
    """«我替她刷行不行» with the face it is about, for «刷» alone names no matter."""
    return _FACE_LEFT_OUT.sub(r"\g<0>脸", text)


def is_away(text: str) -> bool:
    """Whether a message says that the one it is about has no phone at hand now: drill, service, hospital, abroad."""
    return _AWAY.search(matching_key(in_mandarin(text))) is not None


def _named(key: str) -> str:
    found = _DONE_FOR.search(key) or _OF_THEIRS.search(key) or _OF_ELDERS.search(key) or _PUPIL.search(key)
    return found["who"] if found else ""
