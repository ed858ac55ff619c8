"""`python -m bot quality`: the floors of tests/quality.yml checked against a fresh measurement, or raised."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.progress import Progress
from bot.running.environments import QUIET_ENVIRONMENT
from bot.running.training import ensure_model
from common.clock import SYSTEM_CLOCK, Clock, china_time
from common.errors import BotError, ContentError, Problem
from common.off_loop import in_own_thread
from evaluation.answering import judge_with_stack
from evaluation.base_content import commit_of, file_at
from evaluation.leave_one_out import LeftOut, competing, leave_out
from evaluation.quality import (
    QUALITY_FILE,
    Floor,
    check_floors,
    lowered_since,
    parse_floors,
    raised,
    read_floors,
    written,
)
from evaluation.quality_figures import (
    band_figures,
    development_questions,
    entry_intents,
    leave_one_out_figures,
    library_figures,
)
from evaluation.text_report import table
from faq.engine.library import Library
from faq.engine.meaning_preparation import prepare_first_time

if TYPE_CHECKING:
    from bot.running.stack import RunningStack

DETAILS = """默认只问知识库（十几秒，不用模型）；--through nlu 做意图的交叉验证（一两分钟），
--through stack 问整个系统；--leave-one-out 再加留一法（约一分钟），并列出互相混淆的条目和修改建议。
跌破底线时逐项指出 tests/quality.yml 的行号，退出码 1。"""

_SHOWN_PAIRS = 25


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--through", choices=MEASURES, default="faq", help="量什么：知识库（默认）、意图或整个系统")
    parser.add_argument("--leave-one-out", action="store_true", help="每个相似问都在不认识它的索引里再问一遍")
    parser.add_argument("--raise", action="store_true", dest="raise_floors", help="把量到的值写成新的底线（只升不降）")
    parser.add_argument("--base", metavar="版本", help="和这个 git 版本的底线比，没写理由就降低的不通过")


def run(options: argparse.Namespace, root: Path, clock: Clock = SYSTEM_CLOCK) -> int:
    """Measure, print, check or raise."""
    floors = read_floors(root)
    problems = _lowered(root, options.base, floors) if options.base else []
    if options.through == "faq":
        prepare_first_time(root, _say)
    measured = MEASURES[options.through](root)
    if options.leave_one_out:
        results = leave_out(root, announce=_say)
        measured.update(leave_one_out_figures(results))
        print("\n".join([*pair_lines(results, root), ""]))
    if options.raise_floors:
        floors = raised(floors, measured, china_time(clock.now()).date())
        (root / QUALITY_FILE).write_text(written(floors), encoding="utf-8")
        floors = read_floors(root)
    print("\n".join(table(("数字", "现在", "底线", "曾经最好"), _rows(floors, measured))))
    problems += check_floors(floors, measured)
    if problems:
        raise ContentError(problems)
    print("底线都守住了。" if not options.raise_floors else f"底线写进了 {QUALITY_FILE}。")
    return 0


def pair_lines(results: list[LeftOut], root: Path) -> list[str]:
    """The competing entries with advice, most often first."""
    titles = {entry.id: entry.title for entry in Library.open(root).content.entries}
    pairs = competing(results)
    lines = [f"互相混淆的条目（{len(pairs)} 对，先列前 {min(len(pairs), _SHOWN_PAIRS)} 对）："]
    return lines + [f"  {pair.advice(titles)}" for pair in pairs[:_SHOWN_PAIRS]]


def _rows(floors: list[Floor], measured: dict[str, float]) -> list[tuple[str, ...]]:
    known = {floor.figure: floor for floor in floors}
    rows: list[tuple[str, ...]] = []
    for figure, value in sorted(measured.items()):
        floor = known.get(figure)
        limit = f"{'≤' if floor.is_most else '≥'} {floor.limit:.3f}" if floor else "（没有）"
        rows.append((figure, f"{value:.3f}", limit, f"{floor.best:.3f}" if floor else ""))
    return rows


def _lowered(root: Path, base: str, floors: list[Floor]) -> list[Problem]:
    commit_of(root, base)  # an unknown revision has no floors either, and must not pass for one without
    text = file_at(root, base, QUALITY_FILE)
    return lowered_since(parse_floors(text), floors) if text else []


def _nlu_figures(root: Path) -> dict[str, float]:
    """Cross-validation in a process of its own: this side never imports Rasa."""
    ensure_model(root, _say)
    _say("意图的交叉验证，要一两分钟…")
    ended = subprocess.run(
        [sys.executable, "-m", "tests.nlu.cross_validation"],
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        env={**os.environ, **QUIET_ENVIRONMENT},
    )
    if ended.returncode:
        raise BotError("交叉验证没有完成，原因见上面的输出。")
    measured: dict[str, float] = json.loads(ended.stdout.strip().splitlines()[-1])
    return measured


def _library_figures(root: Path) -> dict[str, float]:
    progress = Progress(sys.stderr)
    measured = library_figures(root, announce=progress.say)
    progress.end()
    return measured


def _stack_figures(root: Path) -> dict[str, float]:
    return asyncio.run(_measured_stack(root))


async def _measured_stack(root: Path) -> dict[str, float]:
    from bot.running.stack import running_stack  # only here: the FAQ alone is measured without the gateway

    await in_own_thread(ensure_model, root, _say)
    async with running_stack(root, announce=_say) as stack:
        return await stack_figures(stack)


async def stack_figures(stack: RunningStack) -> dict[str, float]:
    """What a whole system that is running makes of the development questions."""
    library = await in_own_thread(Library.open, stack.root)
    questions = development_questions(stack.root, library.content)
    judged = await judge_with_stack(stack, questions, _say)
    return band_figures("stack", judged, entry_intents(library.content))


MEASURES = {"faq": _library_figures, "nlu": _nlu_figures, "stack": _stack_figures}


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)
