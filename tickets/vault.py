"""Personal data at rest: encrypted with the newest key, readable with every key still kept.

Keys are Fernet keys (https://cryptography.io/en/latest/fernet/). They come from the setting
`privacy.encryption_key` (several with commas, newest first) or from a generated file that only its
owner may read. The file is read again when it changes, so a rotation reaches running processes.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from common.errors import BotError

KEY_FILE = "encryption.key"


class Vault:
    """Encrypts and decrypts; safe to share between threads."""

    def __init__(self, keys: Sequence[str] = (), key_file: Path | None = None) -> None:
        """Use fixed keys, newest first, or those of a file."""
        self.key_file = key_file
        self._stamp: tuple[int, int] | None = None
        self._ciphers = _make_ciphers(keys, "settings.yml: privacy.encryption_key") if keys else None

    def encrypt(self, text: str) -> bytes:
        """Seal a text."""
        return self.seal(text.encode())

    def decrypt(self, token: bytes) -> str:
        """Open what `encrypt` gave.

        Raises:
            BotError: no key that is kept opens it.
        """
        return self.unseal(token).decode()

    def seal(self, data: bytes) -> bytes:
        """Encrypt bytes with the newest key."""
        return self._current().encrypt(data)

    def unseal(self, token: bytes) -> bytes:
        """Open what `seal` gave.

        Raises:
            BotError: no key that is kept opens it.
        """
        try:
            return self._current().decrypt(bytes(token))
        except InvalidToken as error:
            raise BotError(
                "加密的资料打不开：密钥和写入时不一样。改法：把原来的密钥加回去（用逗号放在新密钥后面）。"
            ) from error

    def rotate(self, token: bytes) -> bytes:
        """The same content under the newest key."""
        return self._current().rotate(bytes(token))

    def add_key(self) -> None:
        """Put a new key in front of the file's keys.

        Raises:
            BotError: the keys come from the settings, where only the operator can change them.
        """
        kept = self._file().read_text(encoding="ascii").split()
        _write_private(self._file(), "\n".join([Fernet.generate_key().decode(), *kept]) + "\n", replace=True)

    def forget_old_keys(self) -> None:
        """Drop what a finished rotation left unused; the key before stays for writers that were on their way."""
        kept = self._file().read_text(encoding="ascii").split()[:2]
        _write_private(self._file(), "\n".join(kept) + "\n", replace=True)

    def _file(self) -> Path:
        if self.key_file is None:
            raise BotError("密钥来自设置项 privacy.encryption_key。改法：在环境变量里把新密钥写在旧密钥前面，再轮换。")
        return self.key_file

    def _current(self) -> MultiFernet:
        if self.key_file is not None:
            status = self.key_file.stat()
            stamp = (status.st_mtime_ns, status.st_ino)
            if stamp != self._stamp:
                self._ciphers = _make_ciphers(self.key_file.read_text(encoding="ascii").split(), self.key_file.name)
                self._stamp = stamp
        assert self._ciphers is not None  # noqa: S101 (one of the two sources is always given)
        return self._ciphers


def open_vault(configured: str, directory: Path) -> Vault:
    """The vault of a project: the configured keys, or a key file made on first use.

    Raises:
        BotError: a key is malformed.
    """
    keys = [key.strip() for key in configured.split(",") if key.strip()]
    if keys:
        return Vault(keys)
    path = directory / KEY_FILE
    if not path.exists():
        directory.mkdir(parents=True, exist_ok=True)
        _write_private(path, Fernet.generate_key().decode() + "\n", replace=False)
    return Vault(key_file=path)


def _make_ciphers(keys: Sequence[str], source: str) -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError as error:
        raise BotError(
            f"{source} 不是有效的 Fernet 密钥。改法：换成 32 字节的 base64 文字，或清空后自动生成。"
        ) from error


def _write_private(path: Path, text: str, *, replace: bool) -> None:
    """Write a 0600 file in one step; without `replace` the first of several processes wins."""
    aside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            aside.replace(path)
        else:
            try:
                os.link(aside, path)
            except FileExistsError:
                return
    finally:
        aside.unlink(missing_ok=True)
