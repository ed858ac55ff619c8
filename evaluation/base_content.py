"""The knowledge base as it was at a git revision, in a temporary folder of its own."""

from __future__ import annotations

import contextlib
import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from common.errors import BotError

FOLDERS = ("faq", "data")
"""What the FAQ library reads: entries and contacts, and the out-of-scope examples of `data/nlu.yml`."""

_SECONDS = 30


@contextlib.contextmanager
def content_at(root: Path, revision: str) -> Iterator[Path]:
    """A folder that holds what the FAQ library reads (`faq/`, `data/`) as it was at a revision.

    Raises:
        BotError: no git, no such revision, or nothing of the knowledge base in it.
    """
    name = commit_of(root, revision)
    present = git(root, "ls-tree", "--name-only", name, *FOLDERS, fault=_unknown(revision)).decode().split()
    if FOLDERS[0] not in present:
        raise BotError(f"版本「{revision}」里没有 {FOLDERS[0]}/，没有可比较的知识库。改法：换一个已经有知识库的版本。")
    archive = git(root, "archive", "--format=tar", name, *present, fault=_unknown(revision))
    with tempfile.TemporaryDirectory(prefix="bot-base-") as place:
        with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
            packed.extractall(place)  # noqa: S202 (git's own archive; Debian's Python 3.11.2 has no filter)
        yield Path(place)


def commit_of(root: Path, revision: str) -> str:
    """The full name of a revision's commit.

    Raises:
        BotError: no git, or no such revision.
    """
    # `--` would make git take the name for a file; a name that starts with a dash would be an option.
    if revision.startswith("-"):
        raise BotError(f"「{revision}」不是版本名。改法：写分支名、标签或提交号，例如 HEAD、main。")
    commit = git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", fault=_unknown(revision))
    return commit.decode().strip()


def file_at(root: Path, revision: str, path: str) -> str | None:
    """The text of one file at a revision, or None when the file (or the revision) is not there."""
    try:
        return git(root, "show", f"{revision}:./{path}", fault="").decode("utf-8", "replace")
    except BotError:
        return None


def git(root: Path, *arguments: str, fault: str) -> bytes:
    """What a git command prints; `fault` is what to tell the person when it fails."""
    try:
        ended = subprocess.run(  # noqa: S603 - fixed program, arguments checked above
            ["git", "-C", str(root), *arguments],  # noqa: S607 - git is wherever the person installed it
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError as error:
        raise BotError("这台机器没有安装 git，没法和以前的版本比较。改法：安装 git。") from error
    except subprocess.TimeoutExpired as error:
        raise BotError(f"git 在 {_SECONDS} 秒内没有完成。改法：稍后再试。") from error
    if ended.returncode:
        raise BotError(fault)
    return ended.stdout


def _unknown(revision: str) -> str:
    return f"没有「{revision}」这个版本（或这里不是 git 仓库）。改法：写分支名、标签或提交号，例如 HEAD、main。"
