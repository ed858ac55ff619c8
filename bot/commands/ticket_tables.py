"""Tickets and the outbox as agents read them in a terminal; what comes in is masked already."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from common.cells import for_spreadsheet
from common.clock import china_time
from tickets.fields import KIND_LABELS
from tickets.model import MESSAGE_LABELS, PRIORITY_LABELS, STATUS_LABELS, Ticket
from tickets.outbox import KIND_LABELS as OUTLET_LABELS
from tickets.outbox import STATE_LABELS, OutboxEntry, State
from tickets.promise import Promise

_SUMMARY_CHARS = 30
_REASON_CHARS = 60


@dataclass(frozen=True)
class Column:
    """One field of an exported ticket: its key in JSON, its heading in a table."""

    key: str
    heading: str


EXPORT_COLUMNS = (
    Column("number", "工单号"),
    Column("status", "状态"),
    Column("priority", "优先级"),
    Column("assignee", "负责人"),
    Column("channel", "渠道"),
    Column("username_kind", "用户名类型"),
    Column("username", "用户名"),
    Column("description", "问题描述"),
    Column("opened_at", "提交时间"),
    Column("promised_on", "承诺日期"),
    Column("answered_at", "首次答复"),
    Column("closed_at", "关闭时间"),
)


def tickets_table(tickets: Sequence[Ticket]) -> str:
    """One line a ticket."""
    if not tickets:
        return "没有符合条件的工单。"
    rows = [
        (
            ticket.number,
            STATUS_LABELS[ticket.status],
            PRIORITY_LABELS[ticket.priority],
            ticket.assignee or "—",
            f"{ticket.promised_on:%m-%d}",
            ticket.username,
            _shortened(ticket.description),
        )
        for ticket in tickets
    ]
    return text_table(("工单号", "状态", "优先级", "负责人", "承诺", "用户名", "问题"), rows)


def ticket_page(ticket: Ticket) -> str:
    """Everything about one ticket."""
    pictures = []
    for view in ticket.attachments:
        pictures.append(f"  {view.filename}  {view.size_bytes // 1024 + 1} KB{'（已删除）' if view.deleted else ''}")
        pictures += [f"    {line}" for line in view.page_text.splitlines()]
    lines = [
        f"工单 {ticket.number}（版本 {ticket.version}）",
        f"状态：{STATUS_LABELS[ticket.status]}    优先级：{PRIORITY_LABELS[ticket.priority]}"
        f"    负责人：{ticket.assignee or '无'}",
        f"用户名：{ticket.username}（{KIND_LABELS[ticket.username_kind]}）    渠道：{ticket.channel}",
        f"提交：{_moment(ticket.created_at)}    承诺：{Promise(ticket.promised_on, ticket.promise_exact).text()}答复",
        "",
        "问题描述：",
        *_indented(ticket.description),
    ]
    if ticket.context:
        lines += ["", "提交前问过和答过：", *_indented(ticket.context)]
    lines += ["", f"图片：{len(pictures)} 张", *pictures, "", "记录："]
    for message in ticket.messages:
        lines.append(f"  {_moment(message.created_at)}  {MESSAGE_LABELS[message.kind]}  {message.author}")
        lines += [f"  {line}" for line in _indented(message.body)]
    return "\n".join(lines)


def outbox_table(entries: Sequence[OutboxEntry]) -> str:
    """One line a row of the outbox."""
    if not entries:
        return "没有待发送的内容，也没有死信。"
    rows = [
        (
            str(entry.id),
            entry.number or "—",
            OUTLET_LABELS.get(entry.kind, entry.kind),
            entry.event or "—",
            STATE_LABELS.get(entry.state, entry.state),
            str(entry.attempts),
            _moment(entry.due_at) if entry.state == State.WAITING else "—",
            _shortened(entry.last_error or "", _REASON_CHARS),
        )
        for entry in entries
    ]
    return text_table(("序号", "工单号", "去向", "事件", "状态", "次数", "下次发送", "最近一次错误"), rows)


def export_csv(tickets: Iterable[Ticket]) -> str:
    """The tickets for a spreadsheet; a cell never starts a formula there."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([column.heading for column in EXPORT_COLUMNS])
    for ticket in tickets:
        fields = _exported(ticket)
        writer.writerow([for_spreadsheet(fields[column.key] or "") for column in EXPORT_COLUMNS])
    return buffer.getvalue()


def export_json(tickets: Iterable[Ticket]) -> str:
    """The tickets as a JSON list."""
    return json.dumps([_exported(ticket) for ticket in tickets], ensure_ascii=False, indent=2) + "\n"


def text_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns that line up although Chinese characters are two cells wide."""
    widths = [max(_cells(cell) for cell in column) for column in zip(headings, *rows, strict=True)]
    lines = ["  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    head = "  ".join(_padded(cell, width) for cell, width in zip(headings, widths, strict=True))
    return "\n".join(line.rstrip() for line in (head, "  ".join("─" * width for width in widths), *lines))


def _exported(ticket: Ticket) -> dict[str, str | None]:
    return {
        "number": ticket.number,
        "status": str(ticket.status),
        "priority": str(ticket.priority),
        "assignee": ticket.assignee,
        "channel": ticket.channel,
        "username_kind": ticket.username_kind,
        "username": ticket.username,
        "description": ticket.description,
        "opened_at": _moment(ticket.created_at),
        "promised_on": ticket.promised_on.isoformat(),
        "answered_at": _moment(ticket.answered_at) if ticket.answered_at else None,
        "closed_at": _moment(ticket.closed_at) if ticket.closed_at else None,
    }


def _moment(moment: datetime) -> str:
    return f"{china_time(moment):%Y-%m-%d %H:%M}"


def _shortened(text: str, chars: int = _SUMMARY_CHARS) -> str:
    line = " ".join(text.split())
    return line if len(line) <= chars else f"{line[: chars - 1]}…"


def _indented(text: str) -> list[str]:
    return [f"  {line}" for line in text.splitlines()] or ["  （无）"]


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - _cells(cell))


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
