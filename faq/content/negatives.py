"""Sentences that no entry answers: what teaches the engine to say so.

They are the out-of-scope and small-talk examples of `data/nlu.yml`, which Rasa learns from too, so
that nothing is written twice.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from common.errors import ContentError, Problem
from common.yaml_nodes import YamlNode, read_yaml

NLU_FILE = "data/nlu.yml"
# 人工 and 工单 are acts as well, but entries answer questions about them.
_INTENT_NAMES = "out_of_scope affirm deny choose_option go_back cancel greet goodbye thank helpful unhelpful insult"
_INTENTS = frozenset(_INTENT_NAMES.split())
OUT_OF_SCOPE = ("out_of_scope",)


def negatives_file(root: Path) -> Path:
    """The file the negatives come from."""
    return root / NLU_FILE


def load_negatives(root: Path, intents: Collection[str] = _INTENTS) -> tuple[str, ...]:
    """The examples of the intents that are no question to the knowledge base, or of some; () without the file.

    Raises:
        ContentError: the file is no list of blocks under `nlu`.
    """
    path = negatives_file(root)
    if not path.exists():
        return ()
    problems: list[Problem] = []
    found: dict[str, None] = {}
    for block in _blocks(read_yaml(path, root), problems):
        intent, examples = block.get("intent"), block.get("examples")
        if intent is None or not isinstance(intent.value, str) or intent.value not in intents:
            continue
        text = examples.value if examples is not None else None
        if not isinstance(text, str | None):
            remedy = "写成「examples: |」，下面每行以「- 」开头，再缩进两格"
            problems.append(block.problem("「examples」要写成一段文字", remedy, "examples", "kind"))
            continue
        lines = (line.strip() for line in (text or "").splitlines())
        found.update((line[2:].strip(), None) for line in lines if line.startswith("- "))
    if problems:
        raise ContentError(problems)
    return tuple(found)


def _blocks(node: YamlNode, problems: list[Problem]) -> list[YamlNode]:
    """The blocks under `nlu`; an empty file or list has none."""
    if node.value is not None and not isinstance(node.value, dict):
        problems.append(node.problem("整个文件要写成「nlu:」开头的形式", "照 Rasa 训练数据的样子写", kind="kind"))
        return []
    blocks = node.get("nlu")
    if blocks is None or blocks.plain() is None:
        return []
    if not isinstance(blocks.value, list):
        remedy = "每一块以「- intent: 名字」开头"
        problems.append(node.problem("「nlu」下面要写成列表", remedy, "nlu", "kind"))
        return []
    faulty = [block for block in blocks.value if not isinstance(block.value, dict)]
    problems += [
        block.problem("这一项要写成「intent: 名字」和「examples: |」", "照其他项的样子写", kind="kind")
        for block in faulty
    ]
    return [block for block in blocks.value if isinstance(block.value, dict)]
