"""Replies of the public API as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def shown_replies(replies: Iterable[Mapping[str, Any]]) -> str:
    """The replies one under the other, their options numbered as a person may type them."""
    return "\n\n".join(_shown(reply) for reply in replies)


def options_of(replies: Iterable[Mapping[str, Any]]) -> list[str]:
    """The titles of the options offered last, in order; typing the number picks one."""
    offered: list[str] = []
    for reply in replies:
        if reply.get("options"):
            offered = [str(option["title"]) for option in reply["options"]]
    return offered


def _shown(reply: Mapping[str, Any]) -> str:
    text = str(reply.get("text") or "")
    # Some texts list what can be chosen themselves; twice the same line only confuses.
    written = {line.strip() for line in text.splitlines()}
    options = [f"{number}. {option['title']}" for number, option in enumerate(reply.get("options") or (), start=1)]
    lines = [text, *(f"  {line}" for line in options if line not in written)]
    return "\n".join(line for line in lines if line)
