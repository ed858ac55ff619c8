"""Lines from standard input without stopping the event loop, and without keeping a program that is told to end."""

from __future__ import annotations

import asyncio
import os
import threading

_AT_ONCE = 4096


class Keyboard:
    """Reads in a thread that ends with the program: a pool's threads are waited for, and Ctrl-C would seem dead.

    It reads the descriptor itself: a thread that stops inside `sys.stdin` holds a lock the interpreter needs to end.
    """

    def __init__(self, descriptor: int) -> None:
        """Read from this descriptor."""
        self._descriptor = descriptor
        self._rest = b""

    async def line(self) -> str | None:
        """The next line without its end; None when there are no more."""
        loop = asyncio.get_running_loop()
        typed: asyncio.Future[bytes] = loop.create_future()

        def deliver(data: bytes) -> None:
            if not typed.done():
                typed.set_result(data)

        def read() -> None:
            data = self._read()
            if not loop.is_closed():
                loop.call_soon_threadsafe(deliver, data)

        threading.Thread(target=read, name="keyboard", daemon=True).start()
        data = await typed
        return data.decode("utf-8", "replace").strip() if data else None

    def _read(self) -> bytes:
        while b"\n" not in self._rest:
            try:
                more = os.read(self._descriptor, _AT_ONCE)
            except OSError:
                more = b""
            if not more:
                last, self._rest = self._rest, b""
                return last
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\n")
        return line + b"\n"
