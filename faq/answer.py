"""What an asker gets to read of an entry: answer, contacts, source and date."""

from __future__ import annotations

from faq.entry import Contact, Entry
from faq.loader import Content
from faq.markup import to_plain


def contacts_for(entry: Entry, content: Content, context: str = "") -> list[Contact]:
    """The contacts of an answer; one that belongs to a school is added when the context names it.

    `context` is what the person said: their question and the school they named before.
    """
    shown = [content.contacts[name] for name in entry.contacts if content.contacts[name].scope is None]
    if entry.intent in ("missing_record", "wrong_record"):
        # A school's own registry is no general answer (facts C3): only its own people see it.
        shown += [item for item in content.contacts.values() if item.scope and item.scope.mentioned_in(context)]
    return shown


def source_line(entry: Entry) -> str:
    """`来源：学信网声明（高校照录），2020-07-01。核对日期：2026-11-22`."""
    return f"来源：{'；'.join(map(str, entry.sources))}。核对日期：{entry.reviewed.isoformat()}"


def render_plain(entry: Entry, content: Content, context: str = "") -> str:
    """The whole answer as one text message."""
    parts = [to_plain(entry.answer)]
    contacts = contacts_for(entry, content, context)
    if contacts:
        parts.append("\n".join(["联系方式：", *(f"· {item.name}：{item.text}" for item in contacts)]))
    parts.append(source_line(entry))
    return "\n\n".join(parts)
