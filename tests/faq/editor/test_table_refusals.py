"""What a table may not say, each refusal with its row; nothing is written then."""

from __future__ import annotations

import zipfile

import pytest

from bot.commands.entry_table import write_table
from common.errors import BotError, ContentError
from faq.editor.exchange import apply_import
from tests.common.test_whole_files import no_room
from tests.faq.content_folder import DAY, edit
from tests.faq.editor.tables import SUPPORT, cells, export_table, plan_import, refusals, texts, write

ROWS = {
    "unknown_heading": (
        {"编号": "sms_limited", "标准问提": "x"},
        1,
        "不认识的表头「标准问提」。改法：是不是想写「标准问题」？",
    ),
    "no_id_column": ({"标准问题": "x？"}, 1, "没有「编号」这一列。改法：补上「编号」列，它说明每一行是哪个条目"),
    "flag": (
        {"编号": "sms_limited", "热门": "也许"},
        2,
        "「热门」要写成 是 或 否（现在是「也许」）。改法：写 是 或 否",
    ),
    "source": (
        {"编号": "sms_limited", "出处": "学信网"},
        2,
        "「出处」写法不对（现在是「学信网」）。改法：一行一个出处：谁说的 | 日期 | 网址（网址可以不写）",
    ),
    "day": (
        {"编号": "sms_limited", "核对日期": "昨天"},
        2,
        "「核对日期」的写法不对（现在是「昨天」）。改法：年-月-日，例如 2026-11-22",
    ),
    "no_such_day": (
        {"编号": "sms_limited", "核对日期": "2026-02-30"},
        2,
        "「核对日期」的日期不存在（现在是「2026-02-30」）。改法：按 年-月-日 写一个真实的日期",
    ),
    "required": ({"编号": "sms_limited", "答案": ""}, 2, "条目「sms_limited」缺少「答案」。改法：填上「答案」这一格"),
    "category": (
        {"编号": "sms_limited", "分类": "客服帮助"},
        2,
        "「分类」的值不认识（现在是「客服帮助」）。改法：是不是想写「客服与帮助」？",
    ),
    "move": (
        {"编号": "sms_limited", "文件": "support.yml"},
        2,
        "条目「sms_limited」在 account.yml，不能用导入移到「support.yml」。改法：「文件」列写 account.yml",
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_bad_rows_are_refused_with_their_number(root, tmp_path, name):
    row, number, message = ROWS[name]
    before = texts(root)
    assert f"t.csv:{number}: {message}" in refusals(root, write(tmp_path / "t.csv", [row]))
    assert texts(root) == before


def test_a_row_with_empty_cells_is_one_message(root, tmp_path):
    told = refusals(root, write(tmp_path / "t.csv", [{"编号": "new_one", "热门": "是", "文件": "account.yml"}]))
    assert len(told) == len(set(told)) > 0
    assert any(
        line.endswith("改法：填上「标准问题」「分类」「意图」「相似问」「答案」「出处」「核对日期」这 7 格")
        for line in told
    ), told


def test_every_bad_row_in_one_run(root, tmp_path):
    rows = [
        {"编号": "sms_limited", "热门": "x", "文件": ""},
        {"编号": "", "热门": "是", "文件": ""},
        {"编号": "sms_limited", "热门": "是", "文件": ""},
        {"编号": "new_one", "热门": "是", "文件": "../x.yml"},
    ]
    assert refusals(root, write(tmp_path / "t.csv", rows))[:3] == [
        "t.csv:2: 「热门」要写成 是 或 否（现在是「x」）。改法：写 是 或 否",
        "t.csv:3: 没有写编号。改法：补上条目的编号，或删掉这一行",
        "t.csv:4: 编号「sms_limited」出现了两次（第一次在第 2 行）。改法：合并成一行",
    ]


def test_new_entry_cannot_leave_the_folder(root, tmp_path):
    export_table(root, tmp_path / "t.csv")
    row = cells(tmp_path / "t.csv")["contact_email"] | {"编号": "escape", "文件": "../../evil.yml"}
    assert refusals(root, write(tmp_path / "t.csv", [row])) == [
        "t.csv:2: 新条目「escape」没有写明文件（现在是「../../evil.yml」）。"
        "改法：在「文件」列写明放进哪个文件，例如 password.yml"
    ]


def test_what_the_check_would_find_is_refused_before_it_is_written(root, tmp_path):
    before = texts(root)
    table = write(
        tmp_path / "t.csv",
        [{"编号": "sms_limited", "答案": "不行。看[这里](https://example.com/)，或打 010-67410338。"}],
    )
    assert refusals(root, table) == [
        "faq/entries/account.yml:87: 条目「sms_limited」的答案链接到非官方网址（现在是「https://example.com/」）。"
        "改法：只能链接 chsi.com.cn、gov.cn、neea.edu.cn、neea.cn、ncss.cn、gatzs.com.cn",
        "faq/entries/account.yml:87: 条目「sms_limited」的联系方式「010-67410338」和联系方式「kefu_phone」不一致"
        "（那里是「010-67410388」，在 faq/contacts.yml:14）。改法：核对后统一，多半应写 010-67410388",
    ]
    assert texts(root) == before


FILES = {
    "empty.csv": (b"", 1, "第一行没有表头。改法：先用 ./run faq export 导出一份，在它上面改"),
    "heading.csv": ("编号,标准问题\n".encode(), 1, "表里没有内容。改法：至少留一行条目"),
    "quote.csv": (
        '编号,标准问题\nsms_limited,"x\n'.encode(),
        2,
        "不是合法的 CSV。改法：检查这一行的引号是否成对，或改用 .xlsx",
    ),
    "bytes.csv": (
        b"\xff\xff\xff",
        1,
        "文件的编码不认识。改法：在 Excel 里另存为「CSV UTF-8（逗号分隔）」，或直接用 .xlsx",
    ),
    "twice.csv": ("编号,编号\na,b\n".encode(), 1, "表头「编号」出现了两次。改法：删掉多余的一列"),
    "wide.csv": (
        "编号\nsms_limited,多出来的\n".encode(),
        2,
        "有一格超出了表头的列。改法：删掉多出来的内容，或给这一列补上表头",
    ),
    "text.xlsx": ("不是表格".encode(), 1, "不是能读的 .xlsx 文件。改法：用 Excel 打开后另存为 .xlsx"),
}


@pytest.mark.parametrize("name", FILES)
def test_broken_tables_are_refused(root, tmp_path, name):
    data, row, message = FILES[name]
    (tmp_path / name).write_bytes(data)
    assert refusals(root, tmp_path / name) == [f"{name}:{row}: {message}"]


def test_control_characters_never_reach_the_files(root, tmp_path):
    before = texts(root)
    (tmp_path / "t.csv").write_bytes("编号,答案\nsms_limited,好\0的\x07。\n".encode())
    with pytest.raises(ContentError):
        plan_import(root, tmp_path / "t.csv", DAY)
    assert texts(root) == before


def test_zip_that_unpacks_to_gigabytes_is_refused(root, tmp_path):
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (65 * 1024 * 1024))
    assert refusals(root, tmp_path / "t.xlsx") == ["t.xlsx:1: 文件解开后太大。改法：另存为一个新的 .xlsx，只留要改的行"]


def test_other_formats_and_missing_files(root, tmp_path):
    with pytest.raises(BotError, match=r"t\.ods：只认 \.csv 和 \.xlsx。改法：换成其中一种扩展名。"):
        export_table(root, tmp_path / "t.ods")
    with pytest.raises(BotError, match=r"t\.csv：读不了"):
        plan_import(root, tmp_path / "t.csv", DAY)
    with pytest.raises(BotError, match=r"t\.csv：写不了"):
        export_table(root, tmp_path / "none" / "t.csv")


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
def test_where_there_is_no_room_the_table_before_stays_and_nothing_is_left(root, tmp_path, name):
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / name).write_bytes(b"before")
    with no_room(), pytest.raises(BotError, match=rf"{name}：写不了"):
        export_table(root, folder / name)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {name: b"before"}


def test_an_import_without_room_leaves_the_files_as_they_were(root, tmp_path):
    export_table(root, tmp_path / "t.csv")
    rows = cells(tmp_path / "t.csv")
    rows["sms_limited"]["热门"] = "是"
    plan = plan_import(root, write(tmp_path / "t.csv", list(rows.values())), DAY)
    before = texts(root)
    with no_room(), pytest.raises(OSError):
        apply_import(plan)
    assert texts(root) == before


def test_nothing_is_exported_from_a_broken_knowledge_base(root, tmp_path):
    edit(root, SUPPORT, "  reviewed: 2026-11-01\n", "")
    with pytest.raises(ContentError):
        export_table(root, tmp_path / "t.csv")
    assert not (tmp_path / "t.csv").exists()


@pytest.mark.parametrize(
    ("heading", "cell", "message"),
    [
        ("按钮", "找回密码", "「按钮」写法不对（现在是「找回密码」）。改法：一行一个按钮："),
        ("详细说明", "没有小标题", "「详细说明」第一行不是小标题（现在是「没有小标题」）。改法：小标题单独一行"),
    ],
)
def test_details_and_buttons_that_cannot_be_read_are_refused(root, tmp_path, heading, cell, message):
    table = write(tmp_path / "t.csv", [{"编号": "sms_limited", heading: cell}])
    [refusal] = refusals(root, table)
    assert refusal.startswith(f"t.csv:2: {message}")


def test_a_missing_column_of_ids_is_one_message(root, tmp_path):
    write_table(tmp_path / "t.xlsx", ["标准问题", "答案"], [["甲", "一"], ["乙", "二"], ["丙", "三"]])
    assert refusals(root, tmp_path / "t.xlsx") == [
        "t.xlsx:1: 没有「编号」这一列。改法：补上「编号」列，它说明每一行是哪个条目"
    ]
