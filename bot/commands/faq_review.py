"""`faq review`: the one command after an edit of the knowledge base."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bot.commands.progress import Progress
from common.errors import BotError
from common.settings_file import load_settings
from evaluation.outcomes import Announce
from evaluation.review import remember_outcomes, review_edit, review_folders
from evaluation.review_report import review_as_dict, review_lines
from evaluation.reviewed import Approval, Review
from faq.engine.meaning_preparation import prepare_first_time, prepare_meaning

_LIVE = {
    "files": "正在运行的服务几秒内自动换上，不用重启。",
    "published": "正在运行的服务用的是发布的版本：运行 ./run publish 以后各台换上。",
}
"""By `content.source`: when those who serve go by new figures."""
_TAKE_BACK = "不要新的校准，就取回旧的：git checkout -- faq/calibration.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--base", metavar="版本", default="HEAD", help="和哪个 git 版本比（默认 HEAD，即上次提交）")
    parser.add_argument(
        "--log", metavar="文件", type=Path, help="日志里的问题（已打码），每行一句或一个带 text 的 JSON"
    )
    parser.add_argument("--no-calibrate", action="store_true", help="需要重新校准时只说，不做（校准要一两分钟）")
    parser.add_argument(
        "--before", metavar="文件夹", type=Path, help="不和 git 版本比，和这个文件夹里的 faq/、data/ 比"
    )
    parser.add_argument("--after", metavar="文件夹", type=Path, help="看这个文件夹里的，不看这里的；和 --before 一起用")
    parser.add_argument(
        "--remember", action="store_true", help="不比较，只记住现在的知识库怎样回答已知的问题；训练时自动做"
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(options: argparse.Namespace, root: Path) -> int:
    """Review, calibrate and review again where that is needed, print; 1 when the edit should not go live."""
    progress = Progress(sys.stderr)
    if options.remember:
        prepare_meaning(root, progress.say)
        count = remember_outcomes(root, progress.say)
        progress.end()
        print(f"记住了 {count} 个已知问题现在怎样回答。")
        return 0
    if (options.before is None) != (options.after is None):
        raise BotError("--before 和 --after 要一起写。改法：两个都写，或者都不写。")
    prepare_first_time(root, progress.say)
    review = _reviewed(options, root, progress.say)
    told: list[str] = []
    if review.approval is not Approval.STOP and _calibrates(options, review):
        from evaluation.calibration_run import calibrate_project  # only here: most reviews need none of what it needs

        progress.say(f"需要重新校准（{review.fitness.reason}），要一两分钟…")
        told = [f"{calibrate_project(root, progress.say)}{_LIVE[load_settings(root).content.source]}"]
        # Every probability is another one now: what was found before says nothing of what will be served.
        review = _reviewed(options, root, progress.say)
        if review.approval is not Approval.GOOD:
            told.append(_TAKE_BACK)
    progress.end()
    if options.json:
        print("".join(f"{line}\n" for line in told), end="", file=sys.stderr)
        print(json.dumps(review_as_dict(review), ensure_ascii=False, indent=2))
    else:
        print("\n".join([*told, *([""] if told else []), *review_lines(review)]))
    return 1 if review.approval is Approval.STOP else 0


def _reviewed(options: argparse.Namespace, root: Path, announce: Announce) -> Review:
    if options.before is not None:
        return review_folders(root, options.before, options.after, announce)
    return review_edit(root, options.base, options.log, announce)


def _calibrates(options: argparse.Namespace, review: Review) -> bool:
    return bool(review.fitness.reason) and not options.no_calibrate and options.after is None
