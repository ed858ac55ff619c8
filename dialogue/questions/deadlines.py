"""By when somebody needs it, as far as their words name a day: «下周一前要用», «后天截止», «12 月 5 号要交»."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dialogue.text.clauses import is_asked, split_clauses

_NEEDS = re.compile("前|截止|到期|最后|要|得|急|用(?!完|尽|过)|交|报名|签约|入职|面试|开始|结束|复试|考试|确认")
_DAYS = {"今天": 0, "今晚": 0, "今日": 0, "今夜": 0, "明天": 1, "明早": 1, "明晚": 1, "明日": 1, "大后天": 3, "后天": 2}
_DAY = re.compile("|".join(_DAYS))
_WEEKDAY = re.compile("(?P<which>下下|下个?|这个?|本)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天末])")
_MONTH_DAY = re.compile(r"(?P<month>\d{1,2})\s?(?:月|[./-])\s?(?P<day>\d{1,2})\s?[日号]?(?!\d|[./-]|年)")
_BARE_DAY = re.compile(r"(?<![\d月])(?P<day>\d{1,2})\s?[日号](?=之?前|截止|要|就|得|交|报名|到期)")
_ABOUT = re.compile("月底|月初|年底|下个?月|这个?月|本月|[这本下]周(?![一二三四五六日末])")
"""A time that is no day."""
_WEEK = "一二三四五六日"
_URGENT = re.compile(
    "[前急]|[之以]内|截止|到期|最[后晚迟]|来不及|要(?:$|[交用报签递给提寄办传看]|入职|面试|复试|政审|答辩)"
    "|得(?:[交用报递给提办传])|报名|签约|入职|面试|复试|确认|[递交](?:材料|资料|签证|表)|政审|答辩"
)
_PURPOSE = re.compile("入职|面试|报名|报到|签约|复试|考试|确认|截止|开学|上班|到期|交")
_NO_DAY = re.compile(
    "急用|急着(?:用|要|交)|等着用|催(?:我|得|着)|(?:快|马上|就)要?(?:截止|入职|开学|报到|面试|签约|到期)|来不及|赶不上"
)

_HOURS_LEFT = re.compile(
    "(?:还有|只剩|就剩|还剩|只有|最后)(?:不到)?[一二两三四五半0-9]{1,2}(?:天|个?(?:小时|半天|工作日))"
    "|马上(?:就)?要?(?:截止|到期|关)|快(?:要)?截止|点(?:就|要|前|之前)?(?:截止|关|结束)"
)
"""A deadline that is counted, or hours away."""
_NEAR_END = "截止"
_SOON = re.compile("(?:马上|这就|快|眼看)(?:就)?要?(?P<what>面试|入职|开学|签约|报到|考试|复试|答辩|体检|政审|上班)")
_WANTED = re.compile("要(?![紧是么不求])|必须|一定得")
_CLOCK = re.compile(
    "(?:今天)?(?:上午|中午|下午|晚上)(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,2})点半?(?=.{0,6}(?:前|要|得|截止|必须))"
)
_VALID = re.compile("有效期|过期|失效")
"""How long a paper holds is no deadline of whoever wants it."""
_UNTIL = (
    "(?:今天|今晚|今夜|明天|明早|明晚|大?后天|下?周[一二三四五六日天末]|马上|这就|月底|快"
    "|(?:还有|就剩|只剩)?[一二两三0-9]{1,2}(?:天|个?小时))"
)
_PLEA = re.compile(
    r"(?:那|可|但|可是|但是|我|我们|急死了?|怎么办){0,3}(?:单位|公司|学校|老师|hr|人家|对方)?(?:报名|网报|材料|报告|系统)?"
    rf"{_UNTIL}(?:就|要|得|必须|是|后|内|前|之前|晚上|早上){{0,4}}(?:报名|网报|系统)?"
    r"(?:截止|到期|结束|关闭|关|交|用|入职|报到|签约|面试|开学|最后一天|要)(?:报告|材料|这个|东西)?了?"
    r"(?:啊|呀|怎么办|怎么弄|怎么搞|怎么整|怎么处理|咋办|咋整|咋弄|急死了?|急死人|可怎么办|该怎么办|呢){1,3}"
)
_PLEA_CHARS = 24


def pleads(key: str) -> bool:
    """Whether a message is nothing but a deadline and a plea: «那我报名后天就截止了咋整», of what is talked about."""
    return len(key) <= _PLEA_CHARS and _PLEA.fullmatch(key) is not None


def needed_by(text: str, today: date) -> date | None:
    """The first day named as one by which something is needed; None when none is, or it lies behind."""
    named = [day for clause in split_clauses(text) if _NEEDS.search(clause) and (day := _day_in(clause, today))]
    return min((day for day in named if day >= today), default=None)


def says_until(clause: str) -> bool:
    """Whether a clause says by when something is needed, or that somebody waits for it."""
    named = any(pattern.search(clause) for pattern in (_DAY, _WEEKDAY, _MONTH_DAY, _BARE_DAY, _ABOUT))
    return not is_asked(clause) and (
        (named and _URGENT.search(clause) is not None) or _NO_DAY.search(clause) is not None
    )


def deadline_named(text: str) -> str:
    """The words for the day by which somebody needs it: «明天», «这周五», «月底»; empty where none is told.

    A day that is asked for («报名几号截止») or that lies behind («昨天截止的») is none.
    """
    for clause in split_clauses(text):
        if is_asked(clause) or _VALID.search(clause):
            continue
        urgent = _URGENT.search(clause) or _WANTED.search(clause)
        for pattern in (_DAY, _WEEKDAY, _MONTH_DAY, _BARE_DAY, _ABOUT) if urgent else ():
            if found := pattern.search(clause):
                return found[0]
        if clock := _CLOCK.search(clause):
            return clock[0]
        if soon := _SOON.search(clause):
            return soon["what"]
        if _HOURS_LEFT.search(clause):
            return _NEAR_END
    return ""


def says_instead(clause: str, other: str) -> bool:
    """Whether a clause names another day for what the other one needs: «是下周三入职», «下周一入职»."""
    shared = set(_PURPOSE.findall(clause)) & set(_PURPOSE.findall(other))
    return says_until(clause) and says_until(other) and bool(shared)


def _day_in(clause: str, today: date) -> date | None:
    if found := _DAY.search(clause):
        return today + timedelta(days=_DAYS[found[0]])
    if found := _WEEKDAY.search(clause):
        return _weekday(found["which"] or "", found["day"], today)
    if found := _MONTH_DAY.search(clause):
        return _date(today.year, int(found["month"]), int(found["day"]))
    if found := _BARE_DAY.search(clause):
        day = _date(today.year, today.month, int(found["day"]))
        return day if day is None or day >= today else _date(*_next_month(today), int(found["day"]))
    return None


def _weekday(which: str, name: str, today: date) -> date:
    place = {"天": 6, "末": 6}.get(name, _WEEK.find(name))
    monday = today - timedelta(days=today.weekday())
    weeks = which.count("下")
    day = monday + timedelta(days=7 * weeks + place)
    return day if weeks or which or day >= today else day + timedelta(days=7)


def _next_month(today: date) -> tuple[int, int]:
    return (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
