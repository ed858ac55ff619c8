"""The one file a backup is: a compressed tar, with a list of what is in it that every reading checks it against."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from common.errors import BotError
from common.machine_faults import reason_of

FORMAT = 1
MANIFEST = "manifest.json"
_CHUNK_BYTES = 1024 * 1024
_MANIFEST_BYTES = 64 * _CHUNK_BYTES


@dataclass(frozen=True)
class Manifest:
    """What a backup holds; `rows` are counts by table, `files` hashes by name."""

    made_at: str
    database: str
    """`sqlite` or `postgresql`."""
    revision: str
    rows: dict[str, int]
    pictures: int
    has_keys: bool
    content_digest: str
    key_proof: str
    """A word sealed with the keys of the installation: who has them can open it."""
    files: dict[str, str]
    format: int = FORMAT


class ArchiveWriter:
    """Puts members into a backup and remembers their hashes."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.files: dict[str, str] = {}

    def add_bytes(self, name: str, data: bytes) -> None:
        """Add a member from memory."""
        self.files[name] = hashlib.sha256(data).hexdigest()
        self._tar.addfile(_entry(name, len(data)), io.BytesIO(data))

    def add_file(self, name: str, path: Path) -> None:
        """Add a file, however large."""
        self.files[name] = _hash_of(path)
        with path.open("rb") as source:
            self._tar.addfile(_entry(name, path.stat().st_size), source)

    def finish(self, **facts: Any) -> Manifest:
        """Add the list of all members; the last thing to be written."""
        manifest = Manifest(**facts, files=dict(self.files))
        data = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
        self._tar.addfile(_entry(MANIFEST, len(data)), io.BytesIO(data))
        return manifest


@contextmanager
def writing(path: Path) -> Iterator[ArchiveWriter]:
    """Write an archive that only its owner can read; nothing is left behind when it fails.

    Raises:
        BotError: the file is there already, or cannot be written.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        place, (what, _) = path if path.parent.is_dir() else path.parent, reason_of(error, writing=True)
        raise BotError(f"备份写不到 {place}：{what}。改法：换一个能写的、还没有的文件名。") from error
    try:
        # Most of it is sealed and does not shrink: the quickest level.
        with os.fdopen(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=1) as tar:
                yield ArchiveWriter(tar)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def verify(path: Path) -> Manifest:
    """Read a whole archive and compare every byte with its list.

    Raises:
        BotError: it is no backup, damaged, or of a newer form.
    """
    found: dict[str, str] = {}
    manifest: Manifest | None = None
    with opened(path) as members:
        for name, member in members:
            if name == MANIFEST:
                manifest = _read_manifest(member.read(_MANIFEST_BYTES), path)
            else:
                found[name] = _digest(member)
    if manifest is None:
        raise BotError(f"{path} 不是完整的备份：里面没有清单。改法：换一份备份。")
    if found != manifest.files:
        wrong = sorted(name for name in {*found, *manifest.files} if found.get(name) != manifest.files.get(name))
        raise BotError(f"{path} 已经损坏（{wrong[0]} 等 {len(wrong)} 个文件和清单不符）。改法：换一份备份。")
    return manifest


@contextmanager
def opened(path: Path) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """Every file of an archive with its content, each to be read before the next one.

    Raises:
        BotError: it cannot be read, at whatever place.
    """
    try:
        with tarfile.open(path, "r|gz") as tar:
            yield _members(tar, path)
    except (OSError, EOFError, tarfile.TarError) as error:
        reason = reason_of(error)[0] if isinstance(error, OSError) and error.errno else "不是备份，或者已经损坏"
        raise BotError(f"{path} 读不了：{reason}。改法：检查文件名，或换一份备份。") from error


def _members(tar: tarfile.TarFile, path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    for entry in tar:
        content = tar.extractfile(entry) if entry.isreg() else None
        if content is None:
            raise BotError(f"{path} 不是机器人的备份：里面有不该有的「{entry.name}」。")
        yield entry.name, content


def copy_out(member: IO[bytes], target: Path) -> None:
    """Write a member to a new file of its owner alone."""
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while chunk := member.read(_CHUNK_BYTES):
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


def _read_manifest(data: bytes, path: Path) -> Manifest:
    try:
        stored = json.loads(data)
        if stored["format"] > FORMAT:
            raise BotError(f"{path} 是更新版本的程序做的备份。改法：先升级程序，再恢复。")
        return Manifest(**stored)
    except (ValueError, TypeError, KeyError) as error:
        raise BotError(f"{path} 的清单读不懂。改法：换一份备份。") from error


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return _digest(file)


def _digest(file: IO[bytes]) -> str:
    total = hashlib.sha256()
    while chunk := file.read(_CHUNK_BYTES):
        total.update(chunk)
    return total.hexdigest()
