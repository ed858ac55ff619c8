"""Faults that people can mend: one line each, in Chinese, with file and line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from os.path import realpath
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in a file that staff edit: where it is, what is wrong, how to mend it."""

    path: str
    line: int
    """From 1; 0 for what has no lines, such as an environment variable."""
    message: str
    remedy: str
    kind: str = field(default="", compare=False)
    target: str = field(default="", compare=False)
    """The name of what is pointed to here and is not there: what many places point to is one fault."""

    def __str__(self) -> str:
        """`路径:行: 哪里不对（现在是什么）。改法：…`, the shape `bot check` prints."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}。改法：{self.remedy}"


class BotError(Exception):
    """Root of the errors the user can mend: the command line prints the text, no traceback."""

    exit_code = 2
    """What a command ends with that this stops: it cannot do what was asked."""


class UnusableError(BotError):
    """The machine, the settings or the files of the installation do not let it run: a port, the disk, the model."""


class FoundFaultsError(BotError):
    """A command did what was asked, and something was found that has to be mended."""

    exit_code = 1


class ContentError(FoundFaultsError):
    """Files were refused; `problems` holds every fault found in the run, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the faults sorted by file and line."""
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class SettingsError(ContentError):
    """The settings were refused; nothing can start with them."""

    exit_code = 2


def place_of(error: BaseException) -> str:
    """File name and line of the innermost frame of a fault: what a log may say of it without quoting anybody."""
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    return f"{Path(step.tb_frame.f_code.co_filename).name}:{step.tb_lineno}" if step else "?"


def relative_path(path: Path, root: Path) -> str:
    """The path as staff see it: relative to the project, with forward slashes."""
    for here, there in (
        (path, root),
        (Path(realpath(path)), Path(realpath(root))),
    ):  # a link is where it stands, be it to itself
        if here.is_relative_to(there):
            return here.relative_to(there).as_posix()
    return path.as_posix()


def nearest_spelling(word: str, known: Iterable[str]) -> str | None:
    """The known word that a misspelt one most likely means, or None."""
    matches = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None
