"""The action server: rasa_sdk's executor behind a secret, on a private address, without bodies in its log.

rasa_sdk's own server answers anyone, allows every web origin and returns the whole request in its
error text; `rasa run actions` still starts that one for work by hand.
"""

from __future__ import annotations

import asyncio
import hmac
import inspect
import json
import logging
import os
import zlib
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from sanic import Request, Sanic
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from actions.knowledge import shared_library
from actions.storage import shared_database
from common.background_thread import process_background
from common.errors import BotError, place_of
from common.settings_file import load_settings
from faq.ranking.calibration import CALIBRATION_FILE
from tickets.beats import LOOK_S, Beats, made_at

ROOT = Path(__file__).resolve().parents[1]
BODY_BYTES = 4 * 1024 * 1024
"""Rasa sends the whole conversation and the domain with every call."""

_THREADS = 16
"""Below what the connection pool of `tickets.database` gives out, so that a thread never waits for a connection."""

Action = Callable[[CollectingDispatcher, Tracker, dict[str, Any]], Any]
log = logging.getLogger(__name__)


def make_server(secret: str, executor: ActionExecutor) -> Sanic:
    """The web application; only `/health` answers without `Authorization: Bearer <secret>`.

    From here on the executor's actions run in threads.
    """
    threads = ThreadPoolExecutor(_THREADS, "action")
    executor.actions = {name: off_the_loop(action, threads) for name, action in executor.actions.items()}
    app = Sanic("actions", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = BODY_BYTES
    app.config.ACCESS_LOG = False
    expected = f"Bearer {secret}".encode()

    async def health(_: Request) -> HTTPResponse:
        return json_response({"status": "ok", "background": process_background().troubles()})

    async def webhook(request: Request) -> HTTPResponse:
        call = _read_call(request)
        if call is None:
            return json_response({"error": "the body is not an action call"}, status=400)
        name = call.get("next_action")
        try:
            return json_response(await executor.run(call))
        except ActionExecutionRejection as rejection:
            # Rasa reads exactly these keys from a 400 and lets another policy decide.
            return json_response({"error": rejection.message, "action_name": rejection.action_name}, status=400)
        except ActionNotFoundException as fault:
            log.error("action_unknown name=%s", name)
            return json_response({"error": fault.message, "action_name": fault.action_name}, status=404)
        except Exception as fault:
            # The text of a fault may quote what the person wrote: the log names its kind and place only.
            log.error("action_failed name=%s fault=%s at=%s", name, type(fault).__name__, place_of(fault))
            return json_response({"error": "the action failed", "action_name": name}, status=500)

    async def actions(_: Request) -> HTTPResponse:
        return json_response([{"name": name} for name in executor.actions])

    async def refuse_strangers(request: Request) -> HTTPResponse | None:
        if request.path == "/health":
            return None
        given = request.headers.get("authorization", "").encode("utf-8", "replace")
        if hmac.compare_digest(given, expected):
            return None
        return json_response({"error": "unauthorized"}, status=401)

    app.register_middleware(refuse_strangers, "request")
    app.add_route(health, "/health", methods=["GET"])
    app.add_route(webhook, "/webhook", methods=["POST"])
    app.add_route(actions, "/actions", methods=["GET"])
    return app


def off_the_loop(action: Action, threads: Executor) -> Action:
    """The action, run in a thread when it is a plain function: one that waits for the database holds up no other."""
    if inspect.iscoroutinefunction(action):
        return action

    async def run(dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Any:
        result = await asyncio.get_running_loop().run_in_executor(threads, action, dispatcher, tracker, domain)
        return await result if inspect.isawaitable(result) else result

    return run


def _read_call(request: Request) -> dict[str, Any] | None:
    """The action call in a request, or None; Rasa compresses it (deflate) when told to."""
    body = request.body
    try:
        if request.headers.get("content-encoding") == "deflate":
            stream = zlib.decompressobj()
            body = stream.decompress(body, BODY_BYTES)
            if stream.unconsumed_tail:
                return None
        call = json.loads(body)
    except (ValueError, zlib.error):
        return None
    if not isinstance(call, dict) or not isinstance(call.get("tracker"), dict):
        return None
    return call


def main() -> int:
    """Serve until told to stop; 1 when the settings or the knowledge base are wrong or there is no secret."""
    os.umask(0o077)  # what it makes is its owner's alone, however it was started
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for noisy in ("sanic", "alembic", "rasa_sdk.executor"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    try:
        settings = load_settings(ROOT)
        if not settings.assistant.inner_secret:
            raise BotError("动作服务要有口令才能启动。改法：用 ./run serve 启动，或设置 assistant.inner_secret")
    except BotError as fault:
        log.error("%s", fault)
        return 1
    executor = ActionExecutor()
    executor.register_package("actions")
    # Before anybody is told it is ready: the first question must not wait for the index.
    library = shared_library()

    def told() -> dict[str, str]:
        return {"content": library.version, "calibration": made_at(CALIBRATION_FILE)}

    beats = partial(Beats(shared_database(), "actions").beat_with, told)
    process_background().start("beats", beats, every_s=LOOK_S)
    app = make_server(settings.assistant.inner_secret, executor)
    log.info("actions_ready count=%d port=%d", len(executor.actions), settings.assistant.actions_port)
    app.run(settings.assistant.listen_host, settings.assistant.actions_port, workers=1, access_log=False, motd=False)
    process_background().close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
