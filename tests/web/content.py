"""A small knowledge base for the pages, with one of every special case."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from aiohttp import web

from faq.content.entry import Contact, Entry, FollowUp, Scope, Source
from faq.content.loader import Content
from faq.finding.finding import shown
from faq.finding.search_box import Searched
from faq.guiding.guidance import Guidance
from faq.text.marks import terms
from tests.real_content import real_guidance

SOURCE = Source("学信网服务号推送", "未注日期")
SCHOOL = Scope("某某大学")
CONTACTS = {
    "mail": Contact("mail", "客服邮箱 kefu@chsi.com.cn", "三个工作日内回复"),
    "phone": Contact("phone", "客服热线 010-67410388", "以官网页脚公布的号码为准"),
    "school": Contact("school", "某某大学教务部", "只给本校的人看", SCHOOL),
}


def make_entry(entry_id: str, title: str, category: str = "学信网账号", **values: object) -> Entry:
    """An entry with the given parts and plain others."""
    parts: dict[str, object] = {
        "intent": "forgot_password",
        "questions": (),
        "answer": "照页面提示做。",
        "sources": (SOURCE,),
        "reviewed": date(2026, 11, 22),
        **values,
    }
    return Entry(id=entry_id, title=title, category=category, **parts)  # type: ignore[arg-type]


def asked_next(number: int) -> tuple[FollowUp, ...]:
    """So many of them."""
    return tuple(FollowUp((f"接着问的第{place}句",), f"第{place}句的回答。") for place in range(number))


ENTRIES = (
    make_entry(
        "reset_password",
        "忘记密码怎么找回？",
        answer=(
            "先别急。\n\n1. 打开[学信网](https://www.chsi.com.cn/)，点**找回密码**。\n2. 填用户名；忘了就先"
            "[找回用户名](faq:recover_username)。\n\n<b>不是标签</b>"
        ),
        hot=True,
        related=("recover_username", "school_only", "past"),
        contacts=("mail", "phone", "school"),
    ),
    make_entry("recover_username", "忘记用户名怎么办？", hot=True, guide="forgot_username"),
    *(
        make_entry(f"account_{number}", f"账号问题之{number}", follow_ups=asked_next({1: 12, 2: 10}.get(number, 0)))
        for number in range(1, 7)
    ),
    make_entry("what_is_archive", "什么是“学信档案”？", "学信档案", hot=True),
    make_entry("school_only", "某某大学的学籍找谁？", "学信档案", scope=SCHOOL, hot=True),
    make_entry("past", "去年的安排", "研招统考", valid_until=date(2025, 12, 31), hot=True),
    make_entry("new_kind", "新分类里的问题", "新分类"),
)
CONTENT = Content(ENTRIES, CONTACTS, "1")


@dataclass(frozen=True)
class FakeKnowledge:
    """A library of these entries."""

    content: Content = CONTENT

    @property
    def guidance(self) -> Guidance:
        """Our own guides."""
        return _guidance()


@cache
def _guidance() -> Guidance:
    return real_guidance()


@dataclass
class FakeBox:
    """A search that finds what is named; it keeps what it was asked."""

    finds: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()
    total: int = 0
    asked: list[tuple[str, int, str]] = field(default_factory=list)

    def search(self, query: str, limit: int = 20, category: str = "") -> Searched:
        """The entries it was told to find, the query marked in their titles."""
        self.asked.append((query, limit, category))
        known = {entry.id: entry for entry in ENTRIES}
        hits = tuple(shown(known[entry_id], 1.0, terms(query)) for entry_id in self.finds)
        counts = Counter(hit.entry.category for hit in hits)
        likely = tuple(known[entry_id] for entry_id in self.likely)
        return Searched(hits, tuple(counts.items()), self.total or len(hits), likely)


@dataclass
class FakeUsage:
    """Counts in memory."""

    used: Counter[str] = field(default_factory=Counter)

    def note(self, _: web.Request, entry_id: str) -> None:
        """Somebody read this answer."""
        self.used[entry_id] += 1

    def popular(self) -> Counter[str]:
        """What was read."""
        return self.used
