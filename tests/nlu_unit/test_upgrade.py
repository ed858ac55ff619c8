"""A half-filled form in a tracker store of the version before goes on where it was."""

from __future__ import annotations

from pathlib import Path

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered

from nlu.tracker_store import ConversationStore
from tests.upgrade_fixture import WITH_FORM, WITH_TICKET, unpack_upgrade

ROOT = Path(__file__).resolve().parents[2]


async def test_a_half_filled_form_is_still_open_with_what_was_said(tmp_path: Path) -> None:
    directory = unpack_upgrade(tmp_path)
    store = ConversationStore(Domain.load(str(ROOT / "domain.yml")), db=str(directory / "tracker.db"))
    for _ in range(2):  # as it was read, and as it is remembered
        tracker = await store.retrieve(WITH_FORM)
        assert tracker is not None
        assert (tracker.active_loop_name, tracker.get_slot("requested_slot")) == ("ticket_form", "ticket_screenshot")
        assert tracker.get_slot("ticket_username")
        tracker.update(UserUttered("没有截图", {"name": "deny", "confidence": 1.0}))
        tracker.update(ActionExecuted("action_listen"))
        await store.save(tracker)
    ended = await store.retrieve(WITH_TICKET)
    assert ended is not None
    assert (ended.active_loop_name, ended.get_slot("ticket_key")) == (None, None)
