"""Addresses in what agents write, made links; everything else stays text."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]{3,120}(?::\d{1,5})?(?:/[\w\-.~:/?#@!$&'()*+,;=%]{0,400})?", re.ASCII)
_BEHIND = ".,;:!?'\")]"


def linked(text: str) -> Markup:
    """The text as HTML, its web addresses as links that open in a page of their own."""
    parts: list[Markup] = []
    done = 0
    for match in _ADDRESS.finditer(text):
        address = match.group().rstrip(_BEHIND)
        parts.append(escape(text[done : match.start()]))
        parts.append(Markup('<a href="{0}" rel="noopener noreferrer" target="_blank">{0}</a>').format(address))
        done = match.start() + len(address)
    return Markup("").join([*parts, escape(text[done:])])
