"""How the entries rank for a message in its conversation: what was asked and answered before is a prior.

An entry is likelier for what speaks for it in the message alone, in the message joined with what was said before, and
for being next to the matters that were answered. Two regressions, as in `faq/ranking/calibration.py`: one ranks, one
tells how sure the first is. Their figures are those of conversations by outsiders, of short follow-ups, and of
questions about anything else put behind them, so that a new matter is not bent (`python -m benchmarks.talk_prior` fits
them anew).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from faq.ranking.calibration import Regression, descending, logit
from faq.ranking.decision import Candidate

IN_TALK = "in_talk"
"""The signal that tells how likely the conversation makes an entry, in logits."""
RANKING = Regression(
    0.0488,
    {
        "alone": 0.3586,
        "lead": 0.1705,
        "joined": 0.2442,
        "titled": 0.0847,
        "next_to_last": 0.6656,
        "next_to_any": 0.8067,
        "last": 4.0824,
        "before": 2.4629,
    },
)
CERTAINTY = Regression(
    0.9072,
    {
        "chance": 0.5502,
        "gap": 0.2528,
        "same": -1.2493,
        "alone": 0.4223,
        "foreign": -0.4245,
        "negative": -0.9694,
        "last": 0.3496,
    },
)
ANSWER_FROM = 0.7
"""How sure the first must be to be answered at once."""
SURE_ALONE = 0.95
"""From how sure on a message is understood alone: of those no one meant anything else."""
_MOST_SAID = 2
"""With how much of what was said a message is joined: the last, and the first, which names the matter."""
_MATTERS = 4
_NEIGHBOURS_OF = 2
_ALONE, _JOINED = 12, 6
_FAR_LIKELIER = 4
"""How many times likelier by the words alone an entry is than one that no talk leads to in its place."""
Chances = Mapping[str, float]
"""How likely entries are, by id; what is missing is not likely at all."""


@dataclass(frozen=True)
class TalkSoFar:
    """What came before a message: what the person said, in order, and the entries answered, the last one first."""

    said: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()

    def joined(self, text: str) -> list[str]:
        """The message behind the last and the first of what was said."""
        before = dict.fromkeys(said for said in (self.said[-1:] + self.said[:1]) if said != text)
        return [f"{said}，{text}" for said in list(before)[:_MOST_SAID]]


NO_TALK = TalkSoFar()


@dataclass(frozen=True)
class TalkEvidence:
    """A message as the engine reads it alone, joined with what was said, and behind the title of the last matter."""

    alone: Sequence[Candidate]
    chances: Chances
    """Of the message alone."""
    joined: Sequence[Chances]
    titled: Chances
    matters: Sequence[str]
    """The entries answered before, the last one first."""
    near: Mapping[str, Collection[str]]
    """The neighbours of each of them."""

    @cached_property
    def likeliest(self) -> list[tuple[str, float]]:
        """The two that are likeliest alone, best first: the best of the others is one of them, whatever is asked."""
        return sorted(self.chances.items(), key=lambda item: -item[1])[:2]


def in_talk(heard: TalkEvidence, ranking: Regression = RANKING) -> tuple[Candidate, ...]:
    """The candidates as they rank in the talk, best first: how sure the first is, how likely the rest."""
    ranked = ranked_in_talk(heard, ranking)
    return descending(ranked, CERTAINTY.probability(certainty_signals(ranked, heard))) if ranked else ()


def ranked_in_talk(heard: TalkEvidence, ranking: Regression = RANKING) -> list[Candidate]:
    """The candidates with how likely each is, best first."""
    signals = {item.entry_id: item.signals for item in heard.alone}
    chance = {name: ranking.probability(ranking_signals(name, heard)) for name in candidates_in_talk(heard)}
    ranked = [Candidate(name, p, {**signals.get(name, {}), IN_TALK: logit(p)}) for name, p in chance.items()]
    return sorted(ranked, key=lambda item: (-item.score, item.entry_id))


def candidates_in_talk(heard: TalkEvidence) -> list[str]:
    """The entries that may be meant: likely alone or together, next to the last matters, or those themselves."""
    names = heard.matters[:_NEIGHBOURS_OF]
    joined = (name for chances in (*heard.joined, heard.titled) for name in list(chances)[:_JOINED])
    beside = (name for matter in names for name in heard.near[matter])
    return list(dict.fromkeys([*(item.entry_id for item in heard.alone[:_ALONE]), *joined, *beside, *names]))


def ranking_signals(name: str, heard: TalkEvidence) -> dict[str, float]:
    """What speaks for an entry."""
    alone, matters = logit(heard.chances.get(name, 0.0)), heard.matters[:_MATTERS]
    # Behind what was asked, or is answered, anything at all means the same entry: that speaks for none of those.
    joined, titled = ((), {}) if name in matters else (heard.joined, heard.titled)
    best = next((chance for other, chance in heard.likeliest if other != name), 0.0)
    return {
        "alone": alone,
        "lead": alone - logit(best),
        "joined": max((logit(chances.get(name, 0.0)) for chances in joined), default=logit(0.0)),
        "titled": logit(titled.get(name, 0.0)),
        "next_to_last": float(any(name in heard.near[matter] for matter in matters[:1])),
        "next_to_any": float(any(name in heard.near[matter] for matter in matters)),
        "last": float(name in matters[:1]),
        "before": float(name in matters[1:]),
    }


def certainty_signals(ranked: Sequence[Candidate], heard: TalkEvidence) -> dict[str, float]:
    """What tells a right first from a wrong one."""
    first = ranked[0]
    alone = heard.alone[0] if heard.alone else None
    told = first.signals if first.entry_id in heard.chances else alone.signals if alone is not None else {}
    second = ranked[1].score if len(ranked) > 1 else 0.0
    return {
        "chance": logit(first.score),
        "gap": logit(first.score) - logit(second),
        "same": float(alone is not None and alone.entry_id == first.entry_id),
        "alone": logit(alone.score if alone is not None else 0.0),
        "foreign": told.get("meaning_foreign", 0.0) - told.get("meaning", 0.0),
        "negative": told.get("negative", 0.0) - told.get("nearest", 0.0),
        "last": float(first.entry_id in heard.matters[:1]),
    }


def is_outweighed(entry_id: str, alone: Sequence[Candidate]) -> bool:
    """Whether by the words alone the first is so much likelier than an entry that only the talk leads to."""
    own = next((item.score for item in alone if item.entry_id == entry_id), 0.0)
    return _FAR_LIKELIER * own < alone[0].score
