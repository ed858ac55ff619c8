"""`publish`: makes the knowledge base of this working copy what every process of every host serves."""

from __future__ import annotations

import argparse
import getpass
from pathlib import Path

from bot.commands.progress import telling
from bot.serving.secret_files import storage_directory, write_private
from common.errors import BotError, ContentError
from common.settings import Settings
from common.settings_file import load_settings
from faq.checks.content import examine_content
from faq.engine.bundle import digest_of, pack, unpack
from tickets.content_news import tell_from_outside
from tickets.content_versions import ContentVersions
from tickets.database import open_database
from tickets.migrations import migrate

DETAILS = """\
先检查，没有问题才发布；几秒之内，各台机器上的各个进程都改用新的一版，不用重启。
设置里写了 content.source: published 才需要它；默认是 files，文件改了马上生效。
别人在您之后发布过，就不会盖掉：先取下线上那一版合并，再写明 --onto。"""

_BASE_FILE = "content_base"
_LISTED = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--author", default=None, metavar="姓名", help="谁发布的；不写就用系统登录名")
    parser.add_argument("--onto", type=int, metavar="版本", help="这份文件已经包含线上第几版的全部修改")
    parser.add_argument("--list", action="store_true", help=f"只列出最近 {_LISTED} 版")
    parser.add_argument("--fetch", metavar="文件夹", help="不发布，把线上那一版的文件取到一个新文件夹里")


def run(options: argparse.Namespace, root: Path) -> int:
    """Publish, list or fetch."""
    settings = load_settings(root)
    engine = open_database(settings.storage.database_url, root)
    try:
        migrate(engine)
        versions = ContentVersions(engine)
        if options.list:
            lines = [f"{version.text()}（{version.digest}）" for version in versions.newest(_LISTED)]
            print("\n".join(lines) or "还没有发布过。")
        elif options.fetch:
            print(_fetch(versions, Path(options.fetch)))
        else:
            print(_publish(versions, options, settings, root))
            tell_from_outside(settings, engine)
    finally:
        engine.dispose()
    return 0


def _publish(versions: ContentVersions, options: argparse.Namespace, settings: Settings, root: Path) -> str:
    with telling("检查知识库…"):
        faults = examine_content(root).faults
    if faults:
        raise ContentError(faults)
    parcel = pack(root)
    digest = digest_of(parcel)
    base = storage_directory(root, settings) / _BASE_FILE
    latest = versions.latest()
    if latest is not None and latest.digest == digest:
        write_private(base, str(latest.number))
        return f"和线上完全一样（{latest.text()}），不用发布。"
    parent = options.onto if options.onto is not None else _known_base(base)
    version = versions.publish(parcel, digest, parent=parent, author=options.author or getpass.getuser())
    write_private(base, str(version.number))
    said = f"已发布：{version.text()}。几秒之内处处生效。"
    if settings.content.source == "files":
        said += "\n注意：这里的设置是 content.source: files，读的仍是文件；要用发布的版本就改成 published 并重启。"
    return said


def _fetch(versions: ContentVersions, folder: Path) -> str:
    latest = versions.latest()
    if latest is None:
        raise BotError("还没有发布过，没有可以取的。")
    if folder.exists():
        raise BotError(f"{folder} 已经存在。改法：换一个还没有的文件夹。")
    folder.mkdir(parents=True)
    unpack(versions.parcel(latest.number), folder)
    return f"取下了{latest.text()}的文件，在 {folder} 里。"


def _known_base(file: Path) -> int:
    """The version that was live when this working copy last published; 0 when it never did."""
    try:
        return int(file.read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return 0
