"""JSON from strangers: how deep it goes is known before anything recurses into it."""

from __future__ import annotations

import json
import re
from typing import Any

MOST_LEVELS = 32
"""What a page or WeChat sends has three or four."""
_TEXTS = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)
"""One that never ends reaches to the end: to look for the next within it would take the square of the time."""
_BRACKETS = re.compile(r"[\[\]{}]")


def load_shallow_json(body: bytes | str, **options: Any) -> Any:
    """What a JSON text holds; in UTF-8, as RFC 8259 (8.1) has it. `options` are those of `json.loads`.

    Raises:
        ValueError: it is none, or goes deeper than `MOST_LEVELS`.
    """
    text = body.decode("utf-8-sig") if isinstance(body, bytes) else body
    if _is_deep(text):
        raise ValueError("nested too deep")
    return json.loads(text, **options)


def _is_deep(text: str) -> bool:
    if text.count("[") + text.count("{") <= MOST_LEVELS:
        return False
    level = 0
    for bracket in _BRACKETS.finditer(_TEXTS.sub("", text)):
        level += 1 if bracket[0] in "[{" else -1
        if level > MOST_LEVELS:
            return True
    return False
