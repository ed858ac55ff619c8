"""An answer without the steps that somebody told they have taken: «照片也传了，现在等» goes on behind the upload."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from dialogue.questions.next_steps import case_and_deed, tells_deed
from dialogue.text.clauses import split_clauses

_NUMBERED = re.compile(r"^(\s{0,4})\d{1,2}([.、]\s{0,2})(.{1,300})$")
_CUT = re.compile("[，；。：]")
_TAKEN = re.compile("[了过完好]")
_FACE = re.compile("刷脸|人脸(?:识别|验证|核验|比对)?|实人(?:验证|核验|认证)?|身份(?:核验|验证)")
"""One deed by its many names."""
_HEAD = re.compile(r"^(?P<gist>[^：。\n]{2,30})：(?P<deeds>[^：。\n]{4,120})。")
_NEXT = re.compile("^(?:再|然后|接着|之后)")
_DEED = re.compile(
    "(?:(?:[嗯哦好]|我|已经|刚刚?|刚才|都|早就?|这边|那个|也){0,4}"
    "(?P<verb>改|换|设置?|解绑|绑定?|删除?|退出?|提?交|发|传|上传|拍|填|点|下载|注册|申请|登录|打开)(?:好|完|过|掉|上)?了(?:呀|啊|哈|的)?){1,2}"
)
_UNDONE = re.compile(
    "(?:我|还|都|倒|也|放心){0,3}没(?:有)?(?:点|填|付|给|转|发|信|理|回|下载|打开)(?:过|的|呢|啊|开|进去|它|他){0,2}"
)
_MOST_DEED = 12
DEED = "deed"
"""The kind of a follow-up that only tells that something was done: «改了改了»."""
_FIRST_THEN = re.compile(r"^先(?P<first>[^，。；：\n]{2,20})[，；](?:再|然后|接着|之后)(?P<then>.{2,200})$")


def beyond_done(text: str, told: str, titles: Collection[str] = ()) -> str:
    """The answer from behind the last step that was taken; as it is where none was, or nothing would be left.

    Lines that are each for another case are no steps in turn, nor are options to choose (`titles`).
    """
    if not _TAKEN.search(told):
        return text
    text = "\n".join(_beyond_first(line, told) for line in _beyond_head(text, told).split("\n"))
    lines = text.split("\n")
    first = next((place for place, line in enumerate(lines) if _NUMBERED.match(line)), len(lines))
    last = next((place for place in range(first, len(lines)) if not _NUMBERED.match(lines[place])), len(lines))
    steps = [found[3] for line in lines[first:last] if (found := _NUMBERED.match(line))]
    clauses = split_clauses(told)
    taken = max((place for place, step in enumerate(steps) if _is_taken(step, clauses)), default=-1)
    if (
        taken < 0
        or taken + 1 >= len(steps)
        or not set(titles).isdisjoint(steps)
        or any(case_and_deed(step)[0] for step in steps[: taken + 1])
    ):
        return text
    left = [f"{place}. {step}" for place, step in enumerate(steps[taken + 1 :], start=1)]
    return "\n".join([*lines[:first], *(left if len(left) > 1 else steps[taken + 1 :]), *lines[last:]])


def deed_told(key: str) -> str:
    """What a message says has been done that says nothing else: «改了改了» says 改; empty for any other."""
    found = _DEED.fullmatch(key) if len(key) <= _MOST_DEED else None
    return found["verb"] if found is not None else ""


def left_undone(key: str) -> bool:
    """«没点»: what somebody was warned of they did not do."""
    return _UNDONE.fullmatch(key) is not None


def _beyond_head(text: str, told: str) -> str:
    """The text without the deeds of its first sentence up to the last that was taken: «能：打开甲，点乙。»."""
    head, clauses = _HEAD.match(text), split_clauses(told)
    deeds = head["deeds"].split("，") if head is not None else []
    taken = max((place for place, deed in enumerate(deeds) if _is_taken(deed, clauses)), default=-1)
    if head is None or taken < 0 or taken + 1 >= len(deeds):
        return text
    left = _NEXT.sub("", "，".join(deeds[taken + 1 :]))
    return f"{head['gist']}：{left}。{text[head.end() :]}"


def _beyond_first(line: str, told: str) -> str:
    """«先甲，再乙» as «乙», where the first was done."""
    found = _FIRST_THEN.match(line)
    return found["then"] if found is not None and _is_taken(found["first"], split_clauses(told)) else line


def _is_taken(step: str, told: Sequence[str]) -> bool:
    named = [_FACE.sub("身份核验", clause) for clause in told]
    return any(tells_deed(part, clause) for part in _CUT.split(_FACE.sub("身份核验", step)) for clause in named)
