"""`gateway`: the public web server alone; `serve` starts it."""

from __future__ import annotations

import argparse
import asyncio
import logging
import socket
import warnings
from pathlib import Path

from aiohttp import BadContentDispositionHeader, BadContentDispositionParam

from bot.running.supervisor import unusable
from bot.serving.listening import serve
from common.errors import UnusableError
from common.settings_file import load_settings

DETAILS = "一般用 ./run serve，它会一起启动 Rasa 和动作服务。"
_BACKLOG = 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options: the settings say everything."""


def run(_: argparse.Namespace, root: Path) -> int:
    """Serve until told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    quieten()
    settings = load_settings(root)
    with listen(settings.server.host, settings.server.port) as listener:
        # Only now: to import all of it takes seconds, and what comes meanwhile must find the port open.
        from bot.gateway.app import Gateway
        from bot.gateway.private import PrivateSide

        gateway = Gateway(settings, root)
        if settings.server.private_port:
            gateway.app.cleanup_ctx.append(PrivateSide(gateway).beside)
        gateway.warm()
        asyncio.run(serve(gateway.app, listener))
    return 0


def quieten() -> None:
    """Let no library write lines that say who asked what."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    # What it says of a request that cannot be parsed holds the request, and the address it came from.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    # So does what it says of a part of a form that is called oddly; and Python remembers each such line for ever.
    for odd in (BadContentDispositionHeader, BadContentDispositionParam):
        warnings.simplefilter("ignore", odd)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens before anything is loaded: what comes meanwhile waits, WeChat's pushes above all.

    Raises:
        UnusableError: the port cannot be used.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as fault:
        raise UnusableError(f"网关的端口 {unusable(host, port, fault, 'server.port')}") from fault
