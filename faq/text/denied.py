"""What somebody says they did not do: «没转，钱还在» is not told what holds for who has paid.

In meaning a deed and its denial are near each other; of what an entry says next, what rests on a deed that the very
sentence denies is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_DEEDS = "给转付交汇借贷点勾填扫发传休退挂删撤提报告"
"""What people do and others ask next about; «没收到» is no deed, but how something went."""
_DENIED = re.compile(
    f"(?<!有)(?:没有?|并未|从未|未曾|不曾)(?:真的?|再|去|跟.{{1,3}}|给.{{1,3}}?)?(?P<deed>[{_DEEDS}])(?![不得]|.?[上成到好来通])"
)
_DONE = re.compile(
    f"(?<![没不未有别])(?P<deed>[{_DEEDS}])[^，。,没不]{{0,3}}(?:了|过|完|掉|出去|过去)|(?:已经|都|刚)(?P<soon>[{_DEEDS}])"
)


def denied_deeds(plain: str) -> frozenset[str]:
    """The deeds that a normalised text says were not done, and nowhere else that they were."""
    if "没" not in plain and "未" not in plain and "不曾" not in plain:
        return frozenset()
    return frozenset(found["deed"] for found in _DENIED.finditer(plain)) - _done(plain)


@lru_cache(maxsize=4096)
def rests_on(wordings: tuple[str, ...], deeds: frozenset[str]) -> bool:
    """Whether what is asked in these wordings is asked by who did one of some deeds, and by nobody who did not."""
    if not deeds:
        return False
    done = frozenset[str]().union(*map(_done, wordings))
    return any(deed in done and not _is_denied(deed, wordings) for deed in deeds)


def _done(text: str) -> frozenset[str]:
    return frozenset(found["deed"] or found["soon"] for found in _DONE.finditer(text))


def _is_denied(deed: str, wordings: Iterable[str]) -> bool:
    return any(deed in denied_deeds(wording) for wording in wordings)
