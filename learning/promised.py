"""Adds what staff promise to answer to the file of promises, without touching what stands there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from common.errors import BotError
from common.yaml_nodes import read_text, read_yaml
from faq.editor.entry_text import scalar
from faq.text.normalise import matching_key

QUESTIONS_FOLDER = "faq/questions"
PROMISED_FILE = f"{QUESTIONS_FOLDER}/desk.yml"
_HEADER = """\
# 工作台上答应过的问法：每一句该由哪个条目回答。
# 改了知识库，审阅时逐句核对；机器人不从这里学，也不拿它当测试。
"""


class PromisedElsewhereError(BotError):
    """The question was promised to another entry before."""


def with_promises(folder: Path, texts: Sequence[str], entry_id: str) -> str:
    """The text of the file with these at its end; what was promised before is not promised again.

    Raises:
        PromisedElsewhereError: one of them is promised to another entry.
        ContentError: a file of promises is broken.
    """
    place = folder / PROMISED_FILE
    text = read_text(place, folder) if place.exists() else _HEADER
    known = _known(folder)
    lines = []
    for item in dict.fromkeys(item.strip() for item in texts):
        key = matching_key(item)
        before = known.setdefault(key, "")
        if before and before != entry_id:
            raise PromisedElsewhereError(
                f"「{item}」以前答应过由「{before}」回答（{QUESTIONS_FOLDER}/）。"
                "改法：去掉这一句，或者先在那个文件里改掉原来的那一项。"
            )
        if not before:
            known[key] = entry_id
            lines.append(f"- question: {scalar(item)}\n  entry: {entry_id}\n")
    return text.rstrip("\n") + "\n" + "".join(lines) if lines else text


def _known(folder: Path) -> dict[str, str]:
    """The entry each question was promised to, by what of it matters."""
    found = {}
    for path in sorted((folder / QUESTIONS_FOLDER).glob("*.yml")):
        for item in read_yaml(path, folder).plain() or []:
            if isinstance(item, dict) and "question" in item:
                found[matching_key(str(item["question"]))] = str(item.get("entry", ""))
    return found
