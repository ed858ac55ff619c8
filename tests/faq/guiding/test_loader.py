"""Faults in guides, each with file, line, what is wrong and how to mend it; all in one run."""

from __future__ import annotations

from pathlib import Path

import pytest

from common.errors import ContentError
from faq.guiding.loader import check_guides, load_sound_guides
from tests.faq.guiding.project import GUIDE, IRREVERSIBLE, SITUATION, write_project

ROOT = Path(__file__).resolve().parents[3]


def found(root: Path) -> list[str]:
    return [str(problem) for problem in check_guides(root)]


def test_the_small_project_and_the_real_one_are_sound(tmp_path: Path) -> None:
    assert found(write_project(tmp_path)) == []
    assert found(ROOT) == []


def test_a_project_without_guides_is_fine(tmp_path: Path) -> None:
    assert found(tmp_path) == []
    assert load_sound_guides(tmp_path).guides == {}


PLANTED = [
    ("collect: phone", "collect: phoen", ["faq/guides/lost.yml:5: 没有「phoen」这件事。改法：是不是想写「phone」？"]),
    (
        "if: phone is usable",
        "if: phone is useable",
        ["faq/guides/lost.yml:7: 「phone」没有「useable」这个值。改法：是不是想写「usable」？"],
    ),
    (
        "if: phone is usable",
        "if: phone = usable",
        [
            "faq/guides/lost.yml:7: 看不懂条件「phone = usable」。改法：写成「phone is usable」；"
            "多个条件全用 and，或全用 or"
        ],
    ),
    ("then: reset", "then: rest", ["faq/guides/lost.yml:7: 没有「rest」这一步。改法：是不是想写「reset」？"]),
    (
        "  - else: person\n- id: reset",
        "- id: reset",
        [
            "faq/guides/lost.yml:7: next 的最后一项不是 else，有的情况没有去处。"
            "改法：写成「- if: phone is usable」和「then: 步骤」两行，最后一项写「- else: 步骤」"
        ],
    ),
    (
        "  again: 手机找回呢？\n",
        "",
        ["faq/guides/lost.yml:12: 步骤「reset」又说又问，第二次到这里会把话重复一遍。改法：补上 again，换个说法"],
    ),
    (
        "  end: solved\n  say: 好了。",
        "  say: 好了。",
        ["faq/guides/lost.yml:21: 最后一步没有结束。改法：写上 next，或改成 end"],
    ),
    ("  say: 好了。\n", "", ["faq/guides/lost.yml:22: 步骤「solved」结束时没有说话。改法：写上 say"]),
    ("id: lost", "id: gone", ["faq/guides/lost.yml:1: 引导的 id「gone」和文件名不一样。改法：改成 lost，或改文件名"]),
    (
        "- id: solved",
        "- id: reset",
        ["faq/guides/lost.yml:15: 没有「solved」这一步", "faq/guides/lost.yml:21: 步骤「reset」写了两次"],
    ),
    (
        "then: solved",
        "then: reset",
        ["lost.yml:10: 步骤「reset」会绕圈：lost.reset → lost.reset", "lost.yml:21: 步骤「solved」走不到"],
    ),
    ("  - else: person\n- id: person", "  - else: solved\n- id: person", []),
    (
        "say: 用手机找回。",
        "say: 到账号管理点“注销”。",
        [
            "faq/guides/lost.yml:10: 步骤「reset」叫人去做收不回的事（注销），却没有先说警告。"
            "改法：在这一步写 warn: erase"
        ],
    ),
    (
        "say: 用手机找回。",
        f"say: {'好' * 180}。",
        [
            "faq/guides/lost.yml:10: 步骤「reset」连同前面要说的最多有 13 行，手机一屏 12 行（每行 18 个字）。"
            "改法：缩短 say，或拆成两步"
        ],
    ),
    (
        "say: 用手机找回。",
        f"say: {'好' * 31}。\n  warn: erasee",
        ["faq/guides/lost.yml:12: 没有「erasee」这条警告。改法：是不是想写「erase」？"],
    ),
    ("  collect: phone\n", "", ["faq/guides/lost.yml:4: 步骤「phone」什么也没做"]),
    (
        "  end: ticket\n",
        "  end: outside\n",
        ["faq/guides/lost.yml:19: 步骤「person」的 end 和 outside 对不上。改法：end: outside 才写 outside: 找谁"],
    ),
    (
        "  collect: phone\n",
        "  collect: phone\n  about: reset_password\n",
        ["faq/guides/lost.yml:6: 步骤「phone」写了 about，却没有 end。改法：删掉 about，或补上 end"],
    ),
    ("  end: ticket\n", "  ends: ticket\n", ["没有「ends」这个字段。改法：是不是想写「end」？"]),
]


@pytest.mark.parametrize(("old", "new", "expected"), PLANTED, ids=range(len(PLANTED)))
def test_planted_faults(tmp_path: Path, old: str, new: str, expected: list[str]) -> None:
    assert old in GUIDE
    said = found(write_project(tmp_path, GUIDE.replace(old, new, 1)))
    assert len(said) == len(expected), said
    for line, beginning in zip(said, expected, strict=True):
        assert beginning in line


FACTS = [
    ("yes: usable", "yes: able", "faq/situation.yml:16: 「yes」写的「able」不是它的值。改法：改成 values 里的编号"),
    ("after: [停机]", "after: [能用]", "faq/situation.yml:24: 「能用」既算「usable」又算「unusable」。改法："),
    ("again: 手机号那一项呢？", "again: 手机号还能用吗？", "faq/situation.yml:14: 「again」和「ask」一样"),
    ("- id: worked", "- id: phone", "faq/situation.yml:25: 「phone」写了两次。改法：换一个没有用过的编号"),
    ("title: 停用了", "title: 不能用", "步骤「phone」的选项「能用」和「不能用」分不开"),
    ("only: [没成]", "after: [手机号没成]", "「手机号没成」里有「phone」的名字「手机号」，会把它盖住"),
]


@pytest.mark.parametrize(("old", "new", "expected"), FACTS, ids=range(len(FACTS)))
def test_planted_faults_of_facts(tmp_path: Path, old: str, new: str, expected: str) -> None:
    said = found(write_project(tmp_path, situation=SITUATION.replace(old, new, 1)))
    assert any(expected in line for line in said), said


def test_a_warning_needs_two_wordings(tmp_path: Path) -> None:
    root = write_project(tmp_path, irreversible=IRREVERSIBLE.replace(", 再说一次，这一步收不回。", ""))
    assert found(root) == ["faq/irreversible.yml:5: 「warnings」是空的或太少。改法：补上内容，或删掉这一项"]


def test_every_fault_comes_in_one_error(tmp_path: Path) -> None:
    guide = GUIDE.replace("collect: phone", "collect: phoen").replace("then: solved", "then: solve")
    with pytest.raises(ContentError) as caught:
        load_sound_guides(write_project(tmp_path, guide))
    assert [(problem.path, problem.line) for problem in caught.value.problems] == [
        ("faq/guides/lost.yml", 5),
        ("faq/guides/lost.yml", 15),
    ]
