"""What the YAML parser stumbled over, said so that an editor can mend it."""

from __future__ import annotations

import re

import yaml

from common.errors import Problem

_FULLWIDTH_COLON = "："
_CONFLICT = re.compile(r"^(?:<{7} .*|>{7} .*|={7})\r?$", re.MULTILINE)


def find_conflict(text: str, path: str, shift: int = 0) -> Problem | None:
    """The first mark that an unfinished merge left in a file."""
    mark = _CONFLICT.search(text)
    if mark is None:
        return None
    line = text.count("\n", 0, mark.start()) + 1 + shift
    remedy = "两段里留下要的一段，再删掉 <<<<<<<、=======、>>>>>>> 这三行"
    return Problem(path, line, f"有没解决的合并冲突（现在是「{mark.group().strip()[:24]}」）", remedy, "conflict")


def syntax_problem(error: yaml.YAMLError, lines: list[str], path: str, shift: int = 0) -> Problem:
    """What the parser stumbled over, said so that an editor can mend it."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = min(mark.line + 1 if mark else 1, len(lines))
    # The parser notices a full-width colon only later; point at the line that has it.
    for candidate in range(line, 0, -1):
        if _looks_like_fullwidth_key(lines[candidate - 1]):
            shown = lines[candidate - 1].strip()[:30]
            message, remedy = f"冒号是全角的（现在是「{shown}」）", "把「：」换成半角冒号加空格「: 」"
            return Problem(path, candidate + shift, message, remedy, "fullwidth_colon")
        if candidate < line and lines[candidate - 1].startswith("- "):
            break  # the item before this one has nothing to do with it
    if "\t" in lines[line - 1]:
        return Problem(path, line + shift, "缩进用了制表符（Tab）", "改用空格缩进", "tab")
    reason = str(getattr(error, "problem", "") or "")
    if "found another document" in reason or "expected a single document" in str(error):
        remedy = "删掉单独一行的「---」，一个文件只放一份内容"
        return Problem(path, line + shift, "一个文件里有多份内容（「---」）", remedy, "documents")
    if "unexpected end of stream" in reason and mark and getattr(error, "context_mark", None):
        opened = error.context_mark.line + 1  # type: ignore[attr-defined]
        shown = lines[opened - 1].strip()[:40]
        remedy = "补上另一半引号，或两头的引号都去掉"
        return Problem(path, opened + shift, f"引号没有成对（现在是「{shown}」）", remedy, "quote")
    shown = lines[line - 1].strip()[:40]
    return Problem(
        path,
        line + shift,
        f"不是合法的 YAML（现在是「{shown}」）",
        "检查缩进是否对齐、冒号后有没有空格、引号是否成对；含有「: 」或「#」的句子要加引号",
        "syntax",
    )


def _looks_like_fullwidth_key(line: str) -> bool:
    key, colon, _ = line.strip().removeprefix("- ").partition(_FULLWIDTH_COLON)
    return bool(colon) and key.isascii() and key.islower() and key.replace("_", "").isalnum()
