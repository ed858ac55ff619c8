"""The workbook for office people: choices to pick from, ids that no slip can change; and merged cells read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import iterparse

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation

from common.cells import FORMULA_STARTS

SHEET = "知识库"
"""The sheet that holds the table."""
_CHOICES = "可选的值"
_FIXED = ("文件", "编号")
"""Columns that say which entry a row is: open for new rows only."""
_WIDTHS = {"答案": 70, "相似问": 50, "标准问题": 34, "出处": 34, "编号": 24}
_LAST_ROW = 20_000
_MERGE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}mergeCell"


@dataclass(frozen=True)
class MergedRange:
    """Cells that were made one; rows and columns from 1, both ends included."""

    name: str
    left: int
    top: int
    right: int
    bottom: int


def make_workbook(
    headings: Sequence[str], rows: Sequence[Sequence[str]], choices: Mapping[str, Sequence[str]]
) -> Workbook:
    """The table as a workbook: `choices` are what the cells under a heading may say."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    sheet.freeze_panes = "C2" if headings[:2] == list(_FIXED) else "B2"
    for row_number, row in enumerate([headings, *rows], start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(row_number, column)
            cell.value = text
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.protection = Protection(locked=row_number == 1 or headings[column - 1] in _FIXED)
            if row_number == 1:
                cell.font = Font(bold=True)
            if text.startswith(FORMULA_STARTS):
                # Text, whatever it looks like, also after somebody has edited it.
                cell.data_type = "s"
                cell.quotePrefix = True
    for column, heading in enumerate(headings, start=1):
        dimension = sheet.column_dimensions[get_column_letter(column)]
        dimension.width = _WIDTHS.get(heading, 16)
        dimension.protection = Protection(locked=False)
    _protect(sheet)
    _offer(book, sheet, headings, choices)
    return book


def _protect(sheet: Any) -> None:
    """Against slips, not against people: without a password, anybody may take it off."""
    protection = sheet.protection
    protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter"):
        setattr(protection, allowed, False)  # what is *not* allowed, as the format has it


def _offer(book: Workbook, sheet: Any, headings: Sequence[str], choices: Mapping[str, Sequence[str]]) -> None:
    """Lists to pick from; on a sheet of their own, because a list inside the rule may have 255 characters only."""
    offered = [heading for heading in headings if choices.get(heading)]
    if not offered:
        return
    values = book.create_sheet(_CHOICES)
    for column, heading in enumerate(offered, start=1):
        for row, text in enumerate((heading, *choices[heading]), start=1):
            values.cell(row, column).value = text
        letter = get_column_letter(column)
        last = len(choices[heading]) + 1
        rule = DataValidation(type="list", formula1=f"'{_CHOICES}'!${letter}$2:${letter}${last}", allow_blank=True)
        rule.errorTitle, rule.error = "没有这个值", f"「{heading}」只能从列表里选。"
        rule.showErrorMessage = True
        place = get_column_letter(headings.index(heading) + 1)
        rule.add(f"{place}2:{place}{_LAST_ROW}")
        sheet.add_data_validation(rule)
    values.sheet_state = "hidden"


def merged_ranges(sheet: Any) -> list[MergedRange]:
    """The merged cells of a sheet that is read row by row, which openpyxl itself does not tell."""
    found = []
    with sheet._get_source() as source:  # the one way to the part of the file behind the sheet
        for _, element in iterparse(source):  # noqa: S314 - as openpyxl reads the same bytes; sizes are checked before
            if element.tag == _MERGE:
                area = CellRange(element.get("ref", ""))
                found.append(MergedRange(area.coord, area.min_col, area.min_row, area.max_col, area.max_row))
            element.clear()
    return found
