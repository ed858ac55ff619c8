"""Argument parsing whose help and faults are in Chinese."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

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
        for pattern, words in _FAULTS:
            message = pattern.sub(words, message)
        self.exit(2, f"{self.format_usage()}{self.prog}: {message}\n")
