"""Faults between the Rasa files and the code, each with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from checking.rasa_coverage import check_coverage, code_faults
from checking.rasa_names import read_domain
from common.yaml_nodes import parse_yaml

DOMAIN = """\
intents: [greet, thank, affirm]
slots:
  offered: {type: any}
"""
RULES = """\
rules:
- rule: 打招呼
  steps:
  - or:
    - intent: greet
    - intent: affirm
  - action: action_help
- rule: 道谢
  steps:
  - intent: thank
  - action: utter_thank
- rule: 表单里道谢
  condition:
  - active_loop: ticket_form
  steps:
  - intent: thank
  - action: ticket_form
"""
STORIES = """\
stories:
- story: 聊两句
  steps:
  - intent: greet
  - action: action_help
  - intent: thank
  - action: utter_thank
- story: 填表
  steps:
  - intent: greet
  - action: ticket_form
  - active_loop: ticket_form
"""
CODE = 'def run(tracker):\n    tracker.get_slot("offered")\n    return [SlotSet("offered", [])]\n'


def faults(
    root: Path, *, domain: str = DOMAIN, rules: str = RULES, stories: str = STORIES, code: str = CODE
) -> list[str]:
    (root / "actions").mkdir()
    (root / "actions/talking.py").write_text(code, encoding="utf-8")
    nodes = {
        "rules.yml": parse_yaml(rules, "data/rules.yml"),
        "stories.yml": parse_yaml(stories, "data/stories.yml"),
    }
    return [str(problem) for problem in check_coverage(root, read_domain(parse_yaml(domain, "domain.yml")), nodes)]


def test_a_project_whose_parts_meet(tmp_path: Path) -> None:
    assert faults(tmp_path) == []


def test_code_that_python_cannot_read(tmp_path: Path) -> None:
    (tmp_path / "actions").mkdir()
    (tmp_path / "actions/talking.py").write_text("x = 1\ndef run(:\n    pass\n", encoding="utf-8")
    assert [str(problem) for problem in code_faults(tmp_path)] == [
        "actions/talking.py:2: 代码有语法错误（现在是「def run(:」）。改法：改正这一行"
    ]


def test_an_intent_nobody_handles(tmp_path: Path) -> None:
    assert faults(tmp_path, domain=DOMAIN.replace("affirm]", "affirm,\n  deny]")) == [
        "domain.yml:2: 意图「deny」没有任何规则或故事处理。"
        "改法：在 data/rules.yml 加一条规则，写明 intent: deny 之后做什么，或删掉这个意图"
    ]


@pytest.mark.parametrize(("old", "line"), [('get_slot("offered")', 2), ('SlotSet("offered"', 3)])
def test_a_slot_only_the_code_knows(tmp_path: Path, old: str, line: int) -> None:
    assert faults(tmp_path, code=CODE.replace(old, old.replace("offered", "ofered"))) == [
        f"actions/talking.py:{line}: 代码用到的词槽「ofered」在 domain.yml 里没有定义。改法：是不是想写「offered」？"
    ]


def test_swapped_rules_disagree_with_the_story(tmp_path: Path) -> None:
    rules = RULES.replace("action_help", "X").replace("utter_thank", "action_help").replace("X", "utter_thank")
    assert faults(tmp_path, rules=rules) == [
        "data/stories.yml:5: 「聊两句」里意图「greet」之后是 action_help，"
        "规则「打招呼」（data/rules.yml:7）却要 utter_thank。"
        "改法：两处写成一样，看清是哪一处换错了",
        "data/stories.yml:7: 「聊两句」里意图「thank」之后是 utter_thank，"
        "规则「道谢」（data/rules.yml:11）却要 action_help。"
        "改法：两处写成一样，看清是哪一处换错了",
    ]


def test_two_rules_for_one_intent(tmp_path: Path) -> None:
    rules = RULES + "- rule: 再打招呼\n  steps:\n  - intent: greet\n  - action: utter_thank\n"
    assert faults(tmp_path, rules=rules) == [
        "data/rules.yml:21: 「再打招呼」里意图「greet」之后是 utter_thank，"
        "规则「打招呼」（data/rules.yml:7）却要 action_help。"
        "改法：两处写成一样，看清是哪一处换错了"
    ]
