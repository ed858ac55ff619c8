"""Argument parsing whose help and faults are in Chinese."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import NoReturn

from common.errors import nearest_spelling

_FAULTS = (
    (re.compile(r"the following arguments are required: (.*)"), r"缺少参数：\1"),
    (re.compile(r"unrecognized arguments: (.*)"), r"不认识的参数：\1"),
    (re.compile(r"argument (.+?): expected one argument"), r"参数 \1 后面要跟一个值"),
    (re.compile(r"argument (.+?): expected at least one argument"), r"参数 \1 后面至少要跟一个值"),
    (re.compile(r"argument (.+?): invalid int value: (.*)"), r"参数 \1 要写成整数（现在是 \2）"),
    (re.compile(r"argument (.+?): invalid float value: (.*)"), r"参数 \1 要写成数字（现在是 \2）"),
    (re.compile(r"argument (.+?): invalid choice: (.+?) \(choose from (.*)\)"), r"参数 \1 不能是 \2，可选：\3"),
    (re.compile(r"argument (.+?): not allowed with argument (.*)"), r"参数 \1 不能和 \2 一起用"),
    (re.compile(r"argument (.+?): (要写成.*)"), r"参数 \1 \2"),
)


_CHOSEN = re.compile(r"invalid choice: '(.+?)' \(choose from (.*)\)")
_UNKNOWN = re.compile(r"unrecognized arguments: (-.*)")


def guess(typed: str, known: Iterable[str]) -> str:
    """The end of a sentence about a word nobody knows: what was most likely meant; "" when nothing is near."""
    near = nearest_spelling(typed, known)
    return f"。您是不是要用 {near}？" if near else ""


class ChineseParser(argparse.ArgumentParser):
    """`argparse` with Chinese headings and faults; a fault ends with exit code 2."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(
            prog=prog,
            description=description,
            add_help=False,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def format_usage(self) -> str:
        """The usage line under its Chinese name."""
        return super().format_usage().replace("usage: ", "用法：", 1)

    def format_help(self) -> str:
        """The whole help under Chinese headings."""
        return super().format_help().replace("usage: ", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments and leave with code 2."""
        guess = self._guess(message)
        for pattern, words in _FAULTS:
            message = pattern.sub(words, message)
        self.exit(2, f"{self.format_usage()}{self.prog}: {message}{guess}\n")

    def _guess(self, message: str) -> str:
        """What a misspelt option or word was most likely meant to be."""
        chosen, unknown = _CHOSEN.search(message), _UNKNOWN.search(message)
        if chosen:
            return guess(chosen[1], re.findall(r"'([^']+)'", chosen[2]))
        return guess(unknown[1].split()[0].partition("=")[0], self._words()) if unknown else ""

    def _words(self) -> list[str]:
        """The options, and those of the sub-commands: a fault of either is told here."""
        inner = [action.choices.values() for action in self._actions if isinstance(action.choices, dict)]
        parsers = (item for items in inner for item in items if isinstance(item, ChineseParser))
        below = [word for parser in parsers for word in parser._words()]
        return [*self._option_string_actions, *below]
