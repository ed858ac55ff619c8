"""`restore`: puts a backup back, after everything was checked; what was there is kept aside."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.commands.progress import telling
from bot.running.restores import restore_backup
from common.settings_file import load_settings

DETAILS = """\
先停掉所有机器上的服务；还在运行、备份损坏、比程序新、密钥对不上，都什么也不动。
原来的数据库等放在 var/before_restore_时间/（PostgreSQL 是同名的 schema），确认没有问题后自己删掉。"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("source", metavar="备份文件", help="备份文件")
    parser.add_argument("--with-keys", action="store_true", help="密钥也换成备份里的")
    parser.add_argument("--with-content", action="store_true", help="知识库文件也换成备份里的")


def run(options: argparse.Namespace, root: Path) -> int:
    """Restore one backup."""
    settings, source = load_settings(root), Path(options.source)
    with telling("先核对备份，再恢复…"):
        restored = restore_backup(
            root, settings, source, with_keys=options.with_keys, with_content=options.with_content
        )
    rows = restored.manifest.rows
    print(f"已恢复 {restored.manifest.made_at} 的备份：工单 {rows['ticket']} 张，对话消息 {rows['inbox']} 条。")
    print(f"原来的在 {restored.aside}，确认没有问题后删掉（里面有个人信息）。")
    for remark in restored.remarks:
        print(remark)
    return 0
