"""Tables people edit in Excel: CSV and xlsx in, CSV and xlsx out, with the row of every fault.

A cell that begins like a formula (= + - @) could run a command on the computer of whoever opens the
table (CSV injection, OWASP); such cells are written so that they stay text, and read back as they were.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from bot.commands.entry_workbook import SHEET, MergedRange, make_workbook, merged_ranges
from common.cells import for_spreadsheet, from_spreadsheet
from common.errors import BotError, ContentError, Problem
from common.machine_faults import reason_of
from common.whole_files import replace_files
from faq.editor.exchange import Row

FORMATS = (".csv", ".xlsx")
_MOST_ROWS = 20_000
_MOST_COLUMNS = 200
_MOST_BYTES = 64 * 1024 * 1024
_ID_HEADINGS = ("编号", "id")
_MOST_TITLE_ROWS = 10
"""Above the headings people put a title and a word of explanation."""
_Line = tuple[int, list[str]]
"""A row as Excel numbers it, with its cells."""


def write_table(
    path: Path,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    choices: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Write a table in the format its name says; `choices` are what the cells under a heading may say.

    Raises:
        BotError: neither .csv nor .xlsx, or the file cannot be written.
    """
    suffix = _format(path)
    try:
        if suffix == ".csv":
            data = _csv_bytes(headings, rows)
        else:
            make_workbook(headings, rows, choices or {}).save(filled := io.BytesIO())
            data = filled.getvalue()
        replace_files({path: data})
    except OSError as error:
        raise BotError(
            f"{path.name}：写不了（{reason_of(error, writing=True)[0]}）。改法：换一个文件夹，或先在 Excel 里关掉它。"
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
        raise BotError(f"{path.name}：读不了（{reason_of(error)[0]}）。改法：检查文件名。") from error
    if len(data) > _MOST_BYTES:
        raise ContentError([_fault(path, 1, "文件太大", "只留要改的那些行")])
    sheet, grid = ("", _csv_grid(path, data)) if suffix == ".csv" else _xlsx_grid(path, data)
    return sheet, _rows(path, sheet, grid)


def _rows(path: Path, sheet: str, grid: list[_Line]) -> list[Row]:
    top = _heading_place(grid)
    grid = grid[top:]
    if not grid or (not top and grid[0][0] != 1) or not any(grid[0][1]):
        where = f"工作表「{sheet}」的第一行没有表头" if sheet else "第一行没有表头"
        raise ContentError([_fault(path, 1, where, "先用 ./run faq export 导出一份，在它上面改")])
    headings = [heading.strip() for heading in grid[0][1]]
    problems = []
    for place, heading in enumerate(headings):
        if heading and heading in headings[:place]:
            problems.append(_fault(path, grid[0][0], f"表头「{heading}」出现了两次", "删掉多余的一列"))
    rows = []
    for number, line in grid[1:]:
        if any(cell.strip() for place, cell in enumerate(line) if place >= len(headings) or not headings[place]):
            problems.append(_fault(path, number, "有一格超出了表头的列", "删掉多出来的内容，或给这一列补上表头"))
        whole = line + [""] * (len(headings) - len(line))  # an emptied cell at the end is a change too
        rows.append(Row(number, {name: cell for name, cell in zip(headings, whole, strict=False) if name}))
    if problems:
        raise ContentError(problems)
    return rows


def _heading_place(grid: list[_Line]) -> int:
    """Where the row of headings is: the first that has the column of ids, else the first of all."""
    for place, (_, cells) in enumerate(grid[:_MOST_TITLE_ROWS]):
        if any(cell.strip() in _ID_HEADINGS for cell in cells):
            return place
    return 0


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


def _xlsx_grid(path: Path, data: bytes) -> tuple[str, list[_Line]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            # A few kilobytes can unpack to gigabytes.
            if sum(item.file_size for item in packed.infolist()) > _MOST_BYTES:
                raise ContentError([_fault(path, 1, "文件解开后太大", "另存为一个新的 .xlsx，只留要改的行")])
        book = load_workbook(io.BytesIO(data), read_only=True)
        sheet = _sheet_with_entries(book)
        lines = _filled_lines(path, sheet)
        merged = merged_ranges(sheet)
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
    problems += _unmerge(path, grid, merged)
    if problems:
        raise ContentError(problems)
    return sheet.title, grid


def _unmerge(path: Path, grid: list[_Line], merged: Sequence[MergedRange]) -> list[Problem]:
    """Give every row what a cell merged downwards says for it; cells merged otherwise say nothing certain."""
    top = _heading_place(grid)
    ids = [place for place, cell in enumerate(grid[top][1]) if cell.strip() in _ID_HEADINGS] if grid else []
    lines = dict(grid[top + 1 :])
    problems = []
    for area in merged:
        rows = [number for number in range(area.top, min(area.bottom, area.top + _MOST_ROWS) + 1) if number in lines]
        if not rows:  # a title over the headings
            continue
        if area.left != area.right or area.left - 1 in ids:
            message = f"有合并的单元格（{area.name}），不知道各是什么"
            problems.append(_fault(path, rows[0], message, "取消合并，每一格各写各的"))
            continue
        first = lines.get(area.top, [])
        said = first[area.left - 1] if len(first) >= area.left else ""
        for number in rows:
            cells = lines[number]
            cells.extend([""] * (area.left - len(cells)))
            cells[area.left - 1] = said
    return problems


def _sheet_with_entries(book: Any) -> Any:
    """The sheet our export made; else the first whose heading has the column of ids; else the first."""
    if SHEET in book.sheetnames:
        return book[SHEET]
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=_MOST_TITLE_ROWS, max_col=_MOST_COLUMNS, values_only=True)
        if any(str(cell).strip() in _ID_HEADINGS for row in rows for cell in row if cell is not None):
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
