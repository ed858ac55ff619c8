"""What was said and answered before makes entries likelier, and the message itself still has to speak for them."""

from __future__ import annotations

from dataclasses import replace

from faq.engine.in_talk import IN_TALK, TalkEvidence, TalkSoFar, in_talk, is_outweighed
from faq.ranking.decision import Candidate

NEAR = {"reset_password": ["reset_by_email"]}


def heard(
    *alone: tuple[str, float],
    joined: dict[str, float] | None = None,
    foreign: float = 0.0,
    near: dict[str, list[str]] = NEAR,
) -> TalkEvidence:
    signals = {"meaning": 0.5, "meaning_foreign": 0.5 + foreign, "nearest": 0.5, "negative": 0.5 + foreign}
    candidates = [Candidate(name, score, signals) for name, score in alone]
    return TalkEvidence(candidates, dict(alone), [joined or {}], joined or {}, list(near), near)


def test_what_is_next_to_the_matter_overtakes() -> None:
    alone = heard(("change_email", 0.4), ("reset_by_email", 0.2))
    assert [item.entry_id for item in in_talk(alone)[:2]] == ["reset_by_email", "change_email"]
    assert in_talk(replace(alone, matters=[], near={}))[0].entry_id == "change_email"


def test_what_the_message_means_with_what_was_said_before_overtakes() -> None:
    alone = heard(
        ("change_email", 0.4), ("reset_by_email", 0.2), joined={"reset_by_email": 0.95, "change_email": 0.05}, near={}
    )
    assert in_talk(alone)[0].entry_id == "reset_by_email"


def test_a_message_that_is_clear_alone_is_not_bent() -> None:
    ranked = in_talk(heard(("change_email", 0.97), ("reset_by_email", 0.02)))
    assert ranked[0].entry_id == "change_email"
    assert ranked[0].score > 0.7


def test_nothing_is_sure_of_what_nothing_speaks_for() -> None:
    ranked = in_talk(heard(("reset_by_email", 0.001)))
    assert ranked[0].score < 0.4
    assert in_talk(TalkEvidence([], {}, [], {}, [], {})) == ()


def test_what_is_near_to_others_matters_is_less_sure() -> None:
    ours, foreign = (in_talk(heard(("reset_by_email", 0.4), foreign=by))[0] for by in (0.0, 0.4))
    assert foreign.score < ours.score
    assert IN_TALK in ours.signals


def test_a_message_is_joined_with_the_last_and_the_first() -> None:
    assert TalkSoFar(("当兵", "登不上", "好的")).joined("女的能报不") == ["好的，女的能报不", "当兵，女的能报不"]
    assert TalkSoFar(("当兵",)).joined("女的能报不") == ["当兵，女的能报不"]
    assert TalkSoFar(("当兵",)).joined("当兵") == []


def test_no_talk_outweighs_what_the_words_alone_say() -> None:
    alone = [Candidate("school_merged", 0.8, {}), Candidate("link_missing_education", 0.1, {})]
    assert is_outweighed("link_missing_education", alone)
    assert not is_outweighed("school_merged", alone)
