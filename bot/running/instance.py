"""One running system a folder: a second one would overwrite what tells Rasa of the first where everything is."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.serving.secret_files import storage_directory
from common.errors import UnusableError
from common.settings import Settings


@contextlib.contextmanager
def only_instance(root: Path, settings: Settings, services: Sequence[str]) -> Iterator[None]:
    """While inside, no other process starts these services with the same folder of run-time files.

    The operating system lets go of the locks when the process ends, however it ends.

    Raises:
        UnusableError: another process runs one of them.
    """
    folder = storage_directory(root, settings) / "run"
    folder.mkdir(mode=0o700, exist_ok=True)
    with contextlib.ExitStack() as held:
        for name in services:
            file = held.enter_context((folder / f"{name}.lock").open("a+", encoding="ascii"))
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                raise UnusableError(_taken(file.read().strip(), folder.parent)) from None
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
        yield


def _taken(process: str, folder: Path) -> str:
    who = f"（进程 {process}）" if process else ""
    return (
        f"这里已经有一个机器人在运行{who}。改法：先停掉它（在它的窗口按 Ctrl-C，或 kill {process or '进程号'}）；"
        f"真要同时运行两个，给第二个另设 storage.directory（现在是 {folder.name}）、数据库和端口。"
    )
