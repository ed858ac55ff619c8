"""Who wants to know how it does not happen again: «以后怎么才不会又忘», «下次咋避免再被盗». Nothing is to be mended."""

from __future__ import annotations

import re

from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin
from faq.text.normalise import matching_key

_LATER = "(?:以后|今后|往后|下次|下回|将来|之后)"
_HOW = "(?:怎么|咋个?|怎样|如何|该?怎|有什么办法|有啥办法|要注意|注意|有没有(?:什么)?办法)"
_AGAIN = "(?:才?(?:不会?|不用|不得|不至于|别|避免|防止|防(?!火墙)|预防)(?:再|又|老是?|总是?|重新?|被)?)"
_ASKS = re.compile(
    rf"{_LATER}.{{0,6}}{_HOW}.{{0,8}}{_AGAIN}|{_HOW}.{{0,8}}{_LATER}.{{0,4}}{_AGAIN}|{_LATER}.{{0,8}}(?:要|该)?注意(?:点|些)?(?:什么|啥)"
    rf"|{_LATER}.{{0,4}}{_HOW}.{{0,2}}(?:防|预防|避免)|{_HOW}.{{0,4}}(?:才不会?|才不得|避免|防止)(?:再|又)"
    rf"|{_LATER}?.{{0,6}}(?:又|再)(?:忘|丢|被盗|这样|出这).{{0,6}}(?:咋|怎么)(?:防|避免|预防)"
)


def asks_prevention(text: str) -> bool:
    """Whether a clause of the message asks how something does not happen again."""
    return any(_ASKS.search(matching_key(clause)) for clause in split_clauses(in_mandarin(text)))
