"""The real action server around five invented actions: `python -m tests.fakes.action_server PORT SECRET`.

A process of its own, because Sanic 21.12 can start only one application in a process.
"""

from __future__ import annotations

import logging
import sys
import threading
from typing import Any

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

from actions.server import make_server

RELEASED = threading.Event()
Events = list[dict[str, Any]]


def hello(dispatcher: Any, tracker: Any, domain: Any) -> Events:
    """Answer and set a slot."""
    dispatcher.utter_message(text="您好")
    return [{"event": "slot", "name": "misses", "value": 0}]


def fail(dispatcher: Any, tracker: Any, domain: Any) -> Events:
    """Fail with what the person wrote, as careless code does."""
    raise ValueError(tracker.latest_message["text"])


def reject(dispatcher: Any, tracker: Any, domain: Any) -> Events:
    """Let another policy decide."""
    raise ActionExecutionRejection("action_reject", "not now")


def wait(dispatcher: Any, tracker: Any, domain: Any) -> Events:
    """Wait, as for a busy database, until another action lets it go on."""
    dispatcher.utter_message(text="轮到了" if RELEASED.wait(20) else "没有轮到")
    return []


async def release(dispatcher: Any, tracker: Any, domain: Any) -> Events:
    """Let the waiting action go on; a coroutine, as the SDK allows."""
    RELEASED.set()
    return []


def main(port: int, secret: str) -> None:
    """Serve until ended."""
    logging.basicConfig(level=logging.DEBUG)
    executor = ActionExecutor()
    for name, function in (
        ("action_hello", hello),
        ("action_fail", fail),
        ("action_reject", reject),
        ("action_wait", wait),
        ("action_release", release),
    ):
        executor.register_function(name, function)
    make_server(secret, executor).run("127.0.0.1", port, workers=1, access_log=False, motd=False)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
