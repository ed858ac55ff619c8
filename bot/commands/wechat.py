"""`wechat`: the service account's chores, and a simulator for people without an account."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import aiohttp

from bot.channels.wechat.menu import change_menu, make_menu
from bot.channels.wechat.selfcheck import SelfCheck, conclude
from bot.channels.wechat.setup import check_settings, make_client
from bot.running.stack import running_stack
from bot.running.training import ensure_model
from bot.serving.secret_files import storage_directory
from common.clock import SYSTEM_CLOCK
from common.errors import BotError
from common.off_loop import in_own_thread
from common.settings import Settings, WeChatSettings
from common.settings_file import load_settings
from simulator import Account, Platform
from simulator.phone import HELP, Phone
from wechat.client import WeChatClient
from wechat.tokens import MemoryTokenStore

T = TypeVar("T")

DETAILS = """\
menu       在服务号里建（或更新）底部菜单；--delete 删除。原来有别的菜单时先列出来、存成文件，加 --overwrite 才换掉
check      检查配置：密钥、IP 白名单、菜单、服务器时间、回调地址、最近的推送，逐条说明怎么改（也可写 selfcheck）
simulate   不需要服务号：在本机启动模拟的微信服务器，在终端里扮演一个用户
           加 --callback 网址 则连到已经在运行的网关（它的 wechat.api_url 要指向 --port 的地址）"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    known = ["menu", "check", "selfcheck", "simulate"]
    parser.add_argument("action", metavar="做什么", choices=known, help="menu、check、simulate 之一")
    parser.add_argument("--delete", action="store_true", help="menu：删除菜单")
    parser.add_argument("--overwrite", action="store_true", help="menu：换掉（或删除）原来的菜单")
    parser.add_argument("--callback", default="", metavar="网址", help="simulate：已在运行的网关的回调地址")
    parser.add_argument("--port", type=int, default=0, metavar="端口", help="simulate：模拟接口监听的端口，默认任选")


def run(options: argparse.Namespace, root: Path) -> int:
    """Do one chore."""
    settings = load_settings(root)
    if options.action == "simulate":
        if not options.callback:
            ensure_model(root, _tell)
        return asyncio.run(_simulate(root, settings, options.callback, options.port))
    if not settings.wechat.enabled:
        raise BotError(
            "还没有设置服务号。改法：在 settings.local.yml 的 wechat 下写 app_id、app_secret、token、aes_key。"
        )
    check_settings(settings.wechat)
    menu = None if options.delete else make_menu(settings.server)
    folder = storage_directory(root, settings)

    async def work(client: WeChatClient, http: aiohttp.ClientSession) -> str:
        if options.action == "menu":
            return await change_menu(client, menu, folder, SYSTEM_CLOCK, overwrite=options.overwrite)
        return conclude(await SelfCheck(client, http, settings.wechat, settings.server, SYSTEM_CLOCK).run())

    print(asyncio.run(_with_client(settings.wechat, work)))
    return 0


async def _with_client(
    settings: WeChatSettings, work: Callable[[WeChatClient, aiohttp.ClientSession], Awaitable[T]]
) -> T:
    async with aiohttp.ClientSession() as http:
        client = make_client(settings, http, MemoryTokenStore(), SYSTEM_CLOCK)
        try:
            return await work(client, http)
        finally:
            await client.close()


async def _simulate(root: Path, settings: Settings, callback: str, port: int) -> int:
    account = _account(settings.wechat) if callback and settings.wechat.enabled else Account()
    async with Platform(account=account, port=port) as platform:
        if callback:
            platform.point_to(callback)
            _tell(f"模拟的微信接口：{platform.address}")
            return await _chat(platform)
        wechat = replace(
            settings.wechat,
            app_id=account.app_id,
            app_secret=account.app_secret,
            token=account.token,
            aes_key=account.aes_key,
            previous_aes_key="",
            mode=account.mode,
            api_url=platform.address,
        )
        async with running_stack(root, replace(settings, wechat=wechat), announce=_tell) as stack:
            platform.point_to(f"{stack.base_url}/wechat")
            return await _chat(platform)


async def _chat(platform: Platform) -> int:
    if not await platform.check_address():
        raise BotError("网关没有通过微信的地址验证。改法：核对 Token、时间，确认 wechat.app_id 已设置。")
    phone = Phone(platform)
    _tell(f"{HELP}\n")
    _print(await phone.enter("/关注"))
    # A plain read of standard input would stop the gateway, which may run in this process.
    while (line := await in_own_thread(_read_line)) is not None:
        if line in ("/退出", "退出"):
            break
        if line:
            _print(await phone.enter(line))
    return 1 if platform.fault_notices else 0


def _account(settings: WeChatSettings) -> Account:
    return Account(
        app_id=settings.app_id,
        app_secret=settings.app_secret,
        token=settings.token,
        aes_key=settings.aes_key,
        mode=settings.mode,
    )


def _print(lines: list[str]) -> None:
    for line in lines:
        print(line, end="\n\n", flush=True)


def _read_line() -> str | None:
    if sys.stdin.isatty():
        print("> ", end="", flush=True)
    line = sys.stdin.readline()
    return line.strip() if line else None


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
