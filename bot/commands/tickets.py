"""`tickets`: what agents do with tickets without a browser; masked, and on the audit record."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.commands.arguments import ChineseParser
from bot.commands.ticket_tables import export_csv, export_json, outbox_table, ticket_page, tickets_table
from bot.serving.secret_files import storage_directory
from common.cells import for_terminal
from common.clock import SYSTEM_CLOCK, Clock, china_time
from common.errors import BotError
from common.settings_file import load_settings
from common.settings_limits import PICTURES
from tickets.agents import AgentDesk
from tickets.attachments import AttachmentStore, open_attachments, open_picture_files
from tickets.database import open_database
from tickets.migrations import migrate
from tickets.model import PRIORITY_LABELS, STATUS_LABELS, Priority, Status, Ticket
from tickets.outbox import UNFINISHED_STATES, State, list_entries, retry
from tickets.picture_files import PictureFiles
from tickets.rotation import rotate_keys
from tickets.vault import open_vault

_MOST_LISTED = 200
DETAILS = """\
个人信息一律打码显示；看原文要写理由（show --reveal），并记入审计。
每个子命令都有说明：./run tickets list --help"""


@dataclass(frozen=True)
class Counter:
    """Where an agent stands: the desk, the pictures, and their own name."""

    desk: AgentDesk
    store: AttachmentStore
    agent: str
    place: Callable[[str], PictureFiles]
    """Where pictures lie by another value of `storage.pictures`."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommands."""
    parser.add_argument("--agent", default=None, metavar="姓名", help="操作人的名字；不写就用系统登录名")
    actions = parser.add_subparsers(dest="action", metavar="子命令", required=True, parser_class=ChineseParser)

    def add(name: str, summary: str, *, number: bool = True) -> argparse.ArgumentParser:
        action = actions.add_parser(name, help=summary, description=summary)
        if number:
            action.add_argument("number", metavar="工单号", help="例如 TK7M4Q2B")
        return action

    listing = add("list", "列出工单，承诺日期早的在前", number=False)
    _add_filters(listing)
    listing.add_argument("--limit", type=int, default=50, metavar="张数", help="最多列几张，默认 50")

    show = add("show", "显示一张工单的全部内容")
    show.add_argument("--reveal", metavar="理由", help="显示个人信息原文；理由会记入审计")
    show.add_argument("--pictures", metavar="文件夹", help="把图片存到这个文件夹；要和 --reveal 一起用")

    reply = add("reply", "回复用户；默认之后等用户补充")
    reply.add_argument("text", metavar="文字", help="回复的内容；写 - 就从标准输入读")
    reply.add_argument(
        "--status", choices=["resolved", "pending"], help="回复后的状态：resolved 已解决，pending 等您补充"
    )
    reply.add_argument("--version", type=int, metavar="版本", help="看到的版本号；别人改过就不回复")

    add("note", "写一条只有客服看得到的备注").add_argument(
        "text", metavar="文字", help="备注的内容；写 - 就从标准输入读"
    )

    assign = add("assign", "指定负责人")
    assign.add_argument("assignee", metavar="负责人", nargs="?", help="负责人的名字；不写就是没有负责人")

    status = add("status", "改状态")
    status.add_argument("status", choices=[str(item) for item in Status], metavar="状态", help=_choices(STATUS_LABELS))

    priority = add("priority", "改优先级")
    priority.add_argument(
        "priority", choices=[str(item) for item in Priority], metavar="优先级", help=_choices(PRIORITY_LABELS)
    )

    export = add("export", "导出工单（打码），并记入审计", number=False)
    _add_filters(export)
    export.add_argument("--format", choices=["csv", "json"], default="csv", help="格式，默认 csv")
    export.add_argument("--output", metavar="文件", help="写到这个文件；不写就打印出来")

    outbox = add("outbox", "待发送的邮件、推送、微信消息，等用户下次来的，和送不出去的死信", number=False)
    outbox.add_argument(
        "--retry", type=int, metavar="序号", help="重新发送这一条：死信、等用户下次来的、不知是否送到的"
    )
    outbox.add_argument("--all", action="store_true", help="连已送出和已取消的也列出来")

    move = add("move-pictures", "换了放图片的地方（storage.pictures）之后，把已有的图片搬过来", number=False)
    move.add_argument(
        "--from", dest="place", required=True, metavar="原处", help="原来写的 directory、database 或 s3://…"
    )
    add("rotate-key", "换新的加密密钥，并用它重新加密全部资料", number=False)


def run(options: argparse.Namespace, root: Path, clock: Clock = SYSTEM_CLOCK) -> int:
    """Do one thing and print what came of it."""
    settings = load_settings(root)
    directory = storage_directory(root, settings)
    engine = open_database(settings.storage.database_url, root)
    try:
        migrate(engine)
        vault = open_vault(settings.privacy.encryption_key, directory)
        desk = AgentDesk(engine, vault, settings, clock)
        store = open_attachments(engine, vault, settings, directory, clock)

        def place(written: str) -> PictureFiles:
            elsewhere = replace(settings, storage=replace(settings.storage, pictures=written))
            return open_picture_files(engine, elsewhere, directory, clock)

        counter = Counter(desk, store, options.agent or getpass.getuser(), place)
        print(for_terminal(_ACTIONS[options.action](counter, options)))
    finally:
        engine.dispose()
    return 0


def _list(counter: Counter, options: argparse.Namespace) -> str:
    return tickets_table(_filtered(counter, options, options.limit))


def _show(counter: Counter, options: argparse.Namespace) -> str:
    if not options.reveal:
        if options.pictures:
            raise BotError("图片里可能有个人信息，要写明理由。改法：加上 --reveal 理由。")
        return ticket_page(counter.desk.reader.ticket(options.number))
    ticket = counter.desk.reveal(counter.agent, options.number, options.reveal)
    saved = []
    if options.pictures:
        folder = Path(options.pictures)
        folder.mkdir(parents=True, exist_ok=True)
        for view in ticket.attachments:
            if not view.deleted:
                (folder / view.filename).write_bytes(counter.store.open_for_agent(view.id)[1])
                saved.append(f"已保存：{folder / view.filename}")
    return "\n".join([ticket_page(ticket), *saved])


def _reply(counter: Counter, options: argparse.Namespace) -> str:
    status = Status(options.status) if options.status else None
    ticket = counter.desk.reply(
        counter.agent, options.number, _text(options.text), status=status, expected_version=options.version
    )
    return f"已回复工单 {ticket.number}，现在是「{STATUS_LABELS[ticket.status]}」。"


def _note(counter: Counter, options: argparse.Namespace) -> str:
    return f"已给工单 {counter.desk.note(counter.agent, options.number, _text(options.text)).number} 写下备注。"


def _assign(counter: Counter, options: argparse.Namespace) -> str:
    ticket = counter.desk.assign(counter.agent, options.number, options.assignee)
    return f"工单 {ticket.number} 的负责人：{ticket.assignee or '无'}。"


def _status(counter: Counter, options: argparse.Namespace) -> str:
    ticket = counter.desk.set_status(counter.agent, options.number, Status(options.status))
    return f"工单 {ticket.number} 现在是「{STATUS_LABELS[ticket.status]}」。"


def _priority(counter: Counter, options: argparse.Namespace) -> str:
    ticket = counter.desk.set_priority(counter.agent, options.number, Priority(options.priority))
    return f"工单 {ticket.number} 的优先级：{PRIORITY_LABELS[ticket.priority]}。"


def _export(counter: Counter, options: argparse.Namespace) -> str:
    tickets = _filtered(counter, options, None)
    counter.desk.record_export(counter.agent, len(tickets))
    text = export_csv(tickets) if options.format == "csv" else export_json(tickets)
    if not options.output:
        return text.rstrip("\n")
    # The mark at the start is what makes spreadsheets read UTF-8.
    encoding = "utf-8-sig" if options.format == "csv" else "utf-8"
    Path(options.output).write_text(text, encoding=encoding, newline="")
    return f"已导出 {len(tickets)} 张工单到 {options.output}。"


def _outbox(counter: Counter, options: argparse.Namespace) -> str:
    engine = counter.desk.engine
    if options.retry is not None:
        if not retry(engine, options.retry, counter.desk.clock.now()):
            raise BotError(f"没有序号为 {options.retry}、可以重发的内容。改法：用 ./run tickets outbox 看序号。")
        return f"第 {options.retry} 号已放回待发送，网关运行时马上会再发。"
    entries = list_entries(engine, tuple(State) if options.all else UNFINISHED_STATES, _MOST_LISTED + 1)
    page = outbox_table(entries[:_MOST_LISTED])
    return page if len(entries) <= _MOST_LISTED else f"{page}\n还有更多，只列出最早的 {_MOST_LISTED} 条。"


def _move_pictures(counter: Counter, options: argparse.Namespace) -> str:
    if not PICTURES.fits(options.place):
        raise BotError(f"没有「{options.place}」这种地方。改法：写成{PICTURES.title}。")
    count = counter.store.fill_from(counter.place(options.place))
    return f"已经搬了 {count} 张图片，原来那边的还在，确认无误后可以删掉。"


def _rotate_key(counter: Counter, _: argparse.Namespace) -> str:
    count = rotate_keys(counter.desk.engine, counter.desk.vault, counter.store)
    return f"已用新密钥重新加密 {count} 项资料。"


_ACTIONS = {
    "list": _list,
    "show": _show,
    "reply": _reply,
    "note": _note,
    "assign": _assign,
    "status": _status,
    "priority": _priority,
    "export": _export,
    "outbox": _outbox,
    "move-pictures": _move_pictures,
    "rotate-key": _rotate_key,
}


def _add_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--status",
        action="append",
        choices=[str(item) for item in Status],
        metavar="状态",
        help=_choices(STATUS_LABELS),
    )
    parser.add_argument("--assignee", metavar="负责人", help="只要这个人负责的")
    parser.add_argument("--overdue", action="store_true", help="只要过了承诺日期还没答复的")


def _filtered(counter: Counter, options: argparse.Namespace, limit: int | None) -> list[Ticket]:
    today = china_time(counter.desk.clock.now()).date()
    return counter.desk.reader.tickets(
        statuses=tuple(Status(item) for item in options.status or ()),
        assignee=options.assignee,
        overdue_on=today if options.overdue else None,
        limit=limit,
    )


def _choices(labels: Mapping[Any, str]) -> str:
    return "、".join(f"{key} {label}" for key, label in labels.items())


def _text(given: str) -> str:
    return sys.stdin.read() if given == "-" else given
