"""`calibrate`: fit the engine's probabilities and thresholds to labelled questions."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from evaluation.calibrator import Goals, Labelled, calibrate
from evaluation.questions import read_questions
from faq.calibration import CALIBRATION_FILE
from faq.elsewhere import load_places
from faq.index import Index
from faq.loader import load_content
from faq.meaning_model import ChosenModel, meaning_store, open_embedder
from faq.negatives import load_negatives

DETAILS = """\
把结果写进 faq/calibration.json（生成的文件，不要手改）；同样的输入每次得到同样的字节。
标注文件的写法和 eval 的一样。
用着语义模型（assistant.embedding_model）时，文件里另有一份带它的权重；换了模型要重新校准。
开发集（tests/data/dev_questions.jsonl）只用来报告，不要拿来校准。"""

OUTSIDERS_FILE = "tests/data/situation_calibration.jsonl"
LABELLED_FILES = (
    "tests/data/calibration_questions.jsonl",
    "tests/data/plain_questions.jsonl",
    "tests/data/voice_calibration.jsonl",
    OUTSIDERS_FILE,
)
_OUTSIDERS_WEIGHT = 3.0
"""As much say as all of our own together: they are fewer, and nearer to what will be asked."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    goals = Goals()
    parser.add_argument("labelled", metavar="标注文件", nargs="*", help=f"默认：{'、'.join(LABELLED_FILES)}")
    parser.add_argument("--right", type=float, default=goals.right, metavar="比例", help="直接回答里至少多少是对的")
    parser.add_argument(
        "--foreign", type=float, default=goals.foreign_answered, metavar="比例", help="无关问题最多多少被直接回答"
    )
    parser.add_argument("--lost", type=float, default=goals.lost, metavar="比例", help="能列出的问题最多多少不列")
    parser.add_argument("--check", action="store_true", help="不写文件，只看现有的文件是不是由现在的数据得出")


def run(options: argparse.Namespace, root: Path) -> int:
    """Fit, then write or compare."""
    files = [Path(name) for name in options.labelled] or [root / name for name in LABELLED_FILES]
    questions = [
        Labelled(question.text, question.accepted, _OUTSIDERS_WEIGHT if path == root / OUTSIDERS_FILE else 1.0)
        for path in files
        for question in read_questions(path, root)
    ]
    index = Index(load_content(root), load_negatives(root), places=load_places(root))
    goals = Goals(options.right, options.foreign, options.lost)
    embedder = open_embedder(root)
    wise = ChosenModel(embedder, None, meaning_store(root, embedder)).added_to(index, None) if embedder else None
    text = json.dumps(calibrate(index, questions, goals, wise), ensure_ascii=False, indent=2) + "\n"
    if options.check:
        same = CALIBRATION_FILE.exists() and CALIBRATION_FILE.read_text(encoding="utf-8") == text
        print("校准文件和现在的数据一致。" if same else "校准文件过时了。改法：运行 ./run calibrate。")
        return 0 if same else 1
    CALIBRATION_FILE.write_text(text, encoding="utf-8")
    thresholds = json.loads(text)["learned"]["thresholds"]
    bands = f"把握 {thresholds['answer']:.2f} 起直接回答，{thresholds['offer']:.2f} 起反问"
    also = "另有一份带语义模型的。" if embedder else ""
    print(f"用 {len(questions)} 个标注问题校准好了：{bands}。{also}")
    return 0
