"""`docs/handbook.md` tells the truth: its example fits, its fields and commands are all there are."""

from __future__ import annotations

import json
import re
from pathlib import Path

import faq.schema_check
from bot.commands import COMMANDS
from faq.checks.answers import OFFICIAL_HOSTS
from faq.checks.content import FEWEST_QUESTIONS, MESSAGE_BYTES
from faq.checks.entries import LONGEST_TITLE, STALE_DAYS
from faq.editor.entry_text import KEY_ORDER
from faq.editor.formatting import formatted
from tests.faq.content_folder import copy_knowledge, edit, examine, faults

ROOT = Path(__file__).resolve().parents[2]
HANDBOOK = (ROOT / "docs/handbook.md").read_text(encoding="utf-8")
ENTRY = json.loads((Path(faq.schema_check.__file__).parent / "schema.json").read_text(encoding="utf-8"))["definitions"][
    "entry"
]


def example() -> str:
    found = re.search(r"```yaml\n(.*?)```", HANDBOOK, re.DOTALL)
    assert found
    return found[1]


def test_the_worked_example_is_right(tmp_path):
    root = copy_knowledge(tmp_path)
    (root / "faq/entries/example.yml").write_text(example(), encoding="utf-8")
    edit(root, "faq/entries/account.yml", "- id: sms_limited", "- id: sms_not_received")
    for name in ("account.yml", "support.yml"):
        path = root / "faq/entries" / name
        path.write_text(path.read_text(encoding="utf-8").replace("sms_limited", "sms_not_received"), encoding="utf-8")
    assert faults(root) == [
        "faq/entries/example.yml:8: 条目「captcha_unclear」只有 4 个相似问（至少 25 个）。改法：补上真实用户的不同说法"
    ]
    assert formatted(example(), "example.yml") == example()


def test_every_field_is_explained_and_no_other():
    section = HANDBOOK.split("## 字段一览")[1].split("\n## ")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| (是)? ?\|", section, re.MULTILINE))
    assert tuple(rows) == KEY_ORDER
    assert set(rows) == set(ENTRY["properties"])
    assert {name for name, needed in rows.items() if needed} == set(ENTRY["required"])
    for name in ("category", "intent"):
        assert [value for value in ENTRY["properties"][name]["enum"] if value not in section] == []


def test_limits_are_those_of_the_check():
    assert f"至少要 {FEWEST_QUESTIONS} 句" in HANDBOOK
    assert f"{MESSAGE_BYTES} 字节" in HANDBOOK
    assert f"超过 {STALE_DAYS} 天" in HANDBOOK
    assert f"最多 {LONGEST_TITLE} 字" in HANDBOOK
    assert "、".join(OFFICIAL_HOSTS) in HANDBOOK


def test_commands_exist():
    named = set(re.findall(r"python -m bot (\w+)", HANDBOOK))
    assert named >= {"check", "ask", "why", "faq"}
    assert named - set(COMMANDS) == set()
    assert set(re.findall(r"python -m bot faq (\w+)", HANDBOOK)) == {
        "review",
        "suggest",
        "stats",
        "export",
        "import",
        "fmt",
        "show",
    }


def test_the_story_of_the_changed_answer_is_true(tmp_path):
    """The check finds the other place that still says three working days."""
    root = copy_knowledge(tmp_path)
    edit(root, "faq/entries/support.yml", "三个工作日内会有回复", "五个工作日内会有回复")
    assert [problem.kind for problem in examine(root).faults] == ["contradiction"]
    edit(root, "faq/contacts.yml", "三个工作日内回复", "五个工作日内回复")
    assert faults(root) == []


def test_every_link_inside_the_page_has_its_heading():
    headings = {re.sub(r"[ ]", "-", line[3:].lower()) for line in HANDBOOK.split("\n") if line.startswith("## ")}
    assert set(re.findall(r"\]\(#([^)]+)\)", HANDBOOK)) - headings == set()
