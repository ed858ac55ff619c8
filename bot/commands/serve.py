"""`serve`: the whole system in one command."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from bot.running.services import Service, make_services, reachable_host
from bot.running.supervisor import Supervisor, check_ports, stopping_on_signals
from bot.running.training import ensure_model
from bot.serving.secret_files import storage_directory
from common.settings import Settings, load_settings

DETAILS = """\
模型的输入（知识库、词典、Rasa 文件）变了就先训练，然后同时启动三个进程。
哪个进程崩溃了会自动重启。按 Ctrl-C 停止，不留下任何进程。
日志合并显示在这里，同时按进程写在 var/log/ 下。
端口、数据库等在 settings.yml 里改，每一项的说明见 docs/settings.md。"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--no-train", action="store_true", help="不检查模型，直接用上次训练好的")


def run(options: argparse.Namespace, root: Path) -> int:
    """Train if needed, then serve until told to stop."""
    settings = load_settings(root)
    services = make_services(root, settings)
    check_ports(services)  # before a minute of training, not after it
    if not options.no_train:
        ensure_model(root, say)
    return asyncio.run(_serve(root, settings, services))


def say(sentence: str) -> None:
    """One line of the merged log, at once."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


async def _serve(root: Path, settings: Settings, services: tuple[Service, ...]) -> int:
    supervisor = Supervisor(
        services,
        directory=root,
        log_directory=storage_directory(root, settings) / "log",
        announce=say,
    )
    with stopping_on_signals(supervisor):
        say("正在启动网关、Rasa 和动作服务…")
        greeting = asyncio.create_task(_announce_address(supervisor, settings))
        try:
            await supervisor.run()
        finally:
            greeting.cancel()
    say("已停止。")
    return 0


async def _announce_address(supervisor: Supervisor, settings: Settings) -> None:
    await supervisor.ready.wait()
    address = settings.server.public_url or f"http://{reachable_host(settings.server.host)}:{settings.server.port}/"
    say(f"启动完成，用浏览器打开：{address}")
