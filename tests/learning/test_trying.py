"""What an editor is told before going live: what is done with a sentence, and what neighbours would lose."""

from __future__ import annotations

from pathlib import Path

import pytest

from faq.content.entry import FollowUp
from faq.content.loader import load_content
from faq.ranking.decision import Candidate
from learning.suggestions import alike_first
from learning.trying import Treated, Tried, neighbours_asked
from learning.verdict import Moved


def test_a_neighbour_is_asked_its_title_and_what_people_ask_next(project: Path) -> None:
    content = load_content(project)
    near = content.entries[1]
    object.__setattr__(near, "follow_ups", (FollowUp(("要多久",), "马上"),))
    own = content.entries[0]
    ranked = [Candidate(own.id, 0.9), Candidate(near.id, 0.5)]
    assert neighbours_asked(own, content, lambda _: ranked) == [near.title, "要多久"]


@pytest.mark.parametrize(
    ("treated", "shown"),
    [
        (Treated("answer", "reset_password"), "答“忘记密码怎么找回？”"),
        (Treated("clarify", "reset_password", ("reset_password",)), "先答“忘记密码怎么找回？”，再列别的"),
        (Treated("clarify", "", ("reset_password", "gone")), "反问：“忘记密码怎么找回？”、gone"),
        (Treated("none"), "不回答"),
    ],
)
def test_what_is_done_is_told_by_titles(project: Path, treated: Treated, shown: str) -> None:
    assert treated.shown(load_content(project)) == shown
    assert Treated.from_plain(treated.as_plain()) == treated


def test_an_entry_takes_what_did_not_begin_with_it() -> None:
    before, after = Treated("clarify", "", ("b", "a")), Treated("answer", "a")
    assert Tried("问", before, after).takes("a")
    assert not Tried("问", after, after).takes("a")
    assert not Tried("问", before, before).takes("a")
    assert not Tried("问", before, after).takes(None)


@pytest.mark.parametrize(
    ("before", "after", "expected", "taken"),
    [
        ("问 phd_query / degree", "答 postdoc", "phd_query", True),
        ("答 phd_query", "问 postdoc / phd_query", "", True),
        ("答 phd_query", "问 phd_query / postdoc", "phd_query", False),
        ("答 postdoc", "答 postdoc", "", False),
        ("问 phd_query / postdoc", "答 postdoc", "postdoc", False),
        ("无", "答 postdoc", "", False),
    ],
)
def test_a_known_question_goes_to_the_entry_only_from_another(
    before: str, after: str, expected: str, taken: bool
) -> None:
    assert Moved("问", before, after, expected).goes_to("postdoc") is taken


def test_unlike_sentences_are_not_chosen_beforehand() -> None:
    ranks = {"旧卡没了": "phone", "老号注销了": "phone", "打印机怎么连网": "printer"}
    texts = tuple(ranks)
    chosen = alike_first(_Texts(texts), lambda text: [Candidate(ranks[text], 0.5)], 12)  # type: ignore[arg-type]
    assert chosen == ("旧卡没了", "老号注销了")
    assert alike_first(_Texts(texts), lambda _: [], 2) == texts[:2]  # type: ignore[arg-type]


class _Texts:
    """A group as far as its texts go."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        self.texts = texts
