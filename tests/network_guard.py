"""Refuses every connection that would leave the machine; loaded for the whole suite by tests/conftest.py."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest


class NetworkRefusedError(RuntimeError):
    """A test tried to reach the network; use a fake of tests/fakes/ instead."""


def _is_local(host: object) -> bool:
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _check(address: Any) -> None:
    # A path (or bytes) is a unix socket; everything else starts with the host.
    if isinstance(address, tuple) and not _is_local(address[0]):
        raise NetworkRefusedError(f"测试里不许访问网络：{address[0]}")


@pytest.fixture(scope="session", autouse=True)
def loopback_only() -> Iterator[None]:
    """Connections and look-ups of names go no further than the loopback interface."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    class _Guarded:
        def connect(self: socket.socket, address: Any) -> None:  # type: ignore[misc]
            _check(address)
            connect(self, address)

        def connect_ex(self: socket.socket, address: Any) -> int:  # type: ignore[misc]
            _check(address)
            return connect_ex(self, address)

    def guarded_look_up(host: Any, *arguments: Any, **named: Any) -> Any:
        _check((host,))
        return look_up(host, *arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _Guarded.connect)
        patch.setattr(socket.socket, "connect_ex", _Guarded.connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield
