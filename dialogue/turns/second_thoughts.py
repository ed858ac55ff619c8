"""Somebody changes their mind: goes on after all («还是弄吧»), or wants another thing («算了就中文的吧»)."""

from __future__ import annotations

import re

from dialogue.moods.whole_messages import is_courtesy
from dialogue.text.asking import asks
from dialogue.text.clauses import split_clauses
from faq.text.normalise import matching_key

_AT_IT = "(?:弄|办|搞|做|整|填|继续|接着|试|来|聊|问|往下)"
_TAKES_UP = re.compile(
    rf"(?:[诶哎唉嗯哦]|那|算了|我|要不|好吧|想了想|不行){{0,4}}(?:还是|要不|再|又想|想想){{1,2}}(?:得|想|要|继续|接着|现在|先|把它){{0,3}}"
    rf"{_AT_IT}{{1,3}}(?:下去|一?下|它|这个|完|掉|吧|了|啊|呗){{0,3}}"
)
_DROPS = re.compile(
    "(?:[哦噢嗯唉]|好吧?|行|算了|那|先){0,3}(?:那个|这个|那件|这件|那事|这事|它){1,2}(?:就|先|我|也){0,2}(?:不|别)(?:管|说|理|提|问)(?:它|了|吧|啦){0,3}"
    "|(?:[哦噢嗯唉]|好吧?|行|算了|那|先){0,3}(?:不|别)(?:管|说|理|提|问)(?:那个|这个|那件|这件|那事|这事|它){1,2}(?:事|了|吧|啦){0,3}"
)
_FOR_ANOTHER = re.compile(
    "(?:那|还是|哎|唉){0,2}算了(?:吧)?(?:那)?(?:就|还是|改|换){1,2}(?:用|要|办|申请|查|选|走|弄|问|成)?(?P<what>.{2,12}?)(?:吧|好了|得了|算了|了)"
)
_NOTHING = re.compile("[不没]|这样|那样|这么|那么|人工|客服|放着|等|再说|结束|到这|^(?:我|你)|去$|^去")
"""What is left for is none of our matters, or is nothing at all."""


def takes_up_again(text: str) -> bool:
    """«诶还是弄吧，我急着报名»: what was put aside is wanted after all; a reason may stand beside it, no question."""
    clauses = [clause for clause in split_clauses(text) if not is_courtesy(clause)]
    taken = [clause for clause in clauses if _TAKES_UP.fullmatch(matching_key(clause))]
    return bool(taken) and not any(map(asks, clauses))


def drops_aside(text: str) -> bool:
    """«那个先不管了»: what was said beside the step is dropped, and not the matter itself."""
    clauses = [clause for clause in split_clauses(text) if not is_courtesy(clause)]
    return bool(clauses) and all(_DROPS.fullmatch(matching_key(clause)) for clause in clauses)


def given_up_for(clause: str) -> str:
    """What somebody would rather have: «算了就中文的吧» says 中文的; empty for all else."""
    found = _FOR_ANOTHER.fullmatch(matching_key(clause))
    return found["what"] if found is not None and not _NOTHING.search(found["what"]) else ""
