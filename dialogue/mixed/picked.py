"""A choice with something behind it («1吧，对了要钱不», «2 他们要多久»), and several at once («1和3», «两个都要»)."""

from __future__ import annotations

import re
import unicodedata

from dialogue.moods.whole_messages import is_courtesy
from dialogue.text.clauses import split_clauses

_PICKED = re.compile(
    r"^(?:那就?|就是|就|是|对|嗯|好|我)?[，, ]{0,2}(?:我?选|我?要|看|点)?"
    r"(?P<which>[1-9]|第[1-9一二两三四五六](?:个|条|项|号)?|[一二两三四五六](?:个|条|项|号))(?:个|条|项|号)?"
    r"(?:(?:吧|呗|呢|的)[，,。.!！~～；; ]{0,3}|[，,。!！~～；; ]{1,3})(?P<more>.{2,})$",
    re.DOTALL,
)
_ONE = "(?:第)?([1-9一二两三四五六])(?:个|条|项|号)?"
_AND = "(?:[和跟与及加、，,&+ ]|还有|and){1,4}"
_SEVERAL = re.compile(
    rf"(?:那|就|我|选|要|想|问|看|是|都|[，, ]){{0,4}}{_ONE}{_AND}{_ONE}(?:{_AND}{_ONE})?"
    r"(?:[，, ]|都|全|两个|我|想|要|是|有|问|看|看看|说|说说|知道|了解|的|吧|啊|呢|please){0,6}[。.!！~]{0,2}",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"(?:我|那|这|就|上面|[两俩三几]个?|全|[，, ]){0,4}"
    r"都(?:要|想|问|看|说|讲|答|知道|了解|需要|一下|看看|说说|[吧啊呢的]){1,4}[。.!！~]{0,2}"
    r"|(?:i (?:want|need|mean) )?(?:both|all)(?: of (?:them|these))?(?: please)?[.!]?",
    re.IGNORECASE,
)
_MOST_OF_ALL = 3
"""A longer list is not wanted whole."""
_COUNTS = re.compile(r"^(?:[和跟或到至年月天号个次张份遍点分岁日条.、:：/-]|[0-9])")
"""How it goes on where the number counts something: «2 次都不行», «1，2 都试了»."""
_PLACES = {
    name: place
    for place, names in enumerate(("1一", "2二两", "3三", "4四", "5五", "6六", "7", "8", "9"), 1)
    for name in names
}
_LISTS = re.compile(r"(?:^|[，,。；;\s])(?:第?[二2]|其二)(?:个是|是)?[，,、.：:]")
"""A second number behind the first: somebody lists what they have to say."""
_HEAD = re.compile(r"^(?:对了|另外|还有|顺便(?:问一?下)?|那|再问一?下|不过|但是|请问|就是|想问一?下)[，, ]{0,3}")


def several_picked(text: str, listed: int) -> list[int]:
    """The places of the items of a list that are wanted together («1和3», «两个都要»); empty for one, or none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if found := _SEVERAL.fullmatch(plain):
        places = [_PLACES[name] for name in found.groups() if name]
    else:
        places = [*range(1, listed + 1)] if _ALL.fullmatch(plain) and listed <= _MOST_OF_ALL else []
    return list(dict.fromkeys(places)) if len(places) > 1 and max(places) <= listed else []


def picked_with_more(text: str) -> tuple[str, str]:
    """The number that is chosen and what is said behind it; both empty when no number is chosen first."""
    found = _PICKED.match(unicodedata.normalize("NFKC", text).strip())
    if found is None or _COUNTS.match(found["more"]) or _LISTS.search(found["more"]):
        return "", ""
    clauses = [clause for clause in split_clauses(found["more"]) if not is_courtesy(clause)]
    return found["which"], "，".join(filter(None, (_HEAD.sub("", clause) for clause in clauses)))
