"""What an asker gets to read of an entry: the short answer, the details behind it, contacts, source and date."""

from __future__ import annotations

import re

from faq.content.entry import Contact, Entry
from faq.content.loader import Content
from faq.text.choice import HUMAN, TICKET, Option
from faq.text.markup import to_plain

MORE_TITLE = "详细说明"
"""The option behind which the rest of an answer stands; typed as it stands it works too."""
MORE_PREFIX = "more:"
OPEN_PREFIX = "open:"
SCHOOL_REGISTRY = "school_registry"
"""The contact that stands for whichever school is the asker's own."""
_SCHOOL_TOPICS = ("missing_record", "wrong_record")
_UNDATED = "未注日期"
_YEAR = re.compile(r"\d{4}(?:-\d{2}){0,2}")


def contacts_for(entry: Entry, content: Content, context: str = "") -> list[Contact]:
    """The contacts of an answer, with a school's own one only for its own people.

    `context` is what the person said: their question and the school they said they belong to.
    """
    shown = [content.contacts[name] for name in entry.contacts if content.contacts[name].scope is None]
    return shown + school_contacts(entry, content, context)


def school_contacts(entry: Entry, content: Content, context: str) -> list[Contact]:
    """The registry of the asker's own school, on every matter that is the school's (facts C3)."""
    if entry.intent not in _SCHOOL_TOPICS and SCHOOL_REGISTRY not in entry.contacts:
        return []
    return [item for item in content.contacts.values() if item.scope and item.scope.claimed_in(context)]


def source_line(entry: Entry) -> str:
    """`来源：学信网声明（高校照录），2020-07-01。最新来源 2020-07，整理于 2026-11-22，没有在官网实时核对`."""
    newest = newest_source(entry)
    dated = f"最新来源 {newest}，" if newest else ""
    sources = "；".join(map(str, entry.sources))
    return f"来源：{sources}。{dated}整理于 {entry.reviewed.isoformat()}，没有在官网实时核对"


def newest_source(entry: Entry) -> str | None:
    """The date of the newest dated source, as it was written; None when none has a date."""
    days = [day for source in entry.sources for day in _YEAR.findall(source.date)]
    return max(days, default=None)


def render_plain(entry: Entry, content: Content, context: str = "") -> str:
    """The answer as one chat message; contacts are not part of it, unless it is the asker's own school's."""
    own = [f"{item.name}（{item.text}）" for item in school_contacts(entry, content, context)]
    return "\n".join([to_plain(entry.answer), *own])


def render_more(entry: Entry, content: Content, context: str = "") -> str:
    """What stands behind 详细说明, as one chat message."""
    parts = [f"【{section.title}】\n{to_plain(section.text)}" for section in entry.more]
    return "\n".join(parts or [render_plain(entry, content, context)])


def details_option(entry: Entry) -> Option | None:
    """The option for the rest of an answer, when there is a rest."""
    return Option(f"{MORE_PREFIX}{entry.id}", MORE_TITLE) if entry.more else None


def action_options(entry: Entry, content: Content) -> tuple[Option, ...]:
    """The buttons of an answer; one whose target may not be shown (any more) is left out."""
    options = []
    for number, action in enumerate(entry.actions):
        if action.to.startswith("https://"):
            options.append(Option(f"{OPEN_PREFIX}{entry.id}:{number}", action.title, action.to))
        elif action.to == "human":
            options.append(Option(HUMAN, action.title))
        elif action.to == "ticket":
            options.append(Option(TICKET, action.title))
        elif action.entry_id and content.entry(action.entry_id):
            options.append(Option(action.entry_id, action.title))
    return tuple(options)


def answer_options(entry: Entry, content: Content) -> tuple[Option, ...]:
    """Everything that can be tapped under an answer: its buttons, then 详细说明."""
    details = details_option(entry)
    return (*action_options(entry, content), *((details,) if details else ()))


def opened_address(option_id: str, content: Content) -> Option | None:
    """The outside page an option of an answer leads to, for those who type its number instead of tapping it."""
    entry_id = option_id.removeprefix(OPEN_PREFIX).partition(":")[0]
    entry = content.entry(entry_id) if option_id.startswith(OPEN_PREFIX) else None
    return (
        next((option for option in action_options(entry, content) if option.id == option_id), None) if entry else None
    )
