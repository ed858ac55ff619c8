"""`chat`: one conversation with the whole system in a terminal."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from bot.commands.keyboard import Keyboard
from bot.conversation.reply_text import shown_replies
from bot.running.stack import RunningStack, running_stack
from bot.running.training import ensure_model
from common.errors import BotError
from common.settings_file import load_settings

DETAILS = "自己启动所需的一切（临时数据）。选项可以打数字选。输入「退出」或按 Ctrl-C、Ctrl-D 结束。"

_GOODBYES = {"退出", "exit", "quit"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--trace", action="store_true", help="每句回复后显示机器人的判断")


def run(options: argparse.Namespace, root: Path) -> int:
    """Talk until the person leaves."""
    ensure_model(root, _tell)
    try:
        return asyncio.run(_chat(root, options.trace))
    except KeyboardInterrupt:  # one of the ways to leave, no fault
        return 0


async def _chat(root: Path, with_trace: bool) -> int:
    async with running_stack(root, load_settings(root), announce=_tell) as stack:
        _tell("可以开始了。")
        session: str | None = None
        keyboard = Keyboard(sys.stdin.fileno())
        while (text := await _next_line(keyboard)) is not None:
            if text in _GOODBYES:
                break
            if text:
                session = await _say(stack, text, session, with_trace)
    return 0


async def _say(stack: RunningStack, text: str, session: str | None, with_trace: bool) -> str | None:
    try:
        answer = await stack.send(text, session)
    except BotError as fault:
        print(fault)
        return session
    print(shown_replies(answer["replies"]))
    if with_trace:
        trace = answer.get("trace") or {}
        print(f"  〔{'，'.join(f'{name}={value}' for name, value in trace.items() if name != 'candidates')}〕")
    return answer.get("session", session)


async def _next_line(keyboard: Keyboard) -> str | None:
    if sys.stdin.isatty():
        print("> ", end="", flush=True)
    return await keyboard.line()


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
