"""Where no code comes: whether the number is gone, or only the code does not arrive."""

from __future__ import annotations

import re
from collections.abc import Mapping

NO_CODE = "sms_code"
"""The guide for a code that does not come."""
_NUMBER_GONE = re.compile(
    "停|换|注销|销[号户]|不用|没用|没在用|不要|没了|没有了|丢|空号|作废|失效|挂失|过期|扔|别人|弃用|取消|唔用"
)


def without_number(facts: Mapping[str, str], text: str, asked: str | None, *, no_code: bool) -> dict[str, str]:
    """Where the matter is that no code comes, «手机收不到» says just that, and not that the number is gone."""
    gone = asked == "phone" or not no_code or _NUMBER_GONE.search(text)
    return {name: value for name, value in facts.items() if gone or (name, value) != ("phone", "unusable")}
