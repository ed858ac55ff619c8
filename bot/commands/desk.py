"""`desk`: who may sign in to the desk at `/desk`, and where they are signed in."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from bot.commands.arguments import ChineseParser
from bot.commands.ticket_tables import text_table
from common.cells import for_terminal
from common.clock import SYSTEM_CLOCK, Clock, china_time
from common.errors import BotError
from common.settings_file import load_settings
from tickets.accounts import ROLE_LABELS, Accounts, DeskAccount, Role
from tickets.database import open_database
from tickets.desk_sessions import DeskSessions
from tickets.migrations import migrate

DETAILS = """\
第一个管理员也用它加：./run desk account add 小林 --role admin
密码在终端里问，或从标准输入读一行，绝不写在命令里。角色：客服 agent、编辑 editor、主管 lead、管理员 admin。"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommands."""
    groups = parser.add_subparsers(dest="group", metavar="子命令", required=True, parser_class=ChineseParser)
    summary = "账号：添加、列出、改密码、改角色、停用、启用"
    account = groups.add_parser("account", help=summary, description=summary)
    actions = account.add_subparsers(dest="action", metavar="动作", required=True, parser_class=ChineseParser)

    def add(name: str, summary: str, *, roles: bool = False) -> argparse.ArgumentParser:
        action = actions.add_parser(name, help=summary, description=summary)
        action.add_argument("name", metavar="名字", help="登录用，也是用户和同事看到的名字")
        if roles:
            choices = [str(role) for role in Role]
            texts = "、".join(f"{role} {label}" for role, label in ROLE_LABELS.items())
            action.add_argument(
                "--role", action="append", required=True, choices=choices, metavar="角色", help=f"{texts}；可以写几次"
            )
        return action

    added = add("add", "添加账号，密码在终端里输入", roles=True)
    added.add_argument("--no-password", action="store_true", help="不设密码：只由可信代理的请求头登录")
    add("password", "改密码，并在所有地方退出登录")
    add("roles", "改角色", roles=True)
    add("disable", "停用，并在所有地方退出登录")
    add("enable", "重新启用")
    actions.add_parser("list", help="列出账号", description="列出账号")

    summary = "登录：看谁登录着，让谁在所有地方退出"
    sessions = groups.add_parser("sessions", help=summary, description=summary)
    sessions.add_argument("--revoke", metavar="名字", help="让这个人在所有地方退出登录")


def run(options: argparse.Namespace, root: Path, clock: Clock = SYSTEM_CLOCK) -> int:
    """Do one thing and print what came of it."""
    settings = load_settings(root)
    engine = open_database(settings.storage.database_url, root)
    try:
        migrate(engine)
        accounts = Accounts(engine, clock)
        sessions = DeskSessions(engine, settings.desk.session_hours, clock)
        actor = f"命令行 {getpass.getuser()}"
        text = _sessions(sessions, accounts, options, actor) if options.group == "sessions" else None
        print(for_terminal(text or _account(accounts, options, actor)))
    finally:
        engine.dispose()
    return 0


def _account(accounts: Accounts, options: argparse.Namespace, actor: str) -> str:
    if options.action == "list":
        return _listed(accounts)
    name = options.name
    if options.action == "add":
        password = "" if options.no_password else _asked_password()
        account = accounts.add(actor, name, map(Role, options.role), password)
        return f"已添加「{account.name}」，角色：{account.titles()}。打开 /desk 登录。"
    if options.action == "password":
        _known(accounts, name)  # before a password is asked for
        accounts.set_password(actor, name, _asked_password())
        return f"已改「{name}」的密码，原来的登录都已退出。"
    if options.action == "roles":
        accounts.set_roles(actor, name, map(Role, options.role))
        return f"已改「{name}」的角色。"
    accounts.set_disabled(actor, name, disabled=options.action == "disable")
    return f"已停用「{name}」。" if options.action == "disable" else f"已启用「{name}」。"


def _listed(accounts: Accounts) -> str:
    rows = [
        (
            account.name,
            account.titles(),
            f"{china_time(account.created_at):%Y-%m-%d}",
            "停用" if account.disabled_at else "",
        )
        for account in accounts.all()
    ]
    if not rows:
        return "还没有账号。改法：./run desk account add 名字 --role admin"
    return text_table(("名字", "角色", "添加于", "状态"), rows)


def _sessions(sessions: DeskSessions, accounts: Accounts, options: argparse.Namespace, actor: str) -> str:
    if options.revoke:
        found = _known(accounts, options.revoke)
        return f"「{found.name}」已在 {sessions.revoke(actor, found)} 处退出登录。"
    rows = [
        (one.name, f"{china_time(one.created_at):%m-%d %H:%M}", f"{china_time(one.seen_at):%m-%d %H:%M}")
        for one in sessions.open()
    ]
    return text_table(("名字", "登录于", "最近操作"), rows) if rows else "没有人登录着。"


def _known(accounts: Accounts, name: str) -> DeskAccount:
    found = accounts.find(name)
    if found is None:
        raise BotError(f"没有叫「{name}」的账号。改法：用 ./run desk account list 看有哪些。")
    return found


def _asked_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("密码：")
    if getpass.getpass("再输一遍：") != first:
        raise BotError("两次输入的密码不一样，没有改动。改法：再运行一次。")
    return first
