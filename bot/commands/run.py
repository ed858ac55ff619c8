"""`run`: one of the three processes by itself, watched like in `serve`; for several hosts."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from bot.commands.serve import say, serve
from bot.running.database_check import require_database
from bot.running.hosts import refuse_half_spread
from bot.running.instance import only_instance
from bot.running.services import SERVICE_NAMES, make_service
from bot.running.supervisor import check_ports
from bot.running.training import require_model
from common.settings_file import load_settings

DETAILS = """\
只启动一个进程并看管它：退出了或没有应答就重新启动。几台机器怎样分工见 docs/deploy.md。
各台机器用同一份 settings.local.yml 和同一套密钥；Rasa 用的模型先用 ./run train 训练好，再复制到每一台。"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    which = "启动哪一个：gateway 网关、rasa、actions 动作服务"
    parser.add_argument("process", metavar="进程", choices=SERVICE_NAMES, help=which)


def run(options: argparse.Namespace, root: Path) -> int:
    """Serve until told to stop."""
    settings = load_settings(root)
    refuse_half_spread(settings)
    if options.process == "rasa":
        require_model(root)
    with only_instance(root, settings, [options.process]):
        service = make_service(options.process, root, settings)
        check_ports([service])
        require_database(root, settings, say)
        say(f"正在启动{service.title}…")
        return asyncio.run(serve(root, settings, (service,), f"{service.title}启动完成：{service.base_url}"))
