"""How a reply to a picture begins: what was read is quoted, or why nothing can be (Chinese, for askers)."""

from __future__ import annotations

import re

from faq.pages.deceit import MESSAGE, SITE
from faq.pages.details import also_said
from faq.pages.page import PageReading, Verdict
from faq.pages.quoting import quoted
from faq.pages.safety import CODE, ID_CARD, PASSWORD
from faq.pages.standing import what_now
from faq.pages.whose import SISTERS

_OF_A_NUMBER = re.compile("手机|手機|号码|邮箱|短信|验证码|已?发送")
_DECEITS = {
    SITE: "图上的网址不是学信网的：别在上面填密码、银行卡，也别付钱。\n",
    MESSAGE: "这像是诈骗：别点链接，别转账，别给验证码。\n",
}
_BESIDE = {
    CODE: "图里有验证码：别给任何人看，客服也不会要；这张图我没有保存，发给过别人的，能撤回就撤回。",
    PASSWORD: "图里有密码：别给任何人看，尽快改掉；这张图我没有保存，发给过别人的，能撤回就撤回。",
}
"""The same in short, before the answer to what the page says beside it."""
NOT_KEPT = "这张图我没有保存。"
_ELSEWHERE = "要是别处的页面，学信网管不了，请问那边的客服；要问学信网的，请发出问题那一页的截图，或者用一句话说说。"
_TYPE_IT = "请把页面上的提示打成一句话发给我，或者重新截一张清楚的，别把提示遮住。"
_TAKE_BACK = "发在群里或给过别人的，长按那张图，能撤回就撤回。"
_DANGERS = {
    ID_CARD: "图里像是证件或证件照。为了您的信息安全，这张图我没有保存；请不要在这里发证件照片。"
    f"\n{_TAKE_BACK}要交证件照片，只在官方网站或 App 的上传页交；遇到什么问题，把页面上的提示打成一句话发给我。",
    CODE: "图里有验证码。验证码不要给任何人看，客服也不会向您要；这张图我没有保存。"
    f"\n{_TAKE_BACK}码只填在您自己正在操作的官方页面上；不是您自己要的码，就别填、别转告："
    "可能有人在试您的账号，不放心就改密码，再看看绑定的手机号对不对。填了以后有什么提示，打成文字发给我。",
    PASSWORD: "图里有密码。密码不要发给任何人，客服也不会向您要；这张图我没有保存，建议尽快改密码。"
    f"\n{_TAKE_BACK}要问页面上的提示，把密码遮住再截，或者打成一句话发给我。",
}


def lead(reading: PageReading, *, answered: bool = False) -> str:
    """What the reply begins with (Chinese, for askers); the answer, the options or nothing follows.

    `answered`: no prompt matched, but the engine answers what the likeliest lines say, or what was typed.
    """
    site = SISTERS.get(reading.facts.site or "")
    where = _DECEITS.get(reading.facts.deceit or "", f"这是{site}的页面，" if site else "")
    quote = quoted(reading.quote)
    also = also_said(reading.details, [match.quote for match in reading.matches[1:2]])
    also += numbers_shown(reading) + what_now(quote, reading.details)
    read = f"图里写着“{quote}”。" if quote else "图里"
    match reading.verdict:
        case Verdict.DANGER if answered and reading.danger in _BESIDE:
            return _BESIDE[reading.danger]
        case Verdict.DANGER:
            asked = f"\n图上还写着“{quote}”：要问这个，把这句发给我。" if reading.quote else ""
            return _DANGERS[reading.danger or ID_CARD] + asked
        case Verdict.MATCH if len(reading.matches) > 1 and reading.matches[1].blocks:
            return f"{where}我在图里看到“{quote}”，还有“{quoted(reading.matches[1].quote)}”{also}。先说第一个："
        case Verdict.MATCH | Verdict.UNSURE if quote and (answered or reading.verdict is Verdict.MATCH):
            return f"{where}我在图里看到“{quote}”{also}。"
        case Verdict.UNSURE if quote:
            return f"{where}我在图里看到“{quote}”{also}，但不能确定您卡在哪一步。请用一句话说说遇到了什么问题。"
        case Verdict.NOTHING if answered and reading.facts.elsewhere:
            return f"{read if quote else ''}{reading.facts.elsewhere}"
        case Verdict.NOTHING if answered:
            return "图里没有看到学信网的提示，按您说的回答："
        case Verdict.NOTHING if reading.facts.elsewhere:
            return f"{read if quote else ''}{reading.facts.elsewhere}{NOT_KEPT}"
        case Verdict.NOTHING:
            return f"{read}没有看到学信网的提示。{NOT_KEPT}{_ELSEWHERE}"
        case _ if answered:
            return f"图里的字我看不清，{NOT_KEPT}请把页面上的提示打成一句话。先按您说的回答："
        case _:
            return f"图里没有我能看清的字，{NOT_KEPT}也没看到学信网的页面。{_TYPE_IT}"


def numbers_shown(reading: PageReading) -> str:
    """The numbers that a page half hides itself, behind its quotation (Chinese): people see which of theirs it is."""
    matters = reading.facts.recovery_ways is not None or _OF_A_NUMBER.search(reading.quote) is not None
    return f"，页面上的{'、'.join(reading.facts.numbers)}" if matters and reading.facts.numbers else ""
