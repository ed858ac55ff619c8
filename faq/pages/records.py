"""The row of a record that is out of the ordinary (休学, 暂缓注册, 已过期): it is why somebody sends the whole page.

A record has many rows that say nothing is wrong; they say it in the words of complaints as well (已注册).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from faq.pages.lines import PageLine, is_chrome, is_furniture
from faq.pages.rows import right_of, row_start
from faq.text.characters import simplified
from faq.text.normalise import matching_key

_UNUSUAL = re.compile(
    r"暂缓|暂停(?:学|注)|休学|退学|开除|除名|取消(?:学籍|资格)|保留(?:学籍|入学)|结业(?!日|时)|肄业|[未不](?:予)?(?:准予)?注册|注销学籍|学籍注销"
    r"|未(?:采集|上传|上报|报送|缴费?|支付)|[已己](?:过期|失效|作废|关闭|冻结|注销|退回|驳回)|过期|失效|异常|不合格|(?:未|不)(?:予)?通过|驳回|不一致|不符|有误|缺失|^失败$"
)
_HEAD = re.compile(r"操作|详情|.{0,6}(?:备注|说明|原因|理由|意见|日期|时间|名称|类型|编号|方式)")
"""What stands beside 状态 where it is the heading of a column."""
_OF_STUDIES, _OF_YEAR = re.compile("[学在]籍状态"), re.compile(r"学年|学期|\d{4}\D\d{4}")
_TELLS_STATE = re.compile("(?:状态|注册|结果|进度|照片|图像|审核|核验|比对|校验|确认)$")
_INSIDE = re.compile(r"[（(]\s?([^（()）]{2,10})\s?[)）]")
_SENTENCE = re.compile("[请您如若，。]")
_VALUE_LETTERS, _LABEL_LETTERS = 10, 20


def is_unusual(text: str) -> bool:
    """Whether the few words that stand in a row say what most records do not."""
    value = _value_of(simplified(text))
    is_value = 1 < len(matching_key(value)) <= _VALUE_LETTERS and not _SENTENCE.search(value)
    return is_value and _UNUSUAL.search(value) is not None


def unusual_rows(lines: Sequence[PageLine]) -> dict[int, int]:
    """The labels of such values with the value of each; of a row that begins with a date its table's heading."""
    found: dict[int, int] = {}
    for number, line in enumerate(lines):
        if line.dialog or is_furniture(line) or not is_unusual(line.text) or _HEAD.fullmatch(matching_key(line.text)):
            continue
        start = row_start(lines, number)
        alone = start == number and not _is_in_row(lines, number)
        label = _heading(lines, number) if start == number else start
        if label is not None and not alone and len(matching_key(lines[label].text)) <= _LABEL_LETTERS:
            found[label] = number
    return found


def is_column_heading(lines: Sequence[PageLine], number: int) -> bool:
    """Whether the words to the right of a label are the heading of the next column and not its value."""
    beside = right_of(lines, number)
    return beside is not None and _HEAD.fullmatch(matching_key(lines[beside].text)) is not None


def asked_of_row(said: str, name: str) -> list[str]:
    """What to ask about such a row, most telling first: the state of studies by itself, what a list holds by its page.

    What all records have in common (学籍状态) names no matter.
    """
    label, _, value = simplified(said).partition("：")
    if not value or not is_unusual(said):
        return []
    inside = _telling(value)
    if _OF_STUDIES.search(label) or _OF_YEAR.search(label):
        return [f"学年注册：{inside}"] if "注册" in inside else [inside]
    return [f"{label}：{value}"] if _TELLS_STATE.search(label) or not name else [f"{name}，状态：{value}"]


def is_about_row(words: str, said: str) -> bool:
    """Whether words that were typed say the very thing that such a row does: 暂缓注册是啥意思."""
    value = _telling(_value_of(simplified(said)))
    return is_unusual(said) and matching_key(value) in matching_key(words)


def _telling(value: str) -> str:
    """Of 不在籍（退学） the part that others have not."""
    return next((part for part in _INSIDE.findall(value) if _UNUSUAL.search(part)), value)


def _value_of(text: str) -> str:
    return re.split(r"[：:]|(?<=[态年期])\s", text.strip())[-1]


def _is_in_row(lines: Sequence[PageLine], number: int) -> bool:
    """Whether other words stand in the row of a line, on either side."""
    line = lines[number]
    middle = line.top + line.height / 2
    return any(
        other is not line and other.top <= middle <= other.top + other.height and not is_chrome(other)
        for other in lines
    )


def _heading(lines: Sequence[PageLine], number: int) -> int | None:
    """The nearest words above a row that share their own row with nothing: the title of its table."""
    above = [
        index
        for index, other in enumerate(lines)
        if other.top + other.height <= lines[number].top
        and re.search(r"[一-鿿]{2}", other.text)
        and not _is_in_row(lines, index)
        and not is_chrome(other)
    ]
    return max(above, key=lambda index: lines[index].top, default=None)
