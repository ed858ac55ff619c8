"""Pages that only look like ours, and messages that want money: told before anything on them is answered."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from faq.pages.lines import LABELS, PageLine
from faq.text.addresses import FAMILY, looks_like_ours
from faq.text.normalise import matching_key, normalise

SITE, MESSAGE = "site", "message"

_ADDRESS = re.compile(
    r"(?<![@a-z\d_.-])(?:[a-z\d-]+\.)+(?:com|cn|net|org|top|xyz|vip|cc|info|site|online|shop|club|icu)(?![a-z])"
)
_OUR_HOSTS = ("www.chsi.com.cn", "my.chsi.com.cn", "account.chsi.com.cn", "yz.chsi.com.cn", "www.gfbzb.gov.cn")
_OUR_MAIL = "kefu@chsi.com.cn"
_HOST = re.compile(r"[a-z\d-]{1,40}(?:\.[a-z\d-]{1,40}){1,5}")
_ALIKE = str.maketrans({"1": "i", "l": "i", "0": "o", "5": "s", ".": None})
"""What a reader of pictures takes for one another however sure it is; a dot is easily overlooked."""
_FOOTER = re.compile(r"\W{0,4}客[一-鿿]{1,2}(?:热线|邮箱|电话)|版权所有|主办单位|icp备")
"""What begins the line at the bottom of a page, misread by a letter too."""
_MISREAD = ((0.85, 3), (0.97, 1))
"""Below such a confidence so many letters of an address may be misread, or a dot overlooked."""
_LOOKS_LIKE_OURS = re.compile(r"ch[s5]i|xue(?:xin|ji|li|wei)|xlcx|xjcx|gfbzb|yanzhao")
_NAMES_US = re.compile(r"学信|学籍|学历|学生账号|校园贷|chsi")
_WANTS_MONEY = re.compile(
    r"转账|汇款|保证金|解冻|手续费|银行卡|卡号|贷款|额度|(?:屏幕共享|共享屏幕)|会议(?:号|软件)|安全账户|加速|缴费后|付款后"
    r"|(?:付|交|收|缴|缴纳|支付)[^，。\d]{0,8}\d{1,5}(?:\.\d{1,2})?元|[¥￥]\s?\d|立即支付|定金|验证码(?:发|告诉|报|给)"
)
_THREATENS = re.compile(
    r"注销|冻结|征信|校园贷|学生账号|(?:学籍|学历|账号|查询).{0,6}异常|加速|入库|内部(?:渠道|名额|关系)|包过|代办|保录"
)
_OUR_TITLE = re.compile(
    r"(?:中国)?(?:高等教育)?学生信息网(?:学信网|chsi)?|(?:教育部)?学信网(?:chsi|官网|登录)?|chsi(?:学信网)?|学信档案"
)
_CARRIERS = re.compile(
    r"(?:^|\.)(?:qq|baidu|zhihu|sogou|so|bing|google|xiaohongshu|weibo|bilibili|douyin|toutiao|csdn|163|sohu|sina)\."
    r"|(?:^|\.)(?:alipay|12306|neea)\."
)
"""Where people read about us, whatever is written over the page."""
_ASKED_FOR = frozenset((*LABELS, "银行卡号", "卡号"))
_WARNS = re.compile(r"谨防|警惕|防骗|诈骗|骗局|切勿|不要(?:相信|轻信)|请勿(?:相信|轻信)|勿信")


def deceit_in(lines: Sequence[PageLine]) -> str | None:
    """`site` for a page of ours at somebody else's address, `message` for one that threatens and wants money.

    A warning against such things is none of them.
    """
    # A narrow page breaks words anywhere, so they are looked for without the breaks.
    texts = ["" if _is_blurred(line) or _is_at_foot(lines, line) else normalise(line.text) for line in lines]
    words = "".join(texts)
    if not _NAMES_US.search(words) or _WARNS.search(words):
        return None
    shown = [found[0] for text in texts for found in _ADDRESS.finditer(text)]
    ours = {_seen(address) for address in (*_OUR_HOSTS, *filter(FAMILY.search, shown))}
    foreign = [address for address in shown if not FAMILY.search(address) and _seen(address) not in ours]
    if not foreign and _stands_alone(texts, ours=True):
        return None
    threatens, wants_money = _THREATENS.search(words), _WANTS_MONEY.search(words)
    alike = any(_LOOKS_LIKE_OURS.search(host) or looks_like_ours(host) for host in foreign)
    alike = alike or (_claims_our_name(lines) and not all(map(_CARRIERS.search, foreign)))
    if threatens and (wants_money or foreign):
        return SITE if alike and _stands_alone(texts, ours=False) else MESSAGE
    return (SITE if _stands_alone(texts, ours=False) else MESSAGE) if alike else None


def _claims_our_name(lines: Sequence[PageLine]) -> bool:
    """Whether a page calls itself 学信网 and has fields for what only its owner should know."""
    keys = [matching_key(part) for line in lines for part in re.split(r"[|｜·_—\s-]", line.text)]
    return any(map(_OUR_TITLE.fullmatch, keys)) and not _ASKED_FOR.isdisjoint(keys)


def _seen(host: str) -> str:
    """An address without what tells it from another for its owner only, not in a picture."""
    return normalise(host).translate(_ALIKE).replace("rn", "m").replace("vv", "w")


def _is_at_foot(lines: Sequence[PageLine], line: PageLine) -> bool:
    """Whether it is the small line at the bottom with the site's own number and mail, or stands beside it."""
    middle = line.top + line.height / 2
    beside = (other for other in lines if other.top <= middle <= other.top + other.height)
    return not re.search(r"[，。]", line.text) and any(_FOOTER.match(normalise(other.text)) for other in beside)


def _is_blurred(line: PageLine) -> bool:
    """Whether it is an address of ours but for a few letters in a poor picture: that accuses nobody."""
    allowed = next((letters for sure, letters in _MISREAD if line.confidence < sure), 0)
    hosts = _HOST.findall(normalise(line.text))
    if any(Levenshtein.distance(host, _OUR_MAIL) <= max(1, allowed) for host in hosts):
        return True  # its sign is read as any letter
    known = {*_OUR_HOSTS, *map(normalise, _OUR_HOSTS)} if allowed else set()
    return any(Levenshtein.distance(host, ours) <= allowed for host in hosts for ours in known)


def _stands_alone(texts: Sequence[str], *, ours: bool) -> bool:
    """Whether an address of ours, or a foreign one, stands in the address bar and not in a sentence."""
    found = [_ADDRESS.search(text) for text in texts if not re.search(r"[一-鿿]{4}", text)]
    return any((FAMILY.search(address[0]) is not None) is ours for address in found if address)
