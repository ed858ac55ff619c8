"""Tables people edit in Excel: CSV and xlsx in, CSV and xlsx out, with the row of every fault.

A cell that begins like a formula (= + - @) could run a command on the computer of whoever opens the
table (CSV injection, OWASP); such cells are written so that they stay text, and read back as they were.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from common.cells import FORMULA_STARTS, for_spreadsheet, from_spreadsheet
from common.errors import BotError, ContentError, Problem
from faq.editor.exchange import Row

FORMATS = (".csv", ".xlsx")
_MOST_ROWS = 20_000
_MOST_COLUMNS = 200
_MOST_BYTES = 64 * 1024 * 1024
_SHEET = "知识库"
_ID_HEADINGS = ("编号", "id")
_Line = tuple[int, list[str]]
"""A row as Excel numbers it, with its cells."""

_WIDTHS = {"答案": 70, "相似问": 50, "标准问题": 34, "出处": 34, "编号": 24}


def write_table(path: Path, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a table in the format its name says.

    Raises:
        BotError: neither .csv nor .xlsx, or the file cannot be written.
    """
    suffix = _format(path)
    try:
        if suffix == ".csv":
            path.write_bytes(_csv_bytes(headings, rows))
        else:
            _workbook(headings, rows).save(path)
    except OSError as error:
        raise BotError(
            f"{path.name}：写不了（{error.strerror}）。改法：换一个文件夹，或先在 Excel 里关掉它。"
        ) from error


def read_table(path: Path) -> list[Row]:
    """The rows of a table that hold anything.

    Raises:
        BotError: no such file, or neither .csv nor .xlsx.
        ContentError: the file is broken, or has a cell that cannot be taken.
    """
    return read_sheet(path)[1]


def read_sheet(path: Path) -> tuple[str, list[Row]]:
    """The same with the name of the sheet that was read; empty for a file that has none.

    Raises:
        BotError: no such file, or neither .csv nor .xlsx.
        ContentError: the file is broken, or has a cell that cannot be taken.
    """
    suffix = _format(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BotError(f"{path.name}：读不了（{error.strerror}）。改法：检查文件名。") from error
    if len(data) > _MOST_BYTES:
        raise ContentError([_fault(path, 1, "文件太大", "只留要改的那些行")])
    sheet, grid = ("", _csv_grid(path, data)) if suffix == ".csv" else _xlsx_grid(path, data)
    return sheet, _rows(path, sheet, grid)


def _rows(path: Path, sheet: str, grid: list[_Line]) -> list[Row]:
    if not grid or grid[0][0] != 1 or not any(grid[0][1]):
        where = f"工作表「{sheet}」的第一行没有表头" if sheet else "第一行没有表头"
        raise ContentError([_fault(path, 1, where, "先用 bot faq export 导出一份，在它上面改")])
    headings = [heading.strip() for heading in grid[0][1]]
    problems = []
    for place, heading in enumerate(headings):
        if heading and heading in headings[:place]:
            problems.append(_fault(path, 1, f"表头「{heading}」出现了两次", "删掉多余的一列"))
    rows = []
    for number, line in grid[1:]:
        if any(cell.strip() for place, cell in enumerate(line) if place >= len(headings) or not headings[place]):
            problems.append(_fault(path, number, "有一格超出了表头的列", "删掉多出来的内容，或给这一列补上表头"))
        whole = line + [""] * (len(headings) - len(line))  # an emptied cell at the end is a change too
        rows.append(Row(number, {name: cell for name, cell in zip(headings, whole, strict=False) if name}))
    if problems:
        raise ContentError(problems)
    return rows


def _csv_bytes(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([headings, *([for_spreadsheet(cell) for cell in row] for row in rows)])
    # Excel takes a CSV for the local code page unless it begins with this mark.
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _csv_grid(path: Path, data: bytes) -> list[_Line]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")  # what Chinese Excel writes when asked for plain «CSV»
        except UnicodeDecodeError as error:
            remedy = "在 Excel 里另存为「CSV UTF-8（逗号分隔）」，或直接用 .xlsx"
            raise ContentError([_fault(path, 1, "文件的编码不认识", remedy)]) from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    grid: list[_Line] = []
    number = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, line in enumerate(reader, start=1):
            if any(cell.strip() for cell in line):
                grid.append((number, [_plain(cell) for cell in line]))
            if len(grid) > _MOST_ROWS:
                raise ContentError([_fault(path, number, f"超过 {_MOST_ROWS} 行", "分成几个文件")])
    except csv.Error as error:
        remedy = "检查这一行的引号是否成对，或改用 .xlsx"
        raise ContentError([_fault(path, number + 1, "不是合法的 CSV", remedy)]) from error
    return grid


def _workbook(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Workbook:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _SHEET
    sheet.freeze_panes = "B2"
    for row_number, row in enumerate([headings, *rows], start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(row_number, column)
            cell.value = text
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if row_number == 1:
                cell.font = Font(bold=True)
            if text.startswith(FORMULA_STARTS):
                # Text, whatever it looks like, also after somebody has edited it.
                cell.data_type = "s"
                cell.quotePrefix = True
    for column, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(heading, 16)
    return book


def _xlsx_grid(path: Path, data: bytes) -> tuple[str, list[_Line]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            # A few kilobytes can unpack to gigabytes.
            if sum(item.file_size for item in packed.infolist()) > _MOST_BYTES:
                raise ContentError([_fault(path, 1, "文件解开后太大", "另存为一个新的 .xlsx，只留要改的行")])
        book = load_workbook(io.BytesIO(data), read_only=True)
        sheet = _sheet_with_entries(book)
        lines = _filled_lines(path, sheet)
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        IndexError,
        TypeError,
        SyntaxError,
    ) as error:
        # openpyxl lets whatever its XML parser and its own code stumble over pass through.
        raise ContentError([_fault(path, 1, "不是能读的 .xlsx 文件", "用 Excel 打开后另存为 .xlsx")]) from error
    problems: list[Problem] = []
    grid: list[_Line] = []
    for number, line in lines:
        cells = []
        for cell in line:
            if cell.data_type in ("f", "e"):
                remedy = "选中这一格，复制后「选择性粘贴—值」，或直接写文字"
                problems.append(_fault(path, number, f"有一格是公式或出错的值（{_clip(cell.value)}）", remedy))
            cells.append(_cell_text(cell.value))
        grid.append((number, cells))
    if problems:
        raise ContentError(problems)
    return sheet.title, grid


def _sheet_with_entries(book: Any) -> Any:
    """The sheet our export made; else the first whose heading has the column of ids; else the first."""
    if _SHEET in book.sheetnames:
        return book[_SHEET]
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        first = next(sheet.iter_rows(max_row=1, max_col=_MOST_COLUMNS, values_only=True), ())
        if any(str(cell).strip() in _ID_HEADINGS for cell in first if cell is not None):
            return sheet
    return book.worksheets[0]


def _filled_lines(path: Path, sheet: Any) -> list[tuple[int, list[Any]]]:
    """The rows that hold anything, whatever size the sheet declares and however far it is formatted."""
    sheet.reset_dimensions()
    lines: list[tuple[int, list[Any]]] = []
    for number, line in enumerate(sheet.iter_rows(), start=1):
        last = max((place for place, cell in enumerate(line, start=1) if _is_filled(cell)), default=0)
        if not last:
            continue
        if last > _MOST_COLUMNS or len(lines) == _MOST_ROWS:
            where = "有一格远在表头右边" if last > _MOST_COLUMNS else f"超过 {_MOST_ROWS} 行"
            raise ContentError([_fault(path, number, where, "删掉多出来的内容，或分成几个文件")])
        lines.append((number, list(line[:last])))
    return lines


def _is_filled(cell: Any) -> bool:
    return cell.value is not None and str(cell.value).strip() != ""


def _cell_text(value: Any) -> str:
    """What a person sees in the cell: Excel turns what looks like a date or a number into one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")


def _plain(cell: str) -> str:
    return from_spreadsheet(cell.replace("\r\n", "\n").replace("\r", "\n"))


def _format(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise BotError(f"{path.name}：只认 .csv 和 .xlsx。改法：换成其中一种扩展名。")
    return suffix


def _fault(path: Path, row: int, message: str, remedy: str) -> Problem:
    return Problem(path.name, row, message, remedy, "table")


def _clip(value: object) -> str:
    text = str(value)
    return text if len(text) <= 20 else text[:20] + "…"
