"""Where the knowledge base that is served lies, and how a change gets there: files of this machine, or a version.

A change is worked out again on the newest state while nobody else can write, so that no edit of anybody is lost.
"""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from common.errors import BotError
from common.machine_faults import reason_of
from common.whole_files import replace_files
from common.yaml_nodes import read_text
from faq.content.loader import content_version
from faq.engine.bundle import bundled_files, digest_of, pack, unpack
from tickets.content_versions import ContentVersions, OvertakenError

log = logging.getLogger(__name__)
Files = Mapping[str, str]
_GIT_S = 20
_TRIES = 3


class Shelf(Protocol):
    """Where the content is taken from and put back."""

    def state(self) -> str:
        """Names the newest content: as long as it stays the same, so does what `newest` gives."""

    @contextmanager
    def newest(self) -> Iterator[Path]:
        """A folder with the newest content, to read."""

    def put(self, work: Callable[[Path], Files], author: str, summary: str) -> str:
        """Write the files that `work` makes of the newest content; what people should know, in Chinese, or empty.

        Raises:
            BotError: what `work` raises, or the place cannot be written.
        """


class FileShelf:
    """The project's own files; every process of this machine sees them change."""

    def __init__(self, root: Path, *, git_commit: bool = True) -> None:
        """`git_commit`: keep each change as a commit where the project is a git repository."""
        self._root = root
        self._git_commit = git_commit

    def state(self) -> str:
        """A digest of the files."""
        return content_version(bundled_files(self._root))

    @contextmanager
    def newest(self) -> Iterator[Path]:
        """The project itself."""
        yield self._root

    def put(self, work: Callable[[Path], Files], author: str, summary: str) -> str:
        """Write the files, each whole or not at all, and commit them."""
        folder = os.open(self._root / "faq", os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)  # one editor of this machine at a time
            files = work(self._root)
            for name, text in files.items():
                _write(self._root / name, text)
            return self._commit(list(files), author, summary) if self._git_commit else ""
        finally:
            os.close(folder)

    def _commit(self, names: list[str], author: str, summary: str) -> str:
        """One commit of exactly these files; whatever else lies about stays as it is."""
        if self._git("rev-parse", "--is-inside-work-tree").returncode:
            return ""
        person = f"{_plain(author)} <desk@localhost>"
        who = ("-c", f"user.name={_plain(author)}", "-c", "user.email=desk@localhost")
        for arguments in (
            ("add", "--", *names),
            (*who, "commit", "--quiet", "--no-verify", f"--author={person}", "-m", summary, "--only", "--", *names),
        ):
            done = self._git(*arguments)
            if done.returncode:
                log.error("content_commit_failed code=%d", done.returncode)
                return "已经生效，但没能提交到 git，请维护的人看一下"
        return ""

    def _git(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(  # noqa: S603 - fixed program, names of our own files
                ["git", "-C", str(self._root), *arguments],  # noqa: S607 - wherever it is installed
                capture_output=True,
                timeout=_GIT_S,
                check=False,
            )
        except (FileNotFoundError, subprocess.TimeoutExpired):
            return subprocess.CompletedProcess(arguments, 128)


class PublishedShelf:
    """The versions in the database, which every process of every machine serves."""

    def __init__(self, root: Path, versions: ContentVersions) -> None:
        """`root` holds the content before the first version."""
        self._root = root
        self._versions = versions

    def state(self) -> str:
        """The number of the version."""
        latest = self._versions.latest()
        return str(latest.number) if latest else content_version(bundled_files(self._root))

    @contextmanager
    def newest(self) -> Iterator[Path]:
        """The newest version, unpacked for as long as it is read."""
        with tempfile.TemporaryDirectory(prefix="bot-version-") as place:
            self._unpack(Path(place))
            yield Path(place)

    def put(self, work: Callable[[Path], Files], author: str, summary: str) -> str:  # noqa: ARG002 (a version has no title)
        """Publish a version on top of the newest; again when somebody else published meanwhile."""
        for attempt in range(_TRIES):
            with tempfile.TemporaryDirectory(prefix="bot-version-") as place:
                folder = Path(place)
                parent = self._unpack(folder)
                for name, text in work(folder).items():
                    _write(folder / name, text)
                parcel = pack(folder)
            try:
                self._versions.publish(parcel, digest_of(parcel), parent=parent, author=author)
            except OvertakenError:
                if attempt == _TRIES - 1:
                    raise
            else:
                break
        return ""

    def _unpack(self, folder: Path) -> int:
        latest = self._versions.latest()
        if latest is None:
            copy_content(self._root, folder)
            return 0
        unpack(self._versions.parcel(latest.number), folder)
        return latest.number


def copy_content(source: Path, target: Path) -> None:
    """Copy every file that decides what is answered."""
    for path in bundled_files(source):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)


def text_of(folder: Path, name: str) -> str:
    """What a file of the content holds; empty where there is none."""
    path = folder / name
    return read_text(path, folder) if path.exists() else ""


def write_files(folder: Path, files: Files) -> None:
    """Put texts into a folder of content; an empty text takes the file away."""
    for name, text in files.items():
        _write(folder / name, text)


def _write(path: Path, text: str) -> None:
    try:
        if not text:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_files({path: text.encode()})
    except OSError as error:
        raise BotError(f"写不了 {path.name}（{reason_of(error)[0]}）。改法：看磁盘和文件的权限。") from error


def _plain(name: str) -> str:
    return (
        "".join(character for character in name if character.isprintable() and character not in "<>").strip() or "desk"
    )
