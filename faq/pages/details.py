"""What a page adds to its complaint: why, how long to wait, how many tries are left, when it opens, what to try.

Only what stands there is told; how long a lock or a closure lasts, nobody but the page knows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from faq.pages.lines import PageLine
from faq.pages.prompts import CLAUSE_END
from faq.pages.quoting import quoted
from faq.pages.rows import row_start
from faq.pages.sentences import REASON, REASON_FIRST, Sentence, is_verdict
from faq.pages.standing import LEFT, NUMBER

_MOST = 2
_WAITS = re.compile(
    rf"{NUMBER}\s?(?:个)?(?:秒|分钟|小时|天|日|工作日)(?:钟)?(?:之?后|以后|内)|锁定\s?{NUMBER}\s?(?:分钟|小时|天)"
    r"|(?:明|次|第二|隔)[天日].{0,4}(?:再|重)|还?(?:有|剩余?|可以?)[^，。]{0,6}"
    rf"{NUMBER}\s?次|剩余[^，。]{{0,6}}{NUMBER}\s?次"
)
_CLOCK = r"\d{1,2}\s?(?:[:：]\s?\d{2}|[点时])"
_HOURS = re.compile(
    rf"{_CLOCK}.{{0,6}}(?:至|到|[-—–~～]).{{0,14}}{_CLOCK}|预计.{{0,20}}(?:恢复|完成|结束|开放)|\d.{{0,6}}(?:恢复|重新开放)"
)
_DEADLINE = re.compile(rf"(?:截止|补交|重新提交|修改)[^，。]{{0,8}}[:：]?\s?\d{{1,4}}(?:[年月./-]|{_CLOCK})")
_OFFERS = re.compile(
    r"尝试\W?(?:绑定|关联|添加|找回)[一-鿿]{0,6}|(?:申请|提交|转)人工(?:审核|核验)"
    r"|点击?[“「\"【[](?P<name>[^”」\"】\]]{2,10})[”」\"】\]]"
)
"""What the page itself offers to go on with."""
_ASKS_FOR = re.compile(r"请(?:您)?(?:先|再|仔细)?(?:确认|核对|检查|核实)[^，。]{2,24}(?:无误|正确|一致|是否)")
"""What a complaint itself tells people to look at again."""
_SAYS_WHY = re.compile(r"[不未没缺]|(?<!申)请|无法|模糊|有误|错误")


def details_beside(
    quote: str, numbers: Sequence[int], lines: Sequence[PageLine], found: Sequence[Sentence]
) -> tuple[str, ...]:
    """What else the page says of the complaint quoted from `numbers`, two at most: a reason, a time, a step."""
    own = next((place for place, item in enumerate(found) if set(numbers) & set(item.numbers)), None)
    reasons, times, offers, asks = [], [], [], []
    for place, item in enumerate(found):
        if place == own:
            clauses = [clause for clause in _clauses(item.text) if clause not in quote]
            times += [clause for clause in clauses if tells_time(clause)]
            asks += [clause for clause in clauses if _ASKS_FOR.match(clause)]
            offers += [name for name in [_offer_in(item.text)] if name and name not in quote]
            continue
        label, text = _label(lines, item), item.text.strip()
        follows_status = own is not None and place == own + 1 and is_verdict(quote)
        if label:
            reasons.append(f"{label}：{text}")
        elif _is_reason(text) or (follows_status and _SAYS_WHY.search(text)):
            reasons.append(text)
        elif tells_time(text):
            times.append(_about_time(text))
        elif offer := _offer_in(text):
            offers.append(offer)
    told = [quoted(text) for text in (*reasons[:1], *times[:1], *offers[:1], *times[1:], *asks[:1])]
    return tuple(text for text in dict.fromkeys(told) if text not in quote)[:_MOST]


def also_said(details: Sequence[str], said: Sequence[str] = ()) -> str:
    """The same behind a quotation (Chinese, for askers), without what is quoted as `said`; "" for none."""
    told = [text for text in details if not any(other in text for other in said)]
    if not told:
        return ""
    first = "，先照这条原因办" if _is_reason(told[0]) else "，先试页面上这一步" if _OFFERS.search(told[-1]) else ""
    return f"，页面还写着“{'”“'.join(told)}”{first}"


def _is_reason(text: str) -> bool:
    return REASON_FIRST.match(text) is not None


def _offer_in(text: str) -> str:
    """What the page calls the step that a sentence or a button of it offers; "" for none."""
    found = _OFFERS.search(text)
    return (found["name"] or found[0]) if found else ""


def tells_time(text: str) -> bool:
    """Whether a text says how long something lasts, or until when."""
    return any(pattern.search(text) for pattern in (_WAITS, LEFT, _HOURS, _DEADLINE))


def _label(lines: Sequence[PageLine], item: Sentence) -> str:
    """The label of a reason, in whose row the sentence begins; "" when it stands in no such row."""
    start = row_start(lines, item.numbers[0])
    text = lines[start].text.strip(" :：")
    return text if start not in item.numbers and REASON.fullmatch(text) else ""


def _clauses(text: str) -> list[str]:
    places = [0, *(found.end() for found in CLAUSE_END.finditer(text)), len(text)]
    return [text[start:end].strip("，。；;！!、 ") for start, end in pairwise(places)]


def _about_time(text: str) -> str:
    """A notice without what it says around the time; whole clauses only."""
    return "，".join(clause for clause in _clauses(text) if tells_time(clause)) or text
