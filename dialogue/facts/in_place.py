"""One clause in the place of another that told the same thing wrongly: «不对 是用户名忘了» after «密码忘了».

What is put right is the clause that is built alike («密码|忘了», «提示|密码错误»), or that says was done what was not
(«手机号没换» after «手机号换了»); all that was told beside it stays. Where nothing is built alike, nothing is replaced.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.text.clauses import MARK, is_asked, marked_clauses, split_clauses
from dialogue.text.siblings import are_siblings, sibling_in
from faq.text.normalise import matching_key

_OPENS = "(?:哎呀?|哦|噢|啊|嗯|等等|等一?下|等会儿?|对不起|不好意思|抱歉|唉|那个|对了){0,3}"
_WRONG = (
    "(?:我|刚才?|刚刚|前面|上面|又){0,3}(?:说|讲|写|打|问|记|填|搞|弄)(?:错|岔|反|漏|混|多|少)(?:字|别字|了字)?了?|口误|手误|不对|错了|不不|不是|哦不|噢不|更正一?下?|纠正一?下?"
    "|(?:准确|确切|严格)(?:地|的|点|来)?说|应该说|我是说|我说的是|我的意思是(?:说)?|我是想说"
)
_LEAD = re.compile(rf"{_OPENS}(?:(?:{_WRONG})(?:啊|呀|哈|了|吧|哦|嘛|我)?){{1,2}}")
_LEAD_JOINED = re.compile(
    rf"^{_OPENS}(?:(?:{_WRONG}){{1,2}}(?=(?:其实|应该|而)?是|[^，,。]{{0,4}}忘)"
    r"|(?:我|刚才?|刚刚|前面|上面){0,2}[说讲写打记填看]错(?:字|别字)?了?(?=[^，,。错是]{1,6}是(?!不|否)))"
)
"""«打错了户口是江西的»: what is so follows at once."""
_SLIP = re.compile(
    rf"{_OPENS}(?:我|刚才?|刚刚|前面|上面){{0,3}}[说讲写打记填看]错(?:字|别字)?了?(?:啊|呀|哈|不好意思)?"
)
_OPENING = re.compile("(?:哎呀?|哦|噢|啊|嗯|等等|等一?下|等会儿?|对不起|不好意思|抱歉|唉|那个|对了|不对){1,3}")
_TAKEN = re.compile(f"{_OPENS}(?:我|她|他|这|那|孩子){{0,2}}(?:不是|没有?|并非)[^没不说问指要想怎吗]{{1,8}}")
"""A clause that says only what is not so."""
_IS = re.compile("^(?:其实|应该|应当|而|就|现在|这次|确切说){0,2}(?:是(?!不是|否)|为)?")
_NOT_DONE = re.compile(
    "(?P<what>[^没]{1,8}?)(?:其实|还|并|可|倒|就|也){0,2}没有?(?P<deed>[^没有过了]{1,4})(?:过|了|呢|啊){0,2}"
)
_NUMBER = re.compile("[0-9一二两三四五六七八九十]{1,8}")
_LEAST, _MOST_APART, _LEAST_SAID, _MOST_CHARS = 2, 8, 3, 30


@dataclass(frozen=True)
class InPlace:
    """The texts with the change made, what stands there now, and what stood there before."""

    texts: tuple[str, ...]
    now: str
    before: str


def in_place(texts: Sequence[str], text: str) -> InPlace | None:
    """Texts with what a message puts right in the place of what was wrong; None when it is no such message."""
    said = said_right(text)
    if not said or MARK.search(text) or is_asked(text):
        return None
    first = said[0]
    if not _LEAST_SAID <= len(matching_key(first)) <= _MOST_CHARS:
        return None
    for place in reversed(range(len(texts))):
        old = next((part for part in reversed(split_clauses(texts[place])) if _alike(part, first)), None)
        if old is not None and not texts[place].startswith("/") and not MARK.search(old):
            now = "，".join((f"{_kept_head(old, first)}{first}", *said[1:]))
            changed = texts[place].replace(old, now, 1)
            return InPlace((*texts[:place], changed, *texts[place + 1 :]), now, old)
    return None


def said_right(text: str) -> list[str]:
    """The clauses of what is so, without what only says that something was wrong; none when nothing says that."""
    clauses = [clause for clause, _ in marked_clauses(text)]
    if len(clauses) > 1 and _SLIP.fullmatch(matching_key(clauses[-1])):  # «是94年的，刚才打错了»
        clauses = [clauses[-1], *clauses[:-1]]
    wrong = False
    for place, clause in enumerate(clauses):
        key = matching_key(clause)
        if _LEAD.fullmatch(key):
            wrong = True
        elif _OPENING.fullmatch(key):
            behind = matching_key("".join(clauses[place + 1 : place + 2]))
            wrong = wrong or _NOT_DONE.fullmatch(behind) is not None
        else:
            joined = None if wrong else _LEAD_JOINED.match(clause)
            if not (wrong or joined):
                return []
            return [_IS.sub("", clause[joined.end() :] if joined else clause), *clauses[place + 1 :]]
    return []


def said_otherwise(text: str) -> list[str]:
    """What is so instead of what was taken for granted: «不对，用了五年了», «不是新号 这号用了六年»."""
    if said := said_right(text):
        return said
    first, *rest = split_clauses(text) or [""]
    return rest if _TAKEN.fullmatch(matching_key(first)) and not is_asked(text) else []


def _alike(old: str, new: str) -> bool:
    """Whether two clauses are built alike and say something else, or one says that the other was not done."""
    before, now = matching_key(_IS.sub("", old)), matching_key(new)
    if before == now or not before or len(before) > _MOST_CHARS:
        return False
    return _same_end(before, now) or _same_end(before[::-1], now[::-1]) or _not_done(before, now)


def _kept_head(old: str, new: str) -> str:
    """What of the old clause stands before the part that is put right: «毕业证是» of «毕业证是2011年发的»."""
    before, _, value = old.rpartition("是")
    if not before:  # a number in the place of a number
        found, other = _NUMBER.search(old), _NUMBER.match(new)
        return old[: found.start()] if found and other else ""
    return f"{before}是" if "是" not in new and _same_end(matching_key(value), matching_key(new)) else ""


def _same_end(one: str, other: str) -> bool:
    size = 0
    while size < min(len(one), len(other)) and one[-1 - size] == other[-1 - size]:
        size += 1
    apart = len(one) - size, len(other) - size
    return size >= _LEAST and min(apart) > 0 and max(apart) <= _MOST_APART


def _not_done(before: str, now: str) -> bool:
    found = _NOT_DONE.fullmatch(now)
    if found is None or found["what"] not in before:
        return False
    behind = before.partition(found["what"])[2]
    return any(f"{found['deed']}{mark}" in behind for mark in ("了", "过"))


def sibling_in_place(texts: Sequence[str], wrong: str, meant: str) -> tuple[str, ...] | None:
    """Texts with a word in the place of its sibling: «学历» for «学籍» in «学籍查不到»; None when it is not there."""
    meant = matching_key(meant)
    typed = [text for text in texts if not text.startswith("/")]
    wrong = matching_key(wrong) or sibling_in(meant, typed[-1] if typed else "")
    if not are_siblings(wrong, meant) or not any(wrong in text for text in typed):
        return None
    return tuple(text if text.startswith("/") else text.replace(wrong, meant) for text in texts)
