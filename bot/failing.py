"""What the machine did to a command, in one sentence with a way out; whoever reads it cannot read a traceback."""

from __future__ import annotations

import os
import sqlite3

from common.machine_faults import OUT_OF_MEMORY, RIGHTS, SPACE, reason_of

_DATABASE = (
    ("database or disk is full", "数据库写不进去：磁盘满了", SPACE),
    ("disk i/o error", "数据库写不进去：磁盘出错或满了", SPACE),
    ("readonly database", "数据库是只读的", RIGHTS),
    ("unable to open database file", "数据库文件打不开", "检查 storage.database_url 的文件夹在不在、能不能写"),
    ("database is locked", "数据库一直被别的进程占着", "停掉占用它的进程，再试一次"),
    ("not a database", "数据库文件坏了", "从备份恢复，见 docs/operations.md"),
    ("malformed", "数据库文件坏了", "从备份恢复，见 docs/operations.md"),
)
_SERVER_FAULT = ("psycopg2", "OperationalError")
_ADDRESS = "检查 storage.database_url"
_SERVER = (
    ("connection refused", "数据库服务器没有应答", f"启动 PostgreSQL，再{_ADDRESS} 里的主机和端口"),
    ("no such file or directory", "数据库服务器没有应答", f"启动 PostgreSQL，再{_ADDRESS} 里的主机和端口"),
    ("timeout expired", "等了几秒，数据库服务器没有应答", f"检查网络和防火墙，再{_ADDRESS} 里的主机和端口"),
    ("could not translate host name", "没有数据库的那个主机名", f"{_ADDRESS} 里的主机"),
    ("password", "数据库不认这个用户名或密码", f"{_ADDRESS} 里的用户和密码"),
    ("pg_hba", "数据库不让这台机器用这个用户连", "在 PostgreSQL 的 pg_hba.conf 里放行"),
    ("does not exist", "数据库服务器上没有这个用户或这个库", f"用 createuser、createdb 建好，或{_ADDRESS}"),
    ("starting up", "数据库服务器正在启动", "等几秒再试"),
    ("shutting down", "数据库服务器正在停", "启动 PostgreSQL 再试"),
    ("clients already", "数据库的连接用完了", "停掉占着连接的程序，或加大 PostgreSQL 的 max_connections"),
    ("connection slots", "数据库的连接用完了", "停掉占着连接的程序，或加大 PostgreSQL 的 max_connections"),
    ("no space left", "数据库写不进去：它的磁盘满了", "清理数据库服务器的磁盘"),
    ("read-only transaction", "数据库是只读的", f"{_ADDRESS}，别指着只读的备机"),
    ("", "数据库连不上", f"看 PostgreSQL 的日志，再{_ADDRESS}"),
)
"""What PostgreSQL or its client says when a connection cannot be used, in the order in which to look."""


def way_out(fault: BaseException) -> str | None:
    """The sentence for a fault of the machine; None for one that is ours, whose traceback is wanted."""
    if isinstance(fault, MemoryError):
        return _sentence("", *OUT_OF_MEMORY)
    if isinstance(fault, OSError):
        return _sentence(_shown(fault.filename2 or fault.filename), *reason_of(fault))
    cause = getattr(fault, "orig", fault)  # SQLAlchemy wraps what the driver said
    known: tuple[tuple[str, str, str], ...] = ()
    if isinstance(cause, sqlite3.Error):
        known = _DATABASE
    elif any((kind.__module__, kind.__name__) == _SERVER_FAULT for kind in type(cause).__mro__):
        known = _SERVER
    said = str(cause).lower()
    return next((_sentence("", what, remedy) for words, what, remedy in known if words in said), None)


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
