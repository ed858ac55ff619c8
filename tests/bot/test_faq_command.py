"""`bot faq`: the editor's tools from the command line, and `bot check` with advice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.__main__ import main
from tests.faq.content_folder import copy_knowledge, edit

ACCOUNT = "faq/entries/account.yml"
REAL = Path(__file__).resolve().parents[2]


@pytest.fixture
def root(tmp_path):
    (tmp_path / "project").mkdir()
    return copy_knowledge(tmp_path / "project")


def test_export_edit_import(root, tmp_path, capsys):
    table = tmp_path / "t.csv"
    assert main(["faq", "export", str(table)], root) == 0
    assert capsys.readouterr().out == f"已导出 3 个条目到 {table}。改好后运行：./run faq import {table}\n"
    assert main(["faq", "import", str(table)], root) == 0
    assert capsys.readouterr().out == "表格和知识库一样，没有要改的。\n"
    table.write_bytes(
        table.read_bytes().replace("提示获取验证码太频繁怎么办？".encode(), "短信太频繁怎么办？".encode())
    )
    before = (root / ACCOUNT).read_text(encoding="utf-8")
    assert main(["faq", "import", str(table), "--dry-run"], root) == 0
    assert capsys.readouterr().out == (
        "修改 sms_limited（account.yml）：标准问题\n"
        "  标准问题：提示获取验证码太频繁怎么办？ → 短信太频繁怎么办？\n\n会改 1 个条目、1 个文件（没有写入）。\n"
    )
    assert (root / ACCOUNT).read_text(encoding="utf-8") == before
    assert main(["faq", "import", str(table)], root) == 0
    assert capsys.readouterr().out == (
        "修改 sms_limited（account.yml）：标准问题\n\n已写入 1 个条目、1 个文件；几秒内生效，不用重新训练。\n"
    )
    assert (root / ACCOUNT).read_text(encoding="utf-8") == before.replace(
        "提示获取验证码太频繁怎么办？", "短信太频繁怎么办？"
    )


def test_the_sheet_that_was_read_is_named(root, tmp_path, capsys):
    table = tmp_path / "t.xlsx"
    assert main(["faq", "export", str(table)], root) == 0
    book = load_workbook(table)
    book.worksheets[0].title = "九月"
    book.create_sheet("说明", 0).append(["请在第二张表里改"])
    book.save(table)
    capsys.readouterr()
    assert main(["faq", "import", str(table)], root) == 0
    assert capsys.readouterr().out == "读的是工作表「九月」。\n表格和知识库一样，没有要改的。\n"


def test_bad_table_ends_with_one_and_its_row(root, tmp_path, capsys):
    table = tmp_path / "t.csv"
    table.write_text("编号,热门\nsms_limited,也许\n", encoding="utf-8")
    assert main(["faq", "import", str(table)], root) == 1
    assert capsys.readouterr() == (
        "",
        "检查改好以后的知识库…\nt.csv:2: 「热门」要写成 是 或 否（现在是「也许」）。改法：写 是 或 否\n",
    )


def test_formatting(root, capsys):
    assert main(["faq", "fmt", "--check"], root) == 0
    assert capsys.readouterr().out == "所有文件的写法都是统一的。\n"
    text = (root / ACCOUNT).read_text(encoding="utf-8")
    edit(root, ACCOUNT, "\n# 验证码\n", "\n\n\n# 验证码\n")
    assert main(["faq", "fmt", "--check"], root) == 1
    assert capsys.readouterr().out == "faq/entries/account.yml：要整理\n"
    assert main(["faq", "fmt"], root) == 0
    assert capsys.readouterr().out == "faq/entries/account.yml：已整理\n"
    assert (root / ACCOUNT).read_text(encoding="utf-8") == text


def test_suggestions(root, capsys):
    assert main(["faq", "suggest", "sms_limited"], root) == 0
    out = capsys.readouterr().out
    assert out.startswith("sms_limited　提示获取验证码太频繁怎么办？（25 个相似问）\n\n缺少的说法：\n")
    assert "  带背景的长叙述（60 字以上）：现有 0 个，建议至少 3 个\n" in out
    assert "\n最相近的条目：reset_password（0." in out
    assert main(["faq", "suggest", "nowhere"], root) == 2
    assert main(["faq", "suggest", "sms_limted"], root) == 2
    assert capsys.readouterr().err.splitlines() == [
        "没有「nowhere」这个条目。改法：用 ./run faq stats 看全部编号。",
        "没有「sms_limted」这个条目。改法：是不是想看「sms_limited」？",
    ]


@pytest.mark.slow
def test_suggestions_name_words_of_neighbours(capsys):
    assert main(["faq", "suggest", "change_phone"], REAL) == 0
    out = capsys.readouterr().out
    assert "最相近的条目：change_phone_old_unusable（0." in out
    assert "\n相近条目里常用、这里还没有的词（合适就用它写一句）：\n" in out


def test_figures(root, capsys):
    assert main(["faq", "stats"], root) == 0
    out = capsys.readouterr().out
    assert out.startswith(
        "3 个条目，75 个相似问；每条最少 25、中位 25、最多 25 个。\n"
        "追问：0 个条目有，共 0 条、0 种问法。\n\n学信网账号（2 条）\n"
    )
    assert "  reset_password　忘记密码怎么找回？　相似问 25，追问 0，12 行，详细说明 28 字，最新来源 未注日期，" in out
    assert main(["faq", "stats", "--confused"], root) == 0
    out = capsys.readouterr().out
    assert out.startswith("75 个相似问里有 ")


def test_an_entry_is_shown_as_phone_and_page_do(root, capsys):
    edit(
        root,
        ACCOUNT,
        "  related: [sms_limited]\n",
        "  actions:\n    - title: 次数受限\n      to: faq:sms_limited\n  related: [sms_limited]\n",
    )
    assert main(["faq", "show", "reset_password"], root) == 0
    out = capsys.readouterr().out
    phone, details, page = (
        out.split("── 回复")[0],
        out.split("── 回复")[1].split("── 网页上")[0],
        out.split("── 网页上")[1],
    )
    assert "忘记密码可以在网页上找回。" in phone
    assert "1. 次数受限" in phone
    assert "2. 详细说明" in phone
    assert phone.rstrip().endswith("来源与全文")
    assert "收不到短信看" not in phone
    assert "【还不行】" in details
    assert "收不到短信看" in details
    assert "［次数受限］→ faq:sms_limited" in page
    assert "■ 还不行" in page
    assert "来源：学信网服务号推送（高校转载），未注日期。" in page


def test_an_unknown_entry_gets_the_nearest_name(root, capsys):
    assert main(["faq", "show", "reset_pasword"], root) == 2
    assert "是不是想看「reset_password」？" in capsys.readouterr().err


def test_old_answers_get_a_proposal_and_stay_as_they_are(root, capsys):
    assert main(["faq", "fmt", "--phone"], root) == 0
    assert capsys.readouterr().out == "所有条目都适合手机。\n"
    edit(root, ACCOUNT, "    - 急着找回密码：改用邮箱。\n", "    - 急着[找回密码](faq:reset_password)：改用邮箱。\n")
    before = (root / ACCOUNT).read_text(encoding="utf-8")
    assert main(["faq", "fmt", "--phone"], root) == 1
    out = capsys.readouterr().out
    assert "条目「sms_limited」可以这样拆" in out
    assert "    - title: 找回密码\n      to: faq:reset_password" in out
    assert (root / ACCOUNT).read_text(encoding="utf-8") == before


def test_empty_knowledge_base_has_no_figures(tmp_path, capsys):
    assert main(["faq", "stats"], tmp_path) == 0
    assert capsys.readouterr().out == "知识库里还没有条目。\n"


def test_usage(root, capsys):
    assert main(["faq"], root) == 2
    assert "缺少参数：子命令" in capsys.readouterr().err
    assert main(["faq", "--help"], root) == 0
    assert "改好的表格写回 YAML" in capsys.readouterr().out
    assert main(["faq", "import", "--help"], root) == 0
    assert "--dry-run" in capsys.readouterr().out


def test_a_few_sentences_are_tried(root, capsys):
    assert main(["faq", "try", "密码忘了怎么办", "火星怎么去"], root) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("密码忘了怎么办　") and "“" in first and second == "火星怎么去　不回答"
    assert main(["faq", "try", "--json", "--after", str(root), "密码忘了怎么办"], root) == 0
    assert json.loads(capsys.readouterr().out)[0]["entry"] == "reset_password"
