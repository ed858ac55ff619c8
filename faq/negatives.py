"""Sentences that no entry answers: what teaches the engine to say so.

They are the out-of-scope and small-talk examples of `data/nlu.yml`, which Rasa learns from too, so
that nothing is written twice.
"""

from __future__ import annotations

from pathlib import Path

from common.yaml_nodes import read_yaml

NLU_FILE = "data/nlu.yml"
# 人工 and 工单 are acts as well, but entries answer questions about them.
_INTENT_NAMES = "out_of_scope affirm deny choose_option go_back cancel greet goodbye thank helpful unhelpful insult"
_INTENTS = frozenset(_INTENT_NAMES.split())


def negatives_file(root: Path) -> Path:
    """The file the negatives come from."""
    return root / NLU_FILE


def load_negatives(root: Path) -> tuple[str, ...]:
    """The examples of the intents that are no question to the knowledge base; () without the file."""
    path = negatives_file(root)
    if not path.exists():
        return ()
    plain = read_yaml(path, root).plain() or {}
    found: dict[str, None] = {}
    for block in plain.get("nlu", ()):
        if block.get("intent") in _INTENTS:
            lines = (line.strip() for line in str(block.get("examples", "")).splitlines())
            found.update((line[2:].strip(), None) for line in lines if line.startswith("- "))
    return tuple(found)
