"""The real entries asked about pages of our own making, and the kinds of page that the tests share."""

from __future__ import annotations

from faq.pages.answering import PageAnswer, answer_page
from faq.pages.page import PageReading, Verdict, read_page
from faq.pages.prompts import page_prompts
from faq.ranking.decision import Decision
from tests.fakes.library import FakeLibrary
from tests.faq.pages.seen import Seen, page
from tests.real_content import real_content, real_guidance, real_places

CONTENT = real_content()
PLACES = real_places()
GUIDANCE = real_guidance()
PROMPTS = page_prompts(CONTENT.entries)
HEAD = ("account.chsi.com.cn", "学信网")


def reading(*rows: str | tuple[str, ...] | Seen) -> PageReading:
    return read_page(page(*HEAD, *rows), PROMPTS)


def answered(
    shown: PageReading, text: str = "", before: str = "", *decisions: Decision, topic: str | None = None
) -> PageAnswer:
    library = FakeLibrary(CONTENT, {item.text: item for item in decisions}, guidance=GUIDANCE)
    # The fake has what is used of a library.
    found: PageAnswer = answer_page(library, shown, text, before, topic=topic)  # type: ignore[arg-type]
    assert len(library.asked) == len(decisions)
    return found


BLOCKED = reading("注册学信网账号", "!证件号码已被注册")
PLACE = reading(Seen("找回密码", top=90, height=60), "第一步填写", "第二步核对", "第三步完成", "虚构的一行")
UNKNOWN = reading("学信档案", "!虚构的新提示出现了")
UNKNOWN_COMPLAINT = reading("学信档案", "!虚构的新动作失败，请换一种办法")
WEATHER = read_page(page("虚构市天气预报", "明天多云转晴"), {})
EMPTY = PageReading(Verdict.UNREADABLE)


def entry(name: str) -> object:
    return CONTENT.entry(name)
