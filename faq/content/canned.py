"""The texts agents use again and again (`faq/canned.yml`): written by staff, live as soon as the file is saved."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from common.errors import ContentError, Problem, nearest_spelling
from common.yaml_nodes import YamlNode, read_yaml

CANNED_FILE = "faq/canned.yml"
NUMBER = "{工单号}"
_PLACEHOLDER = re.compile(r"\{[一-鿿]{1,12}\}")
_TITLE_CHARS = 20
_TEXT_CHARS = 1000
_KEYS = ("title", "text", "text_en")
_MAY_LACK = ("text_en",)


@dataclass(frozen=True)
class CannedText:
    """One of them."""

    title: str
    text: str
    text_en: str = ""

    def filled(self, number: str, *, english: bool = False) -> str:
        """The text for one ticket, in English where it is wanted and there."""
        text = self.text_en if english and self.text_en else self.text
        return text.replace(NUMBER, number)


def filled(text: str, number: str) -> str:
    """A text as it is sent for one ticket, wherever it was written; an unknown placeholder is refused.

    Raises:
        ValueError: it has one; the text names those there are.
    """
    full = text.replace(NUMBER, number)
    if unknown := _PLACEHOLDER.search(full):
        raise ValueError(f"没有「{unknown[0]}」这个填空，没有发出。改法：能用的只有 {NUMBER}，别的请写成字。")
    return full


def fitting(texts: Iterable[CannedText], words: str) -> list[CannedText]:
    """The canned texts that have every word, those with more of them in the title first."""
    wanted = words.lower().split()
    found = [one for one in texts if all(word in f"{one.title}\n{one.text}\n{one.text_en}".lower() for word in wanted)]
    return sorted(found, key=lambda one: -sum(word in one.title.lower() for word in wanted))


def is_named(text: CannedText, words: str) -> bool:
    """Whether its title has every word."""
    return all(word in text.title.lower() for word in words.lower().split())


class CannedTexts:
    """The file, read again when it changed; while it has faults the last good state goes on."""

    def __init__(self, root: Path) -> None:
        """Read of this project; a project without the file has none."""
        self._root = root
        self._stamp: tuple[int, int] | None = None
        self._texts: tuple[CannedText, ...] = ()
        self._problems: tuple[Problem, ...] = ()
        self._has_read = False

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why the file as it is now is not what agents are offered; () when it is."""
        self.all()
        return self._problems

    def all(self) -> tuple[CannedText, ...]:
        """All texts, in the order of the file."""
        try:
            found = (self._root / CANNED_FILE).stat()
        except FileNotFoundError:
            self._stamp, self._texts, self._problems = None, (), ()
            return ()
        stamp = (found.st_mtime_ns, found.st_size)
        if stamp != self._stamp:
            self._stamp = stamp
            try:
                self._texts, self._problems, self._has_read = load_canned(self._root), (), True
            except ContentError as error:
                self._problems = tuple(error.problems if self._has_read else map(_with_nothing_before, error.problems))
        return self._texts


def _with_nothing_before(problem: Problem) -> Problem:
    """After a start there is no earlier state to go on with."""
    return replace(problem, message=f"{problem.message}，改好以前没有常用语可用")


def load_canned(root: Path) -> tuple[CannedText, ...]:
    """The texts of the file.

    Raises:
        ContentError: the file has faults, each with its line.
    """
    path = root / CANNED_FILE
    if not path.exists():
        return ()
    node = read_yaml(path, root)
    if not isinstance(node.value, list):
        raise ContentError([node.problem("整个文件要写成一个列表", "每条以「- title:」开头", kind="kind")])
    problems: list[Problem] = []
    texts = [text for item in node.value if (text := _read(item, problems)) is not None]
    lines: dict[str, int] = {}
    for item, text in zip(node.value, texts, strict=False):
        if lines.setdefault(text.title, item.line) != item.line:
            message = f"「title」有两条都叫「{text.title}」（第一次在第 {lines[text.title]} 行）"
            problems.append(item.problem(message, "换一个名字", "title", "twice"))
    if problems:
        raise ContentError(problems)
    return tuple(texts)


def canned_problems(root: Path) -> list[Problem]:
    """The faults of the file, for `bot check`."""
    try:
        load_canned(root)
    except ContentError as error:
        return error.problems
    return []


def _read(item: YamlNode, problems: list[Problem]) -> CannedText | None:
    before = len(problems)
    if not isinstance(item.value, dict):
        problems.append(item.problem("每条要有 title 和 text", "写成「- title: …」，下一行「text: …」", kind="kind"))
        return None
    meant = {}
    for key, _ in item.items():
        if key not in _KEYS:
            near = nearest_spelling(key, _KEYS)
            meant[near] = key
            remedy = f"是不是想写「{near}」？" if near else "只写 title、text 和 text_en"
            problems.append(item.problem(f"不认识「{key}」", remedy, key, "unknown"))
    values = {}
    for key, most in zip(_KEYS, (_TITLE_CHARS, _TEXT_CHARS, _TEXT_CHARS), strict=True):
        node = item.get(key)
        if node is None and key in _MAY_LACK:
            continue
        text = node.value.strip() if node is not None and isinstance(node.value, str) else ""
        if node is None and key in meant:
            continue
        if not text or len(text) > most:
            problems.append(
                item.problem(f"「{key}」要写成 1 到 {most} 个字的文字", f"写一个不超过 {most} 字的 {key}", key, "kind")
            )
        values[key] = text
        if unknown := _PLACEHOLDER.search(text.replace(NUMBER, "")):
            problems.append(item.problem(f"没有「{unknown[0]}」这个填空", f"能用的只有 {NUMBER}", key, "unknown"))
    return CannedText(**values) if len(problems) == before else None
