"""What stood among entries and guides and does not any more: files deleted without telling git, and renamed ids.

Whoever deletes a file or renames an id by mistake would otherwise be sent from dead link to dead link, all in innocent
places.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from common.errors import Problem, relative_path
from faq.content.dangling import GUIDE
from faq.content.draft import Draft
from faq.content.entry_files import ids_in, parse_list
from faq.content.loader import ENTRIES_FOLDER, LOCK
from faq.guiding.loader import GUIDES_FOLDER
from faq.text.normalise import matching_key

_GIT_S = 10
_ID = re.compile(r"[a-z][a-z0-9_]{0,80}")
_SAME_SHARE = 0.5
_LEFT_BEHIND = re.compile(r"^~\$|~$|\.(?:bak|orig|rej|swp|tmp|old)$")


@dataclass(frozen=True)
class Vanished:
    """Faults about the files, and the ids of the entries they hold or held: links to them are no fault of their own."""

    problems: tuple[Problem, ...]
    ids: frozenset[str]
    guides: frozenset[str]
    """The guides whose files were deleted, as the targets of what names them."""


def find_vanished(root: Path) -> Vanished:
    """What stands, or stood, in the folders of entries and guides and is not read."""
    missed = missed_files(root)
    guides = [name for name in missed if name.startswith(f"{GUIDES_FOLDER}/")]
    problems, ids = [_gone_guide(name) for name in guides], set[str]()
    for problem, data in (*_unread(root), *_deleted(root, [name for name in missed if name not in guides])):
        problems.append(problem)
        ids |= ids_in(data)
    return Vanished(tuple(problems), frozenset(ids), frozenset(f"{GUIDE}{Path(name).stem}" for name in guides))


def find_renamed(root: Path, lost: Collection[str], drafts: Collection[Draft]) -> dict[str, Draft]:
    """By an id that is gone, the entry whose wordings were its at the last commit; nothing where there is no git."""
    wordings = [({matching_key(str(node.value)) for node in draft.wordings()}, draft) for draft in drafts]
    found = {}
    for name in lost:
        earlier = _committed_wordings(root, name) if _ID.fullmatch(name) else set()
        shares = ((len(earlier & keys) / (len(earlier | keys) or 1), draft) for keys, draft in wordings)
        share, draft = max(shares, key=lambda pair: pair[0], default=(0.0, None))
        if draft is not None and share >= _SAME_SHARE and draft.sound("id"):
            found[name] = draft
    return found


def _committed_wordings(root: Path, name: str) -> set[str]:
    pattern = rf"^- *id *: *[\"']?{name}[\"']? *$"
    for line in _git(root, "grep", "-lE", pattern, "HEAD", "--", ENTRIES_FOLDER).decode().splitlines():
        path = line.removeprefix("HEAD:")
        node, _ = parse_list(_git(root, "show", f"HEAD:./{path}").decode("utf-8", "replace"), path)
        items = node.plain() if node is not None else []
        for item in items if isinstance(items, list) else []:
            if isinstance(item, dict) and item.get("id") == name:
                return {matching_key(str(text)) for text in (item.get("title"), *(item.get("questions") or ()))}
    return set()


def missed_files(root: Path) -> list[str]:
    """The files of entries and guides that git still expects; nothing where there is no git."""
    names = _git(root, "ls-files", "--deleted", "-z", "--", ENTRIES_FOLDER, GUIDES_FOLDER).decode().split("\0")
    return [name for name in names if name.endswith(".yml")]


def unread_files(root: Path) -> list[str]:
    """The names of what lies beside the entries and is not read."""
    paths = sorted((root / ENTRIES_FOLDER).glob("*"))
    return [path.name for path in paths if path.name[0] != "." and not _is_read(path)]


def _is_read(path: Path) -> bool:
    return path.suffix == ".yml" and path.is_file() and not path.name.startswith(LOCK)


def _unread(root: Path) -> Iterator[tuple[Problem, bytes]]:
    """Files beside the entries that nobody reads: an edit in one of them would have no effect."""
    for path in (root / ENTRIES_FOLDER / name for name in unread_files(root)):
        remedy = "改扩展名为 .yml，或移到别处" if path.is_file() else "条目文件直接放在 faq/entries/ 下"
        if _LEFT_BEHIND.search(path.name):
            remedy = "它是编辑器留下的备份或临时文件：关掉正开着它的程序，再删掉它"
        problem = Problem(relative_path(path, root), 1, "这里的内容不会被读取", remedy, "unread_file")
        yield problem, path.read_bytes() if path.is_file() else b""


def _deleted(root: Path, missed: Collection[str]) -> Iterator[tuple[Problem, bytes]]:
    """Files of entries that git still expects."""
    renamed = {path.stem for path in (root / ENTRIES_FOLDER).glob("*") if path.suffix != ".yml"}
    for name in missed:
        data = _git(root, "show", f":./{name}")
        if Path(name).stem in renamed or Path(name).name in renamed:  # told as the file that is not read
            continue
        count = len(ids_in(data))
        remedy = f"恢复：git checkout -- {name}；真的不要了：git rm {name}，再改指向它们的链接"
        yield Problem(name, 1, f"文件不见了（里面有 {count} 个条目）", remedy, "deleted"), data


def _gone_guide(name: str) -> Problem:
    remedy = f"恢复：git checkout -- {name}；真的不要了：git rm {name}，再删掉写着它的 guide、link 那几行"
    return Problem(name, 1, f"引导「{Path(name).stem}」的文件不见了", remedy, "deleted")


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
