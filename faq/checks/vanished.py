"""Entry files that are not read any more: deleted without telling git, or renamed so that nobody looks at them.

Whoever deletes a file by mistake would otherwise be sent from dead link to dead link, all in innocent files.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from common.errors import Problem, relative_path
from faq.entry_files import ids_in
from faq.loader import ENTRIES_FOLDER

_GIT_S = 10


@dataclass(frozen=True)
class Vanished:
    """Faults about the files, and the ids of the entries they hold or held: links to them are no fault of their own."""

    problems: tuple[Problem, ...]
    ids: frozenset[str]


def find_vanished(root: Path) -> Vanished:
    """What stands, or stood, in the folder of entries and is not read."""
    problems, ids = [], set[str]()
    for problem, data in (*_unread(root), *_deleted(root)):
        problems.append(problem)
        ids |= ids_in(data)
    return Vanished(tuple(problems), frozenset(ids))


def _unread(root: Path) -> Iterator[tuple[Problem, bytes]]:
    """Files beside the entries that nobody reads: an edit in one of them would have no effect."""
    for path in sorted((root / ENTRIES_FOLDER).glob("*")):
        if path.name.startswith(".") or (path.suffix == ".yml" and path.is_file()):
            continue
        remedy = "改扩展名为 .yml，或移到别处" if path.is_file() else "条目文件直接放在 faq/entries/ 下"
        problem = Problem(relative_path(path, root), 1, "这里的内容不会被读取", remedy, "unread_file")
        yield problem, path.read_bytes() if path.is_file() else b""


def _deleted(root: Path) -> Iterator[tuple[Problem, bytes]]:
    """Files that git still expects; nothing where there is no git."""
    renamed = {path.stem for path in (root / ENTRIES_FOLDER).glob("*") if path.suffix != ".yml"}
    for name in _git(root, "ls-files", "--deleted", "-z", "--", ENTRIES_FOLDER).decode().split("\0"):
        if not name.endswith(".yml"):
            continue
        data = _git(root, "show", f":./{name}")
        if Path(name).stem in renamed or Path(name).name in renamed:  # told as the file that is not read
            continue
        count = len(ids_in(data))
        remedy = f"恢复：git checkout -- {name}；真的不要了：git rm {name}，再改指向它们的链接"
        yield Problem(name, 1, f"文件不见了（里面有 {count} 个条目）", remedy, "deleted"), data


def _git(root: Path, *arguments: str) -> bytes:
    try:
        ended = subprocess.run(  # noqa: S603 - fixed program and arguments of ours
            ["git", "-C", str(root), *arguments],  # noqa: S607 - git is wherever the person installed it
            capture_output=True,
            timeout=_GIT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return ended.stdout if ended.returncode == 0 else b""
