"""What is asked outright of a matter: whom to go to, whether one may or must, when. One sentence answers it.

It says little by itself («能不能补», «归哪个管»): what it is asked of is the matter in talk.
"""

from __future__ import annotations

import re
from typing import Literal

from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin
from faq.text.normalise import matching_key

Direct = Literal["whom", "whether", "when"]

_LONGEST = 16
"""So long a question may be that leans on the matter before it."""
_WHOM = re.compile(
    "(?:找|问|联系|归|由|该|去|让|叫|是)(?:到底)?(?:谁|哪一?[个位家边]|哪里|哪儿|什么(?:部门|单位|人|地方))(?:[^么样]|$)"
    "|(?:哪个?|什么)(?:部门|单位|科室|窗口|老师|人|机构)|谁(?:来|能|管|负责|说了算)|哪[边里儿](?:管|负责|受理)|归.{1,10}管|归.{1,8}还是"
)
_WHETHER = re.compile(
    "(?:能不能|可不可以|可以不可以|能否|可否|要不要|用不用|需不需要|会不会|是不是(?:要|得|非|必须|一定|只[能有])|该不该|行不行|有没有用|算不算|得不得)"
    "|(?:能|可以|要|用|需要|会|得|行|算|还有)[^，。怎什哪谁几多]{0,10}(?:吗|么|不|没有?|未)$"
)
_WHEN = re.compile("几时|什么时候|啥时候|多久|几天|多长时间|几[月号点]")
_EMPTY = re.compile(
    "能不能|可不可以|可以不可以|能否|可否|要不要|用不用|需不需要|会不会|是不是|该不该|行不行|有没有用|算不算|什么时候|啥时候|几时|多久|几天|多长时间"
    "|到底|究竟|那么?|这个?|这样|现在|还|就|也|再|先|可以|需要|我们?|您|你|该|要|能|会|得|用|去|找|问|归|由|谁|哪一?[个位家边]|哪[里儿]|什么|部门|单位"
    "|管|负责|[吗么呢啊呀吧不的了得]"
)
"""What such a question holds beside the one word or two that it is about."""
_ALSO = re.compile(
    "(?P<thing>[^，。怎什哪谁几多]{1,8}?)(?:也|还)(?:都|一起|一并)?(?:要|得|用|需要|能|可以|算|行)[^，。怎什哪谁几多]{0,4}(?:吗|么|嘛|不)"
)


_MUST = re.compile(
    "(?:那|这|我|就|还){0,3}(?:是不是|是否)?(?:一定|必须)?(?:非得?|必须得?|一定[要得]|只能|只有)(?P<thing>.{2,8}?)"
    "(?:才[能可行会].{0,5}|不可|才行)?(?:吗|么|啊|吧|呢|嘛){0,2}"
)


def asks_also(text: str) -> str:
    """«成绩单也要吗»: the thing of which is asked whether it belongs to the matter in talk, too; empty for no such."""
    found = _ALSO.fullmatch(_last_key(text))
    return found["thing"] if found is not None else ""


def asks_must(text: str) -> str:
    """«是不是非得做认证才能报»: what is asked to be the only way; empty where nothing is."""
    found = _MUST.fullmatch(_last_key(text)) if asked_directly(text) == "whether" else None
    return found["thing"] if found is not None else ""


def _last_key(text: str) -> str:
    *_, last = split_clauses(in_mandarin(text)) or [""]
    return matching_key(last)


def asked_directly(text: str) -> Direct | None:
    """What a message asks outright in its last clause; None for what is long, or asks in another way."""
    *_, last = split_clauses(in_mandarin(text)) or [""]
    key = matching_key(last)
    if len(key) > _LONGEST:
        return None
    kinds: tuple[tuple[Direct, re.Pattern[str]], ...] = (("whom", _WHOM), ("when", _WHEN), ("whether", _WHETHER))
    return next((kind for kind, asks in kinds if asks.search(key)), None)


def asked_of(text: str) -> str:
    """The words of such a question that say what it is about: «能不能自己补» is about 自己补."""
    *_, last = split_clauses(in_mandarin(text)) or [""]
    return _EMPTY.sub("", matching_key(last))
