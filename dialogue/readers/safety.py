"""What must not be sent here, and what must not be done for anybody: secrets, papers, other people's records."""

from __future__ import annotations

import re

from common.masking import shape_of
from dialogue.heard import Act, ConversationState, Heard
from dialogue.moods.rumours import pressed_for
from dialogue.people.given_away import FALSE_ADDRESS, given_away, typed_there
from dialogue.people.other_people import asks_others_record, goes_on_about_other
from dialogue.people.others_ticket import asks_others_ticket
from dialogue.questions.privacy import PRIVACY, asks_privacy
from dialogue.text.clauses import MARK, split_clauses
from dialogue.ticket.words import chars_beside_username
from faq.guiding.guidance import Guidance
from faq.text.normalise import matching_key
from faq.text.pinyin import is_chinese

SECRETS = {
    "〔密码〕": "password",
    "〔验证码〕": "code",
    "〔身份证号〕": "id_number",
    "〔疑似身份证号〕": "id_number",
    "〔银行卡号〕": "bank_card",
}
"""Placeholders of what nobody here needs; phone numbers and addresses people give on purpose."""
WHOSE = "whose"
"""Whose record a message wants looked up that holds a number for it."""
ASKED = "ask_other_service"
"""The intent of a question that any entry may answer."""
GIVEN = "given_"
"""How the kind of a message begins that tells of a secret somebody gave away."""
_HANDED_OVER_CHARS = 8
_PHONE_DIGITS = re.compile("(?:86)?(1[3-9][0-9]{6,12})")
_LOOK_ME_UP = re.compile("(?:帮|给|替)我?(?:查|看|登)|查一?下|(?:发|给)(?:给)?(?:你|您)")
_PAPERS_CHARS = 26
_PAPERS = "身份证|证件|手持|材料|户口本|毕业证|证明"
_PAPERS_SENT = re.compile(
    rf"(?:(?:{_PAPERS})[^，。]{{0,6}}(?:直接)?(?:发|传|交|给)(?:给)?(?:你|您|这儿|这里|过来)"
    rf"|(?:发|传|交)(?:给)?(?:你|您)[^，。]{{0,4}}(?:{_PAPERS})"
    rf"|(?:刚发|刚才发|发的|上面(?!说|写|显示|提示|讲))[^，。]{{0,6}}(?:{_PAPERS}|举着)|举着身份证)"
)
_SEND = r"\b(?:send|e-?mail|mail|upload|show|give|attach|post)\w*\b"
_HERE_ENGLISH = r"\b(?:you|here|chat|this bot)\b"
_PAPERS_ENGLISH = re.compile(
    rf"{_SEND}.{{0,20}}{_HERE_ENGLISH}.{{0,30}}\b(?:passport|id|identity|diploma|document)s?\b(?! number)"
    rf"|{_SEND}.{{0,40}}\b(?:passport|id|identity|diploma|document)s?\b(?! number).{{0,30}}{_HERE_ENGLISH}",
    re.IGNORECASE,
)
_OTHERS_ENGLISH = re.compile(
    r"\b(?:can|could|will|would|please|want)\b.{0,12}\b(?:look up|check|find|search|show|see|tell)\b.{0,12}"
    r"\b(?:friend|classmate|colleague|neighbou?r|boyfriend|girlfriend|wife|husband|somebody|someone|sister|brother)"
    r"(?: else)?['’]?s\b.{0,20}\b(?:diploma|degree|records?|education|graduation|enrol\w+)\b"
    r"|\b(?:can|could|will|would|please)\b.{0,16}\b(?:look|pull)"
    r" (?:him|her|them|this (?:person|guy|candidate|applicant)) up\b",
    re.IGNORECASE,
)
OWN_RECORD = "own"
"""The kind of a wish in English that we look up the person's own record."""
_OWN_ENGLISH = re.compile(
    r"\b(?:can|could|will|would|please|pls|just)\b(?: (?:you|u|pls|please|just|somebody|someone|kindly)){1,3}"
    r" (?:look (?:it |me |this )?up|look|check|find|search|see|tell me|verify|pull up|query|show me)\b.{0,12}"
    r"\b(?:my (?:\w{1,16} ){0,2}(?:records?|status|degree|diploma|transcript|profile|data|account|name|password|number)"
    r"|me up|my (?:passport|id)|(?:it|that) (?:up )?for me)\b",
    re.IGNORECASE,
)
LOOK_UP = "look_up"
"""The kind of a wish that we look something up by papers or a number that are to be sent for it."""
_LOOK_UP_FOR_ME = re.compile("(?:帮忙?|替|给)(?:我|他|她|我们)?(?:查|看|搜|调|核(?!对)|验)(?!看)")
_WHO_REGISTERED = re.compile("(?:帮|替|给)我?(?:查|看).{0,6}谁.{0,4}(?:注册|绑)")
_ASKS_ABOUT_IT = re.compile("安全|泄露|泄漏|靠谱|风险|会不会|要不要|能不能|讲究|要求|怎么拍|什么样")
"""Who asks whether it is safe has not done it yet, and an entry says."""
_RIGHT_PLACE = ("客服", "公众号", "服务号", "学校", "邮箱")


def _only_given(heard: Heard, state: ConversationState) -> bool:
    """Whether a number is handed over to be looked up, and not just named in a question that can be answered."""
    if state.form:
        return False
    rest = matching_key(MARK.sub("", heard.text))
    return len(rest) <= _HANDED_OVER_CHARS or _LOOK_ME_UP.search(rest) is not None


def read_safety(heard: Heard, state: ConversationState, _: Guidance) -> Act | None:
    """A secret or papers sent here, or a wish to see somebody else's record."""
    if heard.option:
        return None
    secrets = [kind for mark, kind in SECRETS.items() if mark in heard.text]
    another = state.of_another or state.last_act == "look_up_other"
    # who calls them is no one to be found
    whose = None if pressed_for(heard.text) else asks_others_record(heard.text, of_another=another)
    gave = bool(secrets) and given_away(heard.text) is not None  # that is worse than that it stands here
    wished = LOOK_UP if _LOOK_UP_FOR_ME.search(matching_key(MARK.sub("", heard.text))) and not state.form else ""
    if whose == "account" and secrets[:1] not in (["password"], ["code"]):
        return Act("look_up_other", {"kind": whose})
    if wished and not whose and secrets[:1] == ["id_number"] and not gave:
        return Act("send_secret", {"kind": secrets[0]})  # that it is not looked up matters more than a wrong digit
    if secrets and not gave and (secrets[0] in ("password", "code") or _only_given(heard, state)):
        return Act("send_secret", {"kind": _shaped(secrets[0], heard), **({WHOSE: whose} if whose else {})})
    if whose == "students":  # before what they would send us for it
        return Act("look_up_other", {"kind": whose})
    if number := _bare_number(heard, state):
        return Act("send_secret", {"kind": number})
    if any(map(_sends_papers, split_clauses(heard.text))):
        return Act("send_secret", {"kind": wished or "papers"})
    if wished and _WHO_REGISTERED.search(heard.key):
        return Act("send_secret", {"kind": wished})
    if heard.text.isascii() and not state.form and _PAPERS_ENGLISH.search(heard.text):
        return Act("send_secret", {"kind": "papers"})
    if heard.text.isascii() and _OTHERS_ENGLISH.search(heard.text):
        return Act("look_up_other", {"kind": "record"})
    own = MARK.sub(" ", heard.text)
    if not state.form and not any(map(is_chinese, own)) and _OWN_ENGLISH.search(own):
        return Act("look_up_other", {"kind": OWN_RECORD})
    if whose:
        return Act("look_up_other", {"kind": whose})
    if asks_others_ticket(heard.text, of_ticket=bool(state.form or state.ticket)):
        return Act("look_up_other", {"kind": "ticket"})
    if state.last_act == "look_up_other" and (kind := goes_on_about_other(heard.text)):
        return Act("look_up_other", {"kind": kind})
    return None


def read_given_away(heard: Heard, state: ConversationState, _: Guidance) -> Act | None:
    """A secret that went to somebody, or to a site that is not ours; who asks for a person besides gets one."""
    given = "" if heard.option else given_away(heard.text)
    if given is None and state.last_act == FALSE_ADDRESS and typed_there(heard.text):
        given = "site"
    return Act("send_secret", {"kind": f"{GIVEN}{given}"}) if given else None


def read_fraud(heard: Heard, state: ConversationState, _: Guidance) -> Act | None:
    """Somebody presses for money, a code, a look at the screen: that is asked of the knowledge base, whatever waits."""
    if heard.option or heard.pictures or state.form or given_away(heard.text) is not None:
        return None
    return Act(ASKED) if pressed_for(heard.text) else None


def read_privacy(heard: Heard, state: ConversationState, _: Guidance) -> Act | None:
    """What is kept here of what somebody writes, who sees it, whether it can be erased; the form answers it itself."""
    if heard.option or heard.pictures or state.form:
        return None
    kinds = asks_privacy(heard.text, going_on=state.last_act == PRIVACY)
    return Act("small_talk", {"kind": "_".join((PRIVACY, *kinds))}) if kinds else None


def _sends_papers(clause: str) -> bool:
    """Whether a clause sends papers here; one that names where they belong does not."""
    key = matching_key(clause)
    sends = _PAPERS_SENT.search(key) is not None and not _ASKS_ABOUT_IT.search(key)
    return sends and len(key) <= _PAPERS_CHARS and not any(word in key for word in _RIGHT_PLACE)


def _shaped(kind: str, heard: Heard) -> str:
    """A kind with what is wrong with the number that was sent, where that can be told: `id_number_one_short`."""
    shape = next((told.partition(" ")[2] for told in heard.shapes if told.startswith(f"{kind} ")), "valid")
    return kind if shape == "valid" else f"{kind}_{shape}"


def _bare_number(heard: Heard, state: ConversationState) -> str:
    """A phone number and nothing else, well formed or not; empty for anything else."""
    if state.form:
        return ""
    if MARK.search(heard.text) and chars_beside_username(heard.text) == 0:
        told = [shape for shape in heard.shapes if shape.startswith("phone ")]
        return told[0].replace(" ", "_") if told else ""
    digits = _PHONE_DIGITS.fullmatch(heard.key)
    return f"phone_{shape_of('phone', digits[1])}" if digits else ""
