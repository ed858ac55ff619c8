"""What the cells of a table hold, however a program wrote them."""

from __future__ import annotations

import csv
import io
import re
import time
import zipfile
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from bot.commands.entry_table import read_sheet, read_table, write_table
from faq.editor.cells import cell_of, value_of
from faq.editor.exchange import Row
from tests.faq.editor.tables import refusals
from tests.processor import allowed_s


def test_what_follow_ups_hold_stands_in_their_cell_and_is_read_back() -> None:
    asked = {
        "asks": ["要钱吗", "收费不", "多少钱"],
        "say": "不要。\n真的。",
        "years": "-2007",
        "when": "phone is usable",
    }
    cell = cell_of("follow_ups", [asked])
    assert cell.endswith("年：-2007\n况：phone is usable")
    assert value_of("follow_ups", cell) == [asked]


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
    begun = time.process_time()
    rows = read_table(tmp_path / "t.xlsx")
    took_s = time.process_time() - begun
    assert took_s < allowed_s(5.0)  # as far as the formatting reaches, there are 19 billion cells
    assert [(row.number, row.cells) for row in rows] == [
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
