"""What the matter in talk answers by itself, in a guide too: how it does not happen again, and «你们后台改»."""

from __future__ import annotations

import re

from dialogue.heard import Act, ConversationState, Heard
from dialogue.questions.asks_to_do import what_to_do
from dialogue.questions.prevention import asks_prevention
from dialogue.questions.what_to_say import asks_what_to_say
from dialogue.readers.aspects import ASPECT
from faq.guiding.guidance import Guidance

PREVENTS = "prevents"
"""The kind of who asks how it does not happen again."""
OF_US = "of_us"
"""The kind of who wants us to do it for them."""
SAYS = "says"
"""The kind of who asks what to say where they go."""
_TO_US = re.compile("你|您|客服|后台|官方|学信网|[帮给替]我")
"""Who is to do it: «直接注销吧» is what they would do themselves."""
_OWN_CASE = re.compile(
    "(?:那|这|行|好)?我(?:自己|本人|这边|这个)?的?(?:情况|事|这个|问题)?(?:呢|(?:该|要|得)?(?:怎么|咋)(?:办|弄|整|搞))(?:啊|呢|呀)?"
)
"""«那我自己的怎么办» behind a word about somebody else: the matter in talk."""


def read_of_matter(heard: Heard, state: ConversationState, _: Guidance) -> Act | None:
    """What was talked of before tells which matter is meant."""
    if heard.option or heard.pictures or state.form or not (state.topic or state.case.guide):
        return None
    if asks_prevention(heard.text):
        return Act("follow_up", {"kind": PREVENTS})
    if _OWN_CASE.fullmatch(heard.core_key):
        return Act("follow_up", {"kind": f"{ASPECT}how"})
    if asks_what_to_say(heard.text):
        return Act("follow_up", {"kind": SAYS})
    return Act("follow_up", {"kind": OF_US}) if _TO_US.search(heard.text) and what_to_do(heard.text) else None
