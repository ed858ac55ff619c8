"""Splitting and cleaning of texts, with `regex`'s grapheme clusters as an independent judge."""

from __future__ import annotations

import time

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from wechat.text import TEXT_BYTES, byte_length, clean_text, disarm_text, split_text

FAMILY = "👨‍👩‍👧‍👦"
TRICKY = st.sampled_from(
    [
        *(FAMILY, "👍🏽", "🇨🇳", "🇩🇪🇫🇷", "é", "e\u0301", "각", "\u1100\u1161\u11a8", "नि", "क्षि", "ำ", "一️⃣", "\u0600a"),
        *("\r\n", "\n\n", "。", "！”", "，", " ", "[微笑]", "汉", "a", "<"),
        *("\u200d", "\ufe0f", "\U000e0067", "🏴\U000e0067\U000e007f"),
    ]
)
TEXTS = st.one_of(st.text(), st.lists(TRICKY, max_size=60).map("".join))


def _without_space(text: str) -> str:
    return "".join(text.split())


@given(TEXTS, st.integers(min_value=40, max_value=200))
@settings(max_examples=400)
def test_parts_fit_lose_nothing_and_break_no_character(text: str, limit: int) -> None:
    parts = split_text(text, limit)
    assert all(parts)
    assert all(byte_length(part) <= limit for part in parts)
    assert _without_space("".join(parts)) == _without_space(clean_text(text))
    whole = clean_text(text)
    clusters = regex.findall(r"\X", whole)
    if max((byte_length(cluster) for cluster in clusters), default=0) <= limit // 4:
        edges, position = set(), 0
        for cluster in clusters:
            position += len(cluster)
            edges.add(position)
        position = 0
        for part in parts[:-1]:
            position = whole.index(part, position) + len(part)
            assert position in edges


def test_short_text_is_one_part_and_no_text_is_none() -> None:
    assert split_text("您好") == ["您好"]
    assert split_text("") == []
    assert split_text(" \n\u0000 ") == []


def test_the_limit_is_counted_in_bytes_to_the_last_one() -> None:
    assert split_text("汉" * 666 + "ab") == ["汉" * 666 + "ab"]
    assert [byte_length(part) for part in split_text("汉" * 667)] == [1998, 3]


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("第一句。第二句。第三句。", 24, ["第一句。第二句。", "第三句。"]),
        ("第一段。\n\n第二段。第三句", 28, ["第一段。", "第二段。第三句"]),
        ("他说“好的。”然后走了", 24, ["他说“好的。”", "然后走了"]),
        ("真的吗？！是的", 17, ["真的吗？！", "是的"]),
        ("见版本 1.25.3 的说明吧", 20, ["见版本 1.25.3", "的说明吧"]),
        ("一，二三四五六", 12, ["一，", "二三四五", "六"]),
        ("你好[微笑]世界", 15, ["你好[微笑]", "世界"]),
    ],
)
def test_cuts_fall_where_a_reader_would_cut(text: str, limit: int, parts: list[str]) -> None:
    assert split_text(text, limit) == parts


def test_a_link_is_never_cut() -> None:
    link = '<a href="https://example.com/help?a=1&b=2">点这里。看说明</a>'
    text = "前" * 20 + link + "后" * 20
    parts = split_text(text, 100)
    assert [part for part in parts if "<a" in part or "</a>" in part] == [part for part in parts if link in part]
    assert "".join(parts) == text


def test_an_address_is_never_cut() -> None:
    url = "https://my.example.com/archive/index.action?from=weixin.help"
    parts = split_text("说明" * 10 + url + "，谢谢" * 10, 90)
    assert sum(url in part for part in parts) == 1


def test_a_link_longer_than_a_message_becomes_its_label() -> None:
    text = f'<a href="https://example.com/{"x" * 300}">帮助</a>'
    assert split_text(text, 100) == ["帮助"]


def test_a_single_endless_character_is_cut_all_the_same() -> None:
    zalgo = "e" + "\u0301" * 200
    parts = split_text(zalgo, 100)
    assert "".join(parts) == zalgo
    assert all(byte_length(part) <= 100 for part in parts)


@pytest.mark.parametrize(
    "unit", ["<a ", "<a >", "<a href=x>y", "[", "[[[[]", "http://", "h", "\u0301", "🇨", "。", "\u200d", " ", "]"]
)
def test_hostile_text_is_split_quickly(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    started = time.perf_counter()
    parts = split_text(text)
    assert time.perf_counter() - started < 5.0
    assert all(byte_length(part) <= TEXT_BYTES for part in parts)


def test_what_xml_cannot_carry_is_dropped() -> None:
    assert clean_text("a\x00\x08\x0b\x1f\x7f\ud83d\uffffb\t\n\r好😀") == "ab\t\n\r好😀"


def test_a_persons_own_markup_is_made_harmless() -> None:
    assert disarm_text('<a href="https://evil.example">x</a>') == '＜a href="https://evil.example">x＜/a>'
