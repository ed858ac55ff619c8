"""`ask`: questions through the whole system, each in a conversation of its own."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from bot.commands.image_files import read_image
from bot.conversation.reply_text import shown_replies
from bot.running.stack import RunningStack, running_stack
from bot.running.training import ensure_model
from common.clock import SYSTEM_CLOCK, Clock
from common.errors import BotError, UnusableError
from common.machine_faults import reason_of
from common.settings_file import load_settings

DETAILS = """\
自己启动所需的一切（临时数据，不碰正在运行的服务），问完就停。
不加 --json 时，显示的就是用户看到的回复。"""

CONCURRENT = 8
"""Conversations under way at once; more than the cores can use gains nothing."""

_AHEAD = 8 * CONCURRENT
"""So many are begun before the oldest is answered: one that takes long holds nobody up, and 20,000 are not kept."""
_TOLD_EVERY_S = 10.0
_HOURS_FROM_MINUTES = 100
_TRACE_FIELDS = ("band", "faq_id", "guide_id", "intent", "confidence", "candidates")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("text", nargs="?", metavar="文字", help="要问的一句话")
    what.add_argument("--file", metavar="文件", help="每行一个问题；按原来的顺序每个输出一行 JSON")
    parser.add_argument("--image", metavar="图片", help="发一张图片；文字或文件里的每个问题和它一起发")
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象，带判断过程")


def run(options: argparse.Namespace, root: Path) -> int:
    """Ask and print.

    Raises:
        UnusableError: there is nothing to ask.
    """
    if options.text is None and options.image is None and options.file is None:
        raise UnusableError("./run ask: 要给出其中一个参数：文字 --image --file")
    image = None if options.image is None else read_image(Path(options.image))
    texts = [options.text or ""] if options.file is None else read_questions(Path(options.file))
    as_json = options.json or options.file is not None
    ensure_model(root, _tell)
    return asyncio.run(_ask(root, texts, image, as_json=as_json))


def read_questions(path: Path) -> list[str]:
    """The lines of a file that hold a question.

    Raises:
        BotError: the file is missing, not UTF-8 or has no question.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise BotError(f"{path}：不是 UTF-8 编码。改法：另存为 UTF-8。") from fault
    except OSError as fault:
        raise BotError(f"{path}：读不了（{reason_of(fault)[0]}）。改法：检查文件名。") from fault
    questions = [line.strip() for line in text.splitlines() if line.strip()]
    if not questions:
        raise BotError(f"{path}：没有问题。改法：每行写一个问题。")
    return questions


async def ask_all(
    stack: RunningStack, texts: Sequence[str], image: bytes | None = None
) -> AsyncIterator[dict[str, Any]]:
    """The answer to each text in their order, several asked at once, each in its own conversation.

    `image` goes along with every text.
    """
    gate = asyncio.Semaphore(CONCURRENT)

    async def ask(text: str) -> dict[str, Any]:
        async with gate:
            return result_of(text, await stack.send(text, image=image))

    left = iter(texts)
    tasks = deque(asyncio.create_task(ask(text)) for text in islice(left, _AHEAD))
    try:
        while tasks:
            answered = await tasks[0]
            tasks.popleft()
            tasks += [asyncio.create_task(ask(text)) for text in islice(left, 1)]
            yield answered
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def result_of(text: str, answer: dict[str, Any]) -> dict[str, Any]:
    """The object `ask --json` prints, made from what the API answered."""
    trace = answer.get("trace") or {}
    return {"text": text, **{name: trace.get(name) for name in _TRACE_FIELDS}, "replies": answer["replies"]}


async def _ask(root: Path, texts: Sequence[str], image: bytes | None, *, as_json: bool) -> int:
    async with running_stack(root, load_settings(root), announce=_tell) as stack:
        ahead = Ahead(len(texts), SYSTEM_CLOCK, _tell)
        async for result in ask_all(stack, texts, image):
            ahead.one_more()
            shown = json.dumps(result, ensure_ascii=False) if as_json else shown_replies(result["replies"])
            print(shown, flush=True)
    return 0


class Ahead:
    """Tells whoever waits for many answers how many there are and how long it will take."""

    def __init__(self, count: int, clock: Clock, tell: Callable[[str], None]) -> None:
        """Say nothing of a few."""
        self._count, self._clock, self._tell = count, clock, tell
        self._done = 0
        self._began_s = self._said_s = clock.monotonic_s()

    def one_more(self) -> None:
        """Another answer has come."""
        self._done += 1
        now_s = self._clock.monotonic_s()
        if self._done < self._count and now_s - self._said_s >= _TOLD_EVERY_S:
            self._said_s = now_s
            left_s = (now_s - self._began_s) / self._done * (self._count - self._done)
            far = f"答了 {self._done} 个，共 {self._count} 个，大约还要 {_how_long(left_s)}"
            self._tell(f"{far}（按 Ctrl-C 停下，答过的都在）")


def _how_long(seconds: float) -> str:
    minutes = max(1, round(seconds / 60))
    return f"{minutes} 分钟" if minutes < _HOURS_FROM_MINUTES else f"{minutes / 60:.0f} 小时"


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
