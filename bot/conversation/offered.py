"""Whether what a page says was tapped is something it could have shown: to everybody, or in this very talk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.channels.base import Inbound
from faq.engine.library import Library
from faq.guiding.options import fact_of
from faq.saying.answer import MORE_PREFIX, opened_address
from faq.text.choice import HUMAN, TICKET

_EVERYWHERE = (HUMAN, TICKET)
"""Every page has a button for them."""


def as_offered(
    message: Inbound, library: Library, state: Mapping[str, Any], offered_before: Callable[[str], bool]
) -> Inbound:
    """The message, whose title counts as typed words when nobody offered what it says was tapped.

    `offered_before` looks through what was answered in the talk: a tab that stayed open may tap what it shows for as
    long as that is kept. It is asked last, for it asks the database.
    """
    option = message.option
    if option is None or is_public(option, library) or _is_open(option, state) or offered_before(option):
        return message
    return replace(message, option=None)


def is_public(option: str, library: Library) -> bool:
    """Whether it is open to whoever comes: an answer, the rest of one, an address in it, a person.

    So is a fact of the situation: who taps it says no more than who types it.
    """
    if option in _EVERYWHERE or opened_address(option, library.content) is not None:
        return True
    situation = library.guidance.guides.situation
    if any(situation.value(*told) is not None for told in fact_of(option).items()):
        return True
    return library.content.entry(option.removeprefix(MORE_PREFIX)) is not None


def _is_open(option: str, state: Mapping[str, Any]) -> bool:
    return any(item.get("id") == option for item in state.get("offered", ()))
