"""The text of a ticket that somebody dictates: «内容就写：…», «描述：…», «就写…»; what stands before and behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dialogue.moods.whole_messages import is_courtesy
from dialogue.text.asking import asks_in_form
from dialogue.text.clauses import marked_clauses
from dialogue.text.languages import in_mandarin
from dialogue.ticket.enough import says_enough
from dialogue.ticket.words import asks_how_long, repeats_submit, says_no_picture, says_settled, urges
from faq.text.normalise import matching_key

_TO_WRITE = (
    r"(?:(?:那|你|您|帮我|给我|麻烦|请|就|直接|工单|单子|里面?|上){0,5}(?:写|填)(?:上|成|着)?(?:一句|这[句个段条])?)"
)
_LABEL = r"(?:工单|单子|问题|情况)?(?:的|里|上)?(?:描述|内容|正文|情况说明)(?:那[栏里])?"
_LABELLED = re.compile(
    rf"(?:^|(?<=[，,。；;！!\n ]))(?P<label>{_LABEL}(?:{_TO_WRITE}|就?是|为)?|就(?:给我|帮我)?(?:写|填)(?:上|成)?)"
    r"[：:]\s{0,3}[“\"「]?"
)
_JUST = re.compile(
    rf"^(?P<label>(?:{_LABEL})?(?:那|你|您|帮我|给我|工单|里面?|上|，|,){{0,3}}就写(?:上|成)?)"
    r"[，, ]?[“\"「]?(?=[^了吧啊呀什啥])"
)
"""«就写老师把我名字报错了»: without a colon it is that in the form only."""
_HEADED = re.compile(
    r"^\s*+(?:(?:您|你)?好)?(?:请|麻烦|帮我|我要|给我|新建?|提交?|开|建|填|写){0,3}(?:一?[个张份])?"
    r"(?:工单|问题单|ticket)(?:内容|描述)?(?:\s*+[：:，,]\s*+|\s++(?!怎么|什么|编号|在哪))(?![Tt][0-9A-Za-z]{7})(?P<told>\S.+)",
    re.DOTALL | re.IGNORECASE,
)
"""«工单：……»: all that stands behind is what the ticket is to say."""
_LEAST = 5
_LEAST_HEADED, _MOST_URGED = 8, 16
"""How much must stand behind «工单：» to be what the ticket is about, and how much may only hurry one."""


@dataclass(frozen=True)
class Dictated:
    """What a ticket is to say, with what the message says before and behind it; `alone` where it says only that."""

    words: str
    before: str = ""
    behind: str = ""
    alone: bool = False


def dictated(text: str, *, in_form: bool = False) -> Dictated | None:
    """The text that a message dictates; None when it dictates none."""
    found = _LABELLED.search(text) or (_JUST.match(text) if in_form and not asks_in_form(text) else None)
    if found is None:
        return None
    told = text[found.end() :]
    clauses = marked_clauses(told)
    while clauses and _ends(clauses[-1][0]):
        clauses.pop()
    if not clauses:
        return None
    last = clauses[-1][0]
    end = told.rindex(last) + len(last)
    words = told[:end].strip(' ”"」')
    if len(matching_key(words)) < _LEAST:
        return None
    return Dictated(
        words, text[: found.start()].strip(" ，,"), told[end:].strip(' ，,。；;！!？?”"」'), "就" in found["label"]
    )


def heads_ticket(text: str) -> bool:
    """Whether a message is a ticket written out, with «工单：» at its head; «工单：多久答复» asks of one."""
    found = _HEADED.match(text)
    if found is None:
        return False
    key = matching_key(found["told"])
    hurries = len(key) <= _MOST_URGED and urges(text)
    return len(key) >= _LEAST_HEADED and not (hurries or asks_how_long(key) or says_settled(text))


def _ends(clause: str) -> bool:
    """Whether a clause behind the text is said of the ticket, and is no part of it."""
    plain = in_mandarin(clause)
    said = says_enough(plain) or says_no_picture(plain) or is_courtesy(plain)
    return said or repeats_submit(plain)
