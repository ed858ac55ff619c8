"""`faq try`: what a state of the knowledge base does with a few sentences, as its review would ask them."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bot.commands.progress import Progress
from common.clock import SYSTEM_CLOCK, china_time
from common.errors import UnusableError
from evaluation.outcomes import open_state
from faq.engine.classifier_store import ClassifierStore
from faq.engine.meaning_model import MODELS_FOLDER
from faq.engine.meaning_preparation import prepare_first_time


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("texts", metavar="句子", nargs="*", help="要试的句子；不写就从标准输入读，一行一句")
    parser.add_argument("--after", metavar="文件夹", type=Path, help="问这个文件夹里的知识库，不问这里的")
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(options: argparse.Namespace, root: Path) -> int:
    """Open the state, ask, print; nothing that is asked is kept.

    Raises:
        UnusableError: there is no sentence to ask.
    """
    texts = options.texts or [line.strip() for line in sys.stdin if line.strip()]
    if not texts:
        raise UnusableError("./run faq try: 要给出要试的句子，写在后面，或一行一句从标准输入给")
    progress = Progress(sys.stderr)
    prepare_first_time(root, progress.say)
    today = china_time(SYSTEM_CLOCK.now()).date()
    from learning.trying import Treated  # only here: what else stands there needs the database's libraries

    opened = open_state(root, options.after or root, today, ClassifierStore(root / MODELS_FOLDER).fitted)
    found = [Treated.of(opened.state.decider(text, today).decide(text, (), None)) for text in texts]
    progress.end()
    if options.json:
        print(json.dumps([item.as_plain() for item in found], ensure_ascii=False))
    else:
        print("\n".join(f"{text}　{item.shown(opened.content)}" for text, item in zip(texts, found, strict=True)))
    return 0
