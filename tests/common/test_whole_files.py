from __future__ import annotations

import errno
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from common.whole_files import check_writable, replace_files

LIMIT_BYTES = 1000


@contextmanager
def no_room() -> Iterator[None]:
    """No file of this process may grow beyond a thousand bytes: as on a full disk, a part of it is written."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT_BYTES, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_files_are_replaced_and_keep_their_rights_and_links(tmp_path: Path) -> None:
    kept, link = tmp_path / "a.yml", tmp_path / "b.yml"
    kept.write_bytes(b"old")
    kept.chmod(0o640)
    link.symlink_to(kept)
    replace_files({link: b"new", tmp_path / "c.yml": b"more"})
    assert held(tmp_path) == {"a.yml": b"new", "b.yml": b"new", "c.yml": b"more"}
    assert link.is_symlink() and kept.stat().st_mode & 0o777 == 0o640


def test_where_one_has_no_room_none_is_written_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes(b"old")
    files = {tmp_path / "a.yml": b"new", tmp_path / "b.yml": b"x" * (LIMIT_BYTES + 1)}
    with no_room(), pytest.raises(OSError) as caught:
        replace_files(files)
    assert (caught.value.errno, caught.value.filename) == (errno.EFBIG, str(tmp_path / "b.yml"))
    assert held(tmp_path) == {"a.yml": b"old"}


def test_whether_something_can_be_written_is_found_before_there_is_anything(tmp_path: Path) -> None:
    check_writable(tmp_path / "var/log")
    assert held(tmp_path) == {}
    with pytest.raises(OSError) as caught:
        check_writable(Path("/proc/none"))
    assert caught.value.filename == "/proc/none"


def test_a_private_file_is_closed_to_others_whatever_stood_there(tmp_path: Path) -> None:
    path = tmp_path / "it"
    path.write_bytes(b"before")
    path.chmod(0o664)
    replace_files({path: b"now"}, private=True)
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"now", 0o600)
