# ruff: noqa: E501 - messages are compared whole, and a Chinese character counts twice
"""`faq.content.schema_check`: Chinese for each kind of departure, and a quick yes that is never wrong."""

from __future__ import annotations

import json
import random
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

import faq
from common.yaml_nodes import parse_yaml
from faq.content.schema_check import SchemaFault, _fits, check_schema, find_schema_faults
from tests.faq.content_folder import KNOWLEDGE

FAQ = Path(str(faq.__file__)).parent
SCHEMAS = {
    name: json.loads((FAQ / name).read_text(encoding="utf-8")) for name in ("schema.json", "contacts.schema.json")
}
ENTRY = """\
- id: sms_limited
  title: 短信受限怎么办？
  category: 学信网账号
  intent: sms_code
  questions: [一, 二, 三]
  answer: 等一等
  source:
    - title: 声明
      date: 2025-09
  reviewed: 2026-11-01
"""


def faults(old: str, new: str) -> list[str]:
    assert old in ENTRY
    return [str(problem) for problem in check_schema(parse_yaml(ENTRY.replace(old, new), "a.yml"), "schema.json")]


def test_a_right_entry_has_no_fault():
    assert check_schema(parse_yaml(ENTRY, "a.yml"), "schema.json") == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "  answer: 等一等",
            "  answer: true",
            '「answer」要写成文字（现在是真假值 true）。改法：写成文字，数字和 true/false 要加引号，写成 "true"',
        ),
        (
            "  answer: 等一等",
            "  answer: [等, 一等]",
            "「answer」要写成文字（现在是列表 等、一等）。改法：写成文字，数字和 true/false 要加引号",
        ),
        (
            "  answer: 等一等",
            "  answer: {等: 一}",
            "「answer」里有半角冒号加空格，被当成了「名字: 值」（现在是「等: 一」）。"
            '改法：整句加上半角引号，写成 "等: 一"，或改用全角冒号',
        ),
        (
            "  answer: 等一等",
            "  answer:",
            "「answer」要写成文字（现在是空的）。改法：写成文字，数字和 true/false 要加引号",
        ),
        ("  answer: 等一等", '  answer: ""', "「answer」是空的或太少。改法：补上内容，或删掉这一项"),
    ],
)
def test_text_that_is_no_text(old, new, fault):
    assert faults(old, new) == [f"a.yml:6: {fault}"]


def test_items_of_lists_are_counted_from_one():
    assert faults("[一, 二, 三]", "[一, 2, 三]") == [
        'a.yml:5: 「questions」的第 2 项要写成文字（现在是数字 2）。改法：写成文字，数字和 true/false 要加引号，写成 "2"'
    ]
    assert faults("[一, 二, 三]", "[一, '', 三]") == [
        "a.yml:5: 「questions」的第 2 项是空的或太少。改法：补上内容，或删掉这一项"
    ]
    assert faults("- id: sms_limited", "- 只是一句话\n- id: sms_limited") == [
        "a.yml:1: 第 1 条要写成「名字: 值」的形式（现在是文字 只是一句话）。改法：缩进后每行写「名字: 值」"
    ]


def test_faults_inside_sources():
    assert faults("    - title: 声明\n      date: 2025-09", "    - 声明：2025-09") == [
        "a.yml:8: 冒号是全角的（现在是「声明：2025-09」）。改法：把「：」换成半角冒号加空格「: 」"
    ]
    assert faults("      date: 2025-09\n", "") == ["a.yml:8: 「source」的第 1 项里缺少「date」。改法：补上一行 date: …"]
    assert faults("date: 2025-09", "date: 去年") == [
        "a.yml:9: 「date」的写法不对（现在是「去年」）。改法：带年份的日期，例如 2025-09、2020-07-01，或 未注日期"
    ]
    assert faults("date: 2025-09", "date: 2025-09\n      link: x") == [
        "a.yml:10: 没有「link」这个字段。改法：可用的有：title、date、url"
    ]


def test_several_missing_keys_are_one_fault():
    assert faults("  category: 学信网账号\n  intent: sms_code\n", "") == [
        "a.yml:1: 条目「sms_limited」缺少「category」「intent」。"
        "改法：补上 2 行 category: …、intent: …；后面的内容不见了，就从备份里恢复这个文件"
    ]


def test_full_width_colon_in_a_key():
    assert faults("  answer: 等一等", '  "answer：": 等一等') == [
        "a.yml:6: 没有「answer：」这个字段。改法：把全角冒号「：」换成半角冒号加空格「: 」",
    ]


def test_file_that_is_no_list():
    for text, now in (("a: 1", "「名字: 值」 a"), ("x", "文字 x"), ("12", "数字 12"), ("", "空的")):
        found = [str(problem) for problem in check_schema(parse_yaml(text, "a.yml"), "schema.json")]
        assert found == [
            f"a.yml:1: 文件内容要写成列表（每项一行，以「- 」开头）（现在是{now}）。改法：每项另起一行，以「- 」开头"
        ]
    assert [str(problem) for problem in check_schema(parse_yaml("[]", "a.yml"), "schema.json")] == [
        "a.yml:1: 文件内容是空的或太少。改法：补上内容，或删掉这一项"
    ]


def test_faults_lead_to_the_value():
    node = parse_yaml(ENTRY.replace("intent: sms_code", "intent: sms"), "a.yml")
    fault = find_schema_faults(node, "schema.json")
    assert [item.path for item in fault] == [(0, "intent")]
    assert isinstance(fault[0], SchemaFault)
    assert fault[0].problem.line == 4


@pytest.mark.parametrize("name", SCHEMAS)
def test_quick_answer_is_never_wrong(name):
    """On damaged values the quick function says yes exactly when `jsonschema` finds nothing."""
    validator, fits = Draft7Validator(SCHEMAS[name]), partial(_fits, schema_name=name)
    file = "contacts.yml" if name.startswith("contacts") else "entries/account.yml"
    whole = parse_yaml((KNOWLEDGE / "faq" / file).read_text(encoding="utf-8"), file).plain()
    assert fits(whole)
    chance, outcomes = random.Random(7), set()
    for _ in range(400):
        value = damaged(json.loads(json.dumps(whole)), chance)
        valid = validator.is_valid(value)
        assert fits(value) == valid
        outcomes.add(valid)
    assert outcomes == {True, False}


def damaged(value: Any, chance: random.Random) -> Any:
    """The value with one thing changed somewhere inside."""
    if chance.random() < 0.12:
        return chance.choice([None, "", "x", 3, True, [], {}, ["a", "a"], "2026-11-01", "sms_code"])
    if isinstance(value, dict) and value:
        key = chance.choice(list(value))
        if chance.random() < 0.1:
            del value[key]
        elif chance.random() < 0.1:
            value["x"] = 1
        else:
            value[key] = damaged(value[key], chance)
    elif isinstance(value, list) and value:
        place = chance.randrange(len(value))
        value[place] = damaged(value[place], chance)
    return value
