"""Whether what a page says was tapped is something it could have shown: to everybody, or in this very talk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.channels.base import Inbound
from faq.answer import MORE_PREFIX, opened_address
from faq.choice import HUMAN, TICKET
from faq.loader import Content

_EVERYWHERE = (HUMAN, TICKET)
"""Every page has a button for them."""


def as_offered(
    message: Inbound, content: Content, state: Mapping[str, Any], offered_before: Callable[[str], bool]
) -> Inbound:
    """The message, whose title counts as typed words when nobody offered what it says was tapped.

    `offered_before` looks through what was answered in the talk: a tab that stayed open may tap what it shows for as
    long as that is kept. It is asked last, for it asks the database.
    """
    option = message.option
    if option is None or is_public(option, content) or _is_open(option, state) or offered_before(option):
        return message
    return replace(message, option=None)


def is_public(option: str, content: Content) -> bool:
    """Whether pages offer it to whoever opens them: an answer, the rest of one, an address in it, a person."""
    if option in _EVERYWHERE or opened_address(option, content) is not None:
        return True
    return content.entry(option.removeprefix(MORE_PREFIX)) is not None


def _is_open(option: str, state: Mapping[str, Any]) -> bool:
    return any(item.get("id") == option for item in state.get("offered", ()))
