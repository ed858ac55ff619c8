"""Work in a process of its own, so that the second core has something to do."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from common.errors import BotError, ContentError, place_of

T = TypeVar("T")


class Aside(Generic[T]):
    """One piece of work, begun at once; forked, so that it sees what is there and nothing need be packed."""

    def __init__(self, work: Callable[[], T]) -> None:
        """Begin."""
        context = multiprocessing.get_context("fork")
        self._answer, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=_report, args=(work, theirs), daemon=True)
        self._process.start()
        theirs.close()

    @property
    def is_done(self) -> bool:
        """Whether the result is there."""
        return self._answer.poll()

    def result(self) -> T:
        """What the work gave; waits for it.

        Raises:
            ContentError: the work raised it.
            BotError: the work raised one, or ended in any other way.
        """
        try:
            kind, value = self._answer.recv()
        except EOFError as fault:
            raise BotError("一个辅助进程意外结束了（内存可能不够）。改法：关掉别的程序再试一次。") from fault
        finally:
            self.stop()
        if kind == "content":
            raise ContentError(value)
        if kind == "fault":
            raise BotError(value)
        result: T = value
        return result

    def stop(self) -> None:
        """End it, whether or not it is done."""
        self._process.terminate()
        self._process.join()
        self._answer.close()


def _report(work: Callable[[], Any], answer: Connection) -> None:
    try:
        answer.send(("done", work()))
    except ContentError as error:
        answer.send(("content", error.problems))
    except BotError as error:
        answer.send(("fault", str(error)))
    except Exception as error:
        answer.send(("fault", f"辅助进程里出了意外（{type(error).__name__}，{place_of(error)}）。"))
