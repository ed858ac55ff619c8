"""A real Redis of its own for a test run: a free loopback port, a password, nothing kept on disk."""

from __future__ import annotations

import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import redis

from bot.running.stack import free_ports


@contextmanager
def running_redis() -> Iterator[str]:
    """Start a server and give its address; skips the test where there is none."""
    with redis_process() as (url, _):
        yield url


@contextmanager
def redis_process() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The same with its process, so that it can be stopped."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("没有 Redis：apt-get install redis-server")
    (port,) = free_ports(1)
    word = secrets.token_hex(8)
    options = f"--port {port} --bind 127.0.0.1 --requirepass {word} --appendonly no --daemonize no".split()
    with tempfile.TemporaryDirectory(prefix="redis-test-") as folder:
        server = subprocess.Popen([program, *options, "--save", "", "--dir", folder], stdout=subprocess.DEVNULL)
        url = f"redis://:{word}@127.0.0.1:{port}/0"
        try:
            _wait_until_it_answers(url)
            yield url, server
        finally:
            server.kill()
            server.wait()


def _wait_until_it_answers(url: str) -> None:
    client = redis.Redis.from_url(url)
    for _ in range(200):
        try:
            client.ping()
        except redis.RedisError:
            time.sleep(0.05)
        else:
            client.close()
            return
    raise RuntimeError("redis-server did not come up")
