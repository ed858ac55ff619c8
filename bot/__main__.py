"""The command line: `python -m bot <command>`; ends with 0 (fine), 1 (found faults) or 2 (cannot).

2 is for what cannot be done: wrong arguments, a file that is not there, settings, ports, a full disk, no model.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType

from bot.commands import BRIEF_COMMANDS, COMMANDS, FIRST_WORDS, HIDDEN_COMMANDS, OPEN_COMMANDS, SLOW_COMMANDS
from bot.commands.arguments import ChineseParser, guess
from bot.commands.version import version_of
from bot.failing import way_out
from common.errors import BotError, UnusableError

ROOT = Path(__file__).resolve().parents[1]
_SUMMARIES = {**COMMANDS, **HIDDEN_COMMANDS}
_OWNER_ONLY = 0o077


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Run one command; only that command's module is imported, so one broken part stops no other."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(given, root)
    except BotError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("已中断。", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader went away (`… | head`); say nothing more, also not while Python shuts down.
        sys.stdout = None
        return 1
    except Exception as fault:
        sentence = way_out(fault)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        return UnusableError.exit_code


def _run(given: list[str], root: Path) -> int:
    if not given or given[0] in ("-h", "--help"):
        print(_overview())
        return 0 if given else 2
    if given == ["--version"]:
        print(f"学信机器人 {version_of(root)}")
        return 0
    name = given[0]
    if name not in _SUMMARIES:
        meant = guess(name, COMMANDS)
        print(f"没有「{name}」这个命令{meant or '。'}" + ("" if meant else f"\n\n{_overview()}"), file=sys.stderr)
        return 2
    if name not in OPEN_COMMANDS:
        os.umask(_OWNER_ONLY)  # also of its child processes
    if not {"-h", "--help"} & {*given[1:]}:  # what they need takes seconds to read on a busy machine
        if name in FIRST_WORDS:
            print(FIRST_WORDS[name], flush=True)
        elif name in SLOW_COMMANDS and sys.stderr.isatty():
            print("正在准备…", file=sys.stderr, flush=True)
    if name in BRIEF_COMMANDS:
        gc.disable()
    try:
        module, parser = command_parser(name)
        try:
            options = parser.parse_args(given[1:])
        except SystemExit as end:
            return int(end.code or 0)
        return int(module.run(options, root))
    finally:
        gc.enable()


def command_parser(name: str) -> tuple[ModuleType, ChineseParser]:
    """A command's module and what reads its arguments."""
    module = import_module(f"bot.commands.{name}")
    parser = ChineseParser(f"./run {name}", f"{_SUMMARIES[name]}\n\n{module.DETAILS}".strip())
    module.add_arguments(parser)
    return module, parser


def _overview() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name.ljust(width)}  {summary}" for name, summary in COMMANDS.items()]
    return "\n".join(
        [
            "用法：./run <命令> [参数]",
            "",
            "命令：",
            *lines,
            "",
            "每个命令都有说明：./run <命令> --help；版本：./run --version",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
