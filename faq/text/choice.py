"""Understands which of the offered options a person means: "2", "第二个", "最后一个", a piece of a title."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from faq.text.normalise import matching_key, normalise

NONE_OF_THESE = "none"
HUMAN = "human"
TICKET = "ticket"
_NUMBERS = {
    character: value
    for value, group in enumerate(("1一a", "2二两b", "3三c", "4四d", "5五e", "6六f"), 1)
    for character in group
}
_ORDINAL = re.compile(
    r"(?:我?(?:要|选|点|看|问)?的?(?:是|择)?)(?:第|选项|序号)?([1-6一二两三四五六a-f])(?:个|条|项|号|吧|呗|呀|啊|的|那个|这个|选项)*"
)
_LAST = re.compile(r"(?:我?(?:选|要))?(?:最后|最下面|末尾|倒数第一)(?:那|的|面)?(?:一)?(?:个|条|项)?(?:吧|呢)?")
_FIRST = re.compile(r"(?:我?(?:选|要))?(?:上面|最上面|头一|首|前面|开头)(?:那|的)?(?:一)?(?:个|条|项)(?:吧|呢)?")
_NONE_WORDS = (
    "都不是",
    "都不对",
    "全不是",
    "都没有",
    "没有我要",
    "没一个",
    "都不符合",
    "不是这些",
    "不是这几个",
    "没有想问的",
)
_BESIDE_NONE = re.compile(r"[这那些几个里面上下以好像是我要问的想选项吧啊呢了也嗯哦呀都对您你说列全部其中]{0,8}")
"""What may stand around such a word; «同学都没有» tells something."""
_PIECE_SCORE = 90


@dataclass(frozen=True)
class Option:
    """Something a person can tap or type; `id` is an entry id, `none`, `human`, `ticket` or `more:` with an entry.

    With a `url` a tap opens that page instead of saying something.
    """

    id: str
    title: str
    url: str = ""

    @classmethod
    def from_dict(cls, stored: Mapping[str, str]) -> Option:
        """What `as_dict` gave."""
        return cls(stored["id"], stored["title"], stored.get("url", ""))

    def as_dict(self) -> dict[str, str]:
        """The form of the API, of Rasa's slots and of the stores."""
        return {"id": self.id, "title": self.title, **({"url": self.url} if self.url else {})}


HUMAN_OPTION = Option(HUMAN, "人工客服")
"""The way to a person, as it stands under an answer."""


def means_none(text: str) -> bool:
    """Whether a text says that none of what is listed is meant: 都不是, 没有我要问的."""
    key = matching_key(text)
    word = next((word for word in _NONE_WORDS if word in key), "")
    return bool(word) and _BESIDE_NONE.fullmatch(key.replace(word, "", 1)) is not None


def numbered_option_lines(options: Sequence[Option]) -> str:
    """Options as lines somebody can answer with a number."""
    return "\n".join(f"{number}. {option.title}" for number, option in enumerate(options, 1))


def choose(text: str, options: Sequence[Option]) -> Option | None:
    """The option a text means, or None when it means none of them for sure.

    A piece of a title counts only when it fits exactly one option and says little else, so that a
    new question is never mistaken for a choice.
    """
    if not options:
        return None
    key = matching_key(text)
    if not key:
        return None
    if means_none(text):
        return _named(NONE_OF_THESE, options)
    ordinal = _ORDINAL.fullmatch(key)
    if ordinal:
        index = _NUMBERS[ordinal[1]] - 1
        return options[index] if index < len(options) else None
    real = [option for option in options if option.id != NONE_OF_THESE]
    if _LAST.fullmatch(key):
        return real[-1] if real else None
    if _FIRST.fullmatch(key):
        return real[0] if real else None
    return _by_title(key, options)


def _named(option_id: str, options: Sequence[Option]) -> Option | None:
    return next((option for option in options if option.id == option_id), None)


def _by_title(key: str, options: Sequence[Option]) -> Option | None:
    keys = [(matching_key(normalise(option.title)), option) for option in options]
    exact = [option for title, option in keys if title == key]
    if exact:
        return exact[0]
    if len(key) < 2:
        return None
    containing = [option for title, option in keys if key in title]
    if len(containing) == 1:
        return containing[0]
    near = [option for title, option in keys if len(key) >= 4 and fuzz.ratio(key, title) >= _PIECE_SCORE]
    return near[0] if len(near) == 1 else None
