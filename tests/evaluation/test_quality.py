"""Floors hold, rise by a command, and fall only with a reason; every message names the line."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

import pytest

from bot.commands import quality
from common.errors import BotError, ContentError
from evaluation.quality import Floor, check_floors, is_most, lowered_since, parse_floors, raised, read_floors, written

FILE = """\
floors:
  faq.helped:
    at_least: 0.95
    best: 0.95
    measured_on: "2026-11-22"
  faq.noise.pinyin:
    at_most: 0.05
    best: 0.03
    measured_on: "2026-11-20"
    reason: 拼音表换了新版
"""
HELPED = Floor("faq.helped", 0.95, False, 0.95, "2026-11-22", line=2)
PINYIN = Floor("faq.noise.pinyin", 0.05, True, 0.03, "2026-11-20", "拼音表换了新版", line=6)


def faults(text: str) -> list[str]:
    with pytest.raises(ContentError) as caught:
        parse_floors(text)
    return [str(problem) for problem in caught.value.problems]


def test_floors_are_read_with_their_lines() -> None:
    assert parse_floors(FILE) == [HELPED, PINYIN]


def test_a_project_without_the_file_has_no_floors(tmp_path: Path) -> None:
    assert read_floors(tmp_path) == []


def test_a_lowered_floor_without_a_reason_is_refused() -> None:
    assert faults(FILE.replace("at_least: 0.95", "at_least: 0.9")) == [
        "tests/quality.yml:3: 底线「faq.helped」比曾经达到的 0.95 低（现在是 0.9），却没有写理由。"
        "改法：在这一项下补一行 reason: 为什么要降"
    ]
    assert faults(FILE.replace("    reason: 拼音表换了新版\n", "")) == [
        "tests/quality.yml:7: 底线「faq.noise.pinyin」比曾经达到的 0.03 低（现在是 0.05），却没有写理由。"
        "改法：在这一项下补一行 reason: 为什么要降"
    ]


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("floors:", "floor:", "tests/quality.yml:1: 没有「floor」这一项。改法：顶层只有 floors"),
        ("faq.helped", "helped", "tests/quality.yml:2: 「helped」要以 faq.、nlu. 或 stack. 开头。改法：改正名字"),
        (
            "at_least: 0.95",
            "at_lest: 0.95",
            "tests/quality.yml:3: 没有「at_lest」这一项。改法：是不是想写「at_least」？",
        ),
        (
            "at_least: 0.95",
            "at_least: 高",
            "tests/quality.yml:3: 「faq.helped」的「at_least」要写成数字（现在是「高」）。改法：例如 at_least: 0.95",
        ),
    ],
)
def test_a_bad_file_is_named_with_its_line(before: str, after: str, fault: str) -> None:
    assert fault in faults(FILE.replace(before, after))


def test_an_empty_file_is_refused() -> None:
    assert faults("") == ["tests/quality.yml:1: 缺少「floors」。改法：写成 floors: 加各项底线"]


def test_broken_floors_are_named_and_unmeasured_ones_are_not() -> None:
    floors = [HELPED, PINYIN]
    assert check_floors(floors, {"faq.helped": 0.95, "faq.noise.pinyin": 0.05}) == []
    assert check_floors(floors, {}) == []
    assert [str(problem) for problem in check_floors(floors, {"faq.helped": 0.94, "faq.noise.pinyin": 0.061})] == [
        "tests/quality.yml:2: 「faq.helped」跌破底线（现在是 0.940，底线 0.950）。"
        "改法：找出哪些问题变错（./run faq review、./run eval --compare）并修好；确实要降，改这一项并写 reason",
        "tests/quality.yml:6: 「faq.noise.pinyin」超过上限（现在是 0.061，上限 0.050）。"
        "改法：找出哪些问题变错（./run faq review、./run eval --compare）并修好；确实要降，改这一项并写 reason",
    ]


def test_raising_only_raises() -> None:
    day = date(2026, 12, 1)
    assert raised([HELPED, PINYIN], {"faq.helped": 0.9, "faq.noise.pinyin": 0.06}, day) == [HELPED, PINYIN]
    assert raised([HELPED, PINYIN], {"faq.helped": 0.9678, "faq.noise.pinyin": 0.0201, "faq.new": 0.5}, day) == [
        Floor("faq.helped", 0.967, False, 0.967, "2026-12-01", line=2),
        Floor("faq.new", 0.5, False, 0.5, "2026-12-01"),
        Floor("faq.noise.pinyin", 0.021, True, 0.021, "2026-12-01", line=6),
    ]


def test_a_noise_floor_leaves_room_for_luck() -> None:
    assert raised([], {"faq.noise.filler": 0.0}, date(2026, 12, 1)) == [
        Floor("faq.noise.filler", 0.02, True, 0.02, "2026-12-01")
    ]


def test_a_partial_rise_keeps_the_reason() -> None:
    assert raised([PINYIN], {"faq.noise.pinyin": 0.04}, date(2026, 12, 1)) == [
        Floor("faq.noise.pinyin", 0.04, True, 0.03, "2026-12-01", "拼音表换了新版", line=6)
    ]


@pytest.mark.parametrize("value", [0.0, 1.0, 2 / 3, 0.1 + 0.2, 0.7, 381 / 393])
@pytest.mark.parametrize("figure", ["faq.helped", "faq.noise.pinyin"])
def test_what_was_just_written_holds_for_the_same_measurement(figure: str, value: float) -> None:
    floors = parse_floors(written(raised([], {figure: value}, date(2026, 12, 1))))
    assert check_floors(floors, {figure: value}) == []


def test_the_written_file_reads_back_the_same() -> None:
    reason = '写着 "引号" 和 \\ 的理由'
    floors = [HELPED, Floor("faq.noise.pinyin", 0.05, True, 0.03, "2026-11-20", reason)]
    read = parse_floors(written(floors))
    assert [(floor.figure, floor.limit, floor.best, floor.reason) for floor in read] == [
        ("faq.helped", 0.95, 0.95, ""),
        ("faq.noise.pinyin", 0.05, 0.03, reason),
    ]


def test_against_an_older_file_lowering_and_removing_need_a_new_reason() -> None:
    lower = Floor("faq.helped", 0.9, False, 0.9, "2026-11-22", line=2)
    assert [str(problem) for problem in lowered_since([HELPED, PINYIN], [lower])] == [
        "tests/quality.yml:2: 底线「faq.helped」从 0.95 降到 0.9，没有新的理由。改法：在这一项的 reason 里写明为什么",
        "tests/quality.yml:1: 底线「faq.noise.pinyin」被删掉了。改法：放回来；确实要降，改数字并写 reason",
    ]
    told = Floor("faq.helped", 0.9, False, 0.95, "2026-11-22", "标注集换了", line=2)
    assert lowered_since([HELPED, PINYIN], [told, PINYIN]) == []


def test_which_figures_should_be_low() -> None:
    assert [is_most(name) for name in ("faq.noise.pinyin", "faq.out_of_scope_answered", "faq.calibration_error")] == [
        True
    ] * 3
    assert [is_most(name) for name in ("faq.helped", "faq.label.out_of_scope")] == [False] * 2


def test_a_revision_that_does_not_exist_is_no_free_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(quality.MEASURES, "faq", lambda _: pytest.fail("it measured before it looked"))
    options = argparse.Namespace(base="nope", through="faq", leave_one_out=False, raise_floors=False)
    with pytest.raises(BotError, match="没有「nope」这个版本"):
        quality.run(options, Path(__file__).resolve().parents[2])
