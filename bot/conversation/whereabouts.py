"""At which address somebody was last heard: for sharing fairly between addresses, in memory only and never written."""

from __future__ import annotations

from collections import OrderedDict

_MOST = 20_000


class Whereabouts:
    """The addresses of one process; a channel without addresses notes none."""

    def __init__(self) -> None:
        """Know nobody yet."""
        self._known: OrderedDict[str, str] = OrderedDict()

    def note(self, conversation: str, address: str) -> None:
        """Somebody was heard from an address; whoever was heard longest ago is forgotten for it."""
        self._known[conversation] = address
        self._known.move_to_end(conversation)
        while len(self._known) > _MOST:
            self._known.popitem(last=False)

    def of(self, conversation: str) -> str:
        """The address of a conversation; its own name where none is known, so that it shares with nobody."""
        return self._known.get(conversation, conversation)
