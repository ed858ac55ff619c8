"""Conversations name the entry or step whose words they want: staff may reword an answer without breaking a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conversation_format import Case, Input, read_cases
from tests.conversation_runner import Player, TalkError, Turn
from tests.conversation_sources import sentences_of

ROOT = Path(__file__).resolve().parents[1]
OURS = ("actions", "bot", "common", "dialogue", "faq", "nlu", "tickets", "web", "wechat")
FIXED = ("domain.yml", "faq/canned.yml", "faq/situation.yml", "faq/irreversible.yml")
"""Beside the code: what is not an answer, whose words others go by."""
FEWEST = 4


def folded(text: str) -> str:
    return re.sub(r"\s+", "", text)


def conversations() -> list[Case]:
    return [case for path in sorted((ROOT / "tests/conversations").glob("*.yml")) for case in read_cases(path, ROOT)]


def test_no_expected_words_are_those_of_an_answer_or_a_guide_alone() -> None:
    """A phrase that a person said in the same conversation, or that stands in the program too, may be waited for."""
    answers = folded("".join(path.read_text("utf-8") for name in ("entries", "guides") for path in _of(name)))
    sources = [path for package in OURS for path in (ROOT / package).rglob("*.py")] + [ROOT / name for name in FIXED]
    fixed = folded("".join(path.read_text("utf-8") for path in sources))
    pinned = set()
    for case in conversations():
        said = folded("".join(str(step.value) + step.text for step in case.steps if isinstance(step, Input)))
        for step in case.steps:
            for text in step.value if step.kind == "bot" else ():
                words = folded(text)
                if len(words) >= FEWEST and words in answers and words not in fixed and words not in said:
                    pinned.add(f"{case.path}:{step.line}: {text}")
    assert sorted(pinned) == [], "name the entry or the step, for example says: forgot_password/by_phone"


def test_every_named_source_has_sentences() -> None:
    named = {name for case in conversations() for step in case.steps if step.kind == "says" for name in step.value}
    assert len(named) >= 10
    assert {name for name in named if not sentences_of(name)} == set()
    for unknown in ("no_such_entry", "forgot_password/no_such_step"):
        with pytest.raises(LookupError):
            sentences_of(unknown)


class Silent:
    def __init__(self, said: str) -> None:
        self.said = said

    def say(self, _: str) -> Turn:
        return Turn((self.said,))


@pytest.mark.parametrize(("said", "is_fine"), [("先别急。\n找回来  就能登录", True), ("不知道", False)])
def test_one_sentence_of_the_source_must_be_said(said: str, is_fine: bool) -> None:
    from tests.conversation_format import parse_cases

    [case] = parse_cases("test_cases:\n- test_case: x\n  steps:\n  - user: 忘了\n  - says: a/b\n")
    player = Player(case, lambda _: Silent(said), {}, sentences_of=lambda _: {"找回来就能登录"})  # type: ignore[arg-type,return-value]
    if is_fine:
        player.play()
        return
    with pytest.raises(TalkError, match="says：没有说 \\['a/b'\\] 里的话"):
        player.play()


def _of(name: str) -> list[Path]:
    return sorted((ROOT / "faq" / name).glob("*.yml"))
