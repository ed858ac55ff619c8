"""How the step that was advised went, and what came up behind it: «扫码进去了，但是里面查不到学籍»."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from dialogue.facts.told import without_said
from dialogue.moods.pushback import tried_in_vain
from dialogue.moods.whole_messages import is_courtesy
from dialogue.text.asking import asks
from dialogue.text.clauses import split_clauses
from dialogue.turns.next_matter import says_done, says_passed
from faq.text.normalise import matching_key

_CUT = re.compile(r"(?<=[^，,。；;！!？?\s])(?=但是|可是|不过(?!去|来|了)|然而|就是(?=[^说不])|结果|另外|还有|对了)")
"""Where another thing begins without a mark before it."""
_BUT = "但是?|可(?!以|能)是?|不过|然而|就是|结果"
_HEAD = re.compile(f"^(?:{_BUT}|现在|另外|还有|对了|那|然后|还有个事|顺便)[，,：: ]*")
_TURN = re.compile(f"^(?:{_BUT})")
_TROUBLE = re.compile(
    "[不没](?!用|要紧|过来|错|事|问题)|未(?:通过|过|查到|显示)|(?<!不)(?<!没)错|有误|空的|空白|旧的|老的|变成|失败|提示|显示|写着|弹|冻结|异常|想|要|帮"
)
_DEEDS = ("进登上扫", "看查找显", "收来", "改换绑设填传注弄办搞", "验过审")
"""Letters of what a step asks about, and an answer takes up: «扫进去了吗» is answered by «登上了»."""
_DENIED = tuple(re.compile(f"[不没未].{{0,2}}[{deeds}]|[{deeds}].{{0,1}}[不没]") for deeds in _DEEDS)
_ANY = re.compile("(?:我|都|已经|现在|嗯|这下|终于){0,3}(?:[成行好]|可以|搞定|解决|弄好)了?(?:的|啊|呀|哈|啦){0,2}")
"""What says that a step worked, whatever it asks."""
_FOR_ME = re.compile("[帮给替]我")
_HEARSAY = re.compile(
    "^(?:可是?|但是?|那个?|我们?|可|就){0,3}(?:学校|老师|辅导员|导员|班主任|学院|院系|教务处?|学籍科|研究生院|武装部|招办|考办|他们|人家|那边|对方)"
    "(?:那边|的人|老师)?(?:又|都|也|就|一直|只)?(?:跟我|和我|给我)?(?:说|讲|回复|答复)"
)
"""What others say of it: «学校说拍过了»."""
_LEAST = 4
_LEAST_TOLD = 5
_SAME = re.compile("(?:可是?|但是?|结果|却|[，,])(?:现在|他|页面|系统)?(?:还是|还|仍然?|依然|照样|一样|又)")
"""How what stands behind goes on with the very matter that is said to be done."""


def split_outcome(text: str, ask: str, is_done: Callable[[str], bool]) -> tuple[str, str]:
    """The clauses that say that a step worked, and what is told or asked behind them; the latter may be empty.

    `ask` is the question of the step. «改好了，可是还查不到» behind «现在看到了吗？» says how it went, for what was
    asked is what is denied; behind «换好了吗？» «换好了，但是登不上» has a matter of its own.
    """
    clauses = [clause for clause in split_clauses(_CUT.sub("，", text)) if not is_courtesy(clause)]
    done: list[str] = []
    for clause in clauses:
        said = without_said(clause)
        if _TURN.match(said) or asks(said) or not (is_done(said) or (says_done(said) and _takes_up(said, ask))):
            break
        done.append(said)
    rest = clauses[len(done) :]
    if not done or not rest:
        return "，".join(done), ""
    turned = _TURN.match(rest[0]) is not None
    if turned and not any(_takes_up(clause, ask) for clause in done) and _denied(rest, ask):
        return "", ""
    words = "，".join(_HEAD.sub("", clause) for clause in rest)
    matters = turned or any(_TROUBLE.search(clause) and not asks(clause) for clause in rest)  # else it only asks
    return "，".join(done), words if matters and len(matching_key(words)) >= _LEAST else ""


def asked_behind(text: str) -> str:
    """What is asked, or told as another trouble, behind the word that a matter is done; empty when nothing is.

    «学校帮我改好了，可照片怎么换», «刷脸那关过了，现在查不到学历»; «改好了，但还是查不到» goes on with the same.
    """
    behind = came_up_behind(text) or _next_question(text)
    told = len(matching_key(behind)) >= _LEAST_TOLD and not _SAME.search(text)
    return behind if behind and (asks(behind) or told) else ""


def _next_question(text: str) -> str:
    """What is asked behind one thing that is said to be done by its name: «实名通过了，报告怎么下载»."""
    clauses = [clause for clause in split_clauses(_CUT.sub("，", text)) if not is_courtesy(clause)]
    first, *rest = clauses or [""]
    named = says_passed(first) and not (says_done(first) or asks(first))
    return "，".join(_HEAD.sub("", clause) for clause in rest) if named and rest and asks(rest[-1]) else ""


def came_up_behind(text: str) -> str:
    """What is told or asked behind the word that something is done, whatever it was; empty when nothing is."""
    return split_outcome(text, "", _is_over)[1]


def _is_over(clause: str) -> bool:
    """Whether a clause says that something is done; «都找过了» only says that it was tried."""
    return (says_done(clause) or says_passed(clause)) and not tried_in_vain(matching_key(clause))


def done_by_others(text: str) -> bool:
    """Whether somebody else did what was to be done, or says so, which answers no step: «学校帮我改好了，……»."""
    first = next((clause for clause in split_clauses(_CUT.sub("，", text)) if not is_courtesy(clause)), "")
    return (says_done(first) and _FOR_ME.search(first) is not None) or _HEARSAY.search(matching_key(first)) is not None


def _takes_up(clause: str, ask: str) -> bool:
    """Whether a clause says of what was asked that it is done."""
    return _ANY.fullmatch(matching_key(clause)) is not None or any(
        _holds(deeds, ask) and _holds(deeds, clause) for deeds in _DEEDS
    )


def _denied(clauses: Sequence[str], ask: str) -> bool:
    """Whether what was asked is said not to be so."""
    asked = [denied for deeds, denied in zip(_DEEDS, _DENIED, strict=True) if _holds(deeds, ask)]
    return any(denied.search(clause) for denied in asked for clause in clauses)


def _holds(letters: str, text: str) -> bool:
    return any(letter in text for letter in letters)
