"""`audit verify`: whether the record of who did what was tampered with."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.commands.arguments import ChineseParser
from common.settings import load_settings
from tickets.audit import verify_audit
from tickets.database import open_database
from tickets.migrations import migrate

DETAILS = """\
每条审计记录都带着前一条的指纹，改动、删除、插入都会被发现。
把末尾指纹抄到别处保存，以后还能证明整条链没有被重写。"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommand."""
    actions = parser.add_subparsers(dest="action", metavar="子命令", required=True, parser_class=ChineseParser)
    actions.add_parser("verify", help="逐条核对审计记录", description="逐条核对审计记录")


def run(_: argparse.Namespace, root: Path) -> int:
    """Verify; 1 when something does not fit."""
    engine = open_database(load_settings(root).storage.database_url, root)
    try:
        migrate(engine)
        report = verify_audit(engine)
    finally:
        engine.dispose()
    if report.faults:
        print("\n".join(report.faults))
        return 1
    print(f"审计记录完整：{report.entries} 条，末尾指纹 {report.head_hash}")
    return 0
