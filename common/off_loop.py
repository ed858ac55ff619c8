"""How a package that knows no executor is given one: a function that runs blocking work off the event loop."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class OffLoop(Protocol):
    """Runs `work(*args)` in a thread of the right kind and gives its result."""

    async def __call__(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of the work; what it raises is raised here."""
