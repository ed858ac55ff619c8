"""Whose case is told from here on: «那我自己的呢» behind the mother's, «我爸的也查不到» behind one's own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from dialogue.heard import Act, ConversationState, Heard
from dialogue.people.on_behalf import CHILDREN, ELDERS, asks_for
from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin
from faq.guiding.guidance import Guidance
from faq.guiding.state import GuideState
from faq.text.normalise import matching_key

_BEGINS = "(?:那么?|可是?|但是?|还有|另外|对了|不过|再问|顺便|然后|现在|再|哦){0,3}"
_ONESELF = re.compile(
    rf"{_BEGINS}(?:我(?:自己|本人)(?:的(?!手机|号|微信|支付宝|邮箱|电脑)|也|呢|那[个边]|(?=忘|登|查|没|这))"
    "|我的?也(?!想|不知道|不懂|不会|没办法)|我的?呢$|我的(?=学籍|学历|账号|帐号|密码))"
)
_RELATIVE = re.compile(
    rf"{_BEGINS}(?:我们?|俺|咱)?(?:家|自己)?(?P<who>{CHILDREN}|{ELDERS})(?:的|那边|那个|自己){{0,2}}(?:呢|也)"
)
_ASIDE = re.compile("倒|反而")
"""«我自己的倒是能登» only holds oneself against who the case is about."""
_BARE = 4
_SAME = (
    ("妈", "母", "娘"),
    ("爸", "父亲"),
    ("老公", "丈夫"),
    ("老婆", "妻", "媳妇", "爱人"),
    tuple(CHILDREN.split("|")),
)


def turned_to(text: str, before: str) -> str | None:
    """Whom a message turns to: a relative in the person's word, empty for oneself; None where nobody else is meant.

    `before` is who the case was about, empty for oneself.
    """
    if text.startswith("/"):
        return None
    for clause in split_clauses(text):
        key = matching_key(in_mandarin(clause))
        if before and _ONESELF.match(key) and not _ASIDE.search(key):
            return ""
        found = _RELATIVE.match(key)
        if found is not None and not _are_one(found["who"], before):
            return found["who"]
    named = asks_for(text) if before else ""
    return named if named and not _are_one(named, before) and named not in CHILDREN.split("|") else None


def asked_for_last(texts: Iterable[str]) -> str:
    """Whom somebody asks for after all they wrote, in their own word; empty for oneself."""
    holder = ""
    for text in texts:
        turned = turned_to(text, holder)
        if turned is not None:
            holder = turned
        elif not holder and not text.startswith("/"):
            holder = asks_for(text)
    return holder


def turned_case(text: str, case: GuideState) -> GuideState:
    """The case, or a new one where a message turns to another person: nothing that was told is of them."""
    turned = turned_to(text, case.whose) if case.known or case.guide else None
    return case if turned is None else GuideState(whose=turned, english=case.english)


def without_turn(text: str, before: str) -> str:
    """A message without the clause that only says whose case comes: «那我自己的呢，我 20 年毕业的»."""
    clauses = split_clauses(text)
    bare = [clause for clause in clauses if turned_to(clause, before) is not None and _only_turns(clause)]
    return "，".join(clause for clause in clauses if clause not in bare) if bare else text


def read_turn(
    heard: Heard, state: ConversationState, guidance: Guidance
) -> tuple[Heard, ConversationState, Act | None]:
    """What is read, and in which state, where another person's case begins; the guide itself where no more is said."""
    if state.form or heard.option or turned_case(heard.text, state.case) is state.case:
        return heard, state, None
    rest = without_turn(heard.text, state.case.whose)
    state = replace(state, case=turned_case(heard.text, state.case))
    if not rest and state.leads in guidance.guides.guides:
        return heard, state, Act("resume", {"kind": "turned", "guide": state.leads})
    return replace(heard, text=rest or heard.text), state, None


def _only_turns(clause: str) -> bool:
    key = matching_key(in_mandarin(clause))
    found = _ONESELF.match(key) or _RELATIVE.match(key)
    return found is not None and len(key) - found.end() < _BARE and key.endswith(("呢", "的", "也是", "也一样"))


def _are_one(who: str, other: str) -> bool:
    """Whether two words are of one person, as 妈 and 母亲."""
    return who == other or any(
        any(word in who for word in words) and any(word in other for word in words) for words in _SAME
    )
