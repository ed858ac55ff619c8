"""Encryption: one key file for all processes, rotation that reaches those already running."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from common.errors import BotError
from tickets.vault import KEY_FILE, Vault, open_vault


def test_what_is_encrypted_comes_back_and_shows_nothing(vault: Vault) -> None:
    token = vault.encrypt("用户名 13900001234")
    assert b"13900001234" not in token
    assert vault.decrypt(token) == "用户名 13900001234"


def test_the_key_file_is_made_once_and_is_private(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    vaults: list[Vault] = []
    start = threading.Barrier(6)

    def work() -> None:
        start.wait()
        vaults.append(open_vault("", folder))

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    token = vaults[0].encrypt("资料")
    assert [vault.decrypt(token) for vault in vaults] == ["资料"] * 6
    assert [path.name for path in folder.iterdir()] == [KEY_FILE]
    assert stat.S_IMODE((folder / KEY_FILE).stat().st_mode) == 0o600


def test_configured_keys_win_over_the_file(tmp_path: Path) -> None:
    new, old = (Fernet.generate_key().decode() for _ in range(2))
    token = open_vault(old, tmp_path).encrypt("资料")
    assert open_vault(f"{new}, {old}", tmp_path).decrypt(token) == "资料"
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(BotError) as caught:
        open_vault(new, tmp_path).decrypt(token)
    assert (
        str(caught.value) == "加密的资料打不开：密钥和写入时不一样。改法：把原来的密钥加回去（用逗号放在新密钥后面）。"
    )


def test_a_malformed_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BotError) as caught:
        open_vault("hello", tmp_path)
    fault = "settings.yml: privacy.encryption_key 不是有效的 Fernet 密钥。"
    assert str(caught.value) == f"{fault}改法：换成 32 字节的 base64 文字，或清空后自动生成。"


def test_a_new_key_reaches_running_processes(tmp_path: Path) -> None:
    running, command = open_vault("", tmp_path), open_vault("", tmp_path)
    before = running.encrypt("以前")
    command.add_key()
    newest = Vault([command.key_file.read_text().split()[0]]) if command.key_file else None
    assert newest is not None
    assert newest.decrypt(running.encrypt("以后")) == "以后"
    assert newest.decrypt(command.rotate(before)) == "以前"
    assert running.decrypt(before) == "以前"


def test_only_the_key_before_is_kept(tmp_path: Path) -> None:
    vault = open_vault("", tmp_path)
    oldest = vault.encrypt("最早")
    for _ in range(2):
        vault.add_key()
    assert vault.decrypt(oldest) == "最早"
    vault.forget_old_keys()
    with pytest.raises(BotError, match="打不开"):
        vault.decrypt(oldest)


def test_configured_keys_are_the_operators_to_change(vault: Vault) -> None:
    with pytest.raises(BotError, match="密钥来自设置项"):
        vault.add_key()
