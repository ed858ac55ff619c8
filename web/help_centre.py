"""What the help centre lists: categories in their order, their entries, the hot questions.

Names and subtitles of the categories are those of the help centre people know from the service
account; where no subtitle was ever seen, ours says what
the category holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from urllib.parse import quote

from faq.content.entry import Contact, Entry, FollowUp, hot_entries
from faq.content.loader import Content
from faq.finding.search_box import Searched
from faq.guiding.guidance import Guidance
from faq.guiding.situation import Situation
from faq.saying.answer import contacts_for, source_line
from faq.text.markup import to_html, to_plain
from faq.text.pinyin import is_chinese
from web.category_groups import CategoryPart, groups

SUBTITLES = {
    "学信网账号": "忘记密码、身份证重复等",
    "学信档案": "学籍学历、图像校对等",
    "学历与成绩认证": "学历学位认证办理等",
    "征兵报名": "兵役登记、应征报名等",
    "四六级查分": "大学英语四六级查分等",
    "研招统考": "报名、准考证和调剂等",
    "研招推免": "资格、志愿填报和录取等",
    "面向港澳台招生": "报名、证件和账号等",
    "高考特殊类型报名": "强基计划、高水平运动队等",
    "就业与毕业去向": "去向登记、网上签约等",
    "安全与防骗": "防假网站、账号被盗等",
    "客服与帮助": "人工客服、电话和邮箱等",
}
ICONS = {
    "学信网账号": "account",
    "学信档案": "archive",
    "学历与成绩认证": "certificate",
    "征兵报名": "army",
    "四六级查分": "exam",
    "研招统考": "postgraduate",
    "研招推免": "recommend",
    "面向港澳台招生": "globe",
    "高考特殊类型报名": "medal",
    "就业与毕业去向": "job",
    "安全与防骗": "shield",
    "客服与帮助": "headset",
}
"""The drawing of each category in `static/icons.svg`."""
HOT_QUESTIONS, ALL_HOT = 9, 30
"""So many as there are main topics."""
_PINS = 3
"""So many of the editors' popular questions stay in front, whatever people read."""
_HEAD_START = 20
"""The editors' other popular questions count as if read so often: a new installation's first readers move nothing."""
_DESCRIPTION_CHARS = 110
SEARCH_RESULTS, ALL_RESULTS = 20, 500
SHOWN_AT_FIRST = 6
"""Questions of a category before “查看更多” (WeChat shows two; a page has room for more)."""
_NAMING_CHARS, _TITLE_CHARS = 9, 24
_PLACES = {"ticket": "/ticket", "human": "/help/contact_support"}
_FAQ_LINK = re.compile(r'data-faq="([a-z0-9_]+)" href="#"')


class Knowledge(Protocol):
    """What the pages need of `faq.engine.library.Library`."""

    @property
    def content(self) -> Content:
        """The knowledge base as it is now."""

    @property
    def guidance(self) -> Guidance:
        """Its guides, and the facts they ask for."""


class Searching(Protocol):
    """What the pages need of `faq.finding.search_box.SearchBox`."""

    def search(self, query: str, limit: int = 20, category: str = "") -> Searched:
        """All entries that fit a few words, best first."""


@dataclass(frozen=True)
class Category:
    """One card of the help centre: its name, a line that explains it, and its entries."""

    name: str
    subtitle: str
    icon: str
    entries: tuple[Entry, ...]

    @property
    def address(self) -> str:
        """Its own page."""
        return f"/help/c/{quote(self.name)}"

    @property
    def groups(self) -> tuple[CategoryPart, ...]:
        """Its entries in parts."""
        return groups(self.name, self.entries)


@dataclass(frozen=True)
class ShownSection:
    """One part of the details; `html` is safe to print as it is."""

    title: str
    html: str


@dataclass(frozen=True)
class ShownAction:
    """A button of an answer: another article, the ticket page, a person, or an official page."""

    title: str
    href: str

    @property
    def outside(self) -> bool:
        """Whether it leaves the help centre."""
        return self.href.startswith("https://")


@dataclass(frozen=True)
class ShownFollowUp:
    """What people ask next and the short answer; `html` is safe to print as it is."""

    asked: str
    html: str
    more: Entry | None


@dataclass(frozen=True)
class AnswerPage:
    """All one answer page shows; `html` is safe to print as it is."""

    entry: Entry
    html: str
    sections: tuple[ShownSection, ...]
    actions: tuple[ShownAction, ...]
    follow_ups: tuple[ShownFollowUp, ...]
    english: str
    contacts: tuple[Contact, ...]
    source: str
    related: tuple[Entry, ...]
    description: str
    category: str
    """The address of its category's page."""


class HelpCentre:
    """The public face of the knowledge base: only what holds today and is meant for everybody."""

    def __init__(
        self,
        content: Content,
        today: date,
        used: Mapping[str, int] | None = None,
        situation: Situation | None = None,
    ) -> None:
        """Show this content; `used` is how often entries were read of late, `situation` names whom a follow-up is for.

        Without it a follow-up is shown as if it were for everybody.
        """
        self._content = content
        self._situation = situation
        self._used = used or {}
        # An entry with a scope belongs to one school's people, so no public list shows it.
        self._entries = {entry.id: entry for entry in content.entries if entry.scope is None and entry.valid_on(today)}

    def categories(self) -> list[Category]:
        """The categories that have entries: the known ones in their order, then any others."""
        names = [*SUBTITLES, *sorted({entry.category for entry in self._entries.values()} - set(SUBTITLES))]
        grouped = ((name, tuple(entry for entry in self._entries.values() if entry.category == name)) for name in names)
        return [
            Category(name, SUBTITLES.get(name, ""), ICONS.get(name, "other"), entries)
            for name, entries in grouped
            if entries
        ]

    def category(self, name: str) -> Category | None:
        """The category of that name, if it has entries."""
        return next((category for category in self.categories() if category.name == name), None)

    def hot(self, count: int = HOT_QUESTIONS) -> tuple[Entry, ...]:
        """The questions most people come with: the first the editors pinned, then what is read most."""
        pinned = hot_entries(self._entries.values())
        read = sorted(
            (entry for entry in self._entries.values() if self._used.get(entry.id) and not entry.hot),
            key=lambda entry: entry.id,
        )
        rest = sorted(
            (*pinned[_PINS:], *read),
            key=lambda entry: self._used.get(entry.id, 0) + _HEAD_START * entry.hot,
            reverse=True,
        )
        return (*pinned[:_PINS], *rest)[:count]

    def entries(self) -> tuple[Entry, ...]:
        """All that is public."""
        return tuple(self._entries.values())

    def answer(self, entry_id: str) -> AnswerPage | None:
        """The page of one entry, or None when nobody may see it (any more)."""
        entry = self._entries.get(entry_id)
        if entry is None:
            return None
        return AnswerPage(
            entry=entry,
            html=_linked(entry.answer),
            sections=tuple(ShownSection(section.title, _linked(section.text)) for section in entry.more),
            actions=tuple(self._actions(entry)),
            follow_ups=tuple(
                ShownFollowUp(self._asked(item), _linked(item.say), self._entries.get(item.entry_id or ""))
                for item in entry.follow_ups
            ),
            english=to_html(entry.answer_en) if entry.answer_en else "",
            contacts=tuple(contacts_for(entry, self._content)),
            source=source_line(entry),
            related=self._known(entry.related),
            description=_brief(entry.answer),
            category=f"/help/c/{quote(entry.category)}",
        )

    def _asked(self, item: FollowUp) -> str:
        """What is asked, and whom its answer is for."""
        asked = _plainest(item.asks)
        whom = self._situation.in_words(item.when, named=True) if self._situation is not None else ""
        return f"{asked}（{whom}）" if whom else asked

    def _actions(self, entry: Entry) -> Iterable[ShownAction]:
        for action in entry.actions:
            if action.entry_id is None:
                yield ShownAction(action.title, _PLACES.get(action.to, action.to))
            elif action.entry_id in self._entries:
                yield ShownAction(action.title, f"/help/{action.entry_id}")

    def _known(self, entry_ids: Iterable[str]) -> tuple[Entry, ...]:
        return tuple(self._entries[entry_id] for entry_id in entry_ids if entry_id in self._entries)


def _plainest(asks: Sequence[str]) -> str:
    """The wording that a page shows: one that names what it asks about, and tells no story."""
    return next((text for text in asks if _NAMING_CHARS <= len(text) <= _TITLE_CHARS and is_chinese(text[0])), asks[0])


def _brief(answer: str) -> str:
    """The beginning of an answer on one line: what search engines and shared links show."""
    line = " ".join(to_plain(answer).split())
    return line if len(line) <= _DESCRIPTION_CHARS else line[: _DESCRIPTION_CHARS - 1] + "…"


def _linked(text: str) -> str:
    return _FAQ_LINK.sub(r'href="/help/\1"', to_html(text))
