"""What people ask us though it belongs elsewhere, known by its name: railway accounts, driving licences, banks.

The list (`faq/elsewhere.yml`) does two things. A text that names such a place, where an entry's own texts never do,
speaks against that entry; and where nothing answers, the person is told whose matter it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from common.errors import ContentError, Problem
from common.yaml_nodes import YamlNode, read_yaml
from faq.content.schema_check import FULL_COMMA
from faq.text.normalise import normalise

ELSEWHERE_FILE = "faq/elsewhere.yml"
_NEEDED, _OPTIONAL = ("name", "words"), ("brands", "shown", "office", "source")
_OURS = ("学信", "chsi")
"""Who names us as well means us: 12306 的学生票和学信网对不上."""
_ASKED_OF_OURS = re.compile(
    "(?:在|用|从|到|上|去|通过)?学信网(?:上面?|里面?|这里|那里)?(?:能不能|可不可以|能|可以)"
    "(?:查|办|取|管|领|弄|提|交|缴)(?:理|询|到|得到|不了)?(?:[不吗么嘛]|$)?"
)
"""Who only asks whether it can be done here means the other place: «公积金怎么取 在学信网能办不»."""
_DOCUMENT = (
    r"(?:(?:学历|学籍|学位)(?:证书)?(?:的|在线|电子|学位)?(?:注册)?(?:验证|认证|核验)?(?:报告|备案表|认证|证明|翻译件|验证码|截图)"
    r"|备案表|(?:在线)?验证报告|在线验证码|认证报告|证明[我你他她]?的?(?:学历|学籍|学位)|转递编号|核验编号|去向登记)"
)
_WANTED = re.compile(rf"^.{{0,14}}?(?:要|让|叫|催|需|说|得|交|提供|出示|用|核验|看).{{0,14}}?{_DOCUMENT}")
"""What stands behind a place that only wants one of our documents: «派出所落户要学籍报告»."""
_GIVEN = re.compile(rf"{_DOCUMENT}.{{0,10}}(?:交|发|给|拿|传|寄|上传)到?(?:给|去)?.{{0,4}}$")
"""What stands before such a place: «备案表交给银行»."""
_ROLE = re.compile(
    r"(?:(?:我|他|她|本人|老公|老婆|媳妇|爱人|对象|爸|妈|哥|姐|弟|妹|儿子|女儿|孩子)(?:们|现在|目前|自己|就|也|以前|原来|都|只|已经){0,2}"
    r"(?:是|做|当|干|[在给]?.{0,4}[里院]当)|^(?:本人)?(?:做|当|干)|作为)(?:了|过|着)?(?:[一个名位的当做]|兼职|普通|小|新|基层){0,3}$"
)
"""What stands before a word that only says who somebody is: «我是护士，……» asks nothing of an examination."""
_OF_EXAMINATION = re.compile(r"^.{0,6}?(?:考|证|资格|报名|注册|职称|成绩|继续教育|执业)")
_WORK_AT = re.compile(r"(?:我|他|她|本人)(?:现在|目前|一直|以前|是)?在(?:一?[家个])?.{0,4}$")
_WORKS = re.compile(r"^.{0,4}?(?:上班|工作|当|做|实习|干)")
"""The same of where somebody works: «我在银行上班»."""
_PAPERS = ("身份证", "护照", "户口")
_OUR_MATTERS = re.compile(
    "实人|人脸|刷脸|学历|学籍|学位|毕业证|考研|研考|研招|自考|成考|四六级|应征|征兵|报名|注册|登录|登不|密码|用户名|账号|认证|验证|核验|校验"
)
"""What somebody asks about whose own paper is lost or old: «身份证过期了还能实人验证吗» is no matter of the police."""
_CHILDREN = ("小学", "初中", "中小学", "幼儿园")
_AT_FOREIGN = re.compile(
    r"^(?:我的?|那个?|请问|为什么|怎么|在|用){0,3}(?P<name>[a-z][a-z\d+. ]{2,14}?) ?"
    r"(?:网站|平台|软件|游戏|上面?|的|里|app|账号|帐号|账户){0,3}(?:老是|一直|总是|怎么|突然|也|又|都|提示|说我?|显示|的){0,3}"
    r"(?:[收接]不到|没收到|登不|登录|[进上]不去|打不开|注册|密码|账号|邮箱|验证码|绑定|换绑|改绑|被封|封号|手机号)"
)
"""A Latin name at the head of a trouble that people have with any account."""
_NO_SITES = re.compile(
    "(?:app|sms|pdf|vpn|wifi|ios|iphone|ipad|android|mac|macos|windows|win|chrome|edge|safari|firefox|e?mail|code|face"
    "|wechat|hr|cet|ncss|yjs|yz|chesicc|phone|password|login|account|gmail|outlook|hotmail|foxmail|qq|harmony|huawei"
    "|gatzs|gfbzb|neea|wsqr|wes|cscse|xiaomi|oppo|vivo|samsung|apple|web|id|[a-z]{1,2}|xue(?:ji|li|xin)[a-z]{0,12}|mima|zhuce|denglu|yanzhengma|zhanghao"
    "|the|my|how|what|can|why|where|when|who|do|does|did|is|are|will|would|should)(?: |$)"
)
"""Latin words that name no site with an account of its own: devices, browsers, mail boxes, ours, English, pinyin."""
_PINYIN = re.compile(
    "(?:(?:[zcs]h|[bpmfdtnlgkhjqxzcsryw])?"
    "(?:[iu]?ang|[iu]?an|i?ong|[iu]?a[io]?|[eio]ng|[eiuv]n|[iuv]?e[ir]?|i?ou?|ui?|uo|iu|[aeiouv]) ?){1,6}"
)
"""What may be Chinese typed by its sound: then only a name that is listed is one."""
_OF_RECORDS = re.compile("学籍|学历|学位|毕业|考研|研招|研考|四六级|征兵|应征|报名|档案|认证报告|验证报告|图像采集")
_LEAST_SLIPPED = 3
_ACCOUNT = re.compile("(?:的|上的?)?(?:登录|支付|付款)?(?:密码|账号|账户|验证码|登不|登录)")
_SLIPPED = re.compile(rf"(?:我的?|那个?|请问|为什么|怎么)*(?P<name>\w{{2,5}}?){_ACCOUNT.pattern}")
"""What a name is taken for though a letter of it is missing: 付宝密码, 1236账号."""


@dataclass(frozen=True)
class Place:
    """Somewhere else, the words people have for it, and whom to ask there where a fact says so."""

    name: str
    words: tuple[str, ...]
    office: str = ""
    shown: tuple[str, ...] = ()
    """What only its pages say; people who ask of other things may say it too."""
    brands: tuple[str, ...] = ()
    """What its pages call themselves: with one of these in its head a page is its own, whatever it is about."""

    @property
    def sentence(self) -> str:
        """What the person is told."""
        whom = self.office or "请到那边的客服或办事窗口问"
        return f"这像是{self.name}的事，学信网管不了；{whom}。"

    def page_sentence(self, word: str = "") -> str:
        """What the person is told who shows a page of it; by the `word` on the page where the place is only a kind."""
        whom = self.office or "请到那边的客服或办事窗口问"
        name = word if self.name.startswith("别的") and word and not word.isascii() else self.name
        return f"这是{name}的页面，学信网管不了；{whom}。"


def elsewhere_file(root: Path) -> Path:
    """Where the list is."""
    return root / ELSEWHERE_FILE


def load_places(root: Path) -> tuple[Place, ...]:
    """The places of a project; () without the file.

    Raises:
        ContentError: every item that is no place.
    """
    path = elsewhere_file(root)
    if not path.exists():
        return ()
    node = read_yaml(path, root)
    if not isinstance(node.value, list):
        raise ContentError([node.problem("整个文件要写成列表", "每一项以「- name: 哪里」开头")])
    problems = [fault for item in node.value if (fault := _fault(item))]
    if problems:
        raise ContentError(problems)
    plain = [item.plain() for item in node.value]
    return tuple(
        Place(
            item["name"],
            tuple(map(normalise, item["words"])),
            str(item.get("office") or ""),
            tuple(map(normalise, item.get("shown") or ())),
            tuple(map(normalise, item.get("brands") or ())),
        )
        for item in plain
    )


def place_named(plain: str, places: Sequence[Place]) -> tuple[Place, str] | None:
    """The place that a normalised text names and the words for it, the longest first; None when it names us too.

    So it is when the place only wants one of the documents that are made here: who asks is a person of ours. Where
    the text speaks of the place's own account the words are 微信密码, not 微信: who binds 微信 names it as well.
    """
    plain = _ASKED_OF_OURS.sub("", plain, count=1)
    if any(word in plain for word in _OURS):
        return None
    said = ((place, word) for place in places for word in place.words if word in plain)
    found = [(len(word), place, word) for place, word in said if names(plain, word)]
    if not found:
        slipped = _SLIPPED.match(plain)
        return next(((place, slipped[0]) for place in places if slipped and slipped["name"] in _slips(place)), None)
    _, place, word = max(found, key=lambda item: item[0])
    cuts = ((plain[: at.start()], plain[at.end() :]) for at in re.finditer(re.escape(word), plain))
    before, behind = next((cut for cut in cuts if not _is_who_asks(*cut)), ("", ""))
    if not (before or behind or plain == word) or _only_wants(before, behind, word):
        return None
    if (word.startswith(_PAPERS) or word.endswith(_PAPERS)) and _OUR_MATTERS.search(before + behind):
        return None
    start = len(before)
    account = _ACCOUNT.match(plain, start + len(word))
    return place, word + (account[0] if account else "")


def account_elsewhere(plain: str, places: Sequence[Place]) -> str:
    """What is said to who has trouble with an account at a foreign site, known by its name or not; empty for all else.

    «steam收不到邮箱验证码» names none of our matters, though the trouble is one that people have here too.
    """
    found = _AT_FOREIGN.search(plain)
    if found is None or any(word in plain for word in _OURS) or _OF_RECORDS.search(plain):
        return ""
    name = found["name"].strip()
    if _NO_SITES.match(name):
        return ""
    known = next((place for place in places if name in place.words), None)
    return "" if known is None and _PINYIN.fullmatch(name) else (known or Place(name, ())).sentence


def names(plain: str, word: str) -> bool:
    """Whether a normalised text holds a word; one of Latin letters or digits by itself, for degree is no GRE."""
    return word in plain and (
        not word.isascii() or re.search(rf"(?<![\w@.]){re.escape(word)}(?![a-z\d])", plain, re.A) is not None
    )


def _only_wants(before: str, behind: str, word: str) -> bool:
    """Whether a place is named as who wants a document of ours; schools for children have records of their own."""
    if word in _CHILDREN and "学籍" in behind:
        return False
    return _WANTED.search(behind) is not None or _GIVEN.search(before) is not None


def _is_who_asks(before: str, behind: str) -> bool:
    """Whether the word is what somebody is, or where they work, and nothing that is asked about."""
    if _WORK_AT.search(before) and _WORKS.search(behind):
        return True
    said_of_them = re.split("[，,。 ]", behind, maxsplit=1)[0]
    return _ROLE.search(before) is not None and _OF_EXAMINATION.search(said_of_them) is None


@lru_cache(maxsize=256)
def _slips(place: Place) -> frozenset[str]:
    """The longer names of a place, each with one of its letters left out."""
    names = (name for name in place.words if len(name) >= _LEAST_SLIPPED)
    return frozenset(name[:gap] + name[gap + 1 :] for name in names for gap in range(len(name)))


def words_in(plain: str, place: Place) -> list[str]:
    """The words for a place that a normalised text says; letters of another word or an e-mail address are none."""
    return [word for word in place.words if names(plain, word)]


def words_shown(plain: str, place: Place) -> list[str]:
    """The words that only its pages say and a normalised page says."""
    return [word for word in place.shown if word in plain]


def _fault(item: YamlNode) -> Problem | None:
    plain = item.plain()
    if not isinstance(plain, dict) or not set(_NEEDED) <= set(plain) <= {*_NEEDED, *_OPTIONAL}:
        return item.problem("这一项要有 name、words，可以有 brands、shown、office、source", "照其他项的样子写")
    for key in ("words", "brands", "shown"):
        words = plain.get(key, ["-"])
        if (
            not isinstance(words, list)
            or not words
            or not all(isinstance(word, str) and word.strip() for word in words)
        ):
            return item.problem(f"「{key}」要写成文字的列表", '例如 ["12306", 火车票]', key)
        if run_on := next((word for word in words if FULL_COMMA.search(word)), None):
            message = f"「{key}」里用了全角的逗号、顿号或分号，几个词成了一个（现在是「{run_on}」）"
            return item.problem(message, "用半角逗号隔开：[甲, 乙]", key, "comma")
    if "office" in plain and not plain.get("source"):
        return item.problem("写了「office」，没有写出处", "补上 source，或去掉 office", "office")
    return None
