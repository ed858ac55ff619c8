"""Walks over the guides, planned by the engine alone: together they pass every edge of every guide."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush

from actions.guiding.leading import guide_of, taken_for_granted
from faq.content.loader import Content
from faq.guiding.guidance import Guidance
from faq.guiding.options import FACT_OPTION
from faq.guiding.state import GuideReply, GuideState

Edge = tuple[str, str]
_VISITS = 6
"""How often the search for walks goes on from one place: the facts told before may differ."""


@dataclass(frozen=True)
class Walk:
    """Facts tapped before, the entry that leads into the guide, and the options tapped then, in order.

    An entry without a guide of its own leads into that of its matter when somebody asks how to go on.
    """

    before: tuple[str, ...]
    entry: str
    taps: tuple[str, ...] = ()

    def __len__(self) -> int:
        """How many taps it takes."""
        return len(self.before) + 1 + len(self.taps)

    def __str__(self) -> str:
        """The walk as a test's name."""
        return ">".join((*self.before, self.entry, *self.taps)).replace(FACT_OPTION, "")


def fact_of(option_id: str) -> dict[str, str]:
    """What an option of a guide tells."""
    name, _, value = option_id.removeprefix(FACT_OPTION).partition("=")
    return {name: value}


def begins_in(content: Content, walk: Walk) -> str:
    """The guide that a walk's entry leads into."""
    entry = content.entry(walk.entry)
    assert entry is not None
    return guide_of(entry, content)


def begin(guidance: Guidance, content: Content, walk: Walk) -> tuple[GuideState, GuideReply]:
    """Where a walk begins."""
    guide = guidance.guides.guides[begins_in(content, walk)]
    facts = {name: value for option in walk.before for name, value in fact_of(option).items()}
    taken = taken_for_granted(guide.knows.get(walk.entry, {}), facts, guidance.guides)
    return guidance.engine.begin(GuideState(facts={**facts, **taken}), guide.id)


def route(guidance: Guidance, state: GuideState) -> list[str]:
    """The places from the first step of a guide to where it stops, with all that is known."""
    guides = guidance.guides
    place = f"{state.guide}.{guides.guides[state.guide].first.id}"
    passed = [place]
    while True:
        step = guides.at(place)
        open_ = step.kind == "collect" and guides.fact_key(place, step.collect) not in state.known
        if step.kind == "end" or open_:
            return passed
        facts = dict(state.known)
        if step.collect:
            facts[step.collect] = state.known[guides.fact_key(place, step.collect)]
        target = f"{place.partition('.')[0]}.{step.follow(facts)}" if step.kind != "link" else ""
        place = target or guides.successors(place)[0]
        passed.append(place)


def before_forgotten(before: GuideState, after: GuideState, told: Mapping[str, str]) -> GuideState:
    """Where somebody arrived, with all facts that led there: a matter that is over keeps only those of the person."""
    if not after.over:
        return after
    here = {f"{name}@{before.step}": value for name, value in told.items()}
    return replace(after, facts={**before.known, **here})


def all_edges(guidance: Guidance) -> set[Edge]:
    """Every way from one step to the next."""
    return {(place, after) for place, _, _ in guidance.guides.places() for after in guidance.guides.successors(place)}


def passed_edges(guidance: Guidance, content: Content, walk: Walk) -> set[Edge]:
    """The edges one walk passes."""
    state, _ = begin(guidance, content, walk)
    found = set(itertools.pairwise(route(guidance, state)))
    for tap in walk.taps:
        before = state
        state, _ = guidance.engine.tell(state, fact_of(tap))
        found |= set(itertools.pairwise(route(guidance, before_forgotten(before, state, fact_of(tap)))))
    return found


def plan_walks(guidance: Guidance, content: Content) -> list[Walk]:
    """As few and short walks as a simple choice finds that pass all edges that can be passed."""
    left = _shortest(guidance, content)
    plan: list[Walk] = []
    while left:
        walk = max(left.values(), key=lambda found: (len(found), str(found)))
        plan.append(walk)
        for edge in passed_edges(guidance, content, walk):
            left.pop(edge, None)
    return plan


def _reached_from(guide_id: str, edges: set[Edge]) -> set[Edge]:
    """The edges of one guide and of those it leads into."""
    guides, found = {guide_id}, 0
    while len(guides) > found:
        found = len(guides)
        guides |= {to.partition(".")[0] for start, to in edges if start.partition(".")[0] in guides}
    return {edge for edge in edges if edge[0].partition(".")[0] in guides}


def _told_before(guidance: Guidance, guide_id: str) -> Iterator[tuple[str, ...]]:
    """Nothing, each of the facts that a step decides by without asking, and those that one condition joins."""
    guide = guidance.guides.guides.get(guide_id)
    if guide is None:
        return
    steps = guide.steps.values()
    tests = dict.fromkeys(
        f"{FACT_OPTION}{test.fact}={test.value}"
        for step in steps
        for branch in step.next
        for test in branch.tests
        if test.fact != step.collect
    )
    joined = dict.fromkeys(
        tuple(f"{FACT_OPTION}{test.fact}={test.value}" for test in branch.tests)
        for linked in (guide_id, *(step.link for step in steps if step.link))
        for step in guidance.guides.guides[linked].steps.values()
        for branch in step.next
        if len(branch.tests) > 1
    )
    yield ()
    yield from ((test,) for test in tests)
    yield from joined


def _starts(guidance: Guidance, content: Content) -> Iterator[Walk]:
    """Each entry that leads into a guide, with what may be told before it."""
    kindred = {guide_of(entry, content): entry for entry in content.entries if not entry.guide}
    for entry in content.entries:
        if entry.guide in guidance.guides.guides or entry in kindred.values():
            yield from (Walk(before, entry.id) for before in _told_before(guidance, guide_of(entry, content)))


def _shortest(guidance: Guidance, content: Content) -> dict[Edge, Walk]:
    """The shortest walk that passes each edge: all are lengthened together, until nothing is left to be found."""
    shortest: dict[Edge, Walk] = {}
    left = all_edges(guidance)
    ahead = {guide_id: _reached_from(guide_id, left) for guide_id in guidance.guides.guides}
    order = itertools.count()
    waiting: list[tuple[int, int, Walk, int, tuple[GuideState, GuideReply] | None]] = []
    visits: Counter[tuple[int, str]] = Counter()
    seen: set[tuple[bool, str, frozenset[tuple[str, str]]]] = set()
    for start, walk in enumerate(_starts(guidance, content)):
        heappush(waiting, (len(walk), next(order), walk, start, None))
    while waiting:
        _, _, walk, start, before = heappop(waiting)
        if left.isdisjoint(ahead[before[0].guide if before else begins_in(content, walk)]):
            continue
        if before is None:
            state, reply = begin(guidance, content, walk)
            reached = state
        else:
            told = fact_of(walk.taps[-1])
            state, reply = guidance.engine.tell(before[0], told)
            reached = before_forgotten(before[0], state, told)
        passed = route(guidance, reached)
        for edge in left.intersection(itertools.pairwise(passed)):
            shortest[edge] = walk
            left.remove(edge)
        here = (bool(walk.taps), passed[-1], frozenset(reached.known.items()))  # told in any order, it leads on alike
        visits[start, passed[-1]] += 1
        if visits[start, passed[-1]] > _VISITS or here in seen:
            continue
        seen.add(here)
        for option in _choices(guidance, walk, state, reply):
            longer = replace(walk, taps=(*walk.taps, option))
            heappush(waiting, (len(longer), next(order), longer, start, (state, reply)))
    return shortest


def _choices(guidance: Guidance, walk: Walk, state: GuideState, reply: GuideReply) -> Sequence[str]:
    """What is offered; at the start also what may be put right at once."""
    offered = [option.id for option in reply.options]
    if walk.taps:
        return offered
    steps = guidance.guides.guides[state.guide].steps.values()
    tests = (test for step in steps for branch in step.next for test in branch.tests)
    facts: Mapping[str, bool] = {name: fact.local for name, fact in guidance.guides.situation.facts.items()}
    corrections = [f"{FACT_OPTION}{test.fact}={test.value}" for test in tests if not facts[test.fact]]
    return list(dict.fromkeys((*offered, *corrections)))
