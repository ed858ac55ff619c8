"""A text cut into its clauses, and whether it asks something: what every reader begins with."""

from __future__ import annotations

import re
from functools import lru_cache

from faq.guiding.speech import said_plainly
from faq.text.clauses import with_commas

MARK = re.compile("〔[^〔〕]{1,8}〕")
"""A masked value inside a text."""
_CLAUSE_END = re.compile(r"([，,。;；！!？?\n]+|(?<![A-Za-z,\d])\s++(?!\d)|(?<=[A-Za-z,])\s++(?![A-Za-z\d]))")
"""A space ends a clause, too, but not between English words nor beside a number."""
_SPEAKS = "(?:我|俺|她|他|孩子|娃|女儿|儿子)(?![的们])"
_PUTS_RIGHT = re.compile(
    r"^(?:哎呀?|哦|噢|啊|嗯|额|呃|诶|欸|不好意思|抱歉|我|刚才?|刚刚|前面|上面|那个){0,3}"
    r"(?:[说讲写打问记填看搞弄选发][错反岔]了|口误|手误|(?:更正|纠正)一?下?|(?:不对){1,2})(?:哈|啊|呀|哦|嘛){0,2}"
    rf"(?={_SPEAKS}|应该是|其实|是(?!不是|否)|第.位|最后|开头|结尾|那)"
)
"""What says only that something was told wrongly, before what is so: «说错了她是大二的» has two clauses."""
_NODS = re.compile(
    r"^(?:(?:好的|好嘞|好滴|那?行吧?|知道了|明白了|懂了|晓得了|了解了|ok|OK){1,2}[啦哈呀]?)"
    rf"(?={_SPEAKS}|那|就是|先|等[我他她明下周]|让[我他她孩]|明[天早]|下[周午]|谢谢)"
)
"""The same of a nod: «知道了我让她去问»."""
_NOT_ASKED = re.compile(
    r"不知道|不晓得|怎么回事|怎么都|怎么也|怎么弄都|怎么试都|(?:什么|啥)(?:都|也)|说什么|提示什么|显示什么|为什么总|为什么一直"
    r"|(?:一直|还没|还在|天天|正在|好好的)[^，,。 怎什哪多谁几]{0,8}呢$"
)
_ASKED = re.compile(
    r"[?？]|吗$|(?<!着)呢$|怎么|如何|怎样|咋|多久|多少|几天|几个|几点|想问|什么时候|哪里|哪儿|[在去从到]哪|能不能|可不可以|可以不|是不是|为什么|为啥"
    r"|什么意思|是什么|什么是|什么叫|啥|什么样|哪些|哪种|[找问归]谁|联系谁|给谁|谁(?:管|负责)|(?:能|会|可以|要|用)[^，。不没]{1,6}不$|要(?:准备|交|带|拍|填|传)什么|需要什么"
)


def marked_clauses(text: str) -> list[tuple[str, str]]:
    """The clauses of a sentence, in order, each with the mark behind it."""
    return list(_marked(text))


@lru_cache(maxsize=1024)  # half a hundred ask for those of the same message
def _marked(text: str) -> tuple[tuple[str, str], ...]:
    pieces = [*_CLAUSE_END.split(text), ""]
    marked = zip(pieces[::2], pieces[1::2], strict=True)
    return tuple(part for piece, mark in marked if (clause := piece.strip()) for part in _parts(clause, mark))


def _parts(clause: str, mark: str) -> tuple[tuple[str, str], ...]:
    found = _PUTS_RIGHT.match(clause) or _NODS.match(clause)
    return ((clause[: found.end()], "，"), (clause[found.end() :], mark)) if found else ((clause, mark),)


def split_clauses(text: str) -> list[str]:
    """The clauses of a sentence, in order."""
    return [clause for clause, _ in marked_clauses(text)]


def typed_clauses(text: str) -> list[str]:
    """The same where a space stands for a comma, as people type on a phone."""
    return split_clauses(with_commas(text))


@lru_cache(maxsize=1024)  # a dozen readers ask of the same message
def is_asked(text: str) -> bool:
    """Whether a sentence asks something; 不知道怎么回事… is a complaint, not a question."""
    return _ASKED.search(said_plainly(text.strip())) is not None and not _NOT_ASKED.search(text)
