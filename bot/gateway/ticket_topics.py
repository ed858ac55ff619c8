"""What new tickets are about, looked up beside the requests; who tells of harm that is being done stands first."""

from __future__ import annotations

from collections.abc import Mapping

from dialogue.moods.rumours import tells_harm, tells_misuse
from faq.engine.library import Library
from tickets.agents import AgentDesk

_TOPIC_SCORE = 0.1
_HARM_SCORE = 0.5
"""From here on an entry against harm is likelier what a ticket is about than not."""


def topics_of(library: Library, texts: Mapping[int, str]) -> dict[int, str]:
    """The category of the entry that fits a text best; empty where none fits well enough to be listed."""
    categories = {entry.id: entry.category for entry in library.content.entries}
    found = {}
    for ticket_id, text in texts.items():
        best = next(iter(library.rank(text)), None)
        found[ticket_id] = categories.get(best.entry_id, "") if best is not None and best.score >= _TOPIC_SCORE else ""
    return found


def harms_of(library: Library, texts: Mapping[int, str]) -> dict[int, str]:
    """Of the texts that tell of harm (an account robbed, money gone, a school choice changed), what it looks like."""
    titles = {entry.id: entry.title for entry in library.content.entries if entry.harm}
    found = {}
    for ticket_id, text in texts.items():
        best = next(iter(library.rank(text)), None)
        if best is not None and best.entry_id in titles and best.score >= _HARM_SCORE:
            found[ticket_id] = f"像是“{titles[best.entry_id]}”"
        elif tells_harm(text):
            found[ticket_id] = "说的像是被盗号或被骗"
        elif tells_misuse(text):
            found[ticket_id] = "说有人用了本人的证件或账号"
    return found


def put_first(desk: AgentDesk, harms: Mapping[int, str]) -> None:
    """Raise these tickets, each with the reason on its page; one that an agent ranked stays as it is."""
    for ticket_id, reason in harms.items():
        desk.raise_priority(ticket_id, reason)
