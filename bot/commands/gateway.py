"""`gateway`: the public web server alone; `serve` starts it."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

from aiohttp import web

from bot.gateway.app import make_app
from common.settings import load_settings

DETAILS = "一般用 python -m bot serve，它会一起启动 Rasa 和动作服务。"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options: the settings say everything."""


def run(_: argparse.Namespace, root: Path) -> int:
    """Serve until told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    settings = load_settings(root)
    app = make_app(settings, root)
    # No access log: its lines would hold addresses of people; the metrics count requests.
    web.run_app(app, host=settings.server.host, port=settings.server.port, access_log=None, print=None)
    return 0
