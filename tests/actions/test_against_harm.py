from __future__ import annotations

from tests.real_content import real_content


def test_staff_mark_what_is_said_against_harm() -> None:
    marked = [entry for entry in real_content().entries if entry.harm]
    assert {"account_stolen", "told_code_or_password"} <= {entry.id for entry in marked}
    assert not [entry.id for entry in marked if entry.guide or entry.scope]
