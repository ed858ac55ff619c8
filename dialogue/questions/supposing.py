"""«要是邮箱也没绑呢»: what is supposed of the very thing that was asked, to hear what is left then."""

from __future__ import annotations

import re

from faq.guiding.guidance import Guidance

_LONGEST = 24
_SUPPOSED = re.compile(
    r"\s{0,8}+(?:(?:那么?|可|但|但是|那我)\s{0,8}+)?(?:要是|如果|万一|假如|假设|若是|倘若)(?P<case>[^，。？?]{2,16}?)(?:的话)?"
    r"(?:[，, ]?(?:那|我|又|该|还|可)?(?:怎么[办弄整搞]|咋[办整弄]|咋搞|呢"
    r"|(?:也|还|能)?行不行|(?:也|还)?可以吗|(?:也|还|能)?行吗))[？?]?\s{0,8}"
)


def supposed(text: str) -> str:
    """The case that a whole message supposes; empty where it does more, or something else."""
    found = _SUPPOSED.fullmatch(text) if len(text) <= _LONGEST else None
    return found["case"] if found else ""


def supposed_no(text: str, asked: str | None, guidance: Guidance) -> dict[str, str]:
    """The no to the very step that asks for it, where it is supposed: what is left then is the next step."""
    case, fact = supposed(text), guidance.guides.situation.facts.get(asked or "")
    if not case or fact is None or fact.local or fact.no is None:
        return {}
    return {fact.id: fact.no} if guidance.extractor.facts(case, fact.id).get(fact.id) == fact.no else {}
