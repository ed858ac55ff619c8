"""Leads through a guide: what is known is never asked, what was said is never contradicted.

Where somebody stands follows from the facts alone: the tree is walked from its first step with all that is
known, so a correction far back, several facts at once or an answer given in advance need no rules of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from faq.guiding.extraction import updated
from faq.guiding.options import options_of
from faq.guiding.situation import UNKNOWN
from faq.guiding.standing import Standing
from faq.guiding.state import GuideReply, GuideState
from faq.guiding.tree import Step
from faq.text.choice import numbered_option_lines

_OFTEN = 2
"""How often a question is put: whoever passed it by that often finds none of its options true."""


class GuideEngine(Standing):
    """Moves through the guides of a project; holds no state of its own."""

    def begin(self, state: GuideState, guide_id: str) -> tuple[GuideState, GuideReply]:
        """Start a guide with all that is known already; one that is under way goes on."""
        if state.guide != guide_id or state.over:
            warned = {name: times for name, times in (state.shown or {}).items() if name.startswith("!")}
            state = replace(state, guide=guide_id, step="", path=(), shown=warned)  # back from another matter
        return self._walk(state, "")

    def tell(self, state: GuideState, said: Mapping[str, str]) -> tuple[GuideState, GuideReply]:
        """Take facts that were said or chosen, and go on to what is still open."""
        named = {self._key(state, name): value for name, value in said.items()}
        if self.settles(state, said):
            return self._solved(state, said)
        put_right = self._put_right(state, named)
        lead = self._changed(put_right)
        beside = {name: value for name, value in named.items() if state.known.get(name) != value}
        open_still = bool(state.step) and self._fact_key(state.step) not in named
        if not put_right and beside and open_still:  # it helps, though another thing was asked: no reason to give up
            lead = self._heard(state, beside) or self._noted(beside)
        elif not put_right:
            lead = self._heard(state, beside)
        told = self._with(state, named)
        moved, reply = self._walk(told, "")
        if open_still and moved.step == state.step:
            heard, often = self._heard(state, beside), state.times(state.step) >= _OFTEN
            outcome = self._asks_outcome(state.step)
            if (outcome and heard and not put_right) or (often and (outcome or heard)):  # answered: no more is asked
                moved, reply, lead = told, replace(reply, text=self.waiting(state)), heard or lead
            else:
                moved, reply = self.passed(told)
        if open_still and moved.step != state.step and not put_right:  # it moved on: that is heard enough
            lead = self._heard(state, beside)
        return moved, replace(reply, text="\n".join(filter(None, (lead, reply.text))))

    def _put_right(self, state: GuideState, named: Mapping[str, str]) -> dict[str, str]:
        """What is said to be otherwise than it is known; what a page says next is no correction."""
        facts = self._guides.situation.facts
        changed = {name: value for name, value in named.items() if state.known.get(name, value) != value}
        return {name: value for name, value in changed.items() if not (name in facts and facts[name].page)}

    def _with(self, state: GuideState, named: Mapping[str, str]) -> GuideState:
        known = self._without_outcomes(state, set(self._put_right(state, named)))
        return replace(state, facts=updated(self._guides.situation.after(known, named), named))

    def _asks_outcome(self, place: str) -> bool:
        """Whether a step asks how it went: that is not asked again of who was just told to wait."""
        step = self._guides.step(place)
        return step is not None and bool(step.collect) and self._fact(step).local

    def _noted(self, told: Mapping[str, str]) -> str:
        values = [self._guides.situation.facts[name.partition("@")[0]].title_of(value) for name, value in told.items()]
        return self._phrases.noted.format(self._phrases.between.join(values))

    def _changed(self, told: Mapping[str, str]) -> str:
        named = self._phrases.between.join(self._told(*item) for item in told.items())
        return self._phrases.changed.format(named) if told else ""

    def _heard(self, state: GuideState, told: Mapping[str, str]) -> str:
        """What is said at once to what a page says, where no step of the guide goes by it."""
        return "".join(
            self._guides.situation.heard(name, value)
            for name, value in told.items()
            if not self._guides.decides_by(state.guide, name, value)
        )

    def heard_last(self, state: GuideState) -> str:
        """What is said to the words of a page that were told last of all; empty when something else was."""
        last = next(reversed([*state.known.items()]), None)
        return self._heard(state, dict([last])) if last is not None else ""

    def puts_right(self, state: GuideState, said: Mapping[str, str]) -> bool:
        """Whether facts are otherwise than a guide went by: the case is decided anew, also behind its end."""
        return bool(state.guide and self._put_right(state, said))

    def settles(self, state: GuideState, said: Mapping[str, str]) -> bool:
        """Whether what is said is all that a guide under way was for: «登上了» in the middle of a lost password.

        Where the way goes on by it, or the step asks for it, it is an answer like any other.
        """
        values = self._guides.situation.value
        ends = {name for name, told in said.items() if (one := values(name, told)) and state.guide in one.settles}
        if not state.running or not ends or self.asked(state) in ends:
            return False
        named = {self._key(state, name): value for name, value in said.items()}
        others = {name: value for name, value in named.items() if name not in ends}
        places = [self._walk(self._with(state, told), "")[0].step for told in (named, others)]
        return places[0] == places[1]

    def _solved(self, state: GuideState, said: Mapping[str, str]) -> tuple[GuideState, GuideReply]:
        """The good end of the first guide that is over with it: the others have words of their own way there."""
        values = [self._guides.situation.value(name, told) for name, told in said.items()]
        first = next(value.settles[0] for value in values if value is not None and state.guide in value.settles)
        end = next(step for step in self._guides.guides[first].steps.values() if step.end == "solved")
        told = self._with(state, {self._key(state, name): value for name, value in said.items()})
        moved, reply = self._stop(told, f"{first}.{end.id}", end, [], dict(state.shown or {}))
        return self._settled(moved), reply

    def moves(self, state: GuideState, said: Mapping[str, str]) -> bool:
        """Whether facts lead to another step than the one somebody stands at."""
        named = {self._key(state, name): value for name, value in said.items()}
        return self._walk(self._with(state, named), "")[0].step != state.step

    def keep(self, state: GuideState, said: Mapping[str, str]) -> GuideState:
        """The case with facts that were said beside something else; nothing is shown, the next step follows later."""
        known = self._guides.situation.after(state.known, said)
        return replace(state, facts=updated(known, {self._key(state, name): said[name] for name in said}))

    def _without_outcomes(self, state: GuideState, changed: set[str]) -> dict[str, str]:
        """What is known, without how a way went that was only taken for what is now said to be otherwise."""
        stale: set[str] = set()
        for place in state.path if changed else ():
            outcome = self._fact_key(place)
            if "@" in outcome and outcome not in changed and changed & self._reasons(place, state):
                stale.add(outcome)
        return {name: value for name, value in state.known.items() if name not in stale}

    def _reasons(self, target: str, state: GuideState) -> set[str]:
        """The facts that decided on the way to a place; none when what is known leads past it."""
        guide = self._guides.guides.get(state.guide)
        place, reasons, known = (f"{guide.id}.{guide.first.id}" if guide else ""), set(), self._told_of(state)
        while place != target:
            step = self._guides.step(place)
            if step is None or step.kind == "end" or (step.kind == "collect" and self._open(place, step, known)):
                return set()
            reasons |= {test.fact for branch in step.next for test in branch.tests}
            place = self._next(place, step, known)
        return reasons

    def back(self, state: GuideState) -> tuple[GuideState, GuideReply]:
        """One step back: what was answered there is open again."""
        before = [place for place in state.path if place != state.step]
        if not before:
            return self._walk(state, self._phrases.at_start)
        place = before[-1]
        kept = {name: value for name, value in state.known.items() if name not in self._asked_from(place, state)}
        shown = {name: count for name, count in (state.shown or {}).items() if name != place}
        return self._walk(replace(state, facts=kept, step="", path=tuple(before[:-1]), shown=shown), "")

    def restart(self, state: GuideState) -> tuple[GuideState, GuideReply]:
        """From the first step: all that this guide asked is open again, what was said besides stays known."""
        asked = {self._fact_key(place) for place in state.path}
        kept = {name: value for name, value in state.known.items() if name not in asked and "@" not in name}
        shown = {name: count for name, count in (state.shown or {}).items() if name.startswith("!")}
        return self._walk(replace(state, facts=kept, step="", path=(), shown=shown), self._phrases.from_start)

    def resume(self, state: GuideState) -> tuple[GuideState, GuideReply]:
        """The very step again, in other words."""
        return self._walk(state, "")

    def passed(self, state: GuideState) -> tuple[GuideState, GuideReply]:
        """The step again; on with what is taken of it for now, which is said, once it was asked often enough."""
        step = self._guides.step(state.step)
        if step is None or not step.collect or state.times(state.step) < _OFTEN:
            return self.resume(state)
        fact = self._fact(step)
        taken = (fact.no if fact.local else None) or UNKNOWN
        facts = updated(state.known, {self._fact_key(state.step): taken})
        return self._walk(replace(state, facts=facts), self._phrases.taken.format(fact.title_of(taken)))

    def _walk(self, state: GuideState, lead: str) -> tuple[GuideState, GuideReply]:
        guide = self._guides.guides.get(state.guide)
        if guide is None:  # staff removed it since
            return replace(state, guide="", step=""), GuideReply("")
        state = replace(state, over=False)
        parts = [lead] if lead else []
        shown = dict(state.shown or {})
        place, known = f"{guide.id}.{guide.first.id}", self._told_of(state)
        while True:
            step = self._guides.at(place)
            if step.kind == "end" or (step.kind == "collect" and self._open(place, step, known)):
                return self._stop(state, place, step, parts, shown)
            if step.say and step.kind == "say" and not shown.get(place):
                parts += self._spoken(step, shown)
                shown[place] = 1
            place = self._next(place, step, known)

    def _next(self, place: str, step: Step, known: Mapping[str, str]) -> str:
        if step.kind == "link":
            return self._guides.successors(place)[0]
        guide_id = place.partition(".")[0]
        facts = {**known, step.collect: known.get(self._fact_key(place), "")} if step.collect else known
        return f"{guide_id}.{step.follow(facts)}"

    def _open(self, place: str, step: Step, known: Mapping[str, str]) -> bool:
        return self._guides.fact_key(place, step.collect) not in known

    def _spoken(self, step: Step, shown: dict[str, int]) -> list[str]:
        warning = self._guides.irreversible.get(step.warn)
        if warning is None:
            return [step.say] if step.say else []
        times = shown.get(f"!{warning.id}", 0)
        shown[f"!{warning.id}"] = times + 1
        return [warning.warning(times), *([step.say] if step.say else [])]

    def _stop(
        self, state: GuideState, place: str, step: Step, parts: list[str], shown: dict[str, int]
    ) -> tuple[GuideState, GuideReply]:
        times = shown.get(place, 0)
        shown[place] = times + 1
        if step.kind == "end":
            parts = [*parts, *self._spoken(step, shown)]
            ended = replace(state, step="", shown=shown)  # the guide stays: a correction may open it again
            ended = self._settled(ended) if step.end == "solved" and self._done(state) else ended
            return ended, GuideReply("\n".join(parts), (), "", step.end, step.outside, step.about)
        fact = self._fact(step)
        options = options_of(step, fact)
        if times == 0:
            parts += [*self._spoken(step, shown), step.ask or fact.ask]
        else:
            if step.warn:  # the warning stands before the step every time, in other words
                parts += self._spoken(replace(step, say=""), shown)
            parts.append((step.again or fact.again) if times % 2 else self._phrases.enough)
        listed = () if times % 2 else (numbered_option_lines(options),)  # asked again, the buttons are enough
        text = "\n".join([*parts, *listed])
        path = state.path if state.path[-1:] == (place,) else (*state.path, place)
        moved = replace(state, step=place, shown=shown, path=path)
        return moved, GuideReply(text, options, self._fact_key(place))

    def _done(self, state: GuideState) -> bool:
        """Whether the person said last that it worked, and was not only told how to do it."""
        name, value = next((item for item in reversed([*state.known.items()]) if "@" in item[0]), ("", ""))
        fact = self._guides.situation.facts.get(name.partition("@")[0])
        return fact is not None and value == fact.yes

    def _settled(self, state: GuideState) -> GuideState:
        """A case that is over: of the person is known what was, of the matter nothing any more."""
        facts = self._guides.situation.facts
        kept = {name: value for name, value in state.known.items() if name in facts and facts[name].lasting}
        shown = {name: count for name, count in (state.shown or {}).items() if name.startswith("!")}
        return replace(state, facts=kept, shown=shown, over=True)

    def _key(self, state: GuideState, name: str) -> str:
        fact = self._guides.situation.facts.get(name)
        return f"{name}@{state.step}" if fact and fact.local and state.step else name

    def _asked_from(self, place: str, state: GuideState) -> set[str]:
        """The facts asked at a step and after it on the path taken."""
        start = state.path.index(place)
        return {self._fact_key(item) for item in state.path[start:]}

    def _told(self, name: str, value: str) -> str:
        fact = self._guides.situation.facts.get(name.partition("@")[0])
        title = fact.title_of(value) if fact else value
        named = fact is not None and not fact.local and not fact.title.endswith(("吗", "?"))
        return self._phrases.pair.format(fact.title, title) if fact is not None and named else title
