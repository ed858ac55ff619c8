"""A reply to a picture on one screen of a phone: what is left out when the quotation and the answer are too long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from faq.saying.reply import Reply
from faq.text.phone import SCREEN_LINES, line_count

_NUMBERED = re.compile(r"\s{0,8}\d{1,2}[.、]")


def fitted(begins: Sequence[str], bodies: Sequence[str]) -> str:
    """A beginning over a body, each as long as a screen has room for, both best first; else the shortest of them.

    What the page says of somebody's own case is kept longest: a shorter body is tried before a shorter beginning.
    """
    texts = [f"{begin}\n{body}" for begin in begins for body in bodies]
    return next((text for text in texts if line_count(text) <= SCREEN_LINES), texts[-1])


def shorter_bodies(reply: Reply) -> list[str]:
    """An answer's text, then without the remarks under its steps; a list is never cut."""
    return list(_without_remarks(reply.text)) if reply.band == "answer" else [reply.text]


def _without_remarks(text: str) -> Iterator[str]:
    lines = text.split("\n")
    yield text
    while len(lines) > 1 and not _NUMBERED.match(lines[-1]):
        lines.pop()
        yield "\n".join(lines)
