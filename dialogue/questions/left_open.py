"""What somebody says was not answered yet: «那名字错字的事你还没说呢», «第二个问题呢», «另一件咋不讲»."""

from __future__ import annotations

import re

from faq.text.normalise import matching_key

_LEAD = "(?:那|还有|对了|刚才|另外|我问的?|不是){0,3}"
_OF_IT = "(?:的?(?:那件|这件)?(?:事情?|问题)|那个|那件|这个)?(?:呢|嘞|咧|哩)?"
_UNTOLD = "(?:(?:你们?|您)(?:还|都|也|又|咋|怎么){0,2}|(?<=[呢个件事])(?:还|都|也|咋|怎么){1,2})(?:没有?|不)"
"""«学校还没说» waits for somebody else."""
_SAY = "(?:说|答|讲|回答|回复|告诉我|提|理)(?:呢|啊|呀|到|我|啦|了|过){0,2}"
_BEHIND = re.compile(
    f"(?=(?:不是)?[^没不]{{2,30}}+[没不]){_LEAD}(?P<what>[^你您没不怎什哪多]{{2,10}}?){_OF_IT}{_UNTOLD}{_SAY}"
)
_BEFORE = re.compile(
    f"{_LEAD}(?:你们?|您)(?:还|都|也)没(?:说|答|讲|回答|提)(?P<what>[^你您没不怎什哪多]{{2,10}}?){_OF_IT}"
)
_SECOND = re.compile("(?:第?[二三]|另外?一|另外那)(?:个|件)(?:事情?|问题)?")
_THE_SECOND = re.compile(f"{_LEAD}(?P<what>{_SECOND.pattern})(?:呢|嘞|咧|哩|怎么办|咋办)")
LEFT_OPEN = "left_open"
"""The rule by which what was said before is decided on now."""
SECOND = "second"
"""What is come back to where only its place among what was asked is named."""


def comes_back_to(text: str) -> str:
    """What a message says was not answered: «那名字错字的事你还没说呢» says 名字错字; empty for all else."""
    key = matching_key(text)
    found = _THE_SECOND.fullmatch(key) or _BEHIND.fullmatch(key) or _BEFORE.fullmatch(key)
    if found is None:
        return ""
    return SECOND if _SECOND.fullmatch(found["what"]) else found["what"]
