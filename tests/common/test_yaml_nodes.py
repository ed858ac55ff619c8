"""`common.yaml_nodes`: what was typed stays what was typed, with its line; anything else is a fault with its line."""

from __future__ import annotations

import re

import pytest
import yaml

from common.errors import ContentError, Problem
from common.yaml_nodes import YamlNode, parse_leniently, parse_yaml, read_text, read_yaml


def faults(text: str) -> list[str]:
    with pytest.raises(ContentError) as caught:
        parse_yaml(text, "a.yml")
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# 只有注释\n", None),
        ("- a\n- b", ["a", "b"]),
        ("a: 1", {"a": 1}),
        ("a: -5", {"a": -5}),
        ("a: 010", {"a": "010"}),
        ("a: 1_000", {"a": "1_000"}),
        ("a: 1.5", {"a": 1.5}),
        ("a: nan", {"a": "nan"}),
        ("a: inf", {"a": "inf"}),
        ("a: １２", {"a": "１２"}),
        ("a: 99999999999999999999", {"a": "99999999999999999999"}),
        ("a: no", {"a": "no"}),
        ("a: True", {"a": True}),
        ("a: '1'", {"a": "1"}),
        ("a: 2026-11-22", {"a": "2026-11-22"}),
        ("a:", {"a": None}),
        ("a: ~", {"a": None}),
        ("\ufeffa: 1", {"a": 1}),
    ],
)
def test_values_stay_what_was_typed(text, value):
    assert parse_yaml(text, "a.yml").plain() == value


def test_every_value_and_key_knows_its_line():
    node = parse_yaml("# 注释\na: 1\nb:\n  - x\n  - y\n", "a.yml")
    assert node == YamlNode(
        {
            "a": YamlNode("1", 2, "a.yml"),
            "b": YamlNode([YamlNode("x", 4, "a.yml"), YamlNode("y", 5, "a.yml")], 4, "a.yml"),
        },
        2,
        "a.yml",
        key_lines={"a": 2, "b": 3},
    )
    assert node.problem("错了", "改", "b", "k") == Problem("a.yml", 3, "错了", "改", "k")
    assert node.problem("错了", "改") == Problem("a.yml", 2, "错了", "改")
    assert list(node.items()) == [("a", node.get("a")), ("b", node.get("b"))]
    assert node.get("c") is None
    assert list(YamlNode("x", 1, "a.yml").items()) == []


def test_lines_inside_a_block_of_text():
    node = parse_yaml("a: |\n  一\n\n  二\nb: x\n  y\n", "a.yml")
    answer, folded = node.get("a"), node.get("b")
    assert answer and folded
    assert [answer.line_at(place) for place in (0, 2, 3)] == [2, 3, 4]
    assert folded.line_at(2) == 5


def test_unusual_line_breaks_do_not_shift_lines():
    node = parse_yaml("a: 一\u2028二\u2029三\x85四\nb: 1\n", "a.yml")
    assert node.key_lines == {"a": 1, "b": 2}
    assert node.plain() == {"a": "一 二 三 四", "b": 1}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: 1\na: 2", "a.yml:2: 「a」写了两次（第一次在第 1 行）。改法：删掉其中一个，或合并成一个"),
        ("a: 1\nb：2\nc: 3", "a.yml:2: 冒号是全角的（现在是「b：2」）。改法：把「：」换成半角冒号加空格「: 」"),
        ("a: 1\n\tb: 2", "a.yml:2: 缩进用了制表符（Tab）。改法：改用空格缩进"),
        ("a: \x07", "a.yml:1: 有看不见的控制字符（U+0007）。改法：删掉这个字符，或把这一行重新打一遍"),
        (
            "a: 1\n---\nb: 2",
            "a.yml:2: 一个文件里有多份内容（「---」）。改法：删掉单独一行的「---」，一个文件只放一份内容",
        ),
        ('a: 1\nb: "x\nc: 2', 'a.yml:2: 引号没有成对（现在是「b: "x」）。改法：补上另一半引号，或两头的引号都去掉'),
        (
            "? [a]\n: b",
            "a.yml:1: 冒号前面的名字要写成文字。改法：写成「名字: 值」；文字里有「[」「{」或「?」开头的要加引号",
        ),
        ("a: &x 1\nb: *x", "a.yml:2: 用了 YAML 的别名（*）。改法：把内容原样再写一遍；文字以「*」开头的要加引号"),
        ("&a [*a]", "a.yml:1: 用了 YAML 的别名（*）。改法：把内容原样再写一遍；文字以「*」开头的要加引号"),
        (
            "a: !!python/object:os.system x",
            "a.yml:1: 用了 YAML 的标签（现在是「!!python/object:os.system x」）。"
            "改法：删掉「!」和紧跟着的字；是文字的一部分就给整句加引号",
        ),
        (
            "!!str a: 1",
            "a.yml:1: 用了 YAML 的标签（现在是「!!str a: 1」）。"
            "改法：删掉「!」和紧跟着的字；是文字的一部分就给整句加引号",
        ),
        (
            "a:\n  - b\n  - &x c",
            "a.yml:3: 用了 YAML 的锚点（现在是「&x c」）。改法：删掉「&」和紧跟着的名字；是文字的一部分就给整句加引号",
        ),
        (
            "a: *重要* 先看",
            "a.yml:1: 文字不能以「*」开头（现在是「*重要* 先看」）。"
            "改法：给整句加引号，或删掉这个符号；想引用别处的内容，就原样再写一遍",
        ),
        ("a: @学校", "a.yml:1: 文字不能以「@」开头（现在是「@学校」）。改法：给整句加引号，或删掉这个符号"),
        ("- a\n- !注意", "a.yml:2: 文字不能以「!」开头（现在是「!注意」）。改法：给整句加引号，或删掉这个符号"),
        ("// 说明\na: 1", "a.yml:1: YAML 的注释不这样写（现在是「// 说明」）。改法：注释用「# 」开头，或删掉这一行"),
        (
            "a:\n  - b\n  <!-- 旧的 -->\nc: 1",
            "a.yml:3: YAML 的注释不这样写（现在是「<!-- 旧的 -->」）。改法：注释用「# 」开头，或删掉这一行",
        ),
        (
            "a: b: c",
            "a.yml:1: 不是合法的 YAML（现在是「a: b: c」）。改法：检查缩进是否对齐、冒号后有没有空格、引号是否成对；"
            "含有「: 」或「#」的句子要加引号",
        ),
    ],
)
def test_faults_name_place_and_remedy(text, fault):
    assert faults(text) == [fault]


def test_doubling_aliases_do_not_grow():
    """The billion laughs: each line would double what the one before holds."""
    lines = ["a0: &a0 x", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))]
    assert faults("\n".join(lines)) == [
        "a.yml:2: 用了 YAML 的别名（*）。改法：把内容原样再写一遍；文字以「*」开头的要加引号"
    ]


@pytest.mark.parametrize(
    "text",
    ["- " * 50_000, "[" * 200_000, "{a: " * 100_000, "? " * 50_000, "- " * 100 + "x", "[" * 62 + "]" * 62],
    ids=["list", "brackets", "braces", "keys", "hundred", "closed"],
)
def test_nesting_that_would_overflow_the_parser_is_refused(text):
    assert faults(text) == ["a.yml:1: 套得太深（超过 60 层）。改法：检查缩进和括号"]


def test_many_brackets_side_by_side_are_fine():
    text = "\n".join("- [链接, b]" for _ in range(3000))
    assert parse_yaml(text, "a.yml").plain() == [["链接", "b"]] * 3000


def test_deep_nesting_in_many_brackets_names_its_line():
    text = "- [a]\n" * 2500 + "- " + "[" * 100 + "]" * 100
    assert faults(text) == ["a.yml:2501: 套得太深（超过 60 层）。改法：检查缩进和括号"]


def test_duplicates_leave_the_first_value_to_a_lenient_reader():
    node, problems = parse_leniently("a: 1\na: 2\nb: 3", "a.yml", 11)
    assert node.plain() == {"a": 1, "b": 3}
    assert node.key_lines == {"a": 11, "b": 13}
    assert [str(problem) for problem in problems] == [
        "a.yml:12: 「a」写了两次（第一次在第 11 行）。改法：删掉其中一个，或合并成一个"
    ]


def test_full_width_colon_is_found_wherever_it_is():
    """The parser notices it at the end of the block that follows, far below."""
    text = "- id: a\n  questions:\n    - 一\n    - 二\n  answer: |\n    好\n\n    的\n  related: [b]\n  reviewed: x\n"
    lines = text.splitlines()
    for number, line in enumerate(lines[:-1]):
        key = re.match(r"(\s*(?:- )?)([a-z]+): ?(.*)", line)
        if key:
            spoiled = [*lines[:number], f"{key[1]}{key[2]}：{key[3]}", *lines[number + 1 :]]
            now = f"a.yml:{number + 1}: 冒号是全角的（现在是「{spoiled[number].strip()}」）"
            assert faults("\n".join(spoiled)) == [f"{now}。改法：把「：」换成半角冒号加空格「: 」"]


def test_files(tmp_path):
    (tmp_path / "a.yml").write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert read_yaml(tmp_path / "a.yml", tmp_path).plain() == {"a": 1, "b": 2}
    assert read_yaml(tmp_path / "a.yml", tmp_path).key_lines == {"a": 1, "b": 2}
    with pytest.raises(FileNotFoundError):
        read_text(tmp_path / "none.yml", tmp_path)


def test_file_in_another_encoding_names_the_line(tmp_path):
    (tmp_path / "a.yml").write_bytes(b"a: 1\nb: " + "中文".encode("gbk"))
    with pytest.raises(ContentError) as caught:
        read_yaml(tmp_path / "a.yml", tmp_path)
    assert str(caught.value) == "a.yml:2: 文件不是 UTF-8 编码。改法：用编辑器另存为 UTF-8 编码"


def test_folder_in_place_of_a_file(tmp_path):
    (tmp_path / "a.yml").mkdir()
    with pytest.raises(ContentError) as caught:
        read_yaml(tmp_path / "a.yml", tmp_path)
    assert str(caught.value) == "a.yml:1: 文件读不了。改法：确认它是文件、有读取权限，或把它移走"


def test_the_quick_loader_is_there():
    """Without libyaml the knowledge base loads ten times as slowly."""
    assert yaml.__with_libyaml__


def test_an_unfinished_merge_is_named_in_any_file():
    with pytest.raises(ContentError) as caught:
        parse_yaml("a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> other\n", "domain.yml")
    assert str(caught.value) == (
        "domain.yml:2: 有没解决的合并冲突（现在是「<<<<<<< HEAD」）。"
        "改法：两段里留下要的一段，再删掉 <<<<<<<、=======、>>>>>>> 这三行"
    )
