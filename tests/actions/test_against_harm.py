from __future__ import annotations

from actions import form_besides
from tests.real_content import real_content


def test_what_is_said_against_harm_is_in_the_knowledge_base() -> None:
    assert {entry.id for entry in real_content().entries} >= form_besides._HARM
