"""`backup`: everything that cannot be made again, in one checked file, while the service runs."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.commands.progress import telling
from bot.running.backups import make_backup
from common.settings_file import load_settings

DETAILS = """\
备份数据库（SQLite 或 PostgreSQL）、图片、知识库文件和设置；写完整个再读一遍，和清单核对。
密钥不在里面，要另外保管：没有密钥，备份里的个人信息谁也打不开。
加 --with-keys 才一起放进去，那时这个文件要像密钥一样收好。
恢复用 ./run restore，见 docs/operations.md。"""
_MB = 1024 * 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("to", metavar="文件", help="写到哪个文件；写一个文件夹，就在里面按时间起名")
    parser.add_argument("--with-keys", action="store_true", help="把 var/ 里的密钥也放进去")


def run(options: argparse.Namespace, root: Path) -> int:
    """Make one backup."""
    settings = load_settings(root)
    with telling("正在备份并核对…"):
        target, manifest = make_backup(root, settings, Path(options.to), with_keys=options.with_keys)
    print(f"已备份并核对：{target}（{target.stat().st_size / _MB:.1f} MB）")
    print(f"工单 {manifest.rows['ticket']} 张，对话消息 {manifest.rows['inbox']} 条，图片 {manifest.pictures} 张。")
    if manifest.has_keys:
        print("里面有密钥：拿到这个文件的人能读到全部个人信息，请加密保存。")
    else:
        print("里面没有密钥：请另外保管 var/encryption.key 等密钥文件（或环境变量里的密钥），丢了就读不出个人信息。")
    return 0
