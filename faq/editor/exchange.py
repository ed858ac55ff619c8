"""The knowledge base as a table and back: for colleagues who would rather edit in Excel than in YAML.

An export writes one row an entry. An import changes only the fields that differ from the files, keeps
every comment and the order of the files, and is all or nothing: a single bad row, or a fault the checks
would find in the result, and nothing is written. Rows that are missing delete nothing.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from common.clock import SYSTEM_CLOCK, Clock
from common.errors import ContentError, Problem, nearest_spelling, relative_path
from common.whole_files import replace_files
from common.yaml_nodes import YamlNode, read_text
from faq.checks.content import check_content
from faq.content.draft import missing_days
from faq.content.loader import CONTACTS_FILE, ENTRIES_FOLDER, load_content, read_content
from faq.content.schema_check import allowed_values, find_schema_faults
from faq.editor.cells import COLUMNS, EXAMPLES, FLAGS, KEYS, cell_of, comparable, value_of
from faq.editor.differences import shown_change
from faq.editor.editing import EntryFile
from faq.editor.table_slips import lost_characters, renamed_from
from faq.guiding.irreversible_file import IRREVERSIBLE_FILE
from faq.guiding.situation_file import SITUATION_FILE

FILE_COLUMN = "文件"
_KEY_NAME = re.compile(r"「([a-z_]+)」")
_MISSING_KEY = re.compile(r"(?<![a-z_])([a-z_]++): …")
_NAME = re.compile(r"[a-z0-9_]++\.yml")


@dataclass(frozen=True)
class Row:
    """One row below the heading: its number as Excel shows it, and the cells by heading."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Import:
    """What an import would do: the new text of each file, and a line for each changed entry."""

    files: dict[Path, str]
    changes: tuple[str, ...]
    details: tuple[str, ...] = ()
    """The same with what each field said before and says after."""
    notes: tuple[str, ...] = ()
    """What of the table was not read."""


def export_rows(root: Path) -> tuple[list[str], list[list[str]]]:
    """The headings of the table, and a row of cells for each entry.

    Raises:
        ContentError: the knowledge base has faults.
    """
    load_content(root)
    read, _ = read_content(root)
    rows = []
    for node in read.nodes.values():
        plain = node.plain()
        rows.append([Path(node.path).name, *(cell_of(key, plain.get(key)) for key in COLUMNS)])
    return [FILE_COLUMN, *COLUMNS.values()], rows


def table_choices() -> dict[str, list[str]]:
    """What the cells of a column may say, by heading, where there is a fixed list."""
    flags = {COLUMNS[key]: ["是", "否"] for key in FLAGS}
    return {COLUMNS[key]: values for key in COLUMNS if (values := allowed_values("schema.json", key))} | flags


def plan_import(root: Path, rows: Sequence[Row], table: str, clock: Clock = SYSTEM_CLOCK) -> Import:
    """Work out the new files from the rows of a table (`table` is its name in faults); writes nothing.

    Raises:
        ContentError: faults of the table (with its rows), or of the knowledge base it would make.
    """
    load_content(root)
    read, _ = read_content(root)
    plan = _Plan(root, table, read.nodes)
    plan.check_headings(rows)
    for row in rows:
        plan.take(row)
    if plan.problems:
        raise ContentError(plan.problems)
    files = {name: file.text for name, file in plan.files.items()}
    faults = _new_faults(root, files, clock)
    if faults:
        raise ContentError(faults)
    return Import(files, tuple(plan.changes), tuple(plan.details), tuple(plan.notes))


def apply_import(result: Import) -> None:
    """Write the planned files, all of them or none."""
    replace_files({path: text.encode() for path, text in result.files.items()})


class _Plan:
    """Takes the rows one by one and keeps the files they change."""

    def __init__(self, root: Path, table: str, nodes: dict[str, YamlNode]) -> None:
        self._root = root
        self._table = table
        self._nodes = nodes
        self._seen: dict[str, int] = {}
        self._absent: dict[str, dict[str, Any]] = {}
        self.files: dict[Path, EntryFile] = {}
        self.changes: list[str] = []
        self.details: list[str] = []
        self.notes: list[str] = []
        self.problems: list[Problem] = []

    def check_headings(self, rows: Sequence[Row]) -> None:
        """A misspelt heading is a fault, for it would lose the column; columns of the people's own are noted."""
        known = (FILE_COLUMN, *KEYS, *COLUMNS)
        for heading in rows[0].cells if rows else ():
            if heading in known:
                continue
            if near := nearest_spelling(heading, known):
                self._fault(1, f"不认识的表头「{heading}」", f"是不是想写「{near}」？")
            else:
                self.notes.append(f"「{heading}」这一列没有读：知识库里没有这一项。")
        ids = {row.cells.get("编号", row.cells.get("id", "")).strip() for row in rows}
        self._absent = {name: node.plain() for name, node in self._nodes.items() if name not in ids}
        if rows and not {"编号", "id"} & rows[0].cells.keys():
            fault = Problem(self._table, 1, "没有「编号」这一列", "补上「编号」列，它说明每一行是哪个条目", "table")
            raise ContentError([*self.problems, fault])  # without it every row would be a fault of its own
        if not rows:
            self._fault(1, "表里没有内容", "至少留一行条目")

    def take(self, row: Row) -> None:
        """Take one row: a change of an entry, or a new one."""
        cells = {KEYS.get(heading, heading): cell for heading, cell in row.cells.items()}
        entry_id = cells.get("id", "").strip()
        if not entry_id:
            self._fault(row.number, "没有写编号", "补上条目的编号，或删掉这一行")
            return
        if entry_id in self._seen:
            self._fault(
                row.number, f"编号「{entry_id}」出现了两次（第一次在第 {self._seen[entry_id]} 行）", "合并成一行"
            )
            return
        self._seen[entry_id] = row.number
        values: dict[str, Any] = {}
        for key in (key for key in COLUMNS if key in cells):
            try:
                values[key] = value_of(key, cells[key])
            except ValueError as error:
                self._fault(row.number, f"「{COLUMNS[key]}」{error}", EXAMPLES[key])
        if any(problem.line == row.number for problem in self.problems):
            return
        node = self._nodes.get(entry_id)
        old = node.plain() if node else {}
        new = {key: value for key, value in {**old, **values}.items() if value is not None}
        if self._is_slip(row.number, entry_id, old, new, cells.get(FILE_COLUMN, "").strip()):
            return
        if self._fits(row.number, new):
            self._write(row.number, node, old, new, cells.get(FILE_COLUMN, "").strip())

    def _is_slip(self, number: int, entry_id: str, old: dict[str, Any], new: dict[str, Any], file: str) -> bool:
        """Whether Excel did what nobody meant; then it is said, and the row is left alone."""
        if not old and (name := renamed_from(new, self._absent)) and file in ("", Path(self._nodes[name].path).name):
            message = f"「{entry_id}」和条目「{name}」是同一条，编号被改了"
            self._fault(number, message, f"编号不能改，写回 {name}；真的是新条目就换掉标题和相似问")
            return True
        lost = {key: marks for key in COLUMNS if old and (marks := lost_characters(key, old.get(key), new.get(key)))}
        for key, marks in lost.items():
            message = f"「{COLUMNS[key]}」里的 {marks} 变成了问号：这份表存成了 GBK，存不下这些字"
            self._fault(number, message, "另存为 .xlsx 或「CSV UTF-8」，从导出的那份重新改")
        return bool(lost)

    def _fits(self, number: int, plain: dict[str, Any]) -> bool:
        item = _node(plain, number, self._table)
        faults = find_schema_faults(YamlNode([item], number, self._table), "schema.json")
        self.problems += dict.fromkeys(_in_the_table(fault.problem) for fault in faults)
        for key, value in missing_days(item, {str(fault.path[1]) for fault in faults if len(fault.path) > 1}):
            self._fault(number, f"「{COLUMNS[key]}」的日期不存在（现在是「{value}」）", "按 年-月-日 写一个真实的日期")
            return False
        return not faults

    def _write(self, number: int, node: YamlNode | None, old: dict[str, Any], new: dict[str, Any], name: str) -> None:
        entry_id = str(new["id"])
        if node is None:
            if not _NAME.fullmatch(name):
                remedy = "在「文件」列写明放进哪个文件，例如 password.yml"
                self._fault(number, f"新条目「{entry_id}」没有写明文件（现在是「{name}」）", remedy)
                return
            self._file(self._root / ENTRIES_FOLDER / name).append(new)
            self._changed(f"新增 {entry_id}（{name}）", old, new, [key for key in COLUMNS if key in new])
            return
        home = Path(node.path).name
        if name and name != home:
            self._fault(number, f"条目「{entry_id}」在 {home}，不能用导入移到「{name}」", f"「文件」列写 {home}")
            return
        changed = [key for key in COLUMNS if comparable(key, old.get(key)) != comparable(key, new.get(key))]
        file = self._file(self._root / node.path) if changed else None
        for key in changed:
            if file is not None:
                file.set(entry_id, key, new.get(key))
        if changed:
            self._changed(f"修改 {entry_id}（{home}）：{'、'.join(COLUMNS[key] for key in changed)}", old, new, changed)

    def _changed(self, sentence: str, old: dict[str, Any], new: dict[str, Any], keys: Sequence[str]) -> None:
        self.changes.append(sentence)
        shown = [line for key in keys for line in shown_change(key, old.get(key), new.get(key))]
        self.details += [sentence, *shown]

    def _file(self, path: Path) -> EntryFile:
        if path not in self.files:
            text = read_text(path, self._root) if path.exists() else ""
            self.files[path] = EntryFile(text, relative_path(path, self._root))
        return self.files[path]

    def _fault(self, number: int, message: str, remedy: str) -> None:
        self.problems.append(Problem(self._table, number, message, remedy, "table"))


def _new_faults(root: Path, files: dict[Path, str], clock: Clock) -> list[Problem]:
    """Faults the knowledge base would have after the import and does not have now."""
    known = {(problem.path, problem.message) for problem in check_content(root, clock)}
    with tempfile.TemporaryDirectory(prefix="bot-import-") as place:
        copy = Path(place)
        shutil.copytree(root / ENTRIES_FOLDER, copy / ENTRIES_FOLDER)
        if (root / CONTACTS_FILE).exists():
            shutil.copy(root / CONTACTS_FILE, copy / CONTACTS_FILE)
        if (root / "faq/guides").is_dir():
            shutil.copytree(root / "faq/guides", copy / "faq/guides")
            for name in (SITUATION_FILE, IRREVERSIBLE_FILE):
                if (root / name).is_file():
                    shutil.copy(root / name, copy / name)
        for path, text in files.items():
            (copy / path.relative_to(root)).write_bytes(text.encode())
        return [problem for problem in check_content(copy, clock) if (problem.path, problem.message) not in known]


def _in_the_table(problem: Problem) -> Problem:
    """The same fault in the words of the table: its headings instead of the keys of the files."""
    message = _KEY_NAME.sub(lambda match: f"「{COLUMNS.get(match[1], match[1])}」", problem.message)
    missing = _MISSING_KEY.findall(problem.remedy) if problem.remedy.startswith("补上") else []
    cells = "".join(f"「{COLUMNS.get(key, key)}」" for key in missing)
    remedy = f"填上{cells}这{'一' if len(missing) == 1 else f' {len(missing)} '}格" if missing else problem.remedy
    return replace(problem, message=message, remedy=remedy)


def _node(value: Any, line: int, path: str) -> YamlNode:
    """A plain value as if it had been read from that row."""
    if isinstance(value, dict):
        children = {key: _node(item, line, path) for key, item in value.items()}
        return YamlNode(children, line, path, key_lines=dict.fromkeys(children, line))
    if isinstance(value, list):
        return YamlNode([_node(item, line, path) for item in value], line, path)
    return YamlNode(str(value).lower() if isinstance(value, bool) else value, line, path, quoted=isinstance(value, str))
