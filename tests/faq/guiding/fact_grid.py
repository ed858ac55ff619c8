"""Sentences about facts, made of what people say of them and of the frames they say it in, with what each one tells.

A frame states, denies, lists, asks, supposes or speaks of somebody else; what is no statement on one's own
case tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

from opencc import OpenCC

from faq.guiding.situation import Fact, Situation

_TO_TRADITIONAL = OpenCC("s2t")
_WAYS = {"phone": "手机号", "mail": "邮箱", "security": "密保", "scan": "微信"}
"""The means of recovery, which people name together."""
_SAID = {
    ("phone", "usable"): ("手机号还在用", "手机能收短信", "号没换", "手机号收得到短信"),
    ("phone", "unusable"): ("手机号停用了", "号早注销了", "手机号换了", "手机不用了"),
    ("mail", "usable"): ("邮箱能用", "邮箱绑过", "邮箱进得去", "绑过邮箱"),
    ("mail", "unusable"): ("邮箱没绑", "邮箱进不去", "没绑邮箱", "邮箱忘了", "邮箱登不上"),
    ("security", "known"): ("密保记得", "密保答案还记得", "密保答得上"),
    ("security", "unusable"): ("密保忘了", "密保没设", "忘了密保", "密保答不上", "密保不记得"),
    ("scan", "bound"): ("微信绑过", "绑过支付宝"),
    ("scan", "unbound"): ("微信没绑", "没绑过支付宝"),
    ("password", "known"): ("密码记得", "密码没忘"),
    ("password", "forgotten"): ("密码忘了", "忘了密码", "密码不记得了"),
    ("username", "known"): ("用户名记得", "用户名知道"),
    ("username", "forgotten"): ("用户名忘了", "忘了用户名", "用户名不记得了"),
    ("papers", "known"): ("身份证号记得",),
    ("papers", "forgotten"): ("身份证号忘了",),
    ("login", "in"): ("能登进去", "账号能登录"),
    ("login", "out"): ("登不上去", "登录不了"),
    ("enrolment", "postgraduate"): ("在考研", "报了考研"),
    ("enrolment", "enlist"): ("要去当兵", "报了征兵"),
    ("enrolment", "nothing"): ("没在报名", "不考研也不当兵"),
    ("other_phone", "has"): ("还有一个手机号", "有别的手机号"),
    ("other_phone", "hasnt"): ("没有别的手机号", "只有这个号"),
    ("trouble", "page"): ("页面打不开", "一直转圈"),
    ("trouble", "code"): ("收不到验证码",),
    ("manual_review", "shown"): ("弹出人工审核了",),
    ("manual_review", "hidden"): ("没弹人工审核",),
    ("classmates", "can"): ("同学都能查到",),
    ("classmates", "cannot"): ("同学也查不到",),
}
"""Whole statements, as people write them."""
_ELSE = (
    "别的都在用",
    "其他东西都能用",
    "找回来以后再说",
    "电脑能用",
    "学校能查到",
    "老师说可以",
    "这个网站能打开",
    "想换个新的",
    "以后再绑",
    "学校那边没问题",
    "弄好了再告诉您",
    "银行卡还在用",
)
"""What says nothing of any fact, though it holds words of them."""
_BARE = {"可以", "有", "能用", "在用"}
_LISTED = (
    ("都用不了", "no", ("phone", "mail", "security")),
    ("都没绑", "no", ("mail", "scan")),
    ("都没有绑过", "no", ("mail", "scan")),
    ("都没设", "no", ("mail", "security")),
    ("都忘了", "no", ("mail", "security")),
    ("也都不行", "no", ("phone", "mail", "security")),
    ("全都不能用", "no", ("phone", "mail", "security")),
    ("一个都没绑", "no", ("mail", "scan")),
    ("都能用", "yes", ("phone", "mail")),
    ("都还能用", "yes", ("phone", "mail")),
    ("都绑过", "yes", ("mail", "scan")),
    ("都绑了", "yes", ("mail", "scan")),
)
"""What is said of several things at once, whether it says yes or no, and of which things it can be said."""
_JOINED = ("{}{}", "{}和{}", "{}、{}", "{}跟{}", "{} {}", "{}还有{}")
_AHEAD = (
    ("没绑{}", "no", ("mail", "scan")),
    ("没有绑定{}", "no", ("mail", "scan")),
    ("没绑过{}", "no", ("mail", "scan")),
    ("绑过{}", "yes", ("mail", "scan")),
    ("忘了{}", "no", ("security",)),
)
_ASKED = (
    "{}吗",
    "{}吗？",
    "{}没有？",
    "是不是{}",
    "是不是{}？",
    "{}是不是就不行了",
    "{}对吧",
    "{}会怎么样",
    "怎么知道{}",
    "难道{}？",
)
_SUPPOSED = (
    "如果{}",
    "要是{}呢",
    "万一{}怎么办",
    "{}的话怎么办",
    "假如{}，那怎么弄",
    "要是{}，还能找回吗",
    "倘若{}呢",
    "{}的时候该选哪个",
    "{}的情况下怎么弄",
    "等到{}再说",
    "除非{}",
    "就算{}也没用吧",
    "哪怕{}",
    "即使{}也行吗",
    "{}以后怎么办",
)
_FEARED = ("我怕{}", "担心{}", "怎么才能{}", "怎样让{}")
_WISHED = ("希望{}", "最好{}", "想让{}")
"""Before what is not so; who wishes that something did not work is not heard."""
_OTHERS = (
    "我同学的{}",
    "我朋友{}",
    "别人的{}",
    "同事{}",
    "我室友说他{}",
    "网友{}",
    "人家{}",
    "前机主{}",
    "他们说{}",
)
_OF_STRANGERS = frozenset({"found", "registered_before"})
"""«前机主» and «别人的邮箱» tell that an account is not theirs."""
_TOLD = ("{}", "{}了", "我的{}", "我{}", "{}。", "其实{}", "{}啊", "不好意思，{}", "您好，{}", "{}，急", "那个，{}吧")
_ONCE = (
    ("以前{yes}，现在{no}", False),
    ("原来{yes}，后来{no}", False),
    ("以前{no}，现在{yes}", True),
    ("{yes}，不对，{no}", False),
    ("{no}，说错了，{yes}", True),
    ("不是{no}，是{yes}", True),
)
_CANTONESE = (
    ("", "电话收唔到短信", {"trouble": "code"}),
    ("phone", "收唔到", {"phone": "unusable"}),
    ("phone", "仲用緊", {"phone": "usable"}),
    ("phone", "仲收到", {"phone": "usable"}),
    ("", "旧号用唔到", {"phone": "unusable"}),
    ("", "个号唔用咗", {"phone": "unusable"}),
    ("", "電話號碼冇咗", {"phone": "unusable"}),
    ("", "郵箱冇綁", {"mail": "unusable"}),
    ("mail", "冇綁過", {"mail": "unusable"}),
    ("", "郵箱入唔到", {"mail": "unusable"}),
    ("", "密碼唔記得", {"password": "forgotten"}),
    ("", "密保唔記得咗", {"security": "unusable"}),
    ("", "我冇綁過微信", {"scan": "unbound"}),
    ("scan", "冇", {"scan": "unbound"}),
    ("mail", "有呀", {"mail": "usable"}),
    ("", "電話仲用緊，郵箱冇綁", {"phone": "usable", "mail": "unusable"}),
    ("", "郵箱同密保都冇", {"mail": "unusable", "security": "unusable"}),
    ("", "係咪電話停咗就唔得", {}),
    ("", "如果郵箱冇綁點算", {}),
    ("", "登唔到", {"login": "out"}),
    ("mail", "么得", {"mail": "unusable"}),
    ("mail", "莫得", {"mail": "unusable"}),
    ("mail", "木有", {"mail": "unusable"}),
    ("mail", "冇得", {"mail": "unusable"}),
    ("mail", "没得", {"mail": "unusable"}),
    ("", "邮箱么得", {"mail": "unusable"}),
    ("", "邮箱莫得", {"mail": "unusable"}),
    ("", "邮箱没得", {"mail": "unusable"}),
    ("", "邮箱木有绑", {"mail": "unusable"}),
    ("security", "记不到了", {"security": "unusable"}),
)
_MISTYPED = (
    ("mail", "没邮向", {"mail": "unusable"}),
    ("mail", "么有邦", {"mail": "unusable"}),
    ("mail", "没友帮", {"mail": "unusable"}),
    ("mail", "没帮定", {"mail": "unusable"}),
    ("mail", "帮过", {"mail": "usable"}),
    ("mail", "进不曲", {"mail": "unusable"}),
    ("mail", "灯不上", {"mail": "unusable"}),
    ("mail", "邮相没绑", {"mail": "unusable"}),
    ("password", "密马忘了", {"password": "forgotten"}),
    ("password", "密码望了", {"password": "forgotten"}),
    ("password", "记的", {"password": "known"}),
    ("password", "不记的了", {"password": "forgotten"}),
    ("password", "旺记了", {"password": "forgotten"}),
    ("security", "秘保忘了", {"security": "unusable"}),
    ("security", "密宝没射", {"security": "unusable"}),
    ("security", "不记的", {"security": "unusable"}),
    ("phone", "手鸡停用了", {"phone": "unusable"}),
    ("phone", "收不道", {"phone": "unusable"}),
    ("phone", "手机号亭用了", {"phone": "unusable"}),
    ("phone", "还在永", {"phone": "usable"}),
    ("phone", "能受到", {"phone": "usable"}),
    ("scan", "没邦", {"scan": "unbound"}),
    ("scan", "威信绑过", {"scan": "bound"}),
    ("scan", "支付保没绑", {"scan": "unbound"}),
    ("username", "望了", {"username": "forgotten"}),
    ("username", "用户明忘了", {"username": "forgotten"}),
    ("worked", "城功了", {"worked": "done"}),
    ("worked", "还是不形", {"worked": "failed"}),
    # letters that sound like an answer and are none
    ("mail", "忙", {}),
    ("phone", "在吗", {}),
    ("worked", "航", {}),
)


@dataclass(frozen=True)
class Sample:
    """A sentence in its frame: what was asked before it, and the facts it tells; `of` are those it might get wrong.

    `may` are facts that it may tell besides, because the words about one thing name another.
    """

    kind: str
    asked: str
    text: str
    facts: dict[str, str]
    may: frozenset[str] = field(default_factory=frozenset)


def samples(situation: Situation) -> Iterator[Sample]:
    """All sentences of the grid, each once."""
    seen: set[tuple[str, str]] = set()
    for sample in _all(situation):
        if (sample.asked, sample.text) not in seen:
            seen.add((sample.asked, sample.text))
            yield sample


def _all(situation: Situation) -> Iterator[Sample]:
    for (name, value), phrases in _SAID.items():
        for phrase in phrases:
            told = {name: value}
            may = _besides(name)
            for frame in _TOLD:
                yield Sample("plain", "", frame.format(phrase), told, may)
            yield Sample("traditional", "", _TO_TRADITIONAL.convert(phrase), told, may)
            for other in _ELSE:
                yield Sample("clause", "", f"{phrase}，{other}", told, may)
                yield Sample("clause", "", f"{phrase}。{other}", told, may)
            if name == "classmates":
                continue
            for kind, frames in (("asked", _ASKED), ("supposed", _SUPPOSED), ("wished", _FEARED), ("others", _OTHERS)):
                for frame in frames:
                    may_be = _OF_STRANGERS if kind == "others" else frozenset()
                    yield Sample(kind, "", frame.format(phrase), {}, may_be)
                    yield Sample(kind, name, frame.format(phrase), {}, may_be)
            for frame in _WISHED if value == situation.facts[name].yes else ():
                yield Sample("wished", "", frame.format(phrase), {})
    yield from _pairs()
    yield from _turned()
    yield from _lists(situation)
    yield from _of_the_lexicon(situation)
    for kind, table in (("cantonese", _CANTONESE), ("mistyped", _MISTYPED)):
        for asked, text, told in table:
            yield Sample(kind, asked, text, told)


def _besides(name: str) -> frozenset[str]:
    """A number that gets no message gets no code; who cannot get into an account may be told of as out of it."""
    return frozenset({"phone": {"trouble", "change_what"}, "mail": {"bind_what"}}.get(name, set()) | {"change_what"})


def _pairs() -> Iterator[Sample]:
    """Two statements in one sentence, and one stated beside one asked or supposed."""
    ways = [key for key in _SAID if key[0] in (*_WAYS, "password", "enrolment", "username")]
    for one, other in combinations(ways, 2):
        if one[0] == other[0]:
            continue
        first, second = _SAID[one][0], _SAID[other][-1]
        both = dict((one, other))
        may = _besides(one[0]) | _besides(other[0])
        for frame in ("{}，{}", "{}，但是{}", "{} {}", "{}。{}"):
            yield Sample("clause", "", frame.format(first, second), both, may)
            yield Sample("clause", "", frame.format(second, first), both, may)
        yield Sample("supposed", "", f"{first}，要是{second}呢", dict([one]), may)
        yield Sample("asked", "", f"{first}，{second}吗", dict([one]), may)
        yield Sample("others", "", f"我同学{first}，我{second}", dict([other]), may)


def _turned() -> Iterator[Sample]:
    """What was and what is; what is put right in the same breath."""
    for name, yes, no in (
        ("phone", "usable", "unusable"),
        ("mail", "usable", "unusable"),
        ("security", "known", "unusable"),
        ("scan", "bound", "unbound"),
        ("password", "known", "forgotten"),
    ):
        for said_yes in _SAID[name, yes]:
            for said_no in _SAID[name, no]:
                for frame, is_yes in _ONCE:
                    if frame.startswith("不是") and said_no.startswith(("没", "忘")):
                        continue
                    told = {name: yes if is_yes else no}
                    yield Sample("turned", "", frame.format(yes=said_yes, no=said_no), told, _besides(name))


def _lists(situation: Situation) -> Iterator[Sample]:
    for said, polarity, able in _LISTED:
        for size in (2, 3):
            for names in combinations(able, size):
                told = {name: str(getattr(situation.facts[name], polarity)) for name in names}
                for join in _JOINED if size == 2 else ("{}、{}、{}", "{}{}{}", "{}，{}，{}", "{}、{}和{}"):
                    listed = join.format(*(_WAYS[name] for name in names))
                    yield Sample("listed", "", f"{listed}{said}", told, frozenset({"change_what"}))
                    yield Sample("listed", "", f"我的{listed}{said}了，密码也忘了", {**told, "password": "forgotten"})
                    yield Sample("listed", "", f"{listed}{said}，别的都在用", told)
                    yield Sample("listed", "", f"{listed}{said}，考研报名在用", {**told, "enrolment": "postgraduate"})
                    for frame in ("如果{}怎么办", "{}吗", "我同学{}", "是不是{}"):
                        yield Sample("listed", "", frame.format(f"{listed}{said}"), {})
    for said, polarity, able in _AHEAD:
        for names in combinations(able, 2):
            told = {name: str(getattr(situation.facts[name], polarity)) for name in names}
            for join in ("{}和{}", "{}、{}", "{}跟{}", "{}或者{}"):
                yield Sample("listed", "", said.format(join.format(*(_WAYS[name] for name in names))), told)


def _of_the_lexicon(situation: Situation) -> Iterator[Sample]:
    """The words of the situation themselves, in frames that state nothing, and stated."""
    for fact in situation.facts.values():
        for value in fact.values:
            for phrase in _phrases(fact, value.words):
                yield Sample("words", "", phrase, {fact.id: value.id}, frozenset(situation.facts))
                if fact.aim or fact.id == "classmates" or phrase.startswith("我"):  # asking for it tells it
                    continue
                for frame in ("如果{}怎么办", "要是{}呢", "我同学{}", "{}吗？"):
                    yield Sample("words_unsaid", fact.id, frame.format(phrase), {})


def _phrases(fact: Fact, words: object) -> Iterator[str]:
    table = dict(words)  # type: ignore[call-overload]
    for said in table["says"]:
        if said.isascii() or "#" in said or "怎么" in said:
            continue
        yield said
    name = next((item for item in fact.names if not item.isascii()), "")
    if name and fact.id not in ("light", "device", "browser", "blocked"):
        for after in table["after"]:
            if not after.isascii():
                yield f"{name}{after}"
