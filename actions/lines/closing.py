"""The last line to who goes to do something: short, and «对» first where they asked whether that is right."""

from __future__ import annotations

import re
from itertools import repeat

from rasa_sdk import Tracker

from actions.conversation import Memory, entity, just_said, message_text
from actions.guiding.leading import case_of
from actions.in_talk.aspects import step_said, topic_of
from actions.lines.last_line import MIND, is_news, last_line, to_bring, wrong_plan
from dialogue.questions.aspect_texts import closest_sentence
from dialogue.readers.closings import CONFIRMS, PLAN, THANKS
from dialogue.text.languages import in_mandarin
from dialogue.turns.last_words import tells_success
from dialogue.turns.next_matter import ends_talk
from faq.engine.library import Library
from faq.text.markup import to_plain

_LINES: dict[str, tuple[str, ...]] = {
    "police": (
        "先报警最要紧；聊天、转账记录留着，密码也马上改掉。",
        "记录都别删；对方再来电话，不接、不给码、不转钱。",
    ),
    "call": ("打的时候把页面上的提示念给对方听，会快些；有结果再告诉我。", "祝顺利，对方怎么说的，有拿不准再来问我。"),
    "wait": ("先等着就行；页面有变化，或者等得太久，再告诉我。", "那就等等看，有变化随时说。"),
    "others": ("那边的说法和我这里不一样的，以那边为准；有新情况再告诉我。", "有结果，或者又卡住了，再来找我。"),
    "family": ("有人搭把手就快了；卡在哪一步再告诉我。", "好，弄的时候页面怎么说，拿不准再来问。"),
    "later": ("到时候哪一步卡住了，再来找我。", "到时候再弄也行，有变化随时说。"),
    "go": ("去之前把错的、卡住的那一页截张图带上；有新情况再告诉我。", "祝办得顺利，有结果再告诉我。"),
}
_PUT_OFF = ("later", "wait")
_ERRANDS = ("others", "family", "go")
"""The plans of who goes somewhere, or sends somebody."""
_MINDED = (*_ERRANDS, "wait")
_NOTED = {"wait": "先等着就行。"}
_GO = "您去办。"
_DEADLINE = re.compile(
    "截止|逾期|过期|错过|报名期|期限|(?:[0-9]{1,3}|[一二三两几十])个?(?:工作日|天|月)(?:之?内|之?前)|[0-9日号]之?前"
)
_DEADLINE_CHARS = 40
_SENTENCE = re.compile("[^。！？；]+[。！？；]?")
_STEP = re.compile(r"^\d{1,2}\.\s*")
_NOT_WRITTEN = "查到的说法里没写到这一步，以页面和经办的人说的为准。"
_SOLVED = "太好了，解决了就好。还有别的问题，直接打字问就行。"
_DONE = "太好了。{}"
_USEFUL = "好的，有用就好。办的时候卡住了，或者还有别的问题，直接打字问。"
_SAYS_SOLVED = re.compile("(?<!没)(?<!未)(?:解决|搞定|办好|弄好|办成|成功|好了|可以了|进去了|登上了|通过了)")
_YES, _OK, _WELCOME = "对，", "好的，", "不客气，"
_TICKET_SENT = ("已经交上了，编号 {}，不用再确认。有答复会出现在这里。", "工单 {} 交好了，等答复就行。")


def closing_lines(library: Library, tracker: Tracker) -> tuple[str, ...] | None:
    """What to say to the plan; None where a confirmation is asked of what is another matter's."""
    kind = entity(tracker, "kind").removeprefix(PLAN)
    confirms = entity(tracker, CONFIRMS)
    if confirms and not _is_right(library, tracker, kind, confirms):
        if library.decide(message_text(tracker)).band == "answer":
            return None
        return tuple(f"{_NOT_WRITTEN}{line}" for line in _LINES[kind])
    if not confirms and kind in _ERRANDS and (wrong := wrong_plan(library, tracker)):
        return (wrong,)
    head = _YES if confirms else _WELCOME if entity(tracker, THANKS) else _OK
    ends = _ends_some_day(library, tracker) if kind in _PUT_OFF else ""
    return tuple(f"{head}{line}{ends}" for line in (*_of_case(library, tracker, kind), *_LINES[kind]))


def _of_case(library: Library, tracker: Tracker, kind: str) -> tuple[str, ...]:
    """What to take along and to mind in this very matter, for who goes on an errand or waits."""
    bring = to_bring(library, tracker) if kind in _ERRANDS else ""
    mind = last_line(library, tracker) if kind in _MINDED else ""
    return (f"{bring or _NOTED.get(kind, _GO)}{MIND.format(mind) if mind else ''}",) if bring or mind else ()


def _ends_some_day(library: Library, tracker: Tracker) -> str:
    """What the matter says of a day by which it must be done, for who puts it off; empty where it says none."""
    topic = library.content.entry(Memory.of(tracker).last_answer or "")
    lines = [] if topic is None else map(_STEP.sub, repeat(""), to_plain(topic.answer).splitlines())
    told = (one.strip() for line in lines for one in _SENTENCE.findall(line))
    found = next((one for one in told if _DEADLINE.search(one) and len(one) <= _DEADLINE_CHARS), "")
    puts_off = entity(tracker, "kind").endswith("later")  # a day is forgotten, however often it was told
    return MIND.format(found.replace("：", "，", 1)) if found and (puts_off or is_news(found, tracker)) else ""


def helped_line(library: Library, tracker: Tracker) -> str:
    """Glad with who says that it is done, with what is left to mind; who only has read it may stand before it still."""
    plain, mind = in_mandarin(message_text(tracker)), last_line(library, tracker)
    if not (_SAYS_SOLVED.search(plain) or tells_success(plain) or ends_talk(plain)):
        return _USEFUL
    return _DONE.format(mind) if mind else _SOLVED


def sent_lines(tracker: Tracker) -> tuple[str, ...]:
    """What to say to «确认» behind a ticket that is sent."""
    return tuple(line.format(tracker.get_slot("ticket_sent")) for line in _TICKET_SENT)


def _is_right(library: Library, tracker: Tracker, kind: str, plan: str) -> bool:
    """Whether what was said last, or what the case rests on, tells to do just that."""
    case, content, guidance = case_of(tracker), library.content, library.guidance
    topic = topic_of(Memory.of(tracker).last_answer, case, content, guidance)
    heard = "".join(guidance.guides.situation.heard(*fact) for fact in case.known.items())
    texts = [just_said(tracker), step_said(case, guidance), heard, to_plain(topic.answer) if topic else ""]
    if kind == "wait":
        return any("等" in text.replace("等材料", "").replace("等信息", "") for text in texts)
    return bool(closest_sentence(plan, "", texts, least=1))
