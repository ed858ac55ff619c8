"""What the editor reads until a change is live everywhere."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from learning.going_live import LONGEST_S, going_live
from tickets.beats import Beat

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def beat(kind: str, **detail: Any) -> Beat:
    return Beat(f"{kind}-1", kind, "host", NOW, NOW, detail)


NEW, OLD = beat("gateway", content="new"), beat("actions", content="old")
REFUSED = beat("gateway", content="old", problems=["faq/entries/a.yml:3: 少了引号"])


@pytest.mark.parametrize(
    ("beats", "seconds", "words", "ends"),
    [
        ([NEW, OLD], 12.4, "2 个进程里 1 个已经生效，还差聊天的回答（12 秒）", False),
        ([NEW, beat("actions", content="new"), beat("rasa")], 9, "已在全部 2 个进程生效", True),
        ([NEW, OLD], LONGEST_S, "只有 1 个换上，请告诉维护的人", True),
        ([REFUSED, OLD], 5, "没能换上：faq/entries/a.yml:3: 少了引号", False),
        ([], 1, "0 个进程里 0 个", False),
    ],
)
def test_the_sentence_tells_where_it_is_and_when_waiting_is_over(
    beats: list[Beat], seconds: float, words: str, *, ends: bool
) -> None:
    found = going_live("new", beats, seconds)
    assert words in found.sentence
    assert (found.is_done or found.is_late) is ends
