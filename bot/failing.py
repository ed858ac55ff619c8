"""What the machine did to a command, in one sentence with a way out; whoever reads it cannot read a traceback."""

from __future__ import annotations

import errno
import os
import sqlite3

_SPACE = "删掉不用的文件，或把 storage.directory 指到别的盘"
_RIGHTS = "用装它的那个用户运行，或把文件夹的所有者改过来（chown）"
_REASONS = {
    errno.ENOSPC: ("磁盘满了", _SPACE),
    errno.EDQUOT: ("磁盘配额用完了", _SPACE),
    errno.EFBIG: ("文件超过了允许的大小", "放宽 ulimit -f，或清理这个文件"),
    errno.EROFS: ("磁盘是只读的", "换一个可以写的文件夹（storage.directory），或重新挂载"),
    errno.EACCES: ("没有权限", _RIGHTS),
    errno.EPERM: ("没有权限", _RIGHTS),
    errno.ENOENT: ("没有这个文件", "检查路径"),
    errno.EISDIR: ("要的是文件，这是文件夹", "写到文件名为止"),
    errno.ENOTDIR: ("路径中间有一段不是文件夹", "检查路径"),
    errno.EMFILE: ("同时打开的文件太多", "放宽 ulimit -n"),
    errno.ENOMEM: ("内存不够", "停掉别的程序，或换一台内存大些的机器"),
}
_DATABASE = (
    ("database or disk is full", "数据库写不进去：磁盘满了", _SPACE),
    ("disk i/o error", "数据库写不进去：磁盘出错或满了", _SPACE),
    ("readonly database", "数据库是只读的", _RIGHTS),
    ("unable to open database file", "数据库文件打不开", "检查 storage.database_url 的文件夹在不在、能不能写"),
    ("database is locked", "数据库一直被别的进程占着", "停掉占用它的进程，再试一次"),
    ("not a database", "数据库文件坏了", "从备份恢复，见 docs/operations.md"),
    ("malformed", "数据库文件坏了", "从备份恢复，见 docs/operations.md"),
)


def way_out(fault: BaseException) -> str | None:
    """The sentence for a fault of the machine; None for one that is ours, whose traceback is wanted."""
    if isinstance(fault, MemoryError):
        return _sentence("", *_REASONS[errno.ENOMEM])
    if isinstance(fault, OSError):
        what, remedy = _REASONS.get(fault.errno or 0, (fault.strerror or str(fault), "检查路径、权限和磁盘"))
        return _sentence(_shown(fault.filename2 or fault.filename), what, remedy)
    cause = getattr(fault, "orig", fault)  # SQLAlchemy wraps what the driver said
    if isinstance(cause, sqlite3.Error):
        for words, what, remedy in _DATABASE:
            if words in str(cause).lower():
                return _sentence("", what, remedy)
    return None


def _sentence(name: str, what: str, remedy: str) -> str:
    return f"{name}{'：' if name else ''}{what}。改法：{remedy}。"


def _shown(path: object) -> str:
    """A path as people know it: below where they stand, or whole."""
    if not isinstance(path, str | bytes | os.PathLike):
        return ""
    name = os.fspath(path)
    text = name.decode(errors="replace") if isinstance(name, bytes) else name
    here = os.path.relpath(text)
    return text if here.startswith("..") else here
