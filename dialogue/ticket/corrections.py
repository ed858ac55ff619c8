"""What somebody wants changed in the words of their ticket: a piece taken out, a piece in the place of another."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dialogue.ticket.words import ENOUGH_CHARS
from faq.text.normalise import matching_key

_QUOTED = "[“\"「『‘'](?P<what>[^”\"」』’']{1,80})[”\"」』’']"
_PLACE = "(?:工单|问题|描述|内容|全文|正文)?(?:里面?|里头|中|上面)?的?"
_PIECE = "(?:(?:这|那)?(?:一|几)?(?:句话?|段话?|条|部分|个字|点))"
_PLEASE = "(?:给我|帮我|麻烦|请|都|也|就|先|给|可以|能不能|一起){0,3}"
_OUT = "(?:删除|删掉|删了|删去|去掉|拿掉|划掉|抹掉|去除|删)"
_NOT_WANTED = "(?:不要了?|不用写了?|不要写了?|别写了?|不写了?|不算了?)"
_TAKES_OUT = (
    re.compile(rf"(?:把|将)?{_PLACE}{_QUOTED}{_PIECE}?{_PLEASE}(?:{_OUT}|{_NOT_WANTED})(?:掉|吧|了)?"),
    re.compile(rf"{_PLEASE}(?:{_OUT}|不要写|别写){_PLACE}{_QUOTED}{_PIECE}?"),
    re.compile(rf"^{_PLEASE}{_OUT}{_PLACE}(?P<what>[^，,。；;把]{{0,40}}?)(?P<piece>{_PIECE})(?:吧|了)?$"),
    re.compile(rf"(?:把|将){_PLACE}(?P<what>[^，,。；;把将]{{1,30}}?)(?P<piece>{_PIECE})?{_PLEASE}{_OUT}(?:掉|吧|了)?"),
    re.compile(
        rf"(?P<what>[^，,。；;]{{0,16}}?)(?P<piece>{_PIECE}){_PLEASE}(?:{_OUT}|{_NOT_WANTED})(?:掉|吧|了)?(?=$|[，,。；;！!])"
    ),
    re.compile(
        r"(?P<what>[^，,。；;]{2,16}?)(?P<piece>[这那](?:[个句条项点]|一[句条项点]))(?:你|给|是|就|都|也|完全|根本){0,3}"
        r"(?:不对|错的|写错了|错了|不是真的|没有的事|乱写的)(?=$|[，,。；;！!])"
        "(?![，, ]{0,2}(?:应该|应当|其实|正确|改成|是))"
    ),
    re.compile(
        r"(?:^|[，,。；;！! ])我(?:可|都|又|从来|根本)?没有?(?:说|讲|提|写)过?(?P<what>[^，,。；;什怎吗啥过]{2,16}?)"
        r"(?P<piece>(?!))?(?=$|[，,。；;！!])"
    ),
    re.compile(
        r"\b(?:delete|remove|take\sout|cross\sout)\s(?:the\s|my\s)?(?P<what>last)\s(?P<piece>sentence|line|part|bit|words?)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:delete|remove|take\sout|leave\sout|cross\sout)\s(?P<piece>the\s(?:part|sentence|line|bit|words?)\s?(?:about|with|that\ssays?|where)?\s?)?"
        r"[“\"'‘]?(?P<what>[^“”\"‘’]{2,80}?)[”\"'’]?(?:\s(?:from|in)\s(?:the|my|this)\s\w+)?\s*(?=$|[.!;,])",
        re.IGNORECASE,
    ),
)
_LAST = re.compile(
    "^(?:最后|末尾|刚才|上面?|刚刚|后面|那|这|刚加的?|新加的?|我?刚?说的|的|一){0,4}$|^last$", re.IGNORECASE
)
_SUBJECT = "(?P<s>[^，,。；;！!？?\\s]{0,12}?)"
_BEFORE_IS = "(?P<s>[^，,。；;！!？?\\s是]{0,12}?)"
_INSTEAD = (
    re.compile(
        '(?:把|将)?[“"「『](?P<a>[^”"」』]{1,80})[”"」』](?:[这那](?:一?句|句话|段|条|个))?(?:改成|改为|换成|写成)[：:]?'
        '[“"「『]?(?P<b>[^”"」』。；;]{1,80})'
    ),
    re.compile(r"(?:把|将)(?P<a>[^，,。；;]{1,40}?)(?:改成|改为|换成|写成)[：:]?(?P<b>[^。；;]{1,80})"),
    re.compile(
        rf"{_BEFORE_IS}(?:应该|其实|正确的)?(?<![不还总可但要])是(?P<b>(?:(?!不是)[^，,。；;]){{1,40}}?)[，, ]{{0,3}}"
        r"(?:而|并)?不是(?P<a>[^，,。；;！!]{1,40})(?=$|[，,。；;！!])"
    ),
    re.compile(
        rf"{_SUBJECT}(?<!是)不是(?P<a>[^，,。；;]{{1,40}}?)[，,。 ]{{0,2}}(?:而|应该|其实|要|得|请|帮我|麻烦){{0,3}}"
        r"(?<![不还总可但])(?:是|改成|改为|换成)(?!不是)(?P<b>[^，,。；;]{1,60})"
    ),
    re.compile(
        r"(?:^|(?<=[，,。；;！! ]))(?P<a>[^，,。；;！! 把将]{2,20}?)(?P<bare>[请要得]|帮我|给我){0,2}(?:改成|改为|换成)"
        r"(?![了过])[：:]?(?P<b>[^，,。；;]{1,40})"
    ),
    re.compile(
        r"(?P<a>[^，,。；;]{1,40}?)(?:是)?(?:写错|说错|打错|填错|记错|看错|弄错|错|不对)了?[，, ]{0,3}"
        r"(?:应该|应当|其实|正确的?)?(?:是|为|改成)[：:]?(?P<b>[^，,。；;]{1,60})"
    ),
    re.compile(
        r"\bchange\s(?=.{1,170}$)[“\"']?(?P<a>.{1,60}?)[”\"']?\s(?:in)?to:?\s[“\"']?(?P<b>.{1,80}?)[”\"']?[.!]?$",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bnot\s(?P<a>[^,.;]{1,40}?),?\s(?:but|it(?:'s|\sis|\swas)|rather)\s(?P<b>[^,.;]{1,60})", re.IGNORECASE
    ),
    re.compile(r"\bit(?:'s|\sis|\swas)\s(?P<b>[^,.;]{1,60}?),?\s(?:and\s)?not\s(?P<a>[^,.;]{1,40})", re.IGNORECASE),
)
_NAME = "(?!什么|啥|对)[一-鿿]{1,4}?"
_NAME_ENDS = "(?=$|[，,。；;！!啊呀哦的吧哈嘛呢哎 ])"
_COMES_TO = "[，,。 ]{0,2}(?:而|可|并|应该|其实|是){0,2}"
_CALLED = re.compile(
    f"(?:姓|叫|名字是|姓名是)(?P<b>{_NAME}){_COMES_TO}不(?:是)?(?:姓|叫)(?P<a>{_NAME}){_NAME_ENDS}"
    f"|不(?:是)?(?:姓|叫)(?P<c>{_NAME}){_COMES_TO}(?:姓|叫)(?P<d>{_NAME}){_NAME_ENDS}"
)
"""«姓周不姓邹»: a name is put right only where it is told as one's own, for how others wrote it stays."""
_CALLS = ("我姓", "我叫", "本人姓", "本人叫", "姓名是", "姓名", "名字是", "叫", "姓", "我是")
_ORDERS = re.compile(
    r"改|换成|写成|[写说看记弄搞打填]错|不对|有误|更正|纠正|\b(?:change|wrong|mistake|correct)\b", re.IGNORECASE
)
_BESIDE = re.compile(
    "^(?:而且|其实|等一?[下等]|哦|噢|嗯|啊|不对|我|那个|这个|应该|还有|另外|对了|然后|但是?|可是?|说的?|的|就|也|都|刚才?|前面|上面|现在"
    "|不好意思|抱歉|里面?|写){1,5}"
)
"""What stands before the thing that is spoken of, and is no part of it."""
_POINTED_AT = re.compile("(?:[这那](?:一?[句条项点]|个|句话))$")
_LEAST_SUBJECT = 2
_WISHED = re.compile("(?:想要?|希望|打算|需要|怎么|如何|咋)(?:才能?|能|再|也)?$")
"""Before «把手机号改成新的» it asks for no change of the ticket."""
_WISHES = re.compile("想|希望|打算|需要|怎么|如何|咋|能|可以|后来|已经|被")
_LABEL = re.compile(
    "(?:页面|系统|网站|我的?|登录|毕业|入学|学籍)?的?(?:提示|学校|院校|姓名|名字|专业|年份|时间|日期|年月|手机号?码?|邮箱|电话|学号|学历|学籍|学位"
    "|状态|层次|学制|身份证号?码?|证件号?码?|证书编号|性别|民族|次数|地点|年级|班级|生日)"
)
"""What names a value and is none: «学校写错了，应该是…»."""
_MATTER = re.compile(
    "^(?:不对|不是|错了|不不|[不嗯哎]){0,2}[，,。！! ]{0,2}(?:我|其实|真正|现在|这次){0,3}(?:想|要)"
    "(?:办|弄|处理|解决)的(?:事情?)?(?:应该|其实)?是"
    "[：:，, ]{0,2}(?P<what>(?!什么|啥|哪)[^。；;！!？?]{2,40}?)(?:[，,]?(?:而)?不是[^，,。]{1,20})?[。！!]{0,2}$"
)
_MATTER_WRONG = re.compile(
    "(?:把|将)?(?:【|“)?要?办的(?:事情?|是)(?:】|”)?(?:[那这][句条项])?(?:[写填说搞弄记])?(?:错了?|不对|改成|改为|换成)"
    "[，,：: ]{0,2}(?:应该|其实)?(?:是|改成|改为)?[：: ]?(?P<what>[^，,。；;！!？?是]{2,40})"
)
_COUNTED = re.compile("第(?P<place>[一二三四五六])句话?(?:应该)?(?:改成|改为|换成|写成)[：:，, ]*(?P<b>[^。；;]{2,80})")
_NO_NAME = re.compile(
    "(?:把|将)?用户名.{0,4}?(?:删|去掉|不要|不填|空着|清空|留空|拿掉)|(?:删掉|去掉|不要)用户名|用户名(?:改成|改为|写)(?:没有|无|空)"
    r"|\buser\s?name\b[^.]{0,12}\b(?:none|empty|blank|nothing)\b|\b(?:delete|remove|clear)\s(?:the\s|my\s)?user\s?name\b|\bno\suser\s?name\b",
    re.IGNORECASE,
)
_NOT_THE_NAME = re.compile(
    r"(?:不是|不算)(?:我的?)?(?:用户名|账号|帐号)|(?:是|只是|那是)(?:我的?)?联系(?:方式|邮箱|电话)"
    r"|\b(?:is\s(?:not|n't)|isn't|not)\s(?:my|the|a)\s(?:user\s?name|account|login)\b|\bcontact\s(?:e-?mail|phone|address|number)\b"
    r"|\buser\s?name\sis\s(?:wrong|not\s(?:right|correct))\b",
    re.IGNORECASE,
)

_OTHER_ACCOUNT = re.compile(
    "(?:那|这)(?:一?个)?(?:其实)?是(?:我的?)?(?!学信)[^，,。是学]{1,6}的(?:用户名|账号|帐号|账户|登录名)"
    "|(?:填|写|发|给)(?:错|成)(?:了)?(?:别处|别的|其他|微信|微博|qq|邮箱|游戏|淘宝|支付宝).{0,4}(?:用户名|账号|帐号|了|的)"
)
_NEW_DESCRIPTION = re.compile(
    r"^.{0,4}(?:问题)?(?:描述|说明|内容)(?:改成|改为|换成|应该是)[：:，, “\"]*(?P<text>.+?)[”\"]?$", re.DOTALL
)


@dataclass(frozen=True)
class Correction:
    """A piece to take out (`instead` empty) or to change, as it was named; `rest` is what the message says besides.

    `named` is whether it was pointed at as a piece of the text, by quotes or «这句»; `last` is the latest line,
    whatever it says.
    """

    what: str
    instead: str = ""
    rest: str = ""
    named: bool = False
    last: bool = False
    place: int = 0
    """Which sentence of the words is meant, from 1 on; 0 when none was counted."""
    subject: str = ""
    """What it is said of: «号码» in «号码不是新的，是旧的»."""
    ordered: bool = False
    """Whether the message asks for a change: «不是新的，是旧的» alone may be told of the first time."""
    contrast: bool = False
    """Whether it says what is and what is not, so that it puts right what was told anywhere."""

    @property
    def names_value(self) -> bool:
        """Whether what is to be changed is called by its name: the value behind that is meant."""
        return bool(self.subject) and self.subject == self.what and not self.contrast

    @property
    def statement(self) -> str:
        """What a correction says by itself, without what was wrong."""
        return f"{self.subject}是{self.instead}" if self.subject else self.instead


def read_corrections(text: str) -> list[Correction]:
    """What a message may want changed, the likeliest first; whether the piece is there only the ticket's words tell."""
    found: list[Correction] = []
    if match := _COUNTED.search(text):
        place = "一二三四五六".index(match["place"]) + 1
        found.append(Correction("", match["b"].strip(), text[: match.start()].strip(" ，,"), named=True, place=place))
    for pattern in _TAKES_OUT:
        if match := pattern.search(text):
            groups = match.groupdict()
            what = _bare(groups["what"].strip(" ：:，,"))
            named = "piece" not in groups or groups["piece"] is not None
            last = bool(groups.get("piece")) and _LAST.fullmatch(what) is not None
            found.append(Correction(what, "", _rest(text, match), named, last))
    found += _other_names(text)
    found += filter(None, (_put_right(text, pattern) for pattern in _INSTEAD))
    return [item for item in found if item.what or item.last or item.place]


def _other_names(text: str) -> list[Correction]:
    """The name of who is called otherwise than they wrote, before each word that tells a name."""
    match = _CALLED.search(text)
    if match is None:
        return []
    wrong, right = match["a"] or match["c"], match["b"] or match["d"]
    rest = _rest(text, match)
    return [Correction(f"{lead}{wrong}", f"{lead}{right}", rest, named=True, contrast=True) for lead in _CALLS]


def _put_right(text: str, pattern: re.Pattern[str]) -> Correction | None:
    """What a pattern finds put in the place of something else."""
    match = pattern.search(text)
    if match is None or (match[0].startswith(("把", "将")) and _WISHED.search(text[: match.start()])):
        return None
    groups = match.groupdict()
    bare = "bare" in groups
    if bare and _WISHES.search(groups["a"]):
        return None
    contrast = "s" in groups
    what, instead = groups["a"].strip(' “”"「」：:'), groups["b"].strip(' “”"「」：:吧啊。！!')
    what = what if contrast else _bare(what)
    subject = _BESIDE.sub("", groups.get("s") or "")
    if not contrast and _LABEL.fullmatch(what) and not _LABEL.fullmatch(instead):
        subject = what
    subject = subject if len(subject) >= _LEAST_SUBJECT and not (contrast and what in subject) else ""
    ordered = _ORDERS.search(text) is not None and not bare
    return Correction(what, instead, _rest(text, match), True, subject=subject, ordered=ordered, contrast=contrast)


def _bare(what: str) -> str:
    """What is named without «那个» and the like around it, unless that is all."""
    return what if _LAST.fullmatch(what) else _POINTED_AT.sub("", _BESIDE.sub("", what)) or what


def without_struck(text: str) -> str:
    """A message without what it wants taken out of the ticket, which it does not tell."""
    found = next((item for item in read_corrections(text) if item.named and not (item.instead or item.last)), None)
    return found.rest if found else text


def names_matter(text: str) -> str:
    """What somebody says that their matter is: «不对，我要办的是换手机号»; empty when they do not."""
    found = _MATTER.match(text.strip()) or _MATTER_WRONG.search(text)
    return found["what"].strip("，, 吧啊呀") if found else ""


def empties_username(text: str) -> bool:
    """Whether the username is to be left empty: «用户名不要填», «change username to: none»."""
    return _NO_NAME.search(text) is not None


def denies_username(text: str) -> bool:
    """Whether what stands as the username is said to be none, but where the person is reached."""
    return _NOT_THE_NAME.search(text) is not None or names_other_account(text)


def names_other_account(text: str) -> bool:
    """Whether what stands as the username is said to be one of another site."""
    return _OTHER_ACCOUNT.search(text) is not None


def new_description(text: str) -> str | None:
    """The text of «描述改成：…»; None when it is none, or too short to be one."""
    found = _NEW_DESCRIPTION.match(text)
    return found["text"].strip() if found and len(matching_key(found["text"])) >= ENOUGH_CHARS else None


def _rest(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]}{text[match.end() :]}".strip(" ，,。；;.!！\n")
