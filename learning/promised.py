"""Adds what staff promise to answer to the file of promises, without touching what stands there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from common.yaml_nodes import read_text
from faq.editor.entry_text import scalar
from faq.promises import NONE, QUESTIONS_FOLDER, load_promises

PROMISED_FILE = f"{QUESTIONS_FOLDER}/desk.yml"
_HEADER = """\
# 工作台上答应过的问法：每一句该由哪个条目回答（谁都不该回答的写 none）。
# 改了知识库，审阅时逐句核对；机器人不从这里学，也不拿它当测试。
"""


def with_promises(folder: Path, texts: Sequence[str], entry_id: str | None) -> str:
    """The text of the file with these at its end; a promise made before to another entry is a fault of the check."""
    place = folder / PROMISED_FILE
    text = read_text(place, folder) if place.exists() else _HEADER
    known = {(promise.text, promise.entry_id) for promise in load_promises(folder)}
    new = [item for item in dict.fromkeys(texts) if (item.strip(), entry_id) not in known]
    lines = [f"- text: {scalar(item.strip())}\n  entry: {entry_id or NONE}\n" for item in new]
    return text.rstrip("\n") + "\n" + "".join(lines) if lines else text
