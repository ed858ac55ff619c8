"""What goes over the pipes between the pictures' process and whoever asks it: a JSON head and bytes, lengths first."""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

LENGTHS = struct.Struct(">II")
"""Bytes of the head, bytes of the body."""

MOST_HEAD_BYTES = 1024 * 1024


class BrokenFrameError(Exception):
    """The other side is gone, or speaks something else."""


def pack(head: dict[str, Any], body: bytes = b"") -> bytes:
    """One frame."""
    encoded = json.dumps(head, ensure_ascii=False).encode()
    return LENGTHS.pack(len(encoded), len(body)) + encoded + body


def lengths_of(start: bytes, most_body_bytes: int) -> tuple[int, int]:
    """How many bytes of head and body follow a frame's start.

    Raises:
        BrokenFrameError: cut off, or more than was agreed on.
    """
    if len(start) != LENGTHS.size:
        raise BrokenFrameError("cut off")
    head, body = LENGTHS.unpack(start)
    if head > MOST_HEAD_BYTES or body > most_body_bytes:
        raise BrokenFrameError("too long")
    return head, body


def read_frame(stream: BinaryIO, most_body_bytes: int) -> tuple[dict[str, Any], bytes] | None:
    """The next frame of a blocking stream; None at its end.

    Raises:
        BrokenFrameError: cut off, or more than was agreed on.
    """
    start = stream.read(LENGTHS.size)
    if not start:
        return None
    head_bytes, body_bytes = lengths_of(start, most_body_bytes)
    head, body = stream.read(head_bytes), stream.read(body_bytes)
    if len(head) != head_bytes or len(body) != body_bytes:
        raise BrokenFrameError("cut off")
    return json.loads(head), body
