"""The Rasa files' check: one small good project, and every fault put into it in turn."""

from __future__ import annotations

from pathlib import Path

import pytest

from checking.project_check import check_project

DOMAIN = """\
version: "3.1"
intents:
- greet
- forgot_password:
    use_entities: []
entities:
- school
slots:
  school:
    type: text
    mappings:
    - type: from_entity
      entity: school
      conditions:
      - active_loop: ticket_form
responses:
  utter_greet:
  - text: 您好
  utter_ask_ticket_form_school:
  - text: 哪所学校？
actions:
- action_answer
forms:
  ticket_form:
    required_slots:
    - school
"""
NLU = """\
version: "3.1"
nlu:
- intent: greet
  examples: |
    - 你好
    - 我是[某大学](school)的
"""
RULES = """\
version: "3.1"
rules:
- rule: 打招呼
  condition:
  - active_loop: null
  - slot_was_set:
    - school: null
  steps:
  - intent: greet
  - action: utter_greet
- rule: 回答
  steps:
  - or:
    - intent: forgot_password
    - intent: nlu_fallback
  - action: action_answer
  - action: action_listen
"""
CONFIG = """\
recipe: default.v1
importers:
- name: RasaFileImporter
pipeline:
- name: actions.answers.ActionAnswer
- name: FallbackClassifier
  threshold: 0.3
policies:
- name: RulePolicy
"""
ACTIONS = """\
class ActionAnswer:
    def name(self):
        return "action_answer"

    def run(self, dispatcher):
        dispatcher.utter_message(response="utter_greet")
"""
FILES = {
    "config.yml": CONFIG,
    "domain.yml": DOMAIN,
    "data/nlu.yml": NLU,
    "data/rules.yml": RULES,
    "data/jieba/words.txt": "学信网 1000 nz\n学籍\n",
    "actions/answers.py": ACTIONS,
    "faq/entries/password.yml": "- id: reset_password\n  intent: forgot_password\n",
}


def make_project(folder: Path, **changes: tuple[str, str]) -> Path:
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        old, new = changes.get(path.stem, ("", ""))
        assert old in text
        path.write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
    return folder


def test_a_good_project_has_no_fault(tmp_path: Path) -> None:
    assert check_project(make_project(tmp_path)) == []


@pytest.mark.parametrize(
    "text", ["- id：reset_password\n  intent：forgot_password\n", "- id: a\n  intent: forgot_password\n x"]
)
def test_a_broken_entry_still_teaches_its_intent(tmp_path: Path, text: str) -> None:
    make_project(tmp_path)
    (tmp_path / "faq/entries/password.yml").write_text(text, encoding="utf-8")
    assert check_project(tmp_path) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "rules",
            "- intent: greet",
            "- intent: great",
            "data/rules.yml:9: 规则「打招呼」用到的意图「great」没有定义。改法：是不是想写「greet」？",
        ),
        (
            "rules",
            "- action: utter_greet",
            "- action: utter_great",
            "data/rules.yml:10: 规则「打招呼」用到的动作「utter_great」没有定义。改法：是不是想写「utter_greet」？",
        ),
        (
            "rules",
            "- intent: nlu_fallback",
            "- intent: zzz",
            "data/rules.yml:15: 规则「回答」用到的意图「zzz」没有定义。改法：补上定义，或改正拼写",
        ),
        (
            "rules",
            "- school: null",
            "- shcool: null",
            "data/rules.yml:7: 规则「打招呼」用到的词槽「shcool」没有定义。改法：是不是想写「school」？",
        ),
        (
            "rules",
            "active_loop: null",
            "active_loop: ticket_from",
            "data/rules.yml:5: 规则「打招呼」用到的表单「ticket_from」没有定义。改法：是不是想写「ticket_form」？",
        ),
        (
            "rules",
            "- rule: 回答",
            "- rule: 打招呼",
            "data/rules.yml:11: 规则「打招呼」的名字重复了（第一次在第 3 行）。改法：换一个名字",
        ),
        (
            "domain",
            "- action_answer",
            "- action_answers",
            "domain.yml:22: 动作「action_answers」在 actions/ 里没有实现。改法：是不是想写「action_answer」？",
        ),
        (
            "domain",
            "    - school\n",
            "    - username\n",
            "domain.yml:26: 表单 ticket_form 用到的词槽 username 没有定义。改法：补上定义，或改正拼写",
        ),
        (
            "domain",
            "utter_ask_ticket_form_school",
            "utter_ask_other",
            "domain.yml:26: 表单 ticket_form 没有写怎样问词槽 school。"
            "改法：在 responses 下补上 utter_ask_ticket_form_school",
        ),
        (
            "domain",
            "entity: school",
            "entity: schol",
            "domain.yml:13: 词槽「school」用到的实体「schol」没有定义。改法：是不是想写「school」？",
        ),
        (
            "domain",
            "- active_loop: ticket_form",
            "- active_loop: ticket",
            "domain.yml:15: 词槽「school」的条件用到的表单「ticket」没有定义。改法：是不是想写「ticket_form」？",
        ),
        (
            "domain",
            "- greet\n",
            "- greet\n- goodbye\n",
            "domain.yml:4: 意图「goodbye」没有任何例句。改法：在 data/nlu.yml 里补例句，或删掉这个意图",
        ),
        (
            "nlu",
            "(school)",
            "(schol)",
            "data/nlu.yml:6: 例句里的实体「schol」没有定义。改法：是不是想写「school」？",
        ),
        (
            "nlu",
            "    - 你好",
            "    你好",
            "data/nlu.yml:5: 例句前面少了「- 」（现在是「你好」）。改法：写成「- 句子」",
        ),
        (
            "nlu",
            "intent: greet",
            "intent: great",
            "data/nlu.yml:3: 意图「great」在 domain.yml 里没有定义。改法：是不是想写「greet」？",
        ),
        (
            "answers",
            'response="utter_greet"',
            'response="utter_gret"',
            "actions/answers.py:6: 回复「utter_gret」在 domain.yml 里没有定义。改法：是不是想写「utter_greet」？",
        ),
        (
            "words",
            "学籍",
            "学籍 很常见",
            "data/jieba/words.txt:2: 词典行的格式不对（现在是「学籍 很常见」）。"
            "改法：写成「词 词频 词性」，后两样可以省略，用一个空格隔开",
        ),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, file: str, old: str, new: str, expected: str) -> None:
    problems = check_project(make_project(tmp_path, **{file: (old, new)}))
    assert expected in [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "config",
            "actions.answers.ActionAnswer",
            "actions.answer.ActionAnswer",
            "config.yml:5: 没有「actions.answer.ActionAnswer」这个组件。"
            "改法：是不是想写「actions.answers.ActionAnswer」？",
        ),
        (
            "config",
            "RulePolicy",
            "RulesPolicy",
            "config.yml:9: 没有「RulesPolicy」这个组件。改法：是不是想写「RulePolicy」？",
        ),
        (
            "config",
            "threshold: 0.3",
            "threshold: 零点三",
            "config.yml:7: 「threshold」要写 0 到 1 的数（现在是「零点三」）。改法：例如 0.3",
        ),
        ("config", "pipeline:", "pipelines:", "config.yml:4: 没有「pipelines」这一段。改法：是不是想写「pipeline」？"),
        ("domain", "slots:", "slot:", "domain.yml:8: 没有「slot」这一段。改法：是不是想写「slots」？"),
        ("rules", "rules:", "rule:", "data/rules.yml:2: 没有「rule」这一段。改法：是不是想写「rules」？"),
        (
            "domain",
            "- action_answer",
            "- action_anwser",
            "domain.yml:22: 动作「action_anwser」在 actions/ 里没有实现。改法：是不是想写「action_answer」？",
        ),
    ],
)
def test_one_cause_is_one_fault_where_it_is(tmp_path: Path, file: str, old: str, new: str, expected: str) -> None:
    """Whatever names something that is only missing because of it is not to blame."""
    problems = check_project(make_project(tmp_path, **{file: (old, new)}))
    assert [str(problem) for problem in problems] == [expected]


def test_what_many_rules_misspell_alike_is_one_fault(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    rules = (project / "data/rules.yml").read_text(encoding="utf-8")
    (project / "data/rules.yml").write_text(rules.replace("action_answer", "action_anwser"), encoding="utf-8")
    more = "- rule: 再答\n  steps:\n  - intent: greet\n  - action: action_anwser\n"
    with (project / "data/rules.yml").open("a", encoding="utf-8") as file:
        file.write(more)
    told = [str(problem) for problem in check_project(project) if "anwser" in problem.message]
    assert told == [
        "data/rules.yml:16: 规则「回答」用到的动作「action_anwser」没有定义（还有 1 处：data/rules.yml:21）。"
        "改法：是不是想写「action_answer」？"
    ]


def test_code_that_nobody_calls_is_named(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    (project / "actions/more.py").write_text('class More:\n    name_of_it = "action_more"\n', encoding="utf-8")
    assert [str(problem) for problem in check_project(project)] == [
        "actions/more.py:2: 动作「action_more」在 domain.yml 里没有登记，不会被调用。"
        "改法：在 domain.yml 的 actions 下补上，或删掉这段代码"
    ]


@pytest.mark.parametrize("name", ["README.md", ".words.txt.swp"])
def test_the_dictionary_folder_holds_only_dictionaries(tmp_path: Path, name: str) -> None:
    project = make_project(tmp_path)
    (project / "data/jieba" / name).write_text("x", encoding="utf-8")
    assert [str(problem) for problem in check_project(project)] == [
        f"data/jieba/{name}:1: 词典文件夹里只能放 .txt 词典。改法：把它移到别处"
    ]


def test_a_missing_dictionary_folder_is_a_fault(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    (project / "data/jieba/words.txt").unlink()
    assert [problem.path for problem in check_project(project)] == ["data/jieba"]


def test_broken_yaml_is_one_fault_and_not_many(tmp_path: Path) -> None:
    problems = check_project(make_project(tmp_path, nlu=("nlu:\n", "nlu：\n")))
    assert [(problem.path, problem.kind) for problem in problems] == [("data/nlu.yml", "fullwidth_colon")]


def test_an_empty_project_is_refused(tmp_path: Path) -> None:
    assert [str(problem) for problem in check_project(tmp_path)] == [
        "data/jieba:1: 分词词典文件夹不存在或是空的。改法：放进至少一个 .txt 词典，每行一个词",
        "domain.yml:1: 文件不存在。改法：从版本库里恢复它",
    ]
