"""`calibrate`: fit the engine's probabilities and thresholds to labelled questions."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from bot.commands.progress import Progress
from common.whole_files import check_writable
from evaluation.calibration_run import (
    LABELLED_FILES,
    calibrated_sentence,
    calibrated_text,
    labelled_questions,
    write_calibration,
)
from evaluation.calibrator import Goals
from faq.engine.meaning_model import open_embedder
from faq.ranking.calibration import CALIBRATION_NAME

DETAILS = """\
把结果写进 faq/calibration.json（生成的文件，不要手改）；同样的输入每次得到同样的字节。
要一两分钟；正在运行的服务几秒内自动换上，不用重启。./run faq review 需要时会自己校准。
标注文件的写法和 eval 的一样。
用着语义模型（assistant.embedding_model）时，文件里另有一份带它的权重；换了模型要重新校准。
开发集（tests/data/dev_questions.jsonl）只用来报告，不要拿来校准。"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    goals = Goals()
    parser.add_argument("labelled", metavar="标注文件", nargs="*", help=f"默认：{'、'.join(LABELLED_FILES)}")
    parser.add_argument(
        "--right", type=_share(0.5, 1), default=goals.right, metavar="比例", help="直接回答里至少多少是对的，0.5 到 1"
    )
    parser.add_argument(
        "--foreign",
        type=_share(0, 0.5),
        default=goals.foreign_answered,
        metavar="比例",
        help="无关问题最多多少被直接回答，0 到 0.5",
    )
    parser.add_argument(
        "--lost", type=_share(0, 0.5), default=goals.lost, metavar="比例", help="能列出的问题最多多少不列，0 到 0.5"
    )
    parser.add_argument("--check", action="store_true", help="不写文件，只看现有的文件是不是由现在的数据得出")


def run(options: argparse.Namespace, root: Path) -> int:
    """Fit, then write or compare."""
    path = root / CALIBRATION_NAME
    if not options.check:
        check_writable(path.parent)  # before the minutes that it takes
    with Progress(sys.stderr) as progress:
        progress.say("读标注的问题和知识库…")
        questions = labelled_questions(root, [Path(name) for name in options.labelled])
        goals = Goals(right=options.right, foreign_answered=options.foreign, lost=options.lost)
        text = calibrated_text(root, questions, goals, open_embedder(root), progress.say)
    if options.check:
        same = path.exists() and path.read_text(encoding="utf-8") == text
        print("校准文件和现在的数据一致。" if same else "校准文件过时了。改法：运行 ./run calibrate。")
        return 0 if same else 1
    write_calibration(root, text)
    print(calibrated_sentence(text, len(questions)))
    return 0


def _share(least: float, most: float) -> Callable[[str], float]:
    """Reads a share that makes sense as a goal."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = -1.0
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"要写成 {least:g} 到 {most:g} 的数（现在是 {text}）")
        return value

    return read
