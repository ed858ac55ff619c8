"""What was said, as it holds once a later message put it right: «哦不是手机号，是邮箱»."""

from __future__ import annotations

from collections.abc import Sequence

from dialogue.corrections import read_corrections
from dialogue.rewording import reworded
from dialogue.ticket_words import is_asked


def put_right(texts: Sequence[str]) -> list[str]:
    """Messages with what a later one puts right or strikes out where it was told first: they tell what still holds."""
    told: list[str] = []
    for text in texts:
        items = [
            item
            for item in (() if text.startswith("/") else read_corrections(text))
            if (item.contrast and not is_asked(item.statement)) or (item.named and not (item.instead or item.last))
        ]
        made = next(((item, change) for item in items if told and (change := reworded(told, item))), None)
        struck = next((item for item in items if not item.instead), None)
        rest = made[0].rest if made else struck.rest if struck else text
        told = [*(made[1].lines if made else told), rest]
    return told
