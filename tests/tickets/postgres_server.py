"""A real PostgreSQL of its own for a test run: temporary folder, unix socket, no port to collide on."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def find_programs() -> Path | None:
    """The folder with initdb and postgres: on PATH, or where Debian's package puts it."""
    on_path = shutil.which("initdb")
    candidates = [Path(on_path).resolve().parent] if on_path else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in candidates if (folder / "postgres").exists()), None)


@contextmanager
def running_postgres(programs: Path, *options: str) -> Iterator[str]:
    """Start a server and give its address up to the database name; stopped and removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="pg-test-", dir="/tmp"))
    user = _unprivileged_user() if os.geteuid() == 0 else None
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)

    def run(*command: str) -> None:
        subprocess.run(
            command,
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
        )

    data = str(folder / "data")
    try:
        run(str(programs / "initdb"), "-D", data, "-U", "bot", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        settings = f"-c listen_addresses='' -c unix_socket_directories={folder} " + " ".join(options)
        run(str(programs / "pg_ctl"), "-D", data, "-w", "-t", "60", "-l", str(folder / "log"), "-o", settings, "start")
        try:
            yield f"postgresql://bot@/{{name}}?host={folder}"
        finally:
            run(str(programs / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("neither the user postgres nor nobody exists")
