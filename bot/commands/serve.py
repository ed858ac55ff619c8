"""`serve`: the whole system in one command."""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
from pathlib import Path

from bot.running.database_check import require_database
from bot.running.hosts import refuse_half_spread
from bot.running.instance import only_instance
from bot.running.processes import death_with_parent
from bot.running.services import SERVICE_NAMES, Service, make_services
from bot.running.supervisor import Supervisor, check_ports, stopping_on_signals
from bot.running.training import REMEMBER, model_to_serve, require_model
from bot.serving.addresses import local_url
from bot.serving.secret_files import storage_directory
from common.settings import Settings
from common.settings_file import load_settings
from faq.ranking.calibration import load_calibration

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
    refuse_half_spread(settings)
    load_calibration()  # what nothing can answer without is looked for before a minute of training, not after it
    with only_instance(root, settings, SERVICE_NAMES):
        services = make_services(root, settings)
        check_ports(services)
        require_database(root, settings, say)
        if options.no_train:
            require_model(root)
        else:
            model_to_serve(root, say, beside=REMEMBER)
        _prepare_meaning(root)
        say("正在启动网关、Rasa 和动作服务…")
        address = settings.server.public_url or f"{local_url(settings.server.host, settings.server.port)}/"
        return asyncio.run(serve(root, settings, services, f"启动完成，用浏览器打开：{address}"))


def _prepare_meaning(root: Path) -> None:
    """In a process of its own, which takes its memory along: who only watches over others needs none of it."""
    command = [sys.executable, "-m", "bot", "meaning"]
    # Ctrl-C reaches this process alone, which ends the other. Where that fails the services compute for themselves.
    subprocess.run(  # noqa: S603 - ourselves
        command, cwd=root, check=False, start_new_session=True, preexec_fn=death_with_parent()
    )


def say(sentence: str) -> None:
    """One line of the merged log, at once."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


async def serve(root: Path, settings: Settings, services: tuple[Service, ...], greeting: str) -> int:
    """Keep services running until told to stop; says the greeting once all of them are ready."""
    supervisor = Supervisor(
        services,
        directory=root,
        log_directory=storage_directory(root, settings) / "log",
        announce=say,
    )
    with stopping_on_signals(supervisor):
        greeter = asyncio.create_task(_greet(supervisor, greeting))
        try:
            await supervisor.run()
        finally:
            greeter.cancel()
    say("已停止。")
    return 0


async def _greet(supervisor: Supervisor, greeting: str) -> None:
    await supervisor.ready.wait()
    say(greeting)
