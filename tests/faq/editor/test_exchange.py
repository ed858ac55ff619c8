"""The table for Excel and back, with the YAML around it untouched."""

from __future__ import annotations

import csv
import io
import random
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from bot.commands.entry_table import read_sheet, read_table, write_table
from common.errors import BotError, ContentError
from faq.editor import exchange
from faq.editor.cells import COLUMNS
from faq.editor.exchange import Row, apply_import
from faq.loader import load_content
from tests.faq.content_folder import DAY, copy_knowledge, edit, faults

ACCOUNT, SUPPORT = "faq/entries/account.yml", "faq/entries/support.yml"
HEADINGS = ["文件", *COLUMNS.values()]


@pytest.fixture
def root(tmp_path):
    (tmp_path / "project").mkdir()
    return copy_knowledge(tmp_path / "project")


def export_table(root, path):
    headings, rows = exchange.export_rows(root)
    write_table(path, headings, rows)
    return len(rows)


def plan_import(root, path, clock):
    return exchange.plan_import(root, read_table(path), path.name, clock)


def texts(root):
    return {path.name: path.read_bytes() for path in sorted((root / "faq/entries").iterdir())}


def cells(path):
    """A CSV as {id: {heading: cell}}."""
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    return {row["编号"]: row for row in rows}


def write(path, rows):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _unlike_questions(seed):
    """Sentences that have nothing in common, in no language."""
    chance = random.Random(seed)
    return ["".join(chr(chance.randrange(0x4E00, 0x9000)) for _ in range(12)) for _ in range(25)]


def refusals(root, path):
    with pytest.raises(ContentError) as caught:
        plan_import(root, path, DAY)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
def test_round_trip_without_an_edit_changes_nothing(root, tmp_path, name):
    before = texts(root)
    assert export_table(root, tmp_path / name) == 3
    plan = plan_import(root, tmp_path / name, DAY)
    assert (plan.files, plan.changes) == ({}, ())
    apply_import(plan)
    assert texts(root) == before


def test_csv_opens_in_excel(root, tmp_path):
    export_table(root, tmp_path / "t.csv")
    data = (tmp_path / "t.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf" + "文件,编号,标准问题".encode())
    assert b"\r\n" in data
    row = cells(tmp_path / "t.csv")["reset_password"]
    assert (row["文件"], row["热门"], row["联系方式"]) == ("account.yml", "是", "kefu_wechat\nkefu_email")
    assert row["出处"] == "学信网服务号推送（高校转载） | 未注日期"


def test_xlsx_has_a_frozen_bold_heading_and_wrapped_cells(root, tmp_path):
    export_table(root, tmp_path / "t.xlsx")
    sheet = load_workbook(tmp_path / "t.xlsx").worksheets[0]
    assert (sheet.title, sheet.freeze_panes, sheet.max_row) == ("知识库", "C2", 4)
    assert [cell.value for cell in sheet[1]] == HEADINGS
    assert all(cell.font.b for cell in sheet[1])
    assert sheet["J2"].alignment.wrap_text


def test_import_changes_only_the_lines_that_differ(root, tmp_path):
    edit(root, ACCOUNT, "    - 短信已达上限\n", "    - 短信已达上限  # 页面原话\n    # 下面是口语\n")
    edit(root, ACCOUNT, "  hot: true\n", "  hot: true  # 首页\n")
    before = (root / ACCOUNT).read_text(encoding="utf-8")
    export_table(root, tmp_path / "t.csv")
    rows = cells(tmp_path / "t.csv")
    change = rows["sms_limited"]
    change["标准问题"] = "提示短信发得太频繁怎么办？"
    change["相似问"] = (
        change["相似问"]
        .replace("受限之后多长时间能恢复", "多久才能再发短信：要一天吗")
        .replace("按多了，系统把我给禁了\n", "")
    )
    change["相似问"] += "\n一句新的、谁也没有问过的话"
    change["核对日期"] = "2026/11/2"
    plan = plan_import(root, write(tmp_path / "t.csv", list(rows.values())), DAY)
    assert plan.changes == ("修改 sms_limited（account.yml）：标准问题、相似问、核对日期",)
    apply_import(plan)
    expected = (
        before.replace("title: 提示获取验证码太频繁怎么办？", "title: 提示短信发得太频繁怎么办？")
        .replace("    - 受限之后多长时间能恢复\n", "    - 多久才能再发短信：要一天吗\n")
        .replace("    - 按多了，系统把我给禁了\n", "")
        .replace(
            "    - 怎么才能解封我的号，让它接着发\n",
            "    - 怎么才能解封我的号，让它接着发\n    - 一句新的、谁也没有问过的话\n",
        )
    )
    head, tail = expected.rsplit("  reviewed: 2026-11-01", 1)
    assert (root / ACCOUNT).read_text(encoding="utf-8") == f"{head}  reviewed: 2026-11-02{tail}"
    assert faults(root) == []


def test_import_sets_and_removes_optional_fields(root, tmp_path):
    table = write(
        tmp_path / "t.csv",
        [
            {
                "编号": "sms_limited",
                "热门": "是",
                "关键词": "验证码受限，太频繁",
                "联系方式": "",
                "有效期止": "2027-01-31",
                "只给学校": "明德大学\n明大",
            },
            {
                "编号": "reset_password",
                "热门": "否",
                "关键词": "",
                "联系方式": "kefu_wechat",
                "有效期止": "",
                "只给学校": "",
            },
        ],
    )
    plan = plan_import(root, table, DAY)
    assert plan.changes == (
        "修改 sms_limited（account.yml）：热门、关键词、联系方式、有效期止、只给学校",
        "修改 reset_password（account.yml）：热门、关键词、联系方式",
    )
    apply_import(plan)
    text = (root / ACCOUNT).read_text(encoding="utf-8")
    assert "  intent: sms_code\n  hot: true\n  keywords: [验证码受限, 太频繁]\n  questions:\n" in text
    assert (
        "  related: [reset_password]\n  source:\n    - title: 学信网服务号推送（高校转载）\n      date: 未注日期\n"
        "  reviewed: 2026-11-01\n  valid_until: 2027-01-31\n  scope:\n    school: 明德大学\n    aliases: [明大]\n"
    ) in text
    assert "  intent: forgot_password\n  hot: false\n  prompts: [用户名 验证码 确定]\n  questions:\n" in text
    entry = load_content(root).entry("sms_limited")
    assert entry is not None
    assert (entry.keywords, entry.contacts, entry.hot) == (("验证码受限", "太频繁"), (), True)


def test_answer_and_sources_are_written_as_people_write_them(root, tmp_path):
    answer = "第一段：先等一等。\n\n1. 打开页面。\n2. 再试一次。"
    sources = "学信网声明（高校照录）|2020-07-01|https://www.chsi.com.cn/\n某校通知 # 3 | 2025-09"
    table = write(tmp_path / "t.csv", [{"编号": "sms_limited", "答案": answer, "出处": sources}])
    apply_import(plan_import(root, table, DAY))
    assert (
        "  answer: |\n    第一段：先等一等。\n\n    1. 打开页面。\n    2. 再试一次。\n  related: [reset_password]\n"
        "  contacts: [kefu_wechat]\n  source:\n    - title: 学信网声明（高校照录）\n      date: 2020-07-01\n"
        '      url: https://www.chsi.com.cn/\n    - title: "某校通知 # 3"\n      date: 2025-09\n'
    ) in (root / ACCOUNT).read_text(encoding="utf-8")


def test_new_entry_goes_to_the_end_of_its_file(root, tmp_path):
    export_table(root, tmp_path / "t.csv")
    row = cells(tmp_path / "t.csv")["contact_email"] | {
        "编号": "login_hint",
        "标准问题": "登录页在哪里？",
        "相关条目": "",
    }
    row["相似问"] = "\n".join(_unlike_questions(1))
    row["文件"] = "login.yml"
    row["答案"] = "打开[学信网](https://www.chsi.com.cn/)。"
    plan = plan_import(root, write(tmp_path / "t.csv", [row]), DAY)
    assert plan.changes == ("新增 login_hint（login.yml）",)
    apply_import(plan)
    text = (root / "faq/entries/login.yml").read_text(encoding="utf-8")
    assert text.startswith(
        "# yaml-language-server: $schema=../schema.json\n- id: login_hint\n"
        "  title: 登录页在哪里？\n  category: 客服与帮助\n"
    )
    assert text.endswith("      date: 未注日期\n  reviewed: 2026-11-01\n")
    row["文件"], row["编号"] = "support.yml", "login_hint_2"
    row["标准问题"], row["相似问"] = "怎样打开登录的网页呢？", "\n".join(_unlike_questions(2))
    before = (root / SUPPORT).read_text(encoding="utf-8")
    apply_import(plan_import(root, write(tmp_path / "t.csv", [row]), DAY))
    assert (root / SUPPORT).read_text(encoding="utf-8").startswith(f"{before}\n- id: login_hint_2\n")


def test_formulas_stay_text(tmp_path):
    rows = [["=1+1", "+86", "-x", "@SUM(A1)", "\t=2", "'='", "a=b"], ["=cmd|' /C calc'!A0"] + [""] * 6]
    headings = list("甲乙丙丁戊己庚")
    expected = [Row(number, dict(zip(headings, row, strict=True))) for number, row in enumerate(rows, start=2)]
    write_table(tmp_path / "t.csv", headings, rows)
    raw = list(csv.reader(io.StringIO((tmp_path / "t.csv").read_text(encoding="utf-8-sig"), newline="")))
    assert raw[1] == ["'=1+1", "'+86", "'-x", "'@SUM(A1)", "'\t=2", "''='", "a=b"]
    assert read_table(tmp_path / "t.csv") == expected
    write_table(tmp_path / "t.xlsx", headings, rows)
    sheet = load_workbook(tmp_path / "t.xlsx").worksheets[0]
    assert [cell.data_type for cell in sheet[2]] == ["s"] * 7
    assert [cell.quotePrefix for cell in sheet[2]] == [True, True, True, True, True, False, False]
    assert read_table(tmp_path / "t.xlsx") == expected


def test_formula_in_an_edited_table_is_refused(root, tmp_path):
    book = Workbook()
    book.active.append(["编号", "标准问题"])
    book.active.append(["sms_limited", '=HYPERLINK("http://example.com")'])
    book.save(tmp_path / "t.xlsx")
    assert refusals(root, tmp_path / "t.xlsx") == [
        't.xlsx:2: 有一格是公式或出错的值（=HYPERLINK("http://e…）。改法：选中这一格，复制后「选择性粘贴—值」，或直接写文字'
    ]


def test_excel_kinds_are_read_as_people_see_them(tmp_path):
    from datetime import datetime

    book = Workbook()
    book.active.append(["a", "b", "c", "d", "e"])
    book.active.append([datetime(2026, 11, 2), 400.0, True, 1.5, "x\r\ny"])
    book.save(tmp_path / "t.xlsx")
    assert read_table(tmp_path / "t.xlsx") == [
        Row(2, {"a": "2026-11-02", "b": "400", "c": "是", "d": "1.5", "e": "x\ny"})
    ]


def test_csv_of_chinese_excel_and_other_separators(tmp_path):
    (tmp_path / "t.csv").write_bytes("编号;标准问题\r\na;甲\r\n;\r\n".encode("gb18030"))
    assert read_table(tmp_path / "t.csv") == [Row(2, {"编号": "a", "标准问题": "甲"})]
    (tmp_path / "t.csv").write_bytes("编号\t标准问题\na\t甲\n".encode())
    assert read_table(tmp_path / "t.csv") == [Row(2, {"编号": "a", "标准问题": "甲"})]


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


def test_nothing_is_exported_from_a_broken_knowledge_base(root, tmp_path):
    edit(root, SUPPORT, "  reviewed: 2026-11-01\n", "")
    with pytest.raises(ContentError):
        export_table(root, tmp_path / "t.csv")
    assert not (tmp_path / "t.csv").exists()


def test_details_buttons_prompts_and_english_go_through_the_table(root, tmp_path):
    export_table(root, tmp_path / "t.csv")
    assert (
        cells(tmp_path / "t.csv")["reset_password"]["详细说明"] == "【还不行】\n收不到短信看[这里](faq:sms_limited)。"
    )
    row = {
        "编号": "sms_limited",
        "页面提示": "短信已达上限\n操作被禁止",
        "详细说明": "【注意】\n- 别连着点。\n\n【还不行】\n截图找客服。",
        "按钮": "找回密码 | faq:reset_password\n官网｜https://www.chsi.com.cn/",
        "英文答案": "Stop and wait 24 hours.",
    }
    apply_import(plan_import(root, write(tmp_path / "t.csv", [row]), DAY))
    assert (
        "  more:\n    - title: 注意\n      text: |\n        - 别连着点。\n    - title: 还不行\n      text: |\n"
        "        截图找客服。\n  actions:\n    - title: 找回密码\n      to: faq:reset_password\n    - title: 官网\n"
        "      to: https://www.chsi.com.cn/\n  answer_en: |\n    Stop and wait 24 hours.\n  related:"
    ) in (root / ACCOUNT).read_text(encoding="utf-8")
    entry = load_content(root).entry("sms_limited")
    assert entry is not None
    assert entry.prompts == ("短信已达上限", "操作被禁止")
    assert [(section.title, section.text) for section in entry.more] == [
        ("注意", "- 别连着点。"),
        ("还不行", "截图找客服。"),
    ]
    assert faults(root) == []
    assert plan_import(root, tmp_path / "t.csv", DAY).changes == ()


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


def damaged_dimension(path: Path) -> None:
    """Rewrite what the first sheet says of its own size, as some programs get it wrong."""
    with zipfile.ZipFile(path) as packed:
        parts = {item: packed.read(item) for item in packed.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', parts[name])
    with zipfile.ZipFile(path, "w") as packed:
        for item, content in parts.items():
            packed.writestr(item, content)


def test_the_cells_that_are_there_are_read_whatever_size_the_sheet_declares(tmp_path):
    write_table(tmp_path / "t.xlsx", ["编号", "答案"], [["a", "一"], ["b", "二"]])
    damaged_dimension(tmp_path / "t.xlsx")
    assert [row.cells for row in read_table(tmp_path / "t.xlsx")] == [
        {"编号": "a", "答案": "一"},
        {"编号": "b", "答案": "二"},
    ]


def test_formatted_empty_rows_and_columns_cost_nothing(tmp_path):
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["编号", "答案"])
    sheet.append(["a", "一"])
    for place in ("A1048576", "XFD19000"):
        sheet[place].font = Font(bold=True)
    sheet["A30000"] = "b"
    book.save(tmp_path / "t.xlsx")
    assert [(row.number, row.cells) for row in read_table(tmp_path / "t.xlsx")] == [
        (2, {"编号": "a", "答案": "一"}),
        (30000, {"编号": "b", "答案": ""}),
    ]


def test_a_sheet_of_notes_before_the_table_is_passed_over_and_the_one_read_is_named(root, tmp_path):
    book = Workbook()
    book.worksheets[0].title = "说明"
    book.worksheets[0].append(["请在第二张表里改"])
    table = book.create_sheet("九月")
    table.append(["编号", "答案"])
    table.append(["a", "一"])
    book.save(tmp_path / "t.xlsx")
    sheet, rows = read_sheet(tmp_path / "t.xlsx")
    assert (sheet, [row.cells for row in rows]) == ("九月", [{"编号": "a", "答案": "一"}])


def test_a_missing_column_of_ids_is_one_message(root, tmp_path):
    write_table(tmp_path / "t.xlsx", ["标准问题", "答案"], [["甲", "一"], ["乙", "二"], ["丙", "三"]])
    assert refusals(root, tmp_path / "t.xlsx") == [
        "t.xlsx:1: 没有「编号」这一列。改法：补上「编号」列，它说明每一行是哪个条目"
    ]
