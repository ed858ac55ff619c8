"""How a setting is declared: its default, a sentence, and what it may be."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from common.settings_limits import Form, Limits


def setting(
    default: Any,
    doc: str,
    *,
    secret: bool = False,
    least: float | None = None,
    most: float | None = None,
    choices: tuple[str, ...] = (),
    form: Form | None = None,
) -> Any:
    """Declare one setting.

    Args:
        default: its value when nothing is written.
        doc: what it does (Chinese, for operators).
        secret: never to stand in the file, never to be shown.
        least: the smallest number, itself allowed.
        most: the largest number, itself allowed.
        choices: the only words it may be.
        form: what a text must look like; see `common.settings_limits`.
    """
    limits = Limits(least, most, choices, form)
    return field(default=default, metadata={"doc": doc, "secret": secret, "limits": limits})


def port(default: int, doc: str) -> Any:
    """Declare a TCP port."""
    return setting(default, doc, least=1, most=65_535)
