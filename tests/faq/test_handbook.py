"""`docs/handbook.md` tells the truth: its example fits, its fields and commands are all there are."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import faq.content.schema_check
from bot.__main__ import main
from bot.commands import COMMANDS
from faq.checks.answers import OFFICIAL_HOSTS
from faq.checks.content import FEWEST_QUESTIONS, MESSAGE_BYTES
from faq.checks.entries import LONGEST_TITLE, STALE_DAYS
from faq.editor.entry_text import KEY_ORDER
from faq.editor.formatting import formatted
from tests.faq.content_folder import copy_knowledge, edit, examine, faults
from tests.printed_commands import printed_commands
from tests.small_project import write_small_project

ROOT = Path(__file__).resolve().parents[2]
HANDBOOK = (ROOT / "docs/handbook.md").read_text(encoding="utf-8")
SCHEMA = json.loads((Path(faq.__file__).parent / "schema.json").read_text(encoding="utf-8"))
ENTRY = SCHEMA["definitions"]["entry"]


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


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the page's own example in it, under git, and a table that was exported from it."""
    root = write_small_project(tmp_path_factory.mktemp("handbook"))
    entry = example().replace("sms_not_received", "reset_password").replace("contacts: [kefu_wechat]\n  ", "")
    (root / "faq/entries/example.yml").write_text(entry, encoding="utf-8")
    old = (root / "faq/entries/small.yml").read_text(encoding="utf-8")
    (root / "faq/entries/small.yml").write_text(old.replace("reset_password", "change_phone"), encoding="utf-8")
    new = (root / "faq/entries/example.yml").read_text(encoding="utf-8").replace("reset_password", "change_phone")
    (root / "faq/entries/example.yml").write_text(new, encoding="utf-8")
    (root / "faq/questions").mkdir()
    (root / "faq/questions/desk.yml").write_text(
        "- question: 密码记不得了\n  entry: reset_password\n", encoding="utf-8"
    )
    (root / "tests/data").mkdir(parents=True)
    for arguments in (["init", "-q"], ["add", "faq", "data"], ["-c", "user.name=x", "-c", "user.email=x", *COMMIT]):
        subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)
    return root


WHOLE_SYSTEM = ("ask", "chat")
"""They start the assistant; `tests/bot/test_serve.py` and `tests/bot/test_chat.py` run them."""
NEEDS_A_PICTURE = "截图.png"
"""`tests/bot/test_why_image.py` runs that one."""
COMMIT = ["commit", "-q", "-m", "x"]


def commands() -> list[list[str]]:
    """In the order of the page's own story: the table is exported before it is read back."""
    return sorted(printed_commands("docs/handbook.md", "./run"), key=lambda words: ("export" not in words, words))


def test_the_page_prints_the_commands_there_are() -> None:
    named = {words[1] for words in commands()}
    assert named >= {"check", "ask", "why", "faq"}
    assert named - set(COMMANDS) == set()
    tools = {words[2] for words in commands() if words[1] == "faq"}
    assert tools >= {"review", "suggest", "stats", "export", "import", "fmt", "show"}


def test_every_printed_command_works(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project)
    monkeypatch.setenv("XDG_CACHE_HOME", str(project))
    refused = []
    for _, name, *arguments in commands():
        if name in WHOLE_SYSTEM or NEEDS_A_PICTURE in arguments:
            continue
        code = main([name, *arguments], project)
        said = capsys.readouterr()
        # Checks may find something in so small a project: they ran, and said so.
        may_find = name == "check" or arguments[:1] == ["review"]
        if code not in (0, 1) or "Traceback" in said.err or (code == 1 and not may_find):
            refused.append((name, arguments, code, said.err))
    assert refused == []


def test_the_wrapper_finds_the_project_from_anywhere(tmp_path: Path) -> None:
    asked = subprocess.run([ROOT / "run", "faq", "--help"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (asked.returncode, asked.stdout.splitlines()[0][:13]) == (0, "用法：./run faq ")
    shutil.copy(ROOT / "run", tmp_path / "run")
    bare = subprocess.run([tmp_path / "run", "check"], capture_output=True, text=True, check=False)
    assert (bare.returncode, bare.stderr) == (2, "还没有准备环境。改法：先运行 make setup。\n")


def test_the_story_of_the_changed_answer_is_true(tmp_path):
    """The check finds the other place that still says three working days."""
    root = copy_knowledge(tmp_path)
    edit(root, "faq/entries/support.yml", "三个工作日内会有回复", "五个工作日内会有回复")
    assert [problem.kind for problem in examine(root).faults] == ["contradiction"]
    edit(root, "faq/contacts.yml", "三个工作日内回复", "五个工作日内回复")
    assert faults(root) == []


def test_every_link_inside_the_page_has_its_heading():
    headings = {
        re.sub(r"[^\w-]", "", line[3:].lower().replace(" ", "-"))
        for line in HANDBOOK.split("\n")
        if line.startswith("## ")
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", HANDBOOK)) - headings == set()
