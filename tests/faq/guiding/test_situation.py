"""What of what was said bears on the case."""

from __future__ import annotations

import pytest

from tests.real_content import real_guidance

SITUATION = real_guidance().guides.situation
STRANGER = {"found": "stranger"}


@pytest.mark.parametrize(
    ("said", "known", "asked", "kept"),
    [
        ({"phone": "usable"}, {}, None, {"phone": "usable"}),
        ({"phone": "usable"}, STRANGER, None, {}),
        ({"phone": "usable", **STRANGER}, {}, None, STRANGER),
        ({"phone": "usable"}, STRANGER, "phone", {"phone": "usable"}),
        ({"studies": "graduated"}, {"studies": "graduating"}, None, {}),
        ({"studies": "graduated"}, {"studies": "graduating"}, "studies", {"studies": "graduated"}),
        ({"studies": "student"}, {"studies": "graduating"}, None, {"studies": "student"}),
    ],
)
def test_what_is_kept(said: dict[str, str], known: dict[str, str], asked: str | None, kept: dict[str, str]) -> None:
    assert SITUATION.kept(said, known, asked) == kept


def test_staff_do_not_read_of_the_means_of_a_strangers_account() -> None:
    assert SITUATION.described({"phone": "usable", **STRANGER}) == [("找回用户名的结果", "查到了，不认识")]
