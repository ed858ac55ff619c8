"""A method that remembers its last results, and can be kept with its object in a file."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembering(Generic[T]):
    """`functools.lru_cache` for one object's method: kept in a file it forgets the results, which hold words said."""

    def __init__(self, compute: Callable[..., T], size: int) -> None:
        """Remember the newest `size` results of `compute`."""
        self._compute, self._size = compute, size
        self._cached = lru_cache(size)(compute)

    def __call__(self, *given: Hashable) -> T:
        """As `compute` says, computed once."""
        return self._cached(*given)

    def __reduce__(self) -> tuple[type[Remembering[T]], tuple[Callable[..., T], int]]:
        return type(self), (self._compute, self._size)
