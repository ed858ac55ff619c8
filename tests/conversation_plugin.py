"""Collects `tests/conversations/*.yml`: every test case is a pytest item, every fault in a file has its line.

One system with one trained model serves the whole run. Loaded by `pytest_plugins` in tests/conftest.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from common.errors import ContentError
from evaluation.noise import distort
from tests.conversation_format import Case, Input, read_cases
from tests.conversation_runner import Player, TalkError
from tests.conversation_stack import ConversationStack
from tests.conversation_talkers import TALKERS
from tests.drawn_screens import has_font

FOLDER = "conversations"
_TIMEOUT_S = 600
"""The first item may train the model and start the system."""


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take the YAML files of the conversations folder."""
    if file_path.suffix == ".yml" and file_path.parent.name == FOLDER:
        return ConversationFile.from_parent(parent, path=file_path)
    return None


@pytest.fixture(scope="session")
def conversation_stack(pytestconfig: pytest.Config) -> Iterator[ConversationStack]:
    """The running system all conversations share."""
    stack = ConversationStack(pytestconfig.rootpath, lambda _: None)
    yield stack
    stack.close()


class ConversationFile(pytest.File):
    """One file of test cases."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item for each case, channel and noise."""
        try:
            cases = read_cases(self.path, self.config.rootpath)
        except ContentError as error:
            raise self.CollectError(str(error)) from None
        for case in cases:
            yield ConversationItem.from_parent(self, name=case.title, callobj=_played(case))


class ConversationItem(pytest.Function):
    """One conversation; what it fails with is its transcript, not our code."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self.add_marker(pytest.mark.stack)
        self.add_marker(pytest.mark.timeout(_TIMEOUT_S))
        draws = any(isinstance(step, Input) and step.kind == "screen" for step in self.obj.case.steps)
        if draws and not has_font():
            self.add_marker(pytest.mark.skip("没有中文字体：apt-get install fonts-noto-cjk fontconfig"))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The transcript with the first wrong line marked."""
        if isinstance(excinfo.value, TalkError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """File and line of the case."""
        return self.path, self.callspec_line - 1, self.name

    @property
    def callspec_line(self) -> int:
        """The line of the case in its file, from 1."""
        return int(self.obj.case.line)


def _played(case: Case) -> Any:
    def play(conversation_stack: ConversationStack) -> None:
        Player(
            case,
            conversation_stack.talkers(TALKERS),
            conversation_stack.responses,
            perturb=lambda text, noise: distort(text, noise),
        ).play()

    play.case = case  # type: ignore[attr-defined]
    return play
