from __future__ import annotations

from datetime import date

import pytest

from faq.content.entry import Entry
from faq.engine.followup import leans, may_follow_up, neighbours


def make_entry(entry_id: str, intent: str = "other", related: tuple[str, ...] = ()) -> Entry:
    return Entry(entry_id, entry_id, "类", intent, (), "答", (), date(2026, 11, 1), related=related)


PREVIOUS = make_entry("reset_password", "forgot", ("reset_by_email",))
ENTRIES = (
    PREVIOUS,
    make_entry("reset_by_email", "forgot"),
    make_entry("change_email"),
    make_entry("names_it", related=("reset_password",)),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("那邮箱呢", True),
        ("", True),
        ("我去年在老家用我爸的手机号注册过一次", False),
        ("does it work with a foreign number", True),
    ],
)
def test_only_short_texts_lean_on_the_topic(text: str, expected: bool) -> None:
    assert may_follow_up(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(
            (text, True)
            for text in ("那学校呢？", "要是没收到", "万一失败了怎么办", "要几天", "在哪儿弄", "银行卡也丢了")
        ),
        *((text, False) for text in ("那算了", "那就这样吧", "那好", "这样也行吧", "好的", "天气呢", "你呢")),
        ("要是我去年在老家用我爸的手机号注册过一次", False),
    ],
)
def test_what_says_too_little_alone(text: str, expected: bool) -> None:
    assert leans(text) is expected


def test_neighbours_in_both_directions() -> None:
    assert neighbours(PREVIOUS, ENTRIES) == ["reset_by_email", "names_it"]
