"""What the ticket form says beside its questions, in Chinese and for who writes English."""

from __future__ import annotations

import re
from collections.abc import Mapping

from actions.ticket.parts import SKIPPED
from dialogue.moods.outbursts import SORRY
from dialogue.text.shortening import fitted
from dialogue.ticket.form_remarks import FormQuestion

FOUND_CAUSE = "改好就通过了的话，回复“取消”，这张工单不用交。"
COMPLAINT = "投诉也写在工单里，工作人员会看。"
NOT_A_USERNAME = "这看起来不像用户名。"
SEND_NUMBER = "可以，把号码发过来就行。"
SEND_PICTURE = "这一步只要图片。"
NAME_FORGOTTEN = "好，用户名写成“不记得”。"
NAME_GONE = "好，那个不算。"
IN_HAND = "正在给您填的就是交给人工的工单，填完马上转过去。"
GO_ON = "好的，接着填。"
WRITTEN_SO_FAR = "现在写的是：\n{}\n（核对时还能改）"
NO_HURRY = "好，不急，填了一半的给您留着。"
NOTED = "问题描述记下了。"
ADDED = "已加到问题描述里：「{}」。"
DESCRIBED_ANEW = "描述已改。"
EXACTLY = "好的，问题描述就写这一句：「{}」。"
DELETED = "已删掉：「{}」。"
REPLACED = "改好了：「{}」。"
NOT_FOUND = "没找到这一句。全文在下面，请照着再说一遍要改哪里。"
NOT_THERE = "工单里没找到要改的那一处；已加上：「{}」。"
NAME_CHANGED = "用户名已改。"
NAME_NOTED = "用户名记下了。"
ALL_NOTED = "用户名、问题都记下了，核对时能改。"
NAME_TAKEN = "好的，用您刚才给的那个。"
HAS_NAME = "用户名已经填好了，就用您给的那个。"
CHANGED = "好的，改过来了：{}。"
HEARD = "好的。"
NEGLECTED = "让您着急了，抱歉。这张交上去就有编号，工作人员{}答复。"
PUT_ASIDE = "好的，工单先放着，填过的都留着；回复“继续”就接着填。"
ASKED_THEM = "这一句我没有把握，写进工单请客服答。"
WAITS_FOR_PICTURE = "好的，不急，我等您的图片。"
ONE_LINE_MISSING = "就差一句话：遇到了什么问题？"
BACK_TO_FORM = "先回答到这里，我们接着填工单。"
RESUMED = "接着您上次没填完的工单继续。想重新填就回复“取消”，再说“提交工单”。"
EXPIRED = "之前填的用户名过了保存时间，已经删除，请再发一次。"
OPEN_ALREADY = "您已有处理中的工单 {}。同一件事不用重复提交，点“补充到……”加进去；是另一件事就接着填。"
SENT_BEFORE = "您之前发的 {} 张图片会一起带上。"
CHANNELS = (
    "马上能找到真人的地方：学信网服务号 chsi_chesicc → 帮助中心 → 问题咨询 → 右上角“人工客服”，"
    "或发邮件到 kefu@chsi.com.cn。"
)
IN_HAND_AGAIN = "工单就差这一项，不想填可以直接提交，客服照样看得到。"
UNCLEAR = "没太明白您的意思，请点下面的选项，或者回复序号。"
SKIPPED_ON_REQUEST: Mapping[str, str] = {
    "ticket_username": "好的，用户名先不填，客服需要时会再问您。",
    "ticket_screenshot": "好，没有截图。",
}
NO_PICTURE_NOTED = SKIPPED_ON_REQUEST["ticket_screenshot"]
NO_NAME = SKIPPED_ON_REQUEST["ticket_username"]
FORM_ANSWERS: Mapping[FormQuestion, str] = {
    "hours": "学信网客服的接听时间没有查到，工作日白天把握大；在这里提交的工单，{}答复。",
    "where": "答复会出现在这个对话里；交了以后问“我的工单怎么样了”也能看。",
    "how_long": "提交以后{}答复；很急的话，在问题描述里写上原因和期限。",
    "by_when": "不能保证：提交以后{}答复。等不及就回复“客服电话”，先找学信网自己的人工客服。",
    "without": "可以，不填也能提交。",
    "why_username": "客服靠它找到您的账号；不想填就回复“跳过”。",
    "why_picture": "客服看了截图，就知道页面上是哪句提示；没有就回复“没有”。",
    "what": "三样：用户名、截图、问题，都能跳过；想直接交就回复“提交”。",
    "who": "我是机器人，自动回答；工单交上去，由工作人员看。",
    "change": "不能替您改：学籍学历的信息只有学校能更正，账号里的由本人登录后改；工单是请客服看了告诉您怎么办。",
    "safe": "您填的加密保存，客服平时看到的是打了码的；不想填就回复“跳过”。密码和验证码别发。",
}
_QUOTE_LINES = 3
_PICTURES = "收到图片，现在有 {} 张。"
_MOST_PICTURES = "最多带 {0} 张图片，先收下前 {0} 张。"
_ALL_PICTURES = "好的，一共 {} 张。"
_ENGLISH: Mapping[str, str] = {
    FOUND_CAUSE: "If that settles it, reply “cancel”; no ticket is needed then.",
    COMPLAINT: "A complaint goes into a ticket, too.",
    NOT_A_USERNAME: "This does not look like a username.",
    **dict(zip(WRITTEN_SO_FAR.split("\n{}\n"), ("So far it says:", "(you can still change it)"), strict=True)),
    SEND_PICTURE: "A picture is all I need at this step.",
    IN_HAND: "This is the ticket for a person; it goes to them once it is filled in.",
    GO_ON: "All right, let us go on.",
    NO_HURRY: "Take your time; what you filled in is kept.",
    NOTED: "The problem is noted.",
    DESCRIBED_ANEW: "The problem is changed.",
    NAME_CHANGED: "The username is changed.",
    NAME_NOTED: "The username is noted.",
    ALL_NOTED: "Username and problem are noted; you can change them before it is sent.",
    NAME_TAKEN: "All right, the one you gave before.",
    HAS_NAME: "The username is filled in already.",
    HEARD: "All right.",
    PUT_ASIDE: "All right, the ticket is kept as it is; reply “continue” to go on with it.",
    NOT_FOUND: "I did not find these words. Here is all of it; which ones do you mean?",
    ASKED_THEM: "I am not sure about this; it goes into the ticket for our staff.",
    SORRY: "I am sorry for the trouble.",
    WAITS_FOR_PICTURE: "Take your time, I am waiting for the picture.",
    ONE_LINE_MISSING: "Only one line is missing: what is the problem?",
    RESUMED: "Here is the ticket you had begun. Reply “cancel” to start anew.",
    EXPIRED: "Your username was kept for its time and is deleted now; please send it again.",
    CHANNELS: "For a person at once: 人工客服 in the WeChat service account chsi_chesicc, or kefu@chsi.com.cn.",
    IN_HAND_AGAIN: "Only this one is missing; you may submit without it.",
    BACK_TO_FORM: "Back to the ticket:",
    UNCLEAR: "Sorry, I did not get this. Please tap one of the choices below.",
    NO_PICTURE_NOTED: "No screenshot, noted.",
    NO_NAME: "The username is left out; our staff will ask when they need it.",
    FORM_ANSWERS["where"]: "The answer will appear in this chat; you can also ask “how is my ticket”.",
    FORM_ANSWERS["without"]: "Yes, you can submit without it.",
    FORM_ANSWERS["why_username"]: "It lets our staff find your account; reply “skip” to leave it out.",
    FORM_ANSWERS["why_picture"]: "It shows our staff what the page says; reply “skip” if you have none.",
    FORM_ANSWERS["what"]: "Username, screenshot, problem; each can be skipped, and “submit” sends it.",
    FORM_ANSWERS["who"]: "I am a bot; the ticket is read by people.",
    FORM_ANSWERS["change"]: (
        "They cannot change it for you: records are corrected by your school, account details by yourself after logging"
        " in. They tell you what to do."
    ),
    FORM_ANSWERS["safe"]: "It is kept encrypted. Reply “skip” to leave it out; never send passwords or codes.",
    SKIPPED["ticket_username"]: "The username is left out; send it whenever you like.",
    SKIPPED["ticket_screenshot"]: "No screenshot then; send one whenever you like.",
    SKIPPED["ticket_description"]: "We leave the problem at that; you can still change it.",
}


def _pattern(note: str) -> re.Pattern[str]:
    return re.compile(re.escape(note).replace(r"\{\}", "(.+?)"))


_ENGLISH_TIMES: Mapping[FormQuestion, str] = {
    "hours": "Their office hours are not known to me; tickets here are answered {}.",
    "by_when": "I cannot promise that: it is answered {}. If that is too late, call 010-67410388.",
    "how_long": "Once submitted, it is answered {}; if it is urgent, write why and until when.",
}
_ENGLISH_WITH_NUMBERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (_pattern(_PICTURES), "Picture received, {} so far."),
    (_pattern(ADDED), "Added to the problem: “{}”."),
    (_pattern(EXACTLY), "All right, the ticket says just this: “{}”."),
    (_pattern(DELETED), "Deleted: “{}”."),
    (_pattern(REPLACED), "Changed to: “{}”."),
    (_pattern(NOT_THERE), "I did not find that in the ticket; added: “{}”."),
    (_pattern(OPEN_ALREADY), "You have a ticket in progress, {}. Same matter: add to it. Another: just go on."),
    (_pattern(SENT_BEFORE), "The {} pictures you sent go along."),
    (re.compile(r"最多带 (\d+) 张图片，.*"), "At most {0} pictures; the first {0} are kept."),
    (_pattern(_ALL_PICTURES), "All right, {} in all."),
)


def added(text: str) -> str:
    """What was added, quoted, in a few lines."""
    return fitted(text, ADDED, _QUOTE_LINES) or ADDED.format(text)


def how_long(promise: str) -> str:
    """The promise, for who asks in the middle of the form."""
    return FORM_ANSWERS["how_long"].format(promise)


def pictures_now(count: int, most: int) -> str:
    """How many pictures the ticket has now."""
    return _MOST_PICTURES.format(most) if count > most else _PICTURES.format(count)


def pictures_in_all(count: int) -> str:
    """How many pictures it is to have."""
    return _ALL_PICTURES.format(count)


def note_in_english(note: str, promise: str) -> str:
    """A note for who writes English; `promise` says in English within what time tickets are answered."""
    return "\n".join(_line_in_english(line, promise) for line in note.splitlines())


def _line_in_english(line: str, promise: str) -> str:
    for kind, english in _ENGLISH_TIMES.items():
        before, after = FORM_ANSWERS[kind].split("{}")
        if line.startswith(before) and line.endswith(after):
            return english.format(promise)
    if line.startswith(CHANGED.partition("{")[0]):
        return "All right, changed."
    for pattern, english in _ENGLISH_WITH_NUMBERS:
        if found := pattern.fullmatch(line):
            return english.format(*found.groups())
    return _ENGLISH.get(line, line)
