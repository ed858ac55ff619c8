"""Tables people edit in Excel: CSV and xlsx in, CSV and xlsx out, with the row of every fault.

A cell that begins like a formula (= + - @) could run a command on the computer of whoever opens the
table (CSV injection, OWASP); such cells are written so that they stay text, and read back as they were.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from common.errors import BotError, ContentError, Problem
from faq.editor.exchange import Row

FORMATS = (".csv", ".xlsx")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_MOST_ROWS = 20_000
_MOST_BYTES = 64 * 1024 * 1024
_SHEET = "知识库"
# openpyxl lets whatever its XML parser and its own code stumble over pass through.
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,
    EOFError,
)
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
    suffix = _format(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BotError(f"{path.name}：读不了（{error.strerror}）。改法：检查文件名。") from error
    if len(data) > _MOST_BYTES:
        raise ContentError([_fault(path, 1, "文件太大", "只留要改的那些行")])
    grid = _csv_grid(path, data) if suffix == ".csv" else _xlsx_grid(path, data)
    return _rows(path, grid)


def _rows(path: Path, grid: list[list[str]]) -> list[Row]:
    if not grid or not any(grid[0]):
        raise ContentError([_fault(path, 1, "第一行没有表头", "先用 bot faq export 导出一份，在它上面改")])
    headings = [heading.strip() for heading in grid[0]]
    problems = []
    for place, heading in enumerate(headings):
        if heading and heading in headings[:place]:
            problems.append(_fault(path, 1, f"表头「{heading}」出现了两次", "删掉多余的一列"))
    rows = []
    for number, line in enumerate(grid[1:], start=2):
        if not any(cell.strip() for cell in line):
            continue
        if any(cell.strip() for place, cell in enumerate(line) if place >= len(headings) or not headings[place]):
            problems.append(_fault(path, number, "有一格超出了表头的列", "删掉多出来的内容，或给这一列补上表头"))
        rows.append(Row(number, {name: cell for name, cell in zip(headings, line, strict=False) if name}))
    if problems:
        raise ContentError(problems)
    return rows


def _csv_bytes(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([headings, *([_harmless(cell) for cell in row] for row in rows)])
    # Excel takes a CSV for the local code page unless it begins with this mark.
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _csv_grid(path: Path, data: bytes) -> list[list[str]]:
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
    grid: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for line in reader:
            grid.append([_plain(cell) for cell in line])
            if len(grid) > _MOST_ROWS:
                raise ContentError([_fault(path, len(grid), f"超过 {_MOST_ROWS} 行", "分成几个文件")])
    except csv.Error as error:
        remedy = "检查这一行的引号是否成对，或改用 .xlsx"
        raise ContentError([_fault(path, len(grid) + 1, "不是合法的 CSV", remedy)]) from error
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
            if text.startswith(_FORMULA_STARTS):
                # Text, whatever it looks like, also after somebody has edited it.
                cell.data_type = "s"
                cell.quotePrefix = True
    for column, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(heading, 16)
    return book


def _xlsx_grid(path: Path, data: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            # A few kilobytes can unpack to gigabytes.
            if sum(item.file_size for item in packed.infolist()) > _MOST_BYTES:
                raise ContentError([_fault(path, 1, "文件解开后太大", "另存为一个新的 .xlsx，只留要改的行")])
        book = load_workbook(io.BytesIO(data), read_only=True)
        sheet = book[_SHEET] if _SHEET in book.sheetnames else book.worksheets[0]
        lines = [list(line) for _, line in zip(range(_MOST_ROWS + 1), sheet.iter_rows(), strict=False)]
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
    if len(lines) > _MOST_ROWS:
        raise ContentError([_fault(path, _MOST_ROWS, f"超过 {_MOST_ROWS} 行", "分成几个文件")])
    problems: list[Problem] = []
    grid = []
    for number, line in enumerate(lines, start=1):
        cells = []
        for cell in line:
            if cell.data_type in ("f", "e"):
                remedy = "选中这一格，复制后「选择性粘贴—值」，或直接写文字"
                problems.append(_fault(path, number, f"有一格是公式或出错的值（{_clip(cell.value)}）", remedy))
            cells.append(_cell_text(cell.value))
        grid.append(cells)
    if problems:
        raise ContentError(problems)
    return grid


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


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith((*_FORMULA_STARTS, "'")) else text


def _plain(cell: str) -> str:
    cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_FORMULA_STARTS, "'")) else cell


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
