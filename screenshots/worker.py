"""The pictures' own process: one job after the other from stdin, each answered on stdout.

It may not grow beyond its memory, write files or outlive its parent; a picture that breaks it breaks nothing else.
How long a job may take is for the parent to watch, who kills it.
"""

from __future__ import annotations

import os
import resource
import sys
from typing import Any, BinaryIO

from common.pictures import PictureRefusedError, ReadingOffError, TooLargeError, UnreadableError
from screenshots.cleaning import CleaningLimits, clean_picture
from screenshots.frames import pack, read_frame

_BODY_BYTES = 256 * 1024 * 1024
_CPU_S_PER_JOB = 120
"""Only for when the parent is gone and cannot kill any more."""
_NICENESS = 10
KINDS = {TooLargeError: "too_large", UnreadableError: "unreadable", ReadingOffError: "off"}
"""How a refusal is named in an answer."""


def confine(memory_bytes: int) -> None:
    """Give up what a decoder of foreign bytes does not need."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(_NICENESS)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the requests end.

    Raises:
        BrokenFrameError: the requests end in the middle of one.
    """
    jobs = Jobs()
    while (frame := read_frame(requests, _BODY_BYTES)) is not None:
        used_s = int(sum(os.times()[:2]))
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (used_s + _CPU_S_PER_JOB, hard))
        answers.write(jobs.answer(*frame))
        answers.flush()


class Jobs:
    """What the process can do; the models are loaded by the first reading."""

    def __init__(self) -> None:
        """Nothing is loaded yet."""
        self._reader: Any = None

    def answer(self, head: dict[str, Any], body: bytes) -> bytes:
        """The frame that answers a request."""
        limits = CleaningLimits(**head.get("limits", {}))
        try:
            match head["job"]:
                case "clean":
                    picture = clean_picture(body, limits)
                    about = {"media_type": picture.media_type, "width": picture.width, "height": picture.height}
                    return pack({"ok": True, **about, "sha256": picture.sha256}, picture.data)
                case "read":
                    return pack({"ok": True, "reading": self._loaded().read(body, limits).as_dict()})
                case "warm":
                    self._loaded()
                    return pack({"ok": True})
                case job:
                    raise ValueError(f"unknown job {job}")
        except PictureRefusedError as refusal:
            return pack({"ok": False, "kind": KINDS[type(refusal)], "text": str(refusal)})
        except MemoryError:
            return pack({"ok": False, "kind": "memory", "text": ""})

    def _loaded(self) -> Any:
        if self._reader is None:
            try:
                from screenshots.reading import Reader
            except ImportError as error:
                raise ReadingOffError("这里没有装读图的库") from error
            self._reader = Reader()
            self._reader.warm()
        return self._reader


def main(arguments: list[str]) -> None:
    """Run as `python -m screenshots MEMORY_BYTES`."""
    confine(int(arguments[0]))
    # Whatever a library prints must not get between the frames.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, answers)
