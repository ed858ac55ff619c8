"""`check`: every fault in what staff and maintainers edit, in one run."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.commands.progress import Progress
from checking.form import faults_of_form
from checking.project_check import check_project
from common.clock import SYSTEM_CLOCK
from common.errors import ContentError, Problem
from common.settings_file import load_settings
from faq.checks.content import examine_content
from faq.checks.foreign import advise_negatives
from faq.content.canned import canned_problems
from faq.content.loader import Content, load_content
from faq.content.negatives import load_negatives
from faq.engine.meaning_model import choose_model
from faq.ranking.calibration import CALIBRATION_FILE, load_calibration

DETAILS = """\
每个问题一行：路径:行: 哪里不对。改法：怎样写。
有问题时退出码是 1，没有问题是 0；「建议」只是提醒，不影响退出码。"""

_NO_FAULTS = ("meaning_missing", "meaning_settings")
"""Trouble with the embedding model that is only worth an advice, and that the settings' own faults explain."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options: everything is checked."""


def run(_: argparse.Namespace, root: Path) -> int:
    """Check and print."""
    began = SYSTEM_CLOCK.monotonic_s()
    with Progress(sys.stderr) as progress:
        progress.say("检查知识库…")
        if at_once := faults_of_form(root):  # the rest takes half a minute, and whoever saved a file waits for this
            progress.end()
            print("\n".join(map(str, at_once)), flush=True)
        content = examine_content(root)
        trouble = choose_model(root, load_calibration()).trouble
        model_fault = [trouble] if trouble and trouble.kind not in _NO_FAULTS else []
        advice = [*content.advice, *([trouble] if trouble and trouble.kind == "meaning_missing" else [])]
        progress.say("检查设置和 Rasa 文件…")
        others = (*_settings_problems(root), *canned_problems(root), *check_project(root))
        problems = sorted({*model_fault, *content.faults, *others})
        content_now = None if problems else load_content(root)
        if content_now is not None:
            advice += [*_calibration_advice(root, content_now), *advise_negatives(root, content_now.entries)]
    for problem in problems:
        if problem not in at_once:
            print(problem)
    if advice:
        print("\n建议（不影响通过）：" if problems else "建议（不影响通过）：")
        print("\n".join(map(str, advice)))
    if content_now is None:
        print(f"\n共 {len(problems)} 个问题。")
        return 1
    entries = len(content_now.entries)
    guides = len(list((root / "faq/guides").glob("*.yml")))
    elapsed = SYSTEM_CLOCK.monotonic_s() - began
    print(f"检查通过：{entries} 个条目、{guides} 个引导、设置和 Rasa 文件都没有问题（{elapsed:.1f} 秒）。")
    return 0


def _calibration_advice(root: Path, content: Content) -> list[Problem]:
    """That the thresholds were fitted to quite another state of this knowledge base."""
    if CALIBRATION_FILE.parents[1] != root.resolve():  # they belong to our own content
        return []
    texts = sum(len(entry.wordings()) + len(entry.keywords) for entry in content.entries) + len(load_negatives(root))
    drift = load_calibration().drift(len(content.entries), texts)
    name = CALIBRATION_FILE.relative_to(root.resolve()).as_posix()
    return [Problem(name, 1, drift, "运行 ./run calibrate")] if drift else []


def _settings_problems(root: Path) -> list[Problem]:
    try:
        load_settings(root)
    except ContentError as fault:
        # A variable that is missing here may well be set where the bot runs; that is not the file's fault.
        return [problem for problem in fault.problems if problem.kind != "secret" or "没有设置" not in problem.message]
    return []
