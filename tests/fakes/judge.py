"""A judge of drafts that needs no process of its own."""

from __future__ import annotations

from pathlib import Path

from faq.checks.content import check_content
from learning.shelf import copy_content, write_files
from learning.verdict import Moved, ReviewVerdict
from learning.workbench import ChangeDraft


class FakeJudge:
    """Reviews by the check alone, at once; known questions are `test_reviewing`'s matter."""

    def __init__(self, shelf: object, *_: object) -> None:
        self._shelf = shelf
        self._drafts: dict[str, ChangeDraft] = {}

    def begin(self, draft: ChangeDraft, instead_of: str = "") -> None:
        self._drafts[draft.key] = draft

    def state(self, key: str) -> str:
        """One that was begun here is over."""
        return "审阅好了" if self.draft(key) is not None else ""

    def draft(self, key: str) -> ChangeDraft | None:
        return self._drafts.get(key)

    def progress(self, draft: ChangeDraft) -> str:
        return ""

    async def verdict(self, draft: ChangeDraft, wait_s: float) -> ReviewVerdict:
        place = Path(str(self._shelf._root)).parent / f"draft-{draft.key}"  # type: ignore[attr-defined]
        if not place.exists():
            copy_content(self._shelf._root, place)  # type: ignore[attr-defined]
            write_files(place, draft.files)
        moved = (Moved("密码丢了", "反问", "直接答 reset_password", "reset_password"),)
        less = (Moved("用户名没了咋找", "问 find_username", "答 reset_password"),)
        return ReviewVerdict(tuple(map(str, check_content(place))), moved, 12, "可以上线。", less_said=less)

    async def close(self) -> None:
        return
