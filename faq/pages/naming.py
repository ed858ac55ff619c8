"""What a page is for, by its own title or by what it offers: words that the engine reads a picture's sentences with.

«可以截图吗» alone asks nothing; on a page that calls itself 图像采集码 it does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from faq.pages.facts import PHONE, PageFacts
from faq.pages.lines import LABELS, PageLine, is_chrome, is_furniture
from faq.pages.prompts import says_what_blocks
from faq.pages.rows import row_start
from faq.pages.trouble import tells_trouble
from faq.pages.whose import titles
from faq.text.normalise import matching_key

_SERVICES = re.compile(
    r"零散查询|找回密码|重置密码|设置新?密码|找回用户名|修改(?:手机|密码|邮箱|密保)|更换手机|绑定(?:手机|邮箱|微信|支付宝)|解绑|登录日志|消息推送|安全邮箱"
    r"|密保|账号(?:信息|管理|安全|注销)|注销账号|实名|注册|采集码|图像(?:采集|校对)|学(?:籍|历|位)|在线验证|验证报告|备案表|认证|成绩"
    r"|报告|网上(?:报名|确认|签约)|准考证|调剂|推免|志愿|复试|待录取|缴费|报考点|兵役|应征|实人|身份核验|人工审核|人像比对"
    r"|去向|就业|签约|考试报名|口试|报名(?:平台|系统)|强基|运动队|联招|资质核验|第三方(?:账号|登录|绑定)|征兵|研招|推荐免试|毕业证|证书|上传(?:身份证|证件)|人工核验|考研"
)
_EVERYWHERE = re.compile(
    r"注册|修改(?:手机|密码|邮箱)|更换手机|绑定(?:手机|邮箱|微信|支付宝)|解绑|消息推送|账号(?:信息|管理|安全|注销)|注销账号|实名|认证|成绩|报告|缴费"
    r"|就业|签约|证书|找回密码|重置密码|设置新?密码|口试|报名|\W"
    r"|号码?|账号|账户|用户|页面|中心|系统|平台|服务|进度|结果|查询|申请|管理|信息|方式|我的|在线|网上|快速|立即|免费|手机|新"
)
_SITE_NAMES = re.compile(
    r"^教育部|[_|｜·—-]?\s?(?:chsi)?(?:中国)?(?:高等教育)?(?:学生信息网|学信网|学信档案|研招网|研究生招生信息网|全国征兵网|征兵网)\s?[_|｜·—-]?"
)
_NO_NAME = re.compile(r"[。，,:：?？!！]|^(?:点击|前往|返回|去)|编号$|号码$")
"""A sentence, or a link to somewhere else."""
_ELSEWHERE = re.compile("^尝试")
_LONGEST = 12
_COUNT = re.compile(r"\s?[（(]\s?\d{0,4}\s?[)）]?$")
"""How many there are of what a title names."""
_TELLING_MARK = 4


_TROUBLE_LINES = 10
TROUBLE = "网站打不开"


def page_name(lines: Sequence[PageLine]) -> str:
    """What the page calls itself (normalised), or that it does not open; "" when no title names a matter.

    Which page it would be matters little when there is nothing on it.
    """
    troubled = [
        line
        for number, line in enumerate(lines)
        if not is_chrome(line)
        and tells_trouble(line.text)
        and matching_key(lines[row_start(lines, number)].text) not in LABELS  # one field of a form, not the page
    ]
    few = sum(not is_furniture(line) for line in lines) <= _TROUBLE_LINES
    if troubled and (few or any(line.red or line.dialog for line in troubled)):
        return TROUBLE
    for number, title in enumerate(titles(lines)):
        if number and _ELSEWHERE.search(title):
            continue  # what a page offers, unless it is the page
        name = _SITE_NAMES.sub("", _COUNT.sub("", title)).strip(" _|｜·—-×x<>‹›←→[]()（）")
        names = _SERVICES.search(name) and not _NO_NAME.search(name) and not says_what_blocks(name)
        if 1 < len(name) <= _LONGEST and names:
            return f"{name})" if "(" in name and ")" not in name else name
    return ""


def service_in(name: str) -> str:
    """The matter a page's name is about; "" when it tells of none."""
    return max(_SERVICES.findall(name), key=len, default="")


def is_of_anybody(name: str) -> bool:
    """Whether every site has such a matter, and the name says whose it is: 某某论坛注册 is not ours, 注册 may be."""
    return bool(name) and not _SERVICES.search(_EVERYWHERE.sub("", name)) and bool(_EVERYWHERE.sub("", name))


def offered(facts: PageFacts) -> str:
    """What the ways of recovery on a page come to, said as people ask; "" when they tell nothing."""
    if facts.recovery_ways == ():
        return "找回密码页面一种找回方式都没有"
    return "找回密码只有手机一种方式" if facts.recovery_ways == (PHONE,) else ""


def marked_words(lines: Sequence[PageLine], masked: Sequence[str]) -> str:
    """What somebody drew a ring around; of a button also what it stands beside; "" when that is too short to tell."""
    found: list[str] = []
    for number, line in enumerate(lines):
        if line.marked and not is_chrome(line):
            start = row_start(lines, number)
            found += [masked[index] for index in dict.fromkeys((start, number)) if masked[index] not in found]
    words = "".join(re.findall(r"[一-鿿]+", "，".join(found)))
    return words if len(matching_key(words)) >= _TELLING_MARK else ""
