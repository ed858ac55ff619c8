"""Waits for a system that is starting until a newcomer has the first right answer, and says how many seconds that took.

    python3 scripts/first_answer.py http://127.0.0.1:8080 http://127.0.0.1:9080 图.png 360

Right means: the sentence model has a say, a question gets the entry that answers it, and the entry of a picture is
recognised. Uses nothing that is not in Python itself: it is begun before anything is installed.
"""

from __future__ import annotations

import json
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, TextIO

QUESTION, ANSWERED_BY = "注册的时候说我身份证已经被注册了怎么办", "id_registered"
"""What README.md tells a newcomer to ask, and the entry of it; that of the picture is the same."""
_EVERY_S = 0.5
_REQUEST_S = 30
_BOUNDARY = "first-answer-boundary"


def is_ready(private: str) -> bool:
    """Whether everything is there that answers depend on, the sentence model too."""
    try:
        with urllib.request.urlopen(f"{private}/readyz", timeout=_REQUEST_S) as response:  # noqa: S310 (our own address)
            report = json.load(response)
    except (OSError, ValueError):
        return False
    return bool(report["ready"] and report["parts"].get("meaning") == "ready")


def answered(public: str, body: bytes, kind: str) -> str | None:
    """The entry that a message is answered with."""
    request = urllib.request.Request(f"{public}/api/v1/messages", body, {"Content-Type": kind})  # noqa: S310
    with urllib.request.urlopen(request, timeout=_REQUEST_S) as response:  # noqa: S310
        answer: dict[str, Any] = json.load(response)
    _say(next((reply["text"] for reply in answer["replies"] if reply.get("text")), "（没有回答）"))
    entry = (answer.get("trace") or {}).get("faq_id")
    return str(entry) if entry else None


def with_picture(picture: bytes) -> bytes:
    """A form with one picture."""
    head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="image"; filename="picture.png"\r\n'
    return f"{head}Content-Type: image/png\r\n\r\n".encode() + picture + f"\r\n--{_BOUNDARY}--\r\n".encode()


def _say(line: str, stream: TextIO | None = None) -> None:
    (stream or sys.stdout).write(f"{line}\n")


def main(public: str, private: str, picture: Path, longest_s: float) -> int:
    """Wait, ask, show the picture; 1 when it is late or an answer is wrong."""
    began_s = time.monotonic()
    while not is_ready(private):
        if time.monotonic() - began_s > longest_s:
            _say(f"{longest_s:.0f} 秒以后还没有就绪", sys.stderr)
            return 1
        time.sleep(_EVERY_S)
    spoken = answered(public, json.dumps({"text": QUESTION}).encode(), "application/json")
    first_s = time.monotonic() - began_s
    seen = answered(public, with_picture(picture.read_bytes()), f"multipart/form-data; boundary={_BOUNDARY}")
    _say(f"第一句回答：{first_s:.0f} 秒；认出一张图：{time.monotonic() - began_s:.0f} 秒")
    if (spoken, seen) != (ANSWERED_BY, ANSWERED_BY):
        _say(f"答的条目不对：一句话 {spoken}，一张图 {seen}，都该是 {ANSWERED_BY}", sys.stderr)
        return 1
    return 0 if first_s <= longest_s else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), float(sys.argv[4])))
