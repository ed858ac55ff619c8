"""What the YAML parser stumbled over, said so that an editor can mend it."""

from __future__ import annotations

import re

import yaml

from common.errors import Problem

_FULLWIDTH_COLON = "："
_CONFLICT = re.compile(r"^(?:<{7} .*|>{7} .*|={7})\r?$", re.MULTILINE)

_FOREIGN_COMMENTS = ("//", "/*", "*/", "<!--", "--")
_COMMENT_LINES = 3
"""How far above the line where the parser stopped such a comment may stand."""
_SPECIAL = re.compile(r"[ \t]{0,200}(?:- ){0,3}(?:[A-Za-z_<]{1,60}: {1,20})?(?P<rest>(?P<mark>[*&!@`%]).{0,300})")


def find_conflict(text: str, path: str, shift: int = 0) -> Problem | None:
    """The first mark that an unfinished merge left in a file."""
    mark = _CONFLICT.search(text)
    if mark is None:
        return None
    line = text.count("\n", 0, mark.start()) + 1 + shift
    remedy = "两段里留下要的一段，再删掉 <<<<<<<、=======、>>>>>>> 这三行"
    return Problem(path, line, f"有没解决的合并冲突（现在是「{mark.group().strip()[:24]}」）", remedy, "conflict")


def property_problem(rest: str, path: str, line: int) -> Problem:
    """A tag (`!!str 400`) or an anchor (`&name`) before a value; `rest` is the line from there on."""
    shown = rest.strip()[:30]
    if rest.startswith("!"):
        remedy = "删掉「!」和紧跟着的字；是文字的一部分就给整句加引号"
        return Problem(path, line, f"用了 YAML 的标签（现在是「{shown}」）", remedy, "tag")
    remedy = "删掉「&」和紧跟着的名字；是文字的一部分就给整句加引号"
    return Problem(path, line, f"用了 YAML 的锚点（现在是「{shown}」）", remedy, "tag")


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
    if found := _foreign_comment(lines, line) or _special_mark(lines, line):
        place, message, remedy, kind = found
        return Problem(path, place + shift, message, remedy, kind)
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


def _foreign_comment(lines: list[str], line: int) -> tuple[int, str, str, str] | None:
    """A comment as other languages write it; the parser stumbles only over what comes behind it."""
    for candidate in range(line, max(0, line - _COMMENT_LINES), -1):
        shown = lines[candidate - 1].strip()
        if shown.startswith(_FOREIGN_COMMENTS) and not shown.startswith("---"):
            message = f"YAML 的注释不这样写（现在是「{shown[:30]}」）"
            return candidate, message, "注释用「# 」开头，或删掉这一行", "comment"
    return None


def _special_mark(lines: list[str], line: int) -> tuple[int, str, str, str] | None:
    """A value that begins with what YAML keeps for itself: `*重要*`, `@学校`, `!注意`."""
    match = _SPECIAL.match(lines[line - 1])
    if match is None:
        return None
    alias = "；想引用别处的内容，就原样再写一遍" if match["mark"] == "*" else ""
    message = f"文字不能以「{match['mark']}」开头（现在是「{match['rest'].strip()[:30]}」）"
    return line, message, f"给整句加引号，或删掉这个符号{alias}", "mark"


def _looks_like_fullwidth_key(line: str) -> bool:
    key, colon, _ = line.strip().removeprefix("- ").partition(_FULLWIDTH_COLON)
    return bool(colon) and key.isascii() and key.islower() and key.replace("_", "").isalnum()
