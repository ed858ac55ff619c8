"""Clauses, and whose words they hold: a notice and another's case tell nothing of one's own.

Every pattern is tried at a place once and repeats nothing, so the time grows with the length of the text only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from faq.guiding.contrary import outright

_JOINS = "、/&+,， "
_LISTS = "、/&+"
_TURNS = ("但是", "但", "可是", "不过", "而且", "然后", "只是", "就是", "结果", "因为", "所以")
_NO_TURN = {"就是": ("不", "没"), "不过": ("来", "去", "了", "关")}
"""What follows the letters of a turn where it is none: «就是不来», «发不过来»; nor is one at the end of a clause."""
_NOTICE_MARKS = re.compile(
    r"友情提示|温馨提示|重要提示|注意事项|尊敬的|如果您|如您|若您|请您|您可以|您的[^,，。\n]{1,8}(?:已|将)|如果选择|将被注销|将不能用于"
    r"|管理员审核|可使用原账号|可以尝试|请及时|请点击|请在.{1,12}(?:前|内)完成"
)
_QUOTED = re.compile(
    r"[“「『\"](?=[^”」』\"\n]{0,199}(?:请|您|如已|如使用|已被|提示|系统))[^”」』\"\n]{10,200}[”」』\"]"
)
"""What a page said, between quotes: «“……如使用过兵役登记，请用原账号登录” 我没弄过»."""
_OUTSIDE = " ，。！？,.!?\n"
_LEAST_OWN = 3
"""How many characters must stand outside the quotes: a message may be quoted as a whole."""
_AGAINST = ("但是", "可是", "不过", "但")
"""Turns that hold a yes or a no by their letters only: they are no answer."""
_LEAST_MARKS = 2
"""Two of them make a notice: one «如果您…» alone may be a polite asker's own."""
_ANSWER_APART = re.compile(
    r"(?:(?<=^)|(?<=[,，。.!！?？;；\n]))[^\S\n]{0,4}(没有|没|不是|不行|不能|不|对|是的|是|有|嗯|冇|唔系|唔得)\s+(?=\S)"
)
_NAMED_BUTTON = re.compile(r"(?<=[勾点选按了])[“「『\"]([一-鿿]{2,10})[”」』\"]")
"""The name of what somebody ticked or tapped, in quotes: «勾了「我要重新注册」还提交了» is one clause."""
_OTHERS = re.compile(
    r"(?<![换借用拿])(?<![换借用拿][我了])(?:别人|人家|对方|同学|室友|舍友|朋友|前任|前男友|前女友|男朋友|女朋友|同事|网友|哥们|闺蜜|邻居|老乡|前机主|原机主|其他人|他们|她们)(?!帮我|让我|说我)"
)
_KIND_OF_THEM = (
    "(?:别人|人家|同学|室友|舍友|朋友|男朋友|女朋友|同事|闺蜜|邻居|公司|单位|学校|网吧|家人|老公|老婆|丈夫|妻子|媳妇|对象|爱人|爸妈|爸爸?|妈妈?"
    "|父亲|母亲|爷爷|奶奶|哥哥?|姐姐?|弟弟?|妹妹?|儿子|女儿|孩子)"
)
_BORROWED = re.compile(
    rf"(?:[换借](?:了|过|成|到)?|用(?:了|过)?(?=.{{2,8}}(?:手机|电脑|平板)[^，。,号卡]{{0,2}}(?:试|也|都|还是|一样)))(?:我|我们|咱)?(?:家|家里)?"
    rf"{_KIND_OF_THEM}(?:的|们的|那台|那部)?(?=手机(?!号|卡|收|接|注册|登记)|电脑|平板|设备)"
)
"""Another's phone or computer that somebody took to try with: «换我媳妇手机也试了» is their own deed."""
_NO_WHAT = re.compile(
    "(?P<no>没有?|不|未|冇)(?P<verb>[弹出见收绑设留填看有装跳显找加瞧瞅睇搜冒写]{0,2}[到着过得示现出来]{0,2})"
    "(?:什么|啥子?|乜嘢|乜)(?!时候|地方|原因|意思|用)(?=[一-鿿]{2})"
)
"""«没弹什么人工审核» denies, it asks nothing."""
_BOUND_IS = re.compile(r"(?P<verb>[绑设])[定置]?[过了]?的(?:其实|应该)?是(?P<what>邮箱|密保|微信|支付宝|手机号?码?)")
"""«绑的是密保» tells of what stands behind it, and not of what was named before."""
_LOGIN_UNKNOWN = re.compile(
    "(?:现在|还|账号|是)?(?:能不能|登不登|进不进|上不上)(?:再|够)?得?(?:登|进|上)?[录陆上进得去来]{0,3}"
    "[我自己也都早就已经真的，, ]{0,6}"
    "(?=忘|不记得|记不|不知道|不清楚|说不好|不确定)"
)
"""«登不登得上我也忘了» says that it is not known, and asks nothing."""
_THEY = re.compile(r"(?<!其)[他她](?!们|帮我|说|让|不[给让]我)")
_KIN = re.compile(
    r"(?<![换借用拿])(?<![换借用拿][我了])(?<![换借用拿]了我)我?(?:老公|老婆|丈夫|妻子|媳妇|对象|爱人|爸爸?|妈妈?|父亲|母亲|爷爷|奶奶|外公|外婆|哥哥?|姐姐?|弟弟?|妹妹?|表[哥弟姐妹]|堂[哥弟姐妹])"
    r"(?=的?(?:手机|电话|号|卡|邮箱|微信|支付宝)|可能|应该|也许|大概|好像|肯定|记得|知道|能|有|那)"
)
"""Whose means are not those that were asked about; a child's may be, for whom parents often write."""
_ASKED_FOR = re.compile(
    r"(?:我们?|咱|俺)(?:家|班)?的?(?:老公|老婆|丈夫|妻子|媳妇|对象|爱人|爸爸?|妈妈?|父亲|母亲|爷爷|奶奶|外公|外婆|哥哥?|姐姐?|弟弟?|妹妹?"
    r"|表[哥弟姐妹]|堂[哥弟姐妹]|儿子|女儿|闺女|孩子|娃|侄[子女]|外甥女?|学生(?![证时卡]))(?!说|帮|让|叫|告诉|教|给我|替我)"
    r"[^,，。.!！?？;；]{0,10}(?:密码|账号|帐号|用户名|学信|学籍|学历|登|注册|验证|实人|人脸|刷脸|找回|毕业)"
    r"|(?:帮|替|给)(?:我们?|咱|俺)?(?:家|班)?的?(?:老公|老婆|爸爸?|妈妈?|父亲|母亲|爷爷|奶奶|哥哥?|姐姐?|弟弟?|妹妹?|儿子|女儿|闺女|孩子|娃|学生)"
    r"(?:弄|办|查|注册|登|找|问|改|搞|整|操作|看)"
)
"""Somebody of the family, or a pupil, with the matter that is theirs."""
_OWN_BESIDE = re.compile(r"我(?:自己|本人)[^他她]{0,8}(?:倒是|倒|反而|反倒)")
"""«我自己的号倒是能登»: in a case that is about another, that tells nothing of it."""
_OWN = re.compile(r"(?<![用拿给帮替叫让把跟和])我(?!们|的账|的号|账号)")


@dataclass(frozen=True)
class Clause:
    """One clause, letters only: `joined` when a comma-like mark stands before it, `listed` when it goes on with a list.

    `turned` when only a word such as «但是» parts it from what stands before it; `asked` is whether a question mark
    ends it.
    """

    text: str
    joined: bool = False
    listed: bool = False
    turned: bool = False
    asked: bool = False


def said_plainly(text: str) -> str:
    """A text with what was borrowed as another one, and no quotes at buttons.

    A no stands plainly where it is said with 什么, or by the contrary of it (`faq.guiding.contrary`).
    """
    text = outright(text)
    text = _LOGIN_UNKNOWN.sub("登录状态", _BOUND_IS.sub(r"\g<what>\g<verb>了", text))
    return _NAMED_BUTTON.sub(r"\1", _NO_WHAT.sub(r"\g<no>\g<verb>", _BORROWED.sub("换了台", text)))


def answers_apart(text: str) -> str:
    """A text in which a bare yes or no before a pause stands apart: «没 收不到» denies nothing, it answers."""
    return _ANSWER_APART.sub(lambda found: f"{found[1]}，", text)


def own_words(text: str) -> tuple[str, str]:
    """What somebody says, and the notice of a page they pasted along with it; either may be empty.

    A notice in quotes ends with them; any other begins with its first mark or the short line above it, and goes on to
    the end of the text.
    """
    outside = _QUOTED.sub("，", text)
    if len(outside.strip(_OUTSIDE)) >= _LEAST_OWN and outside != text:
        return outside, "。".join(_QUOTED.findall(text))
    marks = list(_NOTICE_MARKS.finditer(text))
    if len({mark[0] for mark in marks}) < _LEAST_MARKS:
        return text, ""
    start = max(text.rfind(sign, 0, marks[0].start()) for sign in "\n。！!？?：:，,") + 1
    return text[:start], text[start:]


def asks_for_another(text: str) -> bool:
    """Whether a normalised text names somebody whose account or record it is about: «我妈忘记密码了，她手机能用»."""
    return _ASKED_FOR.search(text) is not None


def others_from(clause: str, *, answering: bool, theirs: bool = False) -> tuple[int, int]:
    """Where somebody else's case is told, as start and end: from their name to the next «我»; equal when nowhere.

    `answering` is whether something was just asked: «他登不上» then answers for whom the case is about; so does
    `theirs`, where the text has named that person before.
    """
    if _OWN_BESIDE.match(clause):
        return 0, len(clause)
    found = _OTHERS.search(clause) or (_KIN.search(clause) if answering else None)
    if found is None and not ((answering or theirs) and "我" not in clause):
        found = _THEY.search(clause)
    if found is None:
        return 0, 0
    own = _OWN.search(clause, found.end())
    return found.start(), own.start() if own else len(clause)


def clauses(text: str) -> Iterator[Clause]:
    """The clauses of a normalised text."""
    start, joined, listed = 0, True, False
    for position, letter in enumerate(text + "."):
        if letter.isalnum() or letter in "-@":
            continue
        yield from _turned(text[start:position], joined=joined, listed=listed, asked=letter == "?")
        if position > start:
            joined, listed = letter in _JOINS, letter in _LISTS
        start = position + 1


def _turned(text: str, *, joined: bool, listed: bool, asked: bool) -> Iterator[Clause]:
    """A clause cut before «但是» and the like, which begin something new."""
    text = _without_turn(text)
    cut = 0
    for turn in _TURNS:
        found = text.find(turn, 1)
        behind = text[found + len(turn) :]
        if not behind or behind.startswith(_NO_TURN.get(turn, ())):
            continue
        if found > 0 and (cut == 0 or found < cut):
            cut = found
    if cut:
        yield Clause(text[:cut], joined=joined, listed=listed)
        yield Clause(_without_turn(text[cut:]), turned=True, asked=asked)
    elif text:
        yield Clause(text, joined=joined, listed=listed, asked=asked)


def _without_turn(clause: str) -> str:
    """A clause without the «不过» it begins with; «不过» alone says that something did not pass."""
    turn = next((word for word in _AGAINST if clause.startswith(word)), "")
    return clause[len(turn) :] or clause
