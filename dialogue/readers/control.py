"""Words that steer, wherever somebody is: a person, 提交, 取消, 上一步, 重新开始, 继续, 我的工单, 催, 撤回."""

from __future__ import annotations

import re

from dialogue.heard import Act, ConversationState, Heard
from dialogue.text.clauses import marked_clauses, split_clauses
from dialogue.ticket.form_wishes import brings_back, read_wish, wants_whole
from dialogue.ticket.pieces import asks_for_ticket_in_english, brings_picture, wants_no_machine
from dialogue.ticket.sent_ticket import asks_for_text, asks_of_ticket, belongs_to_sent, settles_sent, solved_with_thanks
from dialogue.ticket.words import begins_to_add, repeats_submit, says_settled, urges
from dialogue.turns.away import AWAY, BACK, comes_back
from dialogue.turns.closings import gives_up_for_own
from dialogue.turns.earlier_matter import EARLIER, earlier_matter
from faq.guiding.guidance import Guidance
from faq.text.normalise import matching_key

_SHORT = 24
_BARE = 12
_END = "[吧了啊呢的哦呀嘛呗哈]*"
_PERSON = (
    "人工(?:客服|服务|坐席|座席|台)?|真人|活人|客服|客服人员|人工人员|工作人员|真的人|负责人|主管|管事的|接线员|值班的"
    "|(?:能|会)(?:说话|听懂|解决|办事|做主)的人|懂的人|懂行的|明白人"
)
_CALLED = re.compile(rf"(?:{_PERSON}){{1,12}}{_END}")
_WISHED = re.compile(
    rf"(?:转接?|找|要|叫|换|接通?|喊|来个|来一个|给我个?|联系|想和|想跟|我要和|我要跟|跟|和|请|让|呼叫|转给|交给|安排)"
    rf"(?:一下|个|一个|到|给|我|你们|你们的){{0,2}}(?:{_PERSON}|人|领导)"
)
_NOT_WISHED = re.compile(
    r"人工(?:审核|核验|验证|认证|智能)|别人|本人|某人|他人|人脸|人像|什么|怎么|多久|几点|电话|邮箱|在哪|哪里|吗|能不能改|多少"
    r"|不(?:找|转|走|通过|经过)(?:人工|客服)(?:的话|也|就)?(?:[行能有办成]|可以|自己)|不用|不要|不想|不是|没人|要人家|[让找请叫要]个?人(?!工|员|吧|来|啊|呢|处理|说|聊|给我|帮|出来|接|$)|(?:什么|啥)时候"
)
_HANDED_OVER = re.compile(rf"(?:帮我?|请|麻烦|给我|替我)[您你]?(?:帮我?|给我)?转(?:给|接|到)?一?下?(?:{_PERSON})")
_HAND_OVER = re.compile("(?:给我|帮我|麻烦|直接|还是)转接?到?(?:人工|客服|真人)")
_REALLY = re.compile(
    r"人工.{0,2}(?:吗|在吗|在不在|有没有)|有没有(?:人工|真人|活人|客服)|能(?:不能)?转?人工|可以转?人工吗|有(?:人工|真人)吗"
)
_ENGLISH_PEOPLE = frozenset({"human", "person", "agent", "operator", "staff", "representative", "someone", "somebody"})
_ENGLISH_WISHES = frozenset(
    {"talk", "speak", "chat", "connect", "transfer", "contact", "need", "want", "get", "real", "live", "please", "call"}
)
_ENGLISH_BESIDE = frozenset(
    {"a", "an", "the", "any", "some", "another", "actual", "service", "support", "customer", "desk"}
)
"""What may stand beside a person where nothing else is said: «a human», «customer service agent»."""
_ENGLISH_QUESTIONS = frozenset({"how", "what", "why", "when", "where", "which", "who", "does", "is", "are"})
_ENGLISH_NO_MACHINE = re.compile(
    r"\b(?:not|don't|dont|no more|stop|hate|tired of|without)\b.{0,20}\b(?:bot|robot|machine|ai|chatbot)s?\b"
)
_ENGLISH_ANYBODY = re.compile(
    r"\b(?:is|are) there (?:a |any |an )?(?:real |live |actual )?"
    r"(?:human|person|people|agent|staff|anyone|anybody|someone|customer service)\b"
)
_ENGLISH_WORD = re.compile("[a-z]+")
_ENGLISH_CUT = re.compile(r"[.!?;\n]")
_ENGLISH_SENTENCE = re.compile(r"[.!?,;\n]")
_MOST_WORDS = 10
_FEW_WORDS = 4
_OUTRIGHT = ("转人工", "转给客服", "转客服", "转接人工", "转接客服", "转给人工", "要人工客服", "找人工客服")
_DECLINED = re.compile("(?:不用|不要|不想|别|不需要|怎么|如何|怎样).{0,2}(?:转|找|要)")
_HOW_LONG = "(?:大概|一般|的话|以后|之后|需要|[要得会了后等排队]){0,5}(?:多久|几点|几天|多长时间|什么时候)"
_ABOUT_PERSONS = re.compile(
    rf"转(?:接|给|到)?(?:了|过)?(?:人工|客服)(?:客服)?(?:审核|核验|认证|验证|{_HOW_LONG}|(?:以后|之后|了|后)?(?:能|会|可以)看)"
)
"""What is asked or told about a person, and is no wish for one: «转人工要等多久»."""
_CALLS = ("人工", "转人工", "真人", "活人")
_CALLED_IN_LETTERS = frozenset(
    {"zrg", "zgr", "rg", "rgkf", "zrgkf", "zhuanrengong", "rengong", "rengongkefu", "zhaorengong"}
)
"""«转人工» in initials, as often with two of them changed round, and in pinyin."""
_ASKED_FOR = re.compile(
    rf"(?:请|麻烦|帮我|能不能|可以|直接|就|给我|我要|我想|快|还是|所以|那|[你您]们?|赶紧|马上|可不可以|能不能|能否|可否|能|帮忙){{0,6}}"
    rf"(?:转接?|找|要|叫|接|换|安排)(?:到|给我|给|一下|个|一个)?(?:{_PERSON})(?:客服|服务|处理|帮(?:我们|咱们?|[她他]们?|孩子)|帮我?手?|帮忙|看看|来|弄|解决|谢谢|一下|[吗么]|行吗|好吗){{0,4}}{_END}"
)
"""A clause that asks for a person and says nothing else, so that it counts in a message of any length."""
_MESSAGE = re.compile(r"(?:我要|我想|想|给你们|给客服)*留(?:个|一?条|下)?言(?:吧|可以吗|行吗)?")
_BACK = re.compile(
    rf"(?:go)?back|previous(?:step)?|(?:回到?|退回?|返回)?(?:到)?(?:上一步|上一个问题|前一步|上一级|上个问题|上一题){_END}|退一步|往回退"
)
_RESTART = re.compile(
    rf"restart|startover|(?:我要|我想|还是)?(?:重新开始|从头(?:再)?来|从头开始|重来(?:一遍|一次)?|重新来(?:一遍|过)?|再来一遍){_END}"
)
_RESUME = re.compile(
    rf"continue|goon|next|(?:好的?|哦|行|嗯|那就?|咱们?|我们)*(?:继续|接着)(?:刚才的?|上面的?|之前的?|前面的?|来|弄|往下|下一步|填|说|刚刚的?|做|走)*{_END}"
    rf"|下一步(?:呢|是什么|怎么弄)?|然后呢|接下来呢|接下来怎么办|接下来怎么弄|回到刚才的?(?:那里|问题)?"
)
_CANCEL = re.compile(
    rf"cancel|nevermind|forgetit|(?:那|还是|先|我|这个|好吧|行吧)*(?:算了|取消|不弄了|不问了|不用了|退出|结束|停|不搞了|不办了|先不弄了?|不填了|不弄)+{_END}"
)
_THANKS = re.compile("(?:谢谢|多谢|感谢|辛苦|麻烦)(?:[你您]们?)?了?$")
_MARKS = "[吧了啊呢的哦呀嘛呗哈]{0,3}"
_END_TALK = re.compile(
    rf"(?:我|那|就|先){{0,3}}(?:结束(?:人工|对话|聊天|会话)?|退出(?:人工|对话)|(?:回到?|转回?|找)机器人|不聊了){_MARKS}"
)
_STOP_WAITING = re.compile(
    rf"(?:我|那|就|先){{0,3}}(?:取消(?:人工|等待|排队)?|不等了|算了|不(?:用|要|等|想要)(?:等)?人工了|退出){_MARKS}"
)
_TICKET = "(?:工单|单子|问题单)"
_DENIED = re.compile(
    rf"(?:我|你|您|这|又|并|可|都|就|真的?|也|根本){{0,4}}(?:不是|没有?|不|别)(?:在|想|要|打算|说|叫你){{0,2}}(?:问|找|要|转|提交?|开|填|查|催|说|补充)(?:的是)?"
    rf"(?:[你您]们?的?|什么|我的|那个?|这个?){{0,2}}(?:{_PERSON}|{_TICKET})(?:的事|什么时候.{{0,4}}|进度|怎么样)?{_END}"
)
"""A clause that says what is not asked for."""
_STATUS = re.compile(
    rf"(?:我的?|我提交的|上次的|之前的|昨天的)?{_TICKET}.{{0,3}}(?:怎么样|进度|进展|状态|处理|回复|到哪|有消息|结果|呢|号|编号).{{0,6}}|我的{_TICKET}{_END}|查{_TICKET}.{{0,4}}"
    r"|(?:(?:what|how)(?:about|is)|whereis|check|statusof|anynewson|see)?(?:my|the)ticket(?:status)?"
    rf"|(?:客服|你们)?(?:回复?|答复|处理)(?:我)?了(?:没有?|吗)"
)
_WHEN_ANSWERED = re.compile(
    rf"(?:那|请问|大概|一般|到底|要|得|还|你们|我的?|[这那][个张边]|{_TICKET}|客服|人工|提交(?:了|以后|之后)?|等){{0,6}}"
    r"(?:多久|多长时间|什么时候|啥时候|几时|几点|几天|多少天|哪天)(?:时间|才|能|会|可以|就|之内|内){0,4}"
    rf"(?:有人|客服|人工|你们|给|我){{0,3}}(?:回复|回我|回|答复|联系|搭?理|管|找我|处理|看到?)(?:我|到){{0,1}}(?:{_TICKET})?[吗么啊呢呀的了]{{0,2}}"
    rf"|(?:那|请问|你们){{0,2}}(?:转|找)(?:人工|客服)(?:客服)?{_HOW_LONG}(?:有人|回复?|理)?我?[吗么啊呢呀的了]{{0,2}}"
)
"""«多久有人回我»: for who has a ticket it is about that ticket."""
_URGE = re.compile(rf".{{0,8}}催(?![收款缴债婚我着得])(?:一?下|促)?.{{0,8}}|加急(?:处理)?(?:一下)?{_END}")
_URGED_ELSEWHERE = re.compile("学校|老师|教务|学院|招办|研招办|考试院|单位")
"""Whom somebody wants urged who means no ticket: «能帮忙催一下学校吗»."""
_TAKE_BACK = re.compile(
    rf"(?:go)?back|previous(?:step)?|.{{0,6}}(?:撤[回销]|取消|作废|不要了).{{0,6}}{_TICKET}.{{0,4}}|.{{0,6}}{_TICKET}.{{0,4}}(?:撤[回销]|取消|作废|不要了).{{0,3}}"
)


def goes_on(key: str) -> bool:
    """Whether a message only says «继续»."""
    return len(key) <= _SHORT and _RESUME.fullmatch(key) is not None


def wants_person(key: str) -> bool:
    """Whether a message asks for a person, in whatever wording; asking how or where to find one is a question."""
    if _HANDED_OVER.search(key[:_SHORT]):
        return True
    if _ABOUT_PERSONS.search(key):
        return False
    if any(word in key[:_SHORT] for word in _OUTRIGHT) and not _DECLINED.search(key[:_SHORT]):
        return True
    if len(key) > _SHORT:
        return False
    if key in _CALLED_IN_LETTERS or _CALLED.fullmatch(key) or _MESSAGE.fullmatch(key) or _REALLY.search(key):
        return True
    if wants_no_machine(key):
        return True
    if _NOT_WISHED.search(key):
        return False
    if key.endswith(_CALLS):
        return True
    return _WISHED.search(key) is not None or (key.startswith("人工") and len(key) <= _BARE)


def wants_person_besides(text: str) -> bool:
    """Whether one clause of a long message asks for a person, whatever the others tell."""
    keys = [key for key in map(matching_key, split_clauses(text)) if len(key) <= _SHORT]
    return any(_ASKED_FOR.fullmatch(key) or (_HAND_OVER.search(key) and not _DECLINED.search(key)) for key in keys)


def ends_talk(key: str) -> bool:
    """Whether somebody who talks with an agent, or waits for one, wants the bot back."""
    return len(key) <= _BARE and _END_TALK.fullmatch(key) is not None


def stops_waiting(key: str) -> bool:
    """Whether somebody does not want to wait for an agent; said to an agent it may mean something else."""
    return len(key) <= _BARE and _STOP_WAITING.fullmatch(key) is not None


def wants_person_in_english(text: str) -> bool:
    """Whether somebody asks in English for a person."""
    return text.isascii() and any(map(_wishes_in_english, _ENGLISH_SENTENCE.split(text.lower())))


def without_english_wish(text: str) -> str:
    """What an English message says beside the wish for a person or a ticket."""
    kept = []
    for part in map(str.strip, _ENGLISH_CUT.split(text)):
        if not _asks_for_people(part):
            kept.append(part)
            continue
        told = [piece.strip() for piece in part.split(",") if not _asks_for_people(piece)]
        kept.append(", ".join(piece for piece in told if len(piece.split()) > _FEW_WORDS))
    return ". ".join(filter(None, kept))


def _asks_for_people(part: str) -> bool:
    return wants_person_in_english(part) or bool(asks_for_ticket_in_english(part))


def _wishes_in_english(sentence: str) -> bool:
    words = _ENGLISH_WORD.findall(sentence)
    said = set(words)
    if words[-2:] == ["customer", "service"] and len(words) <= _FEW_WORDS:
        return True
    if len(words) <= _MOST_WORDS and (_ENGLISH_NO_MACHINE.search(sentence) or _ENGLISH_ANYBODY.search(sentence)):
        return True
    if not said & _ENGLISH_PEOPLE or len(words) > _MOST_WORDS or said & _ENGLISH_QUESTIONS:
        return False
    return said <= _ENGLISH_PEOPLE | _ENGLISH_BESIDE or bool(said & _ENGLISH_WISHES)


def without_denied(text: str) -> str:
    """A message without the clauses that say what is not asked for: «不是问工单», «我不找客服»."""
    clauses = marked_clauses(text)
    kept = [f"{clause}{mark}" for clause, mark in clauses if not _DENIED.fullmatch(matching_key(clause))]
    return text if len(kept) == len(clauses) else "".join(kept)


def read_submit(heard: Heard, state: ConversationState, _: Guidance) -> Act | None:
    """«提交» outside a form: its first time may have been lost on the way, or the form was given up before."""
    if heard.option or state.form:
        return None
    if state.draft_dropped and (brings_back(heard.text) or repeats_submit(heard.text)):
        return Act("contact_support", {"kind": "ticket"})
    waits = state.draft_waits and read_wish(heard.text).sends
    if not (waits or repeats_submit(heard.text)):
        return None
    return Act("contact_support", {"kind": "submit"})


def read_steering(heard: Heard, state: ConversationState, guidance: Guidance) -> Act | None:
    """上一步, 重新开始, 继续, 取消."""
    if heard.option or state.form:
        return None
    if _comes_back(heard, state, answers=_answers_step(heard, state, guidance)):
        return Act("resume", {"kind": BACK})
    if (state.topic or state.case.guide) and earlier_matter(heard.text)[0]:
        return Act("resume", {"kind": EARLIER})
    key = heard.key
    if len(key) > _SHORT:
        return None
    if _BACK.fullmatch(key):
        return Act("go_back")
    if _RESTART.fullmatch(key):
        return Act("restart_guide")
    if goes_on(key) or (goes_on(heard.core_key) and not _answers_step(heard, state, guidance)):
        waits = state.case.running or state.draft_waits or guidance.engine.left_open(state.case)
        return Act("resume") if waits or not state.topic else Act("follow_up", {"kind": "more"})
    if state.ticket and not state.case.running and gives_up_for_own(heard.text) and says_settled(heard.text):
        return Act("ticket_status", {"kind": "settle"})
    ended = _CANCEL.fullmatch(_THANKS.sub("", key)) or (
        gives_up_for_own(heard.text) and not _answers_step(heard, state, guidance)
    )
    return Act("cancel") if ended else None


def _comes_back(heard: Heard, state: ConversationState, *, answers: bool) -> bool:
    """Whether somebody is back; «继续» alone is it after a leave only, and «到哪一步了» may ask for a ticket."""
    left, of_ticket = state.last_act == AWAY, state.ticket and not (state.topic or state.case.running)
    if goes_on(heard.key) or goes_on(heard.core_key):
        return left and not answers
    return not of_ticket and (
        comes_back(heard.text) or (left and not answers and comes_back(heard.text, after_leave=True))
    )


def _answers_step(heard: Heard, state: ConversationState, guidance: Guidance) -> bool:
    """«知道了，继续» says yes to a step that asks whether the consequences are known."""
    asked = guidance.engine.asked(state.case) if state.case.running else None
    return asked is not None and asked in guidance.extractor.facts(heard.text, asked)


def read_tickets(heard: Heard, state: ConversationState, guidance: Guidance) -> Act | None:
    """What somebody wants with a ticket that is there: see it, urge, add, take back, say that it is settled."""
    if heard.option or state.form:
        return None
    if (rest := without_denied(heard.text)) != heard.text:
        return read_tickets(Heard(rest), state, guidance) if rest else None
    key = heard.key
    if state.ticket and brings_picture(key):
        return Act("ticket_status", {"kind": "add"})
    if begins_to_add(heard.text) or (state.ticket and belongs_to_sent(heard.text, topic=bool(state.topic))):
        return Act("ticket_status", {"kind": "add"})
    if state.ticket and (asked := asks_of_ticket(heard.text, topic=bool(state.topic))):
        return Act("ticket_status", {"kind": asked})
    if state.ticket and not state.case.running and solved_with_thanks(heard.text):
        return Act("ticket_status", {"kind": "settle"})
    if asks_for_text(heard.text, sent=False) or (state.ticket and wants_whole(key)):
        return Act("ticket_status", {"kind": "text"})
    if len(key) > _SHORT:
        return None
    since = bool(state.topic or state.case.running)  # something was answered since it was sent
    settled = says_settled(heard.text) if "工单" in key else state.ticket and settles_sent(heard.text, topic=since)
    if settled or _TAKE_BACK.fullmatch(key):
        return Act("ticket_status", {"kind": "settle"})
    if _URGE.fullmatch(key) and urges(heard.text) and "谁" not in key and not _URGED_ELSEWHERE.search(key):
        return Act("ticket_status", {"kind": "urge"})
    if _WHEN_ANSWERED.fullmatch(key):
        return Act("ticket_status", {"kind": "when"})
    return Act("ticket_status", {"kind": "list"}) if _STATUS.fullmatch(key) else None
