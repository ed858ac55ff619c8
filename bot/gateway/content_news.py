"""Tells staff that an edit of the knowledge base was refused: what the desk shows, and one mail for each such state."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from common.errors import Problem

log = logging.getLogger(__name__)
_SHOWN = 10
_NO_FAULTS = ("unreachable", "unexpected")
"""Kinds of trouble that pass or are ours: no editor can mend them, so no mail asks for it."""
_SUBJECT = "知识库的新修改没有上线"

Tell = Callable[[str, str], Awaitable[None]]
"""Sends a subject and a text to the support mailbox."""


def refusal_notice(problems: Sequence[Problem]) -> str:
    """The banner of the desk while an edit is refused; empty when what is written is what is served.

    `problems` are those of the gateway (`Parts.refused`).
    """
    if not problems:
        return ""
    more = f"，另有 {len(problems) - 1} 处" if len(problems) > 1 else ""
    if not _faults(problems):
        return f"知识库的新修改还没有换上，线上仍是上一版。{problems[0]}{more}。"
    return f"知识库的新修改有错，没有上线，线上仍是上一版。{problems[0]}{more}。改好就自动换上。"


class RefusalMail:
    """Writes one mail for each refused state, whichever process of the host sees it first."""

    def __init__(self, problems: Callable[[], Sequence[Problem]], tell: Tell, shared: Path) -> None:
        """Look at `problems`; `shared` is a folder of the gateways of this host."""
        self._problems = problems
        self._tell = tell
        self._marker = shared / "content_refusal_told"

    async def look(self) -> None:
        """Send the mail that is due, if any; one that cannot be sent is tried again at the next look."""
        problems = _faults(self._problems())
        name = hashlib.sha256("\n".join(map(str, problems)).encode()).hexdigest()[:16] if problems else ""
        if self._told() == name:
            return
        self._mark(name)  # before it is sent: two gateways must not both write
        if not name:
            return
        lines = [refusal_notice(problems), "", *map(str, problems[:_SHOWN])]
        lines += [f"…… 另有 {len(problems) - _SHOWN} 处"] if len(problems) > _SHOWN else []
        try:
            await self._tell(_SUBJECT, "\n".join([*lines, "", "看全部：./run check"]))
        except Exception as fault:  # whatever keeps a mail from leaving, people go on being answered
            self._mark("")
            log.warning("content_mail_failed error=%s", type(fault).__name__)

    def _told(self) -> str:
        try:
            return self._marker.read_text(encoding="ascii")
        except OSError:
            return ""

    def _mark(self, name: str) -> None:
        try:
            self._marker.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._marker.write_text(name, encoding="ascii")
        except OSError as fault:
            log.warning("content_mail_unmarked error=%s", type(fault).__name__)


def _faults(problems: Sequence[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.kind not in _NO_FAULTS]
