"""`train`: bring the model in step with its inputs."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.running.training import REMEMBER, ensure_model, is_model_current
from bot.serving.model_file import MODEL_FILE

DETAILS = "模型存为 models/current.tar.gz；训练的完整记录在 var/log/train.log。"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--force", action="store_true", help="输入没变也从头训练")


def run(options: argparse.Namespace, root: Path) -> int:
    """Train if needed."""
    if not options.force and is_model_current(root):
        print(f"模型 {MODEL_FILE} 已经是最新的，不用训练。")
        return 0
    ensure_model(root, lambda sentence: print(sentence, flush=True), force=options.force, beside=REMEMBER)
    return 0
