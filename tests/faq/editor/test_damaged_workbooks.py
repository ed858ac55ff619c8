"""What office people do to the exported workbook, and the few lines each gets; pinned in `damaged_workbooks.yml`.

Run `python -m tests.faq.editor.test_damaged_workbooks` to write the snapshot anew after a message was reworded.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import load_workbook

from bot.commands.entry_table import read_table, write_table
from common.errors import ContentError
from faq.editor.exchange import export_rows, plan_import, table_choices
from tests.faq.content_folder import DAY, copy_knowledge, edit

SNAPSHOT = Path(__file__).with_name("damaged_workbooks.yml")
Sheet = Any


def place(sheet: Sheet, heading: str, row: int) -> Any:
    top = next(line for line in sheet.iter_rows(max_row=10) if any(cell.value == "编号" for cell in line))
    return sheet.cell(row, next(cell.column for cell in top if cell.value == heading))


def typed(heading: str, row: int, text: object) -> Callable[[Sheet], None]:
    return lambda sheet: setattr(place(sheet, heading, row), "value", text)


def edited(heading: str, row: int, old: str, new: str) -> Callable[[Sheet], None]:
    def damage(sheet: Sheet) -> None:
        cell = place(sheet, heading, row)
        assert old in cell.value
        cell.value = cell.value.replace(old, new)

    return damage


def title_rows(sheet: Sheet) -> None:
    sheet.insert_rows(1, 2)
    sheet["A1"] = "学信网知识库（九月修订）"
    sheet.merge_cells("A1:E1")
    place(sheet, "标准问题", 5).value = "密码忘了怎么办？"


def merged(cells: str) -> Callable[[Sheet], None]:
    return lambda sheet: sheet.merge_cells(cells)


def extra_column(heading: str | None) -> Callable[[Sheet], None]:
    def damage(sheet: Sheet) -> None:
        column = sheet.max_column + 1
        sheet.cell(1, column).value = heading
        sheet.cell(3, column).value = "小王看过"

    return damage


def copied_row(sheet: Sheet) -> None:
    sheet.append([cell.value for cell in sheet[2]])


def in_gbk(sheet: Sheet) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            cell.value = str(cell.value or "").encode("gbk", "replace").decode("gbk")


DAMAGES: dict[str, Callable[[Sheet], Any]] = {
    "没有改": lambda sheet: None,
    "改了标题": typed("标准问题", 2, "密码忘了怎么办？"),
    "加了一句相似问": edited("相似问", 3, "说我操作过于频繁", "说我操作过于频繁\n一天的短信都用完了"),
    "上面加了标题行": title_rows,
    "分类合并了单元格": merged("D2:D3"),
    "横着合并": merged("C2:D2"),
    "编号合并了": merged("B2:B3"),
    "多了备注列": extra_column("备注"),
    "多了没有表头的一列": extra_column(None),
    "表头打错": typed("标准问题", 1, "标淮问题"),
    "没有编号列": typed("编号", 1, "序号"),
    "改了编号": typed("编号", 3, "sms_too_often"),
    "复制了一行": copied_row,
    "存成了 GBK": in_gbk,
    "日期是文字": typed("核对日期", 2, "去年"),
    "分类打错": typed("分类", 2, "学信网帐号"),
    "写了公式": typed("标准问题", 2, "=1+1"),
    "热门写错": typed("热门", 2, "很热"),
    "出处写错": typed("出处", 2, "学信网"),
    "删掉了答案": typed("答案", 2, None),
}


def lines(name: str, folder: Path) -> list[str]:
    """What the import would say of the damaged workbook: its notes and changes, or its refusals."""
    root = copy_knowledge(folder)
    edit(root, "faq/entries/account.yml", "    注意：绑定过", "    注意▶绑定过")  # a mark that GBK does not have
    headings, rows = export_rows(root)
    table = folder / "知识库.xlsx"
    write_table(table, headings, rows, table_choices())
    book = load_workbook(table)
    DAMAGES[name](book.worksheets[0])
    book.save(table)
    try:
        plan = plan_import(root, read_table(table), table.name, DAY)
    except ContentError as refusal:
        return [str(problem) for problem in refusal.problems]
    return [*plan.notes, *plan.details]


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_is_taken_or_told_in_few_words(name: str, tmp_path: Path) -> None:
    assert lines(name, tmp_path) == yaml.safe_load(SNAPSHOT.read_text("utf-8"))[name]


def test_choices_are_offered_and_ids_are_locked(tmp_path: Path) -> None:
    headings, rows = export_rows(copy_knowledge(tmp_path))
    write_table(tmp_path / "t.xlsx", headings, rows, table_choices())
    book = load_workbook(tmp_path / "t.xlsx")
    sheet, values = book.worksheets
    assert sheet.protection.sheet
    assert not sheet.protection.password
    locked = {heading for heading, cell in zip(headings, sheet[2], strict=True) if cell.protection.locked}
    assert locked == {"文件", "编号"}
    assert not sheet.column_dimensions["B"].protection.locked  # a new row may get a new id
    offered = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert offered == {
        "D2": "'可选的值'!$A$2:$A$13",
        "E2": "'可选的值'!$B$2:$B$14",
        "F2": "'可选的值'!$C$2:$C$3",
        "G2": "'可选的值'!$D$2:$D$3",
    }
    assert [cell.value for cell in values[2]] == ["学信网账号", "forgot_password", "是", "是"]


if __name__ == "__main__":
    pinned = {}
    for each in DAMAGES:
        with tempfile.TemporaryDirectory() as where:
            pinned[each] = lines(each, Path(where))
    SNAPSHOT.write_text(yaml.safe_dump(pinned, allow_unicode=True, sort_keys=False, width=1000), "utf-8")
