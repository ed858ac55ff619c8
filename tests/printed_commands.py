"""The commands that the documents print, in their blocks and in their sentences, page by page."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("README.md", "CONTRIBUTING.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))))
PLACES = {"…": "验证码看不清", "编号": "captcha_unclear", "文件": "知识库.xlsx"}
"""What stands in a printed command for something of one's own."""

_BLOCK = re.compile(r"^ *```\w*\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
_IN_SENTENCES = re.compile(r"`([^`\n]+)`")


def printed_commands(page: str, program: str) -> list[list[str]]:
    """Every different command of a page that begins with a program (`./run`, `make`, `rasa`), as its words."""
    text = (ROOT / page).read_text(encoding="utf-8")
    lines = [line.strip() for block in _BLOCK.findall(text) for line in block.splitlines()]
    lines += _IN_SENTENCES.findall(_BLOCK.sub("", text))
    printed = {re.sub(r"\s+#.*", "", line) for line in lines if line.startswith(f"{program} ")}
    return [[PLACES.get(word, word) for word in shlex.split(line)] for line in sorted(printed - {f"{program} …"})]
