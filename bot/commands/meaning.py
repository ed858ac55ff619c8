"""`meaning`: computes what is missing of the vectors and classifiers; `serve` runs it before the processes start."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.commands.serve import say
from faq.engine.meaning_preparation import prepare_knowledge

DETAILS = "一般用 ./run serve，它会先做这一步。"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options: the settings say everything."""


def run(_: argparse.Namespace, root: Path) -> int:
    """Compute them; does nothing where all are there."""
    prepare_knowledge(root, say)
    return 0
