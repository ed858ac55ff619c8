"""Whose page a picture shows: one of the sites this is about, or somewhere else that the page names itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from rapidfuzz.fuzz import partial_ratio

from faq.content.elsewhere import Place, words_in, words_shown
from faq.pages.lines import PageLine, is_chrome, is_menu
from faq.pages.prompts import says_what_blocks
from faq.pages.rows import right_of
from faq.text.normalise import normalise

SISTERS = {"yz": "研招网", "gfbzb": "征兵网", "gatzs": "港澳台招生信息网", "cet": "四六级", "ncss": "就业平台"}
"""The sites beside 学信网 itself that people ask about, as entries call them."""
NAMES_OF_SITE = {"征兵网": re.compile("征兵网|应征|兵役"), "研招网": re.compile("研招|考研|网上确认|调剂|推免")}
"""What entries call what is done on a site whose own name they do not say."""

_SITES = (
    ("gfbzb", re.compile(r"gfbzb"), re.compile(r"征兵网|全国征兵")),
    ("gatzs", re.compile(r"gatzs"), re.compile(r"港澳台(?:侨)?(?:学生)?(?:招生|联招|考生)")),
    (
        "cet",
        re.compile(r"cet[a-z\d-]*\.(?:neea|etest)|neea\.[a-z.]+/cet"),
        re.compile(r"四六级|四级六级|大学英语四|cet报名|cet考试"),
    ),
    ("ncss", re.compile(r"ncss\.cn"), re.compile(r"去向登记|网上签约|新职业网|学信就业")),
    ("yz", re.compile(r"yz\.chsi|yzxx"), re.compile(r"研招|研究生招生信息网|网上确认|调剂|推免|推荐免试")),
)
_OURS = re.compile(
    r"学信|chsi|研招|研究生招生信息|征兵|兵役登记|gfbzb|gatzs|港澳台|ncss|四六级|大学英语四"
    r"|高等学校学生信息",
    re.IGNORECASE,
)
_OUR_NAME = re.compile(r"学信网?的?(?:账号|账户)?")
_FLOWS = re.compile(
    r"密保|安全邮箱|推免|推荐免试|第三方账号|解绑|零散查询|网上报名|网上确认|采集码|图像采集|图像校对|调剂|准考证|学籍|学历|学位|报考点|招生单位|志愿锁定|实人验证"
)
"""What is done on our sites: a page about it is somebody else's only when it begins with their name."""
_OUR_HOSTS = re.compile(r"chsi\.|gfbzb\.|gatzs\.|ncss\.cn")
_SAID_ANYWHERE = re.compile(
    r"登[录陆]|注册|用户|[账帐][号户]|密码|手机|号码?|短信|邮箱|验证码?|欢迎|使用|来到|您好?|你好?|快[捷速]|一键|本机|安全|中心|首页|返回|关闭|取消"
    r"|跳过|忘记|找回|重[置新]|设置|修改|更换|绑定|解绑|个人|信息|页面|提示|温馨|系统|消息|通知|公告|帮助|客服|在线|微信|支付宝|qq|扫码|请|输入"
    r"|选择|方式|国家|地区|中国(?:移动|联通|电信|广电)|服务|平台|网上|网站|保护|提醒|保障|风险|变化|变更|异地|异常|地点|地|设备|报告|发送|毕业|照片|图像|学[籍历位生]|成绩|证书|记录|结果|进度|状态|报名|缴费|支付|上传"
    r"|下载|打印|签约|考试|院校|专业|核对|校对|采集|版本|更新|详情|列表|订单|材料|附件|登记|参考|编号|同意|须知|协议|步骤|完成|确认|提交|英文|中文|实名|身份|证件|姓名|认证|审核|核验|人工|图片|图形|新|我的|查询|申请"
    r"|[\W_\d]"
)
"""What stands over pages of anybody."""
_FOOT = re.compile(r"[一-鿿a-z\d |｜·-]{4,24}")
"""The last line of a page where it says whose it is, and nothing else."""
_CENTRED, _NAME_LETTERS = 0.16, 8
_DECEIT = re.compile(r"注销.{0,6}(?:账号|账户)|校园贷|征信|安全账户|保证金|认证加速")
_LINKS = re.compile(r"(?:微信|支付宝|qq)(?:扫码|快捷|账号)?(?:登录|绑定|扫)|绑|扫一扫|扫码|分享")
_LINKS_OF_OURS = re.compile(r"^研招$|学籍查询|学历查询|在线验证|学信档案|图像校对|出国教育")
"""The row of links that pages of 学信网 begin with, 研招 among them."""
_DOMAIN = re.compile(r"(?<![@\w.-])(?:[a-z\d-]+\.)+(?:edu\.cn|gov\.cn|com\.cn|com|cn|net|org)(?![a-z])")
_SCHOOL = re.compile(r"\.edu\.cn$")
_OFFICE = re.compile(r"^[一-鿿]{3,12}(?:中心|委员会|考试院|考试局|教育厅|教育局|人社局|研究院)$")
_OF_SCHOOL = re.compile(r"大学|学院|学校|中学|小学|教务|学工|学生|校园|招生|个人|用户|帮助|服务大厅")
"""In the name of an office of a school, or of a part of any site."""
_CHATS = frozenset({"微信", "QQ"})
"""Whose names stand over every conversation held there, whatever it is about."""
_BOUND = re.compile("绑定?$")
_OUR_DOMAIN = "chsicomcn"
_ALIKE = 85.0
_HEAD_LINES = 4
_LARGE = 1.3
_TITLE_LETTERS = 18


def is_of_ours(text: str) -> bool:
    """Whether a text names 学信网 or a site of its family."""
    return _OURS.search(normalise(text)) is not None


def without_our_name(text: str) -> str:
    """A text without 学信网 in it: what is left of 学信网账号登不上 is said of any site."""
    return _OUR_NAME.sub("", text)


def names_our_matter(text: str) -> bool:
    """Whether a text names what only our sites are about, or one of them: 学籍, 密保, 研招网."""
    return is_of_ours(text) or _FLOWS.search(normalise(text)) is not None


def tells_site(text: str, site: str) -> bool:
    """Whether a text names what is done on that site of SISTERS and nowhere else: 网上签约 needs no 就业平台."""
    return any(SISTERS.get(name) == site and title.search(normalise(text)) for name, _, title in _SITES)


def site_of(lines: Sequence[PageLine]) -> str | None:
    """Which of the sites it is, by its address, then its titles; `chsi` when it only names 学信网; None for neither."""
    page = "\n".join(normalise(line.text) for line in lines)
    heads = "\n".join(text for text in titles(lines) if not _LINKS_OF_OURS.search(text))
    by_address = next((name for name, address, _ in _SITES if address.search(page)), None)
    by_title = next((name for name, _, title in _SITES if title.search(heads)), None)
    if by_address or by_title:
        return by_address or by_title
    misread = any(_is_misread(found[0]) for found in _DOMAIN.finditer(page))
    return "chsi" if misread or re.search("chsi|学信", page) else None


def place_shown(lines: Sequence[PageLine], places: Sequence[Place]) -> tuple[Place, str] | None:
    """Whose page it is that is somebody else's, and the word that tells; None when it names us, or nobody in its head.

    What a site calls itself (`brands`) in the head is enough, though the page is about 学籍 and tells to look at ours.
    One other word in the text of a page is not: forms of ours ask for the 户口 too. An address is.
    """
    texts = [normalise(line.text) for line in lines]
    page = "\n".join(texts)
    texts = [text for number, text in enumerate(texts) if not _is_link(lines, number)]
    read = [text for text in texts if not _LINKS.search(text)]
    if (branded := _branded(lines, read, page, places)) is not None:
        return branded
    if _OURS.search(page) or _DECEIT.search(page):
        return None
    count = 1 if _FLOWS.search(page) else _HEAD_LINES
    heads = "\n".join(text for text in titles(lines, count) if text in read)
    best: tuple[int, Place, str] | None = None
    named = [word for place in places for word in words_in(heads, place)]
    for place in places:
        # 中小学教师资格 names no school for children.
        titled = [word for word in words_in(heads, place) if not any(word in other != word for other in named)]
        said = [*words_in("\n".join(read), place), *words_shown(page, place)]
        if place.name in _CHATS:
            titled = []
        weight = 3 * len(titled) + len(said)
        if (titled or (len(said) > 1 and count > 1)) and (best is None or weight > best[0]):
            best = weight, place, next(iter(titled), "")
    if best is not None:
        return best[1:]
    domains = [found[0] for found in _DOMAIN.finditer(page)]
    if domains and all(map(_is_misread, domains)) and _FLOWS.search(page):
        return None
    if office := next((head for head in titles(lines) if _OFFICE.search(head) and not _OF_SCHOOL.search(head)), ""):
        return Place(office, ()), ""
    if any(map(_SCHOOL.search, domains)):
        return Place("学校自己的网站", (), "请问学校的教务处或那个网站的管理老师"), ""
    return (Place("别的网站", ()), "") if domains else None


def _branded(
    lines: Sequence[PageLine], read: Sequence[str], page: str, places: Sequence[Place]
) -> tuple[Place, str] | None:
    """The place that a page names itself by in its first lines, before any name or address of ours."""
    if _OUR_HOSTS.search(page) or _DECEIT.search(page):
        return None
    heads = [text for text in titles(lines) if text in read]
    if any(_OURS.search(head) and len(head) <= _NAME_LETTERS for head in heads):
        return None  # a title of ours, not a sentence that tells to look there
    for head in heads:
        found = [(len(word), place, word) for place in places for word in place.brands if word in head]
        if _OURS.search(head):
            return None
        if found:
            return max(found, key=lambda item: item[0])[1:]
    foot = max(lines, key=lambda line: line.top, default=None)
    if foot is None or _OURS.search(page) or not _FOOT.fullmatch(normalise(foot.text)):
        return None
    named = ((place, word) for place in places for word in place.brands if normalise(foot.text).startswith(word))
    return next(named, None)


def names_somebody(lines: Sequence[PageLine]) -> bool:
    """Whether the title of a page is a name that is not ours (星图直播), and no word for what pages are about."""
    usual = median([line.height for line in lines] or [0])
    widest = max((line.left + line.width for line in lines), default=0)
    for line in sorted(lines, key=lambda line: line.top):
        if is_chrome(line):
            continue
        if says_what_blocks(line.text):
            return False  # a scrap of a page: it has no title
        centred = abs(2 * line.left + line.width - widest) < _CENTRED * widest
        name = _SAID_ANYWHERE.sub("", _OUR_NAME.sub("", normalise(line.text)))
        is_title = line.height >= _LARGE * usual or centred
        return is_title and len(name) <= _NAME_LETTERS and re.search(r"[一-鿿]{2}|[a-z]{3}", name) is not None
    return False


def _is_link(lines: Sequence[PageLine], number: int) -> bool:
    """Whether a line is the name of a service in a list of those that may be bound: its row says whether it is."""
    value = right_of(lines, number)
    return value is not None and _BOUND.search(lines[value].text) is not None


def _is_misread(domain: str) -> bool:
    """Whether an address is one of ours but for a letter or two, as a poor picture shows it."""
    bare = domain.replace(".", "")
    return partial_ratio(_OUR_DOMAIN, bare) >= _ALIKE


def titles(lines: Sequence[PageLine], count: int = _HEAD_LINES) -> list[str]:
    """The first lines and the large ones: what a page calls itself."""
    usual = median([line.height for line in lines] or [0])
    body = [line for line in sorted(lines, key=lambda line: line.top) if not (is_chrome(line) or is_menu(line))]
    heads = [line for number, line in enumerate(body) if number < count or line.height >= _LARGE * usual]
    return [text for text in (normalise(line.text) for line in heads) if len(text) <= _TITLE_LETTERS]
