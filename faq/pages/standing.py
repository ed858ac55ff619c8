"""How far a page says something is: handed in and waiting, or closed for a time; what that leaves to do."""

from __future__ import annotations

import re
from collections.abc import Sequence

NUMBER = r"[\d一二两三四五六七八九十]{1,3}"
LEFT = re.compile(rf"(?:还有|还剩|剩余?|距[^，。]{{2,10}})\s?{NUMBER}\s?(?:个)?(?:秒|分钟?|小时|天|日)")
"""How much of a time is left."""
_IN_HAND = re.compile(
    r"(?:审核|受理|处理|核查|审批)中|(?:正在|等待)[一-鿿]{0,6}(?:审核|审批|处理|受理|核验|出具)|(?:申请|材料|照片)?已(?:经)?提交"
)
_REFUSED = re.compile(r"(?:未|不)(?:予)?通过|退回|驳回|失败|拒绝")
_ON_WAITING = re.compile(r"等结果|再等|多久|时限|工作日|天数|进度|看状态|催|别重复|反复提交")
_CLOSED_BY = re.compile("锁定|受限|限制|上限|维护|冻结")
_NUMBER_BEFORE = re.compile(r"^\s*\d{1,2}[.、]\s*")


def what_now(quote: str, details: Sequence[str] = ()) -> str:
    """What the state on a page leaves to do (Chinese, behind a quotation): to wait for a time, or for a result; ""."""
    if any(LEFT.search(text) for text in (quote, *details)):
        return "，等到那时再操作"
    return "，已经交上去了，等结果，别重复提交" if is_in_hand(quote) else ""


def is_in_hand(quote: str) -> bool:
    """Whether something was handed in and has no result yet."""
    return _IN_HAND.search(quote) is not None and not _REFUSED.search(quote)


def on_state(quote: str, details: Sequence[str], answer: str) -> str:
    """The lines of an answer for who has done its steps already and only waits; "" when it has none for them."""
    closed = _CLOSED_BY.search(quote) if what_now(quote, details) else None
    if not is_in_hand(quote) and closed is None:
        return ""

    def wanted(part: str) -> bool:
        return _ON_WAITING.search(part) is not None if closed is None or is_in_hand(quote) else closed[0] in part

    lines = [_NUMBER_BEFORE.sub("", line).split("；") for line in answer.split("\n")]
    kept = ["；".join(part for part in parts if wanted(part)) for parts in lines]
    return "\n".join(filter(None, kept))
