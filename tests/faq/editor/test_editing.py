# ruff: noqa: E501 - files are compared whole
"""`faq.editor.editing`, `faq.editor.entry_text`, `faq.editor.formatting`: single fields change, everything else stays as typed."""

from __future__ import annotations

import pytest

from common.errors import ContentError
from common.yaml_nodes import parse_yaml
from faq.editor.editing import EntryFile
from faq.editor.entry_text import entry_lines, flow, scalar
from faq.editor.formatting import formatted
from tests.faq.content_folder import KNOWLEDGE

TEXT = """\
# yaml-language-server: $schema=../schema.json
# 头一条
- id: a_one   # 编号
  title: "一？"
  questions:
    # 短的
    - 甲
    - 乙  # 常见

    # 长的
    - '丙: 丁'
  answer: |
    第一行。

    第二行。

  # 出处
  source:
    - title: 声明
      date: 未注日期
  reviewed: 2026-11-01

# 第二条
- id: b_two
  title: 二？
"""


def edited(*changes):
    file = EntryFile(TEXT, "a.yml")
    for change in changes:
        file.set(*change)
    return file.text


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (("a_one", "title", "新的？"), '  title: "一？"\n', "  title: 新的？\n"),
        (("a_one", "id", "a_new"), "- id: a_one   # 编号\n", "- id: a_new   # 编号\n"),
        (("a_one", "title", None), '  title: "一？"\n', ""),
        (("a_one", "hot", True), "  questions:\n", "  hot: true\n  questions:\n"),
        (("a_one", "reviewed", "2026-11-02"), "  reviewed: 2026-11-01\n", "  reviewed: 2026-11-02\n"),
        (("a_one", "answer", "只有一行"), "    第一行。\n\n    第二行。\n", "    只有一行\n"),
        (("a_one", "questions", ["甲", "乙", "丙: 丁", "戊"]), "    - '丙: 丁'\n", "    - '丙: 丁'\n    - 戊\n"),
        (
            ("a_one", "questions", ["新", "甲", "乙", "丙: 丁"]),
            "    # 短的\n    - 甲\n",
            "    - 新\n    # 短的\n    - 甲\n",
        ),
        (("a_one", "questions", ["甲", "丙: 丁"]), "    - 乙  # 常见\n", ""),
        (
            ("a_one", "questions", ["甲", "改了: #", "丙: 丁"]),
            "    - 乙  # 常见\n\n    # 长的\n",
            '\n    # 长的\n    - "改了: #"\n',
        ),
        (("b_two", "title", "新的"), "  title: 二？\n", "  title: 新的\n"),
        (("b_two", "related", ["a_one"]), "  title: 二？\n", "  title: 二？\n  related: [a_one]\n"),
        (("b_two", "reviewed", "2026-11-02"), "  title: 二？\n", "  title: 二？\n  reviewed: 2026-11-02\n"),
        (("b_two", "hot", None), "", ""),
    ],
)
def test_one_change_touches_only_its_lines(change, old, new):
    expected = TEXT.replace(old, new, 1)
    assert (expected != TEXT) is (old != new)
    if change[:2] == ("a_one", "questions") and change[2][0] == "新":
        expected = TEXT.replace("    - 甲\n", "    - 新\n    - 甲\n", 1)
    assert edited(change) == expected


def test_changes_follow_each_other():
    text = edited(
        ("a_one", "hot", True), ("a_one", "questions", ["甲"]), ("b_two", "hot", True), ("a_one", "hot", None)
    )
    plain = parse_yaml(text, "a.yml").plain()
    assert [item.get("hot") for item in plain] == [None, True]
    assert plain[0]["questions"] == ["甲"]
    assert "# 短的" in text
    assert "# 长的" in text
    assert "# 出处" in text


def test_windows_line_ends_stay():
    file = EntryFile(TEXT.replace("\n", "\r\n"), "a.yml")
    file.set("b_two", "title", "新的")
    assert file.text == TEXT.replace("二？", "新的").replace("\n", "\r\n")


def test_new_file_and_new_entry():
    file = EntryFile("", "a.yml")
    file.append({"id": "a_one", "title": "一？", "hot": True})
    file.append({"id": "b_two", "questions": ["甲"]})
    assert file.text == (
        "# yaml-language-server: $schema=../schema.json\n- id: a_one\n  title: 一？\n  hot: true\n\n- id: b_two\n  questions:\n    - 甲\n"
    )


def test_unknown_entry_and_broken_file():
    with pytest.raises(KeyError):
        EntryFile(TEXT, "a.yml").set("nowhere", "title", "x")
    with pytest.raises(ContentError):
        EntryFile("- id: 'x", "a.yml").set("x", "title", "x")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("忘记密码怎么办？", "忘记密码怎么办？"),
        ("010", "010"),
        ("400", '"400"'),
        ("true", '"true"'),
        ("null", '"null"'),
        ("", '""'),
        ("a: b", '"a: b"'),
        ("问题 # 一", '"问题 # 一"'),
        ("- 一", '"- 一"'),
        ("*强调*", '"*强调*"'),
        ("[括号]", '"[括号]"'),
        ("“引号”开头", "“引号”开头"),
        ("'单引号' 开头", "\"'单引号' 开头\""),
        ('"双引号" 开头', '"\\"双引号\\" 开头"'),
        (" 前后有空格 ", '" 前后有空格 "'),
        ("@某人", '"@某人"'),
        ("全角：冒号", "全角：冒号"),
        ("两\n行", '"两\\n行"'),
        ("2026-11-22", "2026-11-22"),
        ("~", '"~"'),
        ("100%", "100%"),
        ("%开头", '"%开头"'),
        ("😀", "😀"),
    ],
)
def test_quotes_only_where_they_are_needed(text, written):
    assert scalar(text) == written
    assert parse_yaml(f"k: {written}", "a.yml").plain() == {"k": text}


def test_short_lists():
    assert flow(["a_one", "b, c", "{d}", "400"]) == '[a_one, "b, c", "{d}", "400"]'
    assert parse_yaml(flow(["a_one", "b, c", "{d}", "400"]), "a.yml").plain() == ["a_one", "b, c", "{d}", "400"]


def test_whole_entries_read_back_as_they_were():
    for path in sorted((KNOWLEDGE / "faq/entries").glob("*.yml")):
        for plain in parse_yaml(path.read_text(encoding="utf-8"), path.name).plain():
            assert parse_yaml("\n".join(entry_lines(plain)) + "\n", "a.yml").plain() == [plain]


UNTIDY = """\
# 说明


- title: 一？
  # 编号
  id: a_one
  reviewed: 2026-11-01
  questions:
    - 甲···
  answer: |
    第一行。···
    第二行。


# 第二条
- id: b_two
  title: 二？
- id: c_three""".replace("·", " ")
TIDY = """\
# yaml-language-server: $schema=../schema.json
# 说明
  # 编号
- id: a_one
  title: 一？
  questions:
    - 甲
  answer: |
    第一行。
    第二行。
  reviewed: 2026-11-01

# 第二条
- id: b_two
  title: 二？

- id: c_three
"""


def test_one_look_for_all_files():
    assert formatted(UNTIDY, "a.yml") == TIDY
    assert formatted(TIDY, "a.yml") == TIDY
    assert formatted("\ufeff" + UNTIDY.replace("\n", "\r\n"), "a.yml") == TIDY


def test_tidy_files_stay_as_they_are():
    for path in sorted((KNOWLEDGE / "faq/entries").glob("*.yml")):
        text = path.read_text(encoding="utf-8")
        assert formatted(text, path.name) == text


def test_what_is_no_list_of_entries_is_left_alone():
    assert formatted("a: 1\n", "a.yml") == "a: 1\n"
    assert formatted("", "a.yml") == ""
    assert formatted("- a\n", "a.yml") == "- a\n"
    with pytest.raises(ContentError):
        formatted("- a: 'x\n", "a.yml")
