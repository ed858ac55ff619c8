"""Leads through a guide: what is known is never asked, what was said is never contradicted.

Where somebody stands follows from the facts alone: the tree is walked from its first step with all that is
known, so a correction far back, several facts at once or an answer given in advance need no rules of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from faq.choice import Option, numbered_option_lines
from faq.guiding.extraction import updated
from faq.guiding.phrases import CHINESE, Phrases
from faq.guiding.situation import UNKNOWN, Fact
from faq.guiding.state import GuideReply, GuideState
from faq.guiding.tree import Guides, Step

FACT_OPTION = "fact:"
"""How the ids of options begin that answer a step: `fact:phone=usable`."""


def fact_of(option: str | None) -> dict[str, str]:
    """The fact that a tapped option of a guide tells; empty for any other option."""
    name, _, value = (option or "").removeprefix(FACT_OPTION).partition("=")
    return {name: value} if option and option.startswith(FACT_OPTION) and value else {}


class GuideEngine:
    """Moves through the guides of a project; holds no state of its own."""

    def __init__(self, guides: Guides, phrases: Phrases = CHINESE) -> None:
        """Use these guides, and what is said around them."""
        self._guides = guides
        self._phrases = phrases

    def begin(self, state: GuideState, guide_id: str) -> tuple[GuideState, GuideReply]:
        """Start a guide with all that is known already; one that is under way goes on."""
        if state.guide != guide_id or state.over:
            warned = {name: times for name, times in (state.shown or {}).items() if name.startswith("!")}
            state = replace(state, guide=guide_id, step="", path=(), shown=warned)  # back from another matter
        return self._walk(state, "")

    def tell(self, state: GuideState, said: Mapping[str, str]) -> tuple[GuideState, GuideReply]:
        """Take facts that were said or chosen, and go on to what is still open."""
        named = {self._key(state, name): value for name, value in said.items()}
        changed = {name: value for name, value in named.items() if state.known.get(name, value) != value}
        put_right = {name: value for name, value in changed.items() if not self._is_of_page(name)}
        lead = self._named(self._phrases.changed, put_right)
        beside = {name: value for name, value in named.items() if state.known.get(name) != value}
        open_still = bool(state.step) and self._fact_key(state.step) not in named
        if not put_right and beside and open_still:  # it helps, though another thing was asked: no reason to give up
            lead = self._heard(state, beside) or self._named(self._phrases.noted, beside)
            state = replace(state, shown={**(state.shown or {}), state.step: 1})
        elif not put_right:
            lead = self._heard(state, beside)
        situation = self._guides.situation
        facts = updated(situation.after(self._without_outcomes(state, set(put_right)), named), named)
        moved, reply = self._walk(replace(state, facts=facts), "")
        if lead and open_still and not put_right:
            if moved.step != state.step:  # it moved on: that is heard enough
                lead = self._heard(state, beside)
            elif self._asks_outcome(state.step) and (heard := self._heard(state, beside)):
                waiting = GuideReply(f"{heard}\n{self.waiting(state)}", (), self._fact_key(state.step))
                return replace(state, facts=facts), waiting
        return moved, replace(reply, text="\n".join(filter(None, (lead, reply.text))))

    def _asks_outcome(self, place: str) -> bool:
        """Whether a step asks how it went: that is not asked again of who was just told to wait."""
        step = self._guides.step(place)
        return step is not None and bool(step.collect) and self._fact(step).local

    def _is_of_page(self, name: str) -> bool:
        """Whether a page tells a fact: what it says next is no correction of what it said before."""
        fact = self._guides.situation.facts.get(name)
        return fact is not None and fact.page

    def _named(self, phrase: str, told: Mapping[str, str]) -> str:
        return phrase.format(self._phrases.between.join(self._told(*item) for item in told.items())) if told else ""

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

    def moves(self, state: GuideState, said: Mapping[str, str]) -> bool:
        """Whether facts lead to another step than the one somebody stands at."""
        return self.tell(state, said)[0].step != state.step

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

    def remind(self, state: GuideState) -> GuideReply | None:
        """The open question in short and its options, for behind an answer to something else; nothing is counted.

        None when no guide waits, the answer is known meanwhile, or the question may not stand without its warning.
        """
        step = self._guides.step(state.step)
        if step is None or not step.collect or step.warn or self._fact_key(state.step) in self._told_of(state):
            return None
        fact = self._fact(step)
        options = self._options(step, fact)
        return GuideReply(step.again or fact.again, options, self._fact_key(state.step))

    def asked(self, state: GuideState) -> str | None:
        """The fact the step somebody stands at asks for; None when no guide waits."""
        step = self._guides.step(state.step)
        return step.collect if step else None

    def answered_last(self, state: GuideState) -> str:
        """The fact that was answered to the step before the one somebody stands at; empty when none was."""
        steps = [self._guides.step(place) for place in state.path if place != state.step]
        return next((step.collect for step in reversed(steps) if step is not None and step.collect), "")

    def waiting(self, state: GuideState) -> str:
        """How to go on with the step somebody stands at, which is named; empty when none waits."""
        step = self._guides.step(state.step)
        return self._phrases.waits.format(self._name(step)) if step is not None and step.collect else ""

    def left_open(self, state: GuideState) -> bool:
        """Whether a guide was put aside at a question that is still open: «继续» comes back to it."""
        if state.running or state.over or not state.path or state.guide not in self._guides.guides:
            return False
        return self._fact_key(state.path[-1]) not in self._told_of(state)

    def path_names(self, state: GuideState) -> list[str]:
        """The steps taken, as staff read them."""
        steps = ((place, self._guides.step(place)) for place in state.path)
        return [self._name(step) for _, step in steps if step and step.collect]

    def _name(self, step: Step) -> str:
        return step.name or self._fact(step).title

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

    def _told_of(self, state: GuideState) -> Mapping[str, str]:
        """What is known of a case, and what follows from it."""
        return self._guides.situation.with_implied(state.known)

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
        options = self._options(step, fact)
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

    def _options(self, step: Step, fact: Fact) -> tuple[Option, ...]:
        values = step.options or (*(value.id for value in fact.values), *(() if fact.local else (UNKNOWN,)))
        return tuple(Option(f"{FACT_OPTION}{fact.id}={value}", fact.title_of(value)) for value in values)

    def _fact(self, step: Step) -> Fact:
        return self._guides.situation.facts[step.collect]

    def _fact_key(self, place: str) -> str:
        step = self._guides.step(place)
        return self._guides.fact_key(place, step.collect) if step and step.collect else ""

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
