"""What somebody sees or does not see of what they were asked about: «没看到啥子人工审核» is a no to «弹出了吗»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_CLAUSE = re.compile(r"[，,。；;！!？?\s]{1,4}|(?:但是?|可是?|不过)(?=.{2})")
_BEFORE = (
    "(?:我|他|她|这边|那边|一直|压根|根本|从来|从|到处|就是|反正|好像|也|都|还|就|是|但|啊|哦|真的?|确实|现在|始终"
    "|翻遍了?|(?:界面|页面|网页|手机|软件|app)(?:上面?|里面?)?){0,5}"
)
_SIGHT = "(?:看|瞧|瞅|见|找|搜|查|注意|发现|显示|出现|弹|跳|蹦|冒|出|写)(?:到|见|着|得|出来?|过|来|起来){0,2}"
_UNSEEN = (
    f"(?:(?:没有?|冇|未|不)(?:{_SIGHT}|有|得)|(?:看|瞧|瞅|见|找|搜|查)不(?:到|见|着|出来?)|(?:什么|啥子?|乜嘢?)(?:字|东西)?(?:都|也)(?:没有?|不)(?:{_SIGHT}|有|得)?"
    f"|哪(?:里|儿|来的?)?有|(?:{_SIGHT})?(?:是|都是)?空(?:的|白))"
)
_SEEN = f"(?:{_SIGHT}|有)(?:了|咗|有)?"
_BETWEEN = (
    "(?:什么|啥子?|乜嘢?|任何|有|过|了|那个|这个|个|你们?说的|您说的|所谓的|弹出?来?的?|弹|跳出来?的?|出来|出现|显示|写|的|这种|选项|按钮|入口|东西|字|窗口?|界面|地方"
    "|在哪里?|哪里|提示|结果|四个字|几个字|嘛|撒|啊|哦|呀|呢|哈|噢|喔|咧|哩){0,5}"
)


@dataclass(frozen=True)
class Sight:
    """A fact on what shows: the names of what does, and the values that say that it does, or does not."""

    of: tuple[str, ...]
    seen: str
    unseen: str

    def value_in(self, text: str) -> str:
        """The value that a text tells in answer to whether it shows; the last clause that tells one counts."""
        return next(reversed([*self._values(text)]), "")

    def _values(self, text: str) -> Iterator[str]:
        for clause in _CLAUSE.split(text):
            left = _without(clause, self.of)
            if re.fullmatch(f"{_BEFORE}{_UNSEEN}{_BETWEEN}", left):
                yield self.unseen
            elif self.seen and re.fullmatch(f"{_BEFORE}{_SEEN}{_BETWEEN}", left) and left[-1:] not in "吗么":
                yield self.seen


def _without(clause: str, names: Sequence[str]) -> str:
    """A clause without the name of what is looked for."""
    for name in names:
        clause = clause.replace(name, "", 1)
    return clause
