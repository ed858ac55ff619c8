"""The suite's own fence holds."""

from __future__ import annotations

import socket

import pytest

from tests.network_guard import NetworkRefusedError


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1"])
def test_connections_outside_are_refused(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as client, pytest.raises(NetworkRefusedError, match=host):
        client.connect((host, 80))


def test_names_outside_are_not_looked_up() -> None:
    with pytest.raises(NetworkRefusedError, match=r"www\.example\.org"):
        socket.getaddrinfo("www.example.org", 443)


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()
