"""What asks nothing: a face, a wave, «我先去试试», a joke, a sigh, «你是真人吗»; each for a whole message only."""

from __future__ import annotations

import re

from dialogue.heard import Act, ConversationState, Heard
from dialogue.moods.chat import chat_kind
from dialogue.moods.outbursts import calmed
from dialogue.moods.whole_messages import (
    MOOD_CHARS,
    declines,
    face,
    gives_thanks,
    goes_to_try,
    is_hurried,
    is_lost,
    nods,
    puts_off,
    takes_note,
    wants_no_questions,
)
from dialogue.readers.case import said_facts
from dialogue.ticket.words import calls_out
from dialogue.turns.away import AWAY, goes_away
from dialogue.turns.last_words import tells_success
from faq.guiding.guidance import Guidance
from faq.text.choice import HUMAN, NONE_OF_THESE

_LONGEST = 16
_THANKS = ("谢", "多谢", "辛苦", "thx", "thank")
_RESIGNED = ("好吧", "哦", "哦哦", "嗯", "嗯嗯", "知道了", "明白了", "这样啊", "行吧", "原来如此")
"""Read with a sigh: no yes to the offer of a person, which wants one."""
_CALLS = ("在", "喂", "hello", "有人")
_IDENTITY = re.compile(
    r"(?:请问|那|所以|喂|你好|您好)*(?:你|您|你们|这)(?:到底)?(?:是|是不是|不是)?(?:真人|人工|机器人|机器|人|ai|人工智能|程序|智能客服|活人|真的人|自动回复|客服|官方|学信网官方|学信网)"
    r"(?:吗|么|吧|还是(?:机器人|真人|人|机器|人工))?(?:啊|呀|呢)*|(?:你|您)(?:是)?(?:谁|什么人|叫什么|叫什么名字|哪位)(?:啊|呀)?|是(?:真人|机器人|人工)吗"
    r"|areyou(?:a|an)?(?:bot|robot|human|ai|realperson)"
)
_LAUGH = re.compile(
    r"(?:哈|呵|嘿|嘻|h|6{2}|233|笑死|lol|haha)+|(?:讲|说)(?:个|一个)(?:笑话|段子|故事)(?:吧|听听|来听)*|你真(?:逗|有意思|可爱|厉害|棒|聪明|好)|无聊"
)


def read_small_talk(heard: Heard, state: ConversationState, guidance: Guidance) -> Act | None:
    """One short human line is enough for these."""
    if heard.option or heard.pictures or state.form:
        return None
    key = heard.key
    if not key:
        return Act("small_talk", {"kind": face(heard.text)}) if heard.text.strip() and not _is_marks(heard) else None
    if not calmed(heard.text):
        return Act("insult")
    if goes_away(heard.text) and guidance.engine.asked(state.case) not in said_facts(heard, state, guidance):
        return Act("will_try", {"kind": AWAY})
    if puts_off(heard.text):
        return Act("will_try")
    if chat := chat_kind(heard.text):
        return Act("small_talk", {"kind": f"chat_{chat}"})
    if len(key) > MOOD_CHARS:
        return None
    if (state.topic or state.case.guide) and tells_success(heard.text):
        return Act("helpful")
    if (state.topic or state.case.guide) and wants_no_questions(key):
        return Act("follow_up", {"kind": "outright"})
    for kind, has in (("lost", is_lost), ("hurry", is_hurried), ("declines", declines)):
        if has(key):
            return Act("small_talk", {"kind": kind})
    if len(key) > _LONGEST:
        return None
    if (state.topic or state.case.guide) and (calls_out(key) or key in _CALLS):
        return Act("small_talk", {"kind": "here"})
    if _IDENTITY.fullmatch(key):
        return Act("ask_identity")
    if goes_to_try(heard.core_key):
        return Act("will_try")
    if _LAUGH.fullmatch(key):
        return Act("small_talk", {"kind": "laugh"})
    resigned = key in _RESIGNED and all(option.id == HUMAN for option in state.offered)
    understood = (nods(key) and not key.startswith(_THANKS) and _no_question(state)) or (
        resigned and not state.case.running
    )
    understood = understood or (
        takes_note(key) and not gives_thanks(key) and not state.case.running and _is_told(state)
    )
    return Act("small_talk", {"kind": "understood"}) if understood else None


def _no_question(state: ConversationState) -> bool:
    """Whether nothing was asked that «好的» would answer."""
    return not state.offered and not state.case.running


def _is_told(state: ConversationState) -> bool:
    """Whether what is on offer only leads on from an answer, so that there is nothing to agree to."""
    return not any(option.id in (HUMAN, NONE_OF_THESE) for option in state.offered)


def _is_marks(heard: Heard) -> bool:
    """Whether a message holds nothing but punctuation: «？？» asks, it does not wave."""
    return all(mark in "?？!！。.，,…~～、 \n" for mark in heard.text)
