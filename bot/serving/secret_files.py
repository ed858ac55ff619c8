"""Secrets the project makes for itself: written once, readable by the owner only."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from common.errors import UnusableError
from common.machine_faults import reason_of
from common.settings import Settings


def storage_directory(root: Path, settings: Settings) -> Path:
    """The folder of run-time files, made if missing, closed to other users of the machine whoever made it.

    Raises:
        UnusableError: there can be no folder of that name.
    """
    try:
        return private_directory(root / settings.storage.directory)
    except (FileNotFoundError, NotADirectoryError, FileExistsError) as fault:
        name, what = settings.storage.directory, reason_of(fault, writing=True)[0]
        remedy = "把设置 storage.directory 改成一个能建、能写的文件夹"
        raise UnusableError(f"存数据的文件夹 {name} 建不了：{what}。改法：{remedy}。") from fault


def private_directory(directory: Path) -> Path:
    """A folder, made if missing, closed to other users of the machine whoever made it."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    if directory.stat().st_mode & 0o077:
        with contextlib.suppress(PermissionError):  # somebody else's folder: theirs to close
            directory.chmod(0o700)
    return directory


def kept_secret(path: Path, make: Callable[[], str] = lambda: secrets.token_urlsafe(32)) -> str:
    """The secret in a file; made and stored (mode 0600) the first time, also when two processes ask at once."""
    with contextlib.suppress(FileNotFoundError):
        if kept := path.read_text(encoding="ascii").strip():
            return kept
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    write_private(draft, make())
    try:
        os.link(draft, path)  # atomic, and fails if another process was first
    except FileExistsError:
        if not path.read_text(encoding="ascii").strip():  # an empty file left by a full disk
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path.read_text(encoding="ascii").strip()


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read from its first byte on."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def inner_secret(root: Path, settings: Settings) -> str:
    """What the gateway, Rasa and the action server show each other."""
    return settings.assistant.inner_secret or kept_secret(storage_directory(root, settings) / "inner_secret")


def session_key(root: Path, settings: Settings) -> str:
    """What signs the sessions of the pages."""
    return settings.privacy.session_key or kept_secret(storage_directory(root, settings) / "session_key")


def wechat_key(root: Path, settings: Settings) -> str:
    """What turns a WeChat openid into its pseudonym."""
    return settings.privacy.wechat_key or kept_secret(storage_directory(root, settings) / "wechat_key")


def sign_in_key(root: Path, settings: Settings) -> str:
    """What signs who signed in to the pages inside WeChat."""
    return settings.privacy.sign_in_key or kept_secret(storage_directory(root, settings) / "wechat_sign_in_key")
