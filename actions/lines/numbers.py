"""What can be told from a number that somebody typed: one digit short, a check digit that is wrong, nothing wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_FAULTS = {
    "phone_one_short": "您打的手机号只有 10 位，应该是 11 位，少了一位。",
    "phone_one_long": "您打的手机号有 12 位，应该是 11 位，多了一位。",
    "phone_malformed": "您打的不像手机号：大陆手机号是 11 位，13 到 19 开头。",
    "id_number_one_short": "您打的身份证号只有 17 位，应该是 18 位，少了一位。",
    "id_number_one_long": "您打的身份证号有 19 位，应该是 18 位，多了一位。",
    "id_number_check_digit_wrong": "您打的身份证号位数对，但最后一位（校验码）对不上，多半有一位打错了。",
    "id_number_malformed": "您打的不像身份证号：应该是 18 位，中间八位是出生日期。",
}
"""What is wrong, by kind and shape of the number."""
NUMBER_LINES: dict[str, tuple[str, ...]] = {
    **{
        kind: (
            f"{fault}在官网填的时候核对一下；号码不用发在这里，我这边只保留打码后的。",
            f"{fault}这里不用发号码，遇到什么问题直接说就行。",
        )
        for kind, fault in _FAULTS.items()
    },
    "phone_valid": (
        "这个手机号的位数是对的，是不是您注册的那个，我核实不了，也不用发给我。遇到什么问题？说说页面的提示就行。",
        "号码收到也用不上，我只看得到打码后的。您是想问哪件事？",
    ),
}
"""What is said to a number that came alone, by its kind and shape."""


def wrong_numbers(sent: Mapping[str, Any]) -> str:
    """What is wrong with the first mistyped number of a message; `sent` is its metadata. Empty when nothing is."""
    told = (f"{item['kind']}_{item['shape']}" for item in sent.get("private") or () if "shape" in item)
    return next((_FAULTS[kind] for kind in told if kind in _FAULTS), "")


def refused_first(line: str, own_way: str, no: str) -> str:
    """A line on a number sent for a look at somebody's record: that nobody looks it up comes before what is wrong."""
    return line.replace(own_way, no) if own_way in line else f"{no}\n{line}"
