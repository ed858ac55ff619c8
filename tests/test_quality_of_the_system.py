"""The floors of tests/quality.yml hold for the whole system, asked while it runs for the conversations anyway."""

from __future__ import annotations

import pytest

from bot.commands.quality import stack_figures
from evaluation.quality import check_floors, read_floors
from tests.conversation_stack import ConversationStack


@pytest.mark.stack
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_whole_system_keeps_its_floors(conversation_stack: ConversationStack) -> None:
    measured = conversation_stack.run(stack_figures(conversation_stack.stack), 600)
    floors = read_floors(conversation_stack.root)
    assert set(measured) <= {floor.figure for floor in floors}, "没有底线的数字：运行 ./run quality --raise"
    assert [str(problem) for problem in check_floors(floors, measured)] == []
