"""Cuts a message into its clauses, and into its questions when it plainly asks two."""

from __future__ import annotations

import re

# A space between Latin words is part of typed pinyin, elsewhere it stands for a comma.
_MARK = re.compile(r"[,。!?;~…、:]+|(?<![a-z])\s+|\s+(?![a-z])")
# Only words that announce another question, behind a mark unless they can mean nothing else: a single
# question must never be cut in two. The marks are counted: without a limit each of a long row would be looked
# through to its end.
_ANOTHER = re.compile(
    r"[\s,。!?;…]{0,40}+(?:顺便|另外)(?:再|还)?(?:问一?下|想问一?下|想问|问问|请问)?[\s,:]*"
    r"|[\s,。!?;…]{1,40}+(?:还有(?:一个问题|个问题|就是)?|再(?:请)?问一?下|再请问|对了|同时(?:想问)?|以及|第二(?:个|件)?(?:问题|事情?)?是?)[\s,:]*"
    r"|\?+"
)
_FIRST = re.compile(r"^第一(?:个|件)?(?:问题|事情?)?是?[\s,:]{0,4}+")
_LEAST_LETTERS = 4
_SPACED = re.compile("(?<=[一-鿿]{2})[ \u3000]{1,4}(?=[一-鿿]{3})")
"""A space in the place of a comma: «手滑勾了还提交了 会出事吗» are two clauses, the first no question."""


def with_commas(typed: str) -> str:
    """A text as typed, with a comma where somebody on a phone typed a space between two clauses."""
    return _SPACED.sub("，", typed)


def clauses(text: str, least: int = _LEAST_LETTERS) -> list[str]:
    """The clauses of a normalised text that are long enough to mean something; at least one."""
    found = [part for part in _MARK.split(text) if len(part) >= least]
    return found or [text]


def announced_questions(text: str) -> list[str]:
    """The parts of a normalised text around words such as 顺便, 另外, 还有, or question marks."""
    return [part for part in _ANOTHER.split(_FIRST.sub("", text)) if part and len(part) >= _LEAST_LETTERS]
