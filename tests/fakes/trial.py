"""A trial of drafts that needs no process of its own: the draft's entry answers every sentence."""

from __future__ import annotations

from collections.abc import Sequence

from learning.trying import Treated
from learning.workbench import ChangeDraft


class FakeTrial:
    """Answers at once."""

    def __init__(self, *_: object) -> None:
        """Whatever the real one is given."""

    async def ask(self, draft: ChangeDraft, texts: Sequence[str]) -> list[Treated]:
        return [Treated("answer", draft.change.entry_id or "") for _ in texts]
