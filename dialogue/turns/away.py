"""Somebody goes for a while («先去开个会，晚点再看») or is back («回来了，刚说到哪了»); neither tells of a matter.

What is read is how the sentence is built, not what somebody goes to do: a clause that goes or promises to come back,
and no clause beside it that asks, or names anything of ours.
"""

from __future__ import annotations

import re

from dialogue.mixed.several import may_ask
from dialogue.moods.chat import names_our_matter
from dialogue.moods.whole_messages import goes_to_try, is_courtesy, is_left
from dialogue.text.asking import asks
from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin
from dialogue.ticket.words import cancels
from dialogue.turns.next_matter import says_done
from faq.text.normalise import matching_key
from faq.text.pinyin import is_chinese

AWAY = "away"
"""The kind of a leave, and what is remembered of it until the next message."""
BACK = "back"
"""The kind of going on that first says where the talk was."""

_LONGEST, _MOST_ACTIVITY = 16, 10
_MARKS = "[了啦喇咯喽哈吧啊哦嗯哟先]{0,3}"
_SOON = (
    "(?:等|过|隔){0,1}(?:一?会儿?|一?阵(?:子|间)?|一?下|马上|很快|待会儿?|等会儿?|等下|几分钟|半小时|一个?小时|两分钟|晚点儿?|晚些|迟点|回头|明天|明早|明儿"
    "|今晚|晚上|下午|中午|改天|有空|得闲|完了|弄完|忙完|下课|下班){1,2}"
)
_PROMISES = re.compile(
    rf"(?:我|咱们?|那|就|先|嗯|好|行){{0,4}}{_SOON}(?:之后|以后|后)?(?:我|咱们?|再|又|就|接着|继续|过){{0,4}}"
    rf"(?:回来|返来|来|回|聊|说|倾|谈|看|弄|填|问|讲|继续|接着|联系|见){{1,2}}(?:你|您|吧|一下|这个|它|填|说|弄|看){{0,2}}{_MARKS}"
    rf"|.{{0,8}}(?:再|才)(?:回来|返来|来|聊|说|倾|谈|联系){{1,2}}(?:你|您|吧|填|说|弄|看){{0,2}}{_MARKS}"
    rf"|(?:你|您)?等(?:等|一?下|一?会儿?)?我?(?:等|一?下|一?会儿?){{0,1}}{_MARKS}"
    rf"|(?:先|今天){{1,2}}(?:就)?(?:到|聊到|说到|弄到)(?:这|这儿|这里){_MARKS}|(?:先|暂时){{1,2}}不(?:说|聊|弄|问)了?{_MARKS}"
)
_WAIT = re.compile("(?:你|您|先)?(?:再)?等(?:等|一?下|一?会儿?)?(?:啊|哈|哦|我)?")
_TELLS = re.compile("(?<![还不总])是(?!不是)|叫|姓|错|不对|漏|忘|补充|改|再加|还有|写")
"""What is said behind «等一下» by who stays and puts something right."""
_LEAD = "(?:等一?下|等会儿?|我|咱|那|就|得|要|必须|嗯|好|行|不说了|不聊了|现在|马上|有事|不好意思|ok|今天|太晚了?){0,5}"
_GOES = re.compile(
    rf"(?:.{{2,6}}?了)?{_LEAD}先(?:去|出去|出|离开|过去)?(?P<first>[^怎哪谁吗呢]{{1,{_MOST_ACTIVITY}}}?){_MARKS}"
    rf"|{_LEAD}(?:去(?!年)|出去|离开|走开|出|落|下楼|上楼|回(?=家|屋|宿舍|公司)|过去)(?P<then>[^怎哪谁吗呢]{{1,{_MOST_ACTIVITY}}}?){_MARKS}"
    rf"|{_LEAD}(?P<deed>[^怎哪谁吗呢不没]{{2,8}}?)(?<![进出上下过回])去(?:了|啦|先)?"
    rf"|{_LEAD}(?:要|得|该)(?P<must>[^怎哪谁吗呢]{{1,4}})了{_MARKS}"
)
_CALLED_AWAY = re.compile(
    rf"(?:.{{1,5}}(?:找|叫|喊)我(?:有事|一?下|过去|去)?|(?:有人|来)(?:敲门|电话|客人|快递|外卖)|我?(?:这边|临时)?有(?:点|急)?事情?|.{{0,3}}没电|.{{1,4}}(?:哭|醒|到站|到|来)了){_MARKS}"
)
"""What takes somebody away; it does so only where they leave."""
_HERE_AGAIN = re.compile(
    "(?:我|人|好了?|ok|嗯|哎|早|嗨|又|终于|总算|已经|刚|都){0,5}(?:回来|返来|回|来|返)(?:了|啦|喇|咯|喽|哈|啊){1,3}"
    "|(?:我|好|刚|终于|总算|已经|都|嗯){0,4}(?:忙完|吃完|吃好|吃饱|下课|落堂|落完堂|下班|放学|开完会|睡醒|醒|洗完|上完课)(?:饭|会)?(?:了|啦|喇|咯|喽){1,3}"
)
_CALLS = re.compile("(?:喂|哈喽|人|有人|你|您|还){0,3}(?:呢|在吗|在不在|在么)|早(?:上?好)?|嗨|晚上好")
_QUESTION_MARK = re.compile(r"[?？]")
_OF_ONESELF = re.compile("(?:那|不好意思){0,2}(?:我|得|要)")
_NO_ERRAND = re.compile("^[不没别等这那]|[问答教帮讲第别说看试查填选用给转付交钱]|告诉|报警|解释|截止|过期|到期|来不及")
"""What is wanted now, or presses: no going away."""
_TALKED = "(?:说|讲|聊|谈|倾|问|弄|办|做|进行|卡)"
_LATELY = "(?:刚才?|刚刚|上次|昨天|之前|前面|方才|前头|先前|那天)"
_LATELY_SAID = re.compile(f"{_LATELY}|到(?:了)?(?:哪|边)")
_WHERE = re.compile(
    rf"(?:我们?|咱们?|你|您|那|现在|话|{_LATELY}){{0,4}}{_TALKED}?到(?:了)?(?:哪|边)(?:里|儿|个|一?步|块|度)?(?:来着|了|啊|呢|呀|啦){{0,3}}"
    rf"|(?:我们?|咱们?|你|您|那){{0,2}}{_LATELY}(?:我们?|咱们?|你|您|那|是){{0,3}}{_TALKED}(?:的|到)?(?:是)?(?:我)?(?:什么|啥|哪)(?:一?步|里|儿|个|事)?(?:来着|了|啊|呢|呀){{0,3}}"
    rf"|(?:我|那|你){{0,2}}{_LATELY}(?:我|你)?(?:那个|那件事|那事|的|的事|问的那?个?|说的那?个?){{1,2}}(?:{_TALKED}完了?(?:没有?|吗)?)?"
)
_GOES_ON = re.compile(
    rf"(?:那|咱们?|我们|可以|好|行|嗯|ok|来){{0,4}}(?:继续|接着|接住){{1,2}}(?:往下)?(?:{_LATELY}|上面|之前|那个?|的|话题|问题|事|{_TALKED}|来|填|走|看|搞|往下|下一步|上次){{0,6}}(?:吧|啊|哈|了|咯|啦){{0,2}}"
)
_ENGLISH_AWAY = re.compile(
    r"(?:ok |okay |sorry |thanks |well |i(?:'m| am) ){0,4}(?:brb|bbl|afk|ttyl|g2g|be (?:right )?back.{0,20}"
    r"|back (?:soon|later|in .{1,20})"
    r"|(?:i )?(?:have to|gotta|got to|need to|must|should) (?:go|leave|run|stop)\b.{0,24}"
    r"|(?:going|off) (?:to|for)\b.{1,20}"
    r"|(?:i will |i'll |let's |lets |we )?(?:talk|continue|chat|do (?:this|it)|finish (?:this|it)|come back)"
    r" (?:to you )?(?:later|tomorrow|soon|tonight)(?: then)?)"
)
_ENGLISH_SIGN = (
    r"(?:ok |okay |hi |hello |hey |so |now |and |well ){0,3}"
    r"(?:(?:i(?:'m| am|m) )?back(?: again| now)?"
    r"|where (?:were|did) we(?: (?:stop|leave off|left off|get to|now))?"
    r"|what (?:were we|did (?:you|we)) (?:talking|talk|say|saying|ask|asking)(?: about)?"
    r"|(?:let'?s |let us |can we |please )?(?:continue|go on|carry on|pick up)"
    r"(?: where we (?:left off|stopped|were)| then| now)?)"
)
_ENGLISH_BACK = re.compile(f"{_ENGLISH_SIGN}(?: {_ENGLISH_SIGN}){{0,2}}")
_ENGLISH_HINT = re.compile(r"\bback\b|\bwhere (?:were|did|are) we\b|\bwhat were\b|\bcontinue\b", re.IGNORECASE)
_ENGLISH_CUT = re.compile(r"[.!?,;\n]+|\b(?:and|but)\b")


def goes_away(text: str) -> bool:
    """Whether a message only says that somebody leaves for a while."""
    if not any(map(is_chinese, text)):
        return _all_english(text, _ENGLISH_AWAY)
    clauses = _clauses(text)
    keys = [matching_key(clause) for clause in clauses]
    if not keys or _QUESTION_MARK.search(text) or any(map(_of_matter, clauses)):  # who asks waits for an answer
        return False
    tells = any(_TELLS.search(key) and not _PROMISES.fullmatch(key) for key in keys)
    promised = any(_PROMISES.fullmatch(key) and not (tells and _WAIT.fullmatch(key)) for key in keys)
    called = any(map(_CALLED_AWAY.fullmatch, keys)) and any(map(_waits, split_clauses(in_mandarin(text))))
    return promised or called or any(map(_goes, keys))


def comes_back(text: str, *, after_leave: bool = False) -> bool:
    """Whether a message only says that somebody is back, asks where the talk was, or wants to go on.

    `after_leave` is whether they just went: then whatever tells and asks of no matter says that they are back.
    """
    if not any(map(is_chinese, text)):
        back = after_leave and len(text.split()) <= _MOST_ACTIVITY and _ENGLISH_HINT.search(text)
        return bool(back) or _all_english(text, _ENGLISH_BACK)
    clauses = _clauses(text)
    if not clauses or says_done(text):
        return False
    if after_leave and not any(map(cancels, map(matching_key, clauses))) and not any(map(_of_another_matter, clauses)):
        return True
    kinds = list(map(_kind_of_return, clauses))
    return all(kinds) and any(kind != "idle" for kind in kinds)


def is_return(clause: str) -> bool:
    """Whether a clause says that somebody is back or wants to go on, whatever stands beside it."""
    key = matching_key(in_mandarin(clause))
    return any(pattern.fullmatch(key) for pattern in (_HERE_AGAIN, _WHERE))


def is_leave(clause: str) -> bool:
    """Whether a clause says that somebody goes for a while."""
    key = matching_key(in_mandarin(clause))
    return is_left(key) or (_PROMISES.fullmatch(key) is not None and not _of_matter(clause))


def _clauses(text: str) -> list[str]:
    return [clause for clause in split_clauses(in_mandarin(text)) if not is_courtesy(clause)]


def _of_matter(clause: str) -> bool:
    """Whether a clause asks, or names something of ours that is not only fetched («拿个身份证»)."""
    key = matching_key(clause)
    fetched = re.fullmatch(r".{0,4}(?:去)?(?:拿|找|取|翻|借)(?:一?[下个张本])?(?:我的?)?.{1,8}", key)
    return asks(clause) or may_ask(clause) or (names_our_matter(key) and fetched is None)


def _waits(clause: str) -> bool:
    return _PROMISES.fullmatch(matching_key(clause)) is not None


def _goes(key: str) -> bool:
    """Whether a clause says that somebody goes to do something of their own."""
    if len(key) > _LONGEST or goes_to_try(key):
        return False
    found = _GOES.fullmatch(key)
    if found is None or (
        found["then"] and not (_OF_ONESELF.match(key) or key.endswith("先"))
    ):  # «去营业厅补卡» may answer
        return False
    return not _NO_ERRAND.search(next(filter(None, found.groups()), ""))


def _of_another_matter(clause: str) -> bool:
    """Whether a clause names something of ours, asks anything but where the talk was, or is too long for either."""
    key = matching_key(clause)
    asks_where = _LATELY_SAID.search(key) is not None
    return len(key) > _LONGEST or names_our_matter(key) or (asks(clause) and not asks_where)


def _kind_of_return(clause: str) -> str:
    key = matching_key(clause)
    if _HERE_AGAIN.fullmatch(key):
        return BACK
    if _WHERE.fullmatch(key):
        return "where"
    if _GOES_ON.fullmatch(key):
        return "on"
    return "idle" if _CALLS.fullmatch(key) else ""


def _all_english(text: str, pattern: re.Pattern[str]) -> bool:
    plain = text.strip().lower().replace("’", "'")
    parts = [part.strip() for part in _ENGLISH_CUT.split(plain) if part.strip()]
    return bool(parts) and all(map(pattern.fullmatch, parts))
