"""`why`: what the FAQ library thinks of a question, signal by signal, without starting anything."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from faq.explain import explain
from faq.library import Library

DETAILS = "只用知识库计算，不启动 Rasa，也不需要训练好的模型。"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("text", metavar="文字", help="要解释的问题")
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")


def run(options: argparse.Namespace, root: Path) -> int:
    """Explain and print."""
    explanation = explain(Library.open(root), options.text)
    if options.json:
        print(json.dumps(explanation.as_dict(), ensure_ascii=False))
    else:
        print("\n".join(explanation.lines()))
    return 0
