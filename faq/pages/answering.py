"""What to answer to a picture and what was typed with it: the same with Rasa and without."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from faq.content.entry import Entry
from faq.engine.library import Library
from faq.pages.deciding import HIDDEN, IS_TROUBLE, SETTLED, decided, only_complains
from faq.pages.details import tells_time
from faq.pages.meant import with_meant
from faq.pages.naming import TROUBLE
from faq.pages.nearer import answer_of_both, entry_of_site, nearer_answer
from faq.pages.outcome import (
    FIRST_THAT,
    GO_ON,
    after_done,
    first_line,
    settles,
    side_of,
    side_of_prompt,
    side_of_state,
    told_alike,
    told_of_nothing,
)
from faq.pages.page import PageReading, Verdict, beside_secret
from faq.pages.prompts import PromptMatch
from faq.pages.saying import lead
from faq.pages.sentences import ADVICE, REASON_FIRST, is_verdict, tells_state
from faq.pages.standing import found_nothing, is_in_hand, is_settled, on_state, only_for
from faq.pages.whose import SISTERS, is_of_ours, names_our_matter, without_our_name
from faq.pages.words import asks, asks_of_picture, asks_when, asks_why, goes_on, is_how, points_at
from faq.ranking.decision import Decision, IntentScore
from faq.text.choice import Option
from faq.text.markup import to_plain
from faq.text.normalise import matching_key

_HINT_LETTERS = 12
_YES_OR_NO = re.compile("(?:不一定|不?(?:是|能|会|行|用|要|可以|需要)|没有?|算|有)(?:的|了)?[，：。,:]")
"""What begins an answer to a question; a page asks none."""


@dataclass(frozen=True)
class PageAnswer:
    """What the reply begins with, and what follows: an entry (its guide, if it has one), or the engine's decision.

    With neither the lead says all there is. `others` are the other prompts of the page, to be asked for next.
    `aspect`: words that only ask for one side of the answer. `said`: what the answer's entry says to them, or to how
    far the page says something is; by its follow-up `asked_next`, or in the lines of its answer that are about that.
    `told`: that follow-up was written for the prompt; no guide need ask on. `here`: the page somebody stands on, whose
    way there nobody needs. `done`: it says that this is done. `short`: the lead where there is no room for the whole.
    """

    lead: str
    entry: Entry | None = None
    decision: Decision | None = None
    others: tuple[Option, ...] = ()
    aspect: str = ""
    said: str = ""
    asked_next: str = ""
    here: str = field(default="", compare=False)
    done: bool = False
    short: str = field(default="", compare=False)
    told: bool = field(default=False, compare=False)

    @property
    def answered(self) -> str | None:
        """The id of the one entry that is answered; None for a list, or nothing."""
        if self.entry is not None:
            return self.entry.id
        sure = self.decision is not None and self.decision.band == "answer" and self.decision.candidates
        return self.decision.candidates[0].entry_id if self.decision is not None and sure else None


def answer_page(
    library: Library,
    reading: PageReading,
    text: str = "",
    before: str = "",
    *,
    intents: Sequence[IntentScore] = (),
    context: str = "",
    topic: str | None = None,
) -> PageAnswer:
    """The answer to a page that was shown with `text`, just after `before` was typed, in talk of an entry (`topic`).

    What the page complains of, or how far it says something is, decides; words that name no matter of their own only
    choose what is said of it. Other words are read with the page where it says less than they do.
    """
    wants, reading = "" if points_at(text) else text, with_meant(library, reading)
    is_settled_by_page = settles(reading)
    if not wants and is_settled_by_page and asks_of_picture(before):
        wants, before = before, ""
    if not wants or not is_settled_by_page or not (reading.name == TROUBLE or asks_of_picture(wants)):
        found = _answer(library, reading, wants, before, intents, context, topic)
        told = side_of(library, found.answered, wants) if found.answered and asks(wants) else None
        if told is not None:
            found = replace(found, aspect=wants, said=to_plain(told.say), asked_next=told.asks[0])
        return _completed(library, reading, found, "", is_new=not wants or goes_on(wants))
    found = _answer(library, reading, "", "", intents, context, topic)
    if found.answered is None:
        together = _answer(library, reading, wants, before, intents, context, topic)
        listed = found.decision.candidates if found.decision is not None else ()
        if not listed or together.answered in {item.entry_id for item in listed}:
            found = together
    by_page = only_complains(wants) or (asks_why(wants) and any(map(REASON_FIRST.match, reading.details)))
    return _completed(library, reading, found, "" if by_page else wants)


def _completed(
    library: Library, reading: PageReading, found: PageAnswer, aspect: str, *, is_new: bool = False
) -> PageAnswer:
    """The answer with what its entry says to the words, or else to the state that the page shows, and a short lead.

    `is_new`: nothing is asked but what comes after what the page shows, if that is done.
    """
    entry_id = found.answered
    short = found.lead if reading.verdict is Verdict.DANGER else lead(replace(reading, details=()), answered=True)
    here = "" if reading.name == TROUBLE else reading.name
    done = is_new and is_settled(reading.quote) and not (reading.matches and reading.matches[0].blocks)
    found = replace(found, short=short, here=here, done=done)
    if done and entry_id is None:  # a list would only guess what somebody wants who has what the page is for
        return replace(found, lead=f"{lead(reading, answered=True)}\n{GO_ON}", decision=None)
    if found == PageAnswer(found.lead, short=short) and only_for(reading.quote):
        return replace(found, lead=f"{lead(reading, answered=True)}\n{FIRST_THAT}")
    entry = library.content.entry(entry_id) if entry_id else None
    written = side_of_prompt(entry, reading)
    tells = settles(reading) or tells_state(reading.quote) or written is not None
    if entry_id is None or found.said or not (done or aspect or tells):
        return found
    if done:
        return replace(found, said=after_done(library, entry_id, reading.quote))
    prompted = any(match.blocks and match.entry_id == entry_id for match in reading.matches[:1])
    told_by_entry = prompted and entry is not None and (entry.guide is not None or "怎么办" in entry.title)
    state = "" if told_by_entry else ADVICE.sub("", _state(reading))  # such an entry is all about its prompt
    told_already = asks_when(aspect) and any(map(tells_time, (reading.quote, *reading.details)))
    sides = [] if is_how(aspect) or told_already else [aspect, f"{state}，{aspect}" if state and aspect else ""]
    state_asked = "" if asks(aspect) or written is not None else state  # who asks is not told of something else
    for asked in (*sides, state_asked):
        if not asked:
            continue
        follow_up = side_of_state(library, entry_id, asked) if asked == state else side_of(library, entry_id, asked)
        if follow_up is not None and (asked != state or not _YES_OR_NO.match(follow_up.say)):
            return replace(found, aspect=aspect, said=to_plain(follow_up.say), asked_next=follow_up.asks[0])
    if written is not None:
        return replace(found, aspect=aspect, said=to_plain(written.say), asked_next=written.asks[0], told=True)
    if entry is None or not state or is_how(aspect):
        return replace(found, aspect=aspect)
    if leads := None if aspect else first_line(library, entry, state):
        return replace(found, aspect=state, said=to_plain(leads.say), asked_next=leads.asks[0])
    nothing = found_nothing(reading.quote) and not IS_TROUBLE.search(entry.title)
    said = told_of_nothing(library, entry_id, state) if nothing else on_state(reading.quote, to_plain(entry.answer))
    return replace(found, aspect=aspect, said=said)


def _state(reading: PageReading) -> str:
    """How far the page says something is, with the reason it gives, as words of its owner; "" for a bare refusal."""
    said = HIDDEN.sub("", reading.complaint)
    reasons = [text for text in reading.details if REASON_FIRST.match(text)]
    return "" if is_verdict(said) and not reasons else "，".join(filter(None, (said, *reasons)))


def _answer(
    library: Library,
    reading: PageReading,
    wants: str,
    before: str,
    intents: Sequence[IntentScore],
    context: str,
    topic: str | None,
) -> PageAnswer:
    """A prompt that says what blocks decides by itself.

    One that only says where somebody is, and lines no entry knows, are read together with the words. Of a dangerous
    picture only the lead is spoken, but what a page complains of beside a code is answered.
    """
    content = library.content
    matches = [(match, content.entry(match.entry_id)) for match in reading.matches]
    known = [(match, entry) for match, entry in matches if entry is not None]
    if reading.verdict is Verdict.DANGER:
        beside = beside_secret(reading)
        if beside is None:
            return PageAnswer(lead(reading))
        found = _answer(library, beside, wants, before, intents, context, topic)
        return replace(found, lead=f"{lead(reading, answered=True)}\n{found.lead}")
    if reading.facts.elsewhere and (not is_of_ours(wants) or only_complains(without_our_name(wants))):
        return _beside(library, reading, wants, intents, context)
    site = SISTERS.get(reading.facts.site or "", "")
    elsewhere_on = known and not known[0][0].blocks and reading.name and reading.name not in known[0][0].quote
    if elsewhere_on and reading.verdict is Verdict.MATCH:  # a field's hint says less than the page's own name
        asked = wants or ("" if points_at(before) else before)
        decision = decided(library, reading, asked, site, context)
        if decision is not None and decision.band == "answer":
            is_hint = len(known[0][0].quote) <= _HINT_LETTERS and not tells_state(reading.quote)
            named = replace(reading, matches=(), likely=f"{reading.name}\n{reading.likely}") if is_hint else reading
            return PageAnswer(lead(named, answered=True), decision=decision)
    if reading.verdict is Verdict.MATCH and known:
        match, entry = known[0]
        others = tuple(Option(entry.id, entry.title) for match, entry in known[1:] if match.blocks)
        decision = _asked_on(library, reading, match, wants, intents, context)
        if decision is None and match.blocks:
            nearer = nearer_answer(library, reading, entry, site, context)
            if nearer is not None:
                shown = replace(reading, matches=()) if is_in_hand(reading.likely) else reading
                return PageAnswer(lead(shown, answered=True), decision=nearer, others=others)
        if decision is not None:
            same = not match.blocks or decision.candidates[0].entry_id == entry.id
            return PageAnswer(lead(reading), decision=decision, others=() if same else (Option(entry.id, entry.title),))
        fails = reading.name == TROUBLE  # the same on every site
        elsewhere = site and not fails and not _names(entry, site)
        elsewhere = elsewhere and side_of_prompt(entry, reading) is None
        steered = entry_of_site(library, site, match, context) if elsewhere else None
        return PageAnswer(lead(reading), steered or entry, others=others)
    if reading.verdict in (Verdict.MATCH, Verdict.UNSURE) and (reading.likely or reading.name):
        asked = wants or ("" if points_at(before) else before)
        if reading.bare and (not asked or only_complains(asked)):
            return PageAnswer(lead(reading))
        told = told_alike(library, reading) if not asks(asked) or asks_of_picture(asked) or is_how(asked) else None
        if told is not None:
            said = to_plain(told.follow_up.say)
            alike, first = content.entry(told.entry_id), told.follow_up.asks[0]
            return PageAnswer(lead(reading, answered=True), alike, said=said, asked_next=first, told=True)
        decision = decided(library, reading, asked, site, context, topic)
        sure = decision is not None and decision.band == "answer" and not asked
        guessed = content.entry(decision.candidates[0].entry_id) if decision is not None and sure else None
        decision = (guessed and nearer_answer(library, reading, guessed, site, context)) or decision
        return PageAnswer(lead(reading, answered=decision is not None), decision=decision)
    if wants:
        decision = library.decide(wants, intents=intents, context=context)
        # Of a page that is not ours a list would only guess.
        if decision.band == "answer" or (decision.band == "clarify" and reading.verdict is Verdict.UNREADABLE):
            return PageAnswer(lead(reading, answered=True), decision=decision)
    return PageAnswer(lead(reading))


def _beside(
    library: Library, reading: PageReading, wants: str, intents: Sequence[IntentScore], context: str
) -> PageAnswer:
    """A page of somebody else with a question of ours beside it; one that may mean that page is only offered."""
    written = library.content.entry(reading.matches[0].entry_id) if reading.matches else None
    if written is not None and (not wants or asks_of_picture(wants)):
        return PageAnswer(lead(reading, answered=True), written)
    of_both = answer_of_both(library, reading, context)
    if of_both is not None and (not wants or asks_of_picture(wants)):
        return PageAnswer(lead(reading, answered=True), decision=of_both)
    decision = library.decide(wants, intents=intents, context=context) if wants and asks(wants) else None
    if decision is None or decision.band != "answer" or decision.elsewhere:
        return PageAnswer(lead(reading))
    if names_our_matter(wants) or asks_of_picture(wants):
        return PageAnswer(lead(reading), decision=decision if names_our_matter(wants) else None)
    entry = library.content.entry(decision.candidates[0].entry_id)
    return PageAnswer(lead(reading), others=(Option(entry.id, entry.title),) if entry is not None else ())


def _asked_on(
    library: Library, reading: PageReading, match: PromptMatch, wants: str, intents: Sequence[IntentScore], context: str
) -> Decision | None:
    """What answers the words typed beside a prompt: with what was ringed, alone, else with the prompt's.

    Beside a prompt that blocks only a question counts, and only one that the prompt's own entry does not answer and
    that is near it, or names its matter. Whoever tells how it came wants to hear of the prompt, unless both together
    mean a matter near it and no guide would hear what was told.
    """
    prompted = library.content.entry(match.entry_id)
    asking = asks(wants)
    heard = not asking and prompted is not None and prompted.guide is not None  # the guide hears what was told
    if not wants or (match.blocks and (heard or only_complains(wants))):
        return None
    if reading.marked and not (reading.marked in match.quote or matching_key(match.prompt) in reading.marked):
        decision = library.decide(f"{wants}，{reading.marked}", context=context)
        if decision.band == "answer":
            return decision
    states = [line for line in reading.likely.split("\n") if not match.blocks and tells_state(line)]
    if states:  # how far it is says more than which page it is
        decision = library.decide(f"{wants}，{HIDDEN.sub('', states[0])}", context=context)
        if decision.band == "answer":
            return decision
    decision = library.decide(wants, intents=intents, previous=match.entry_id, context=context)
    if not match.blocks:
        if decision.band != "answer":
            decision = library.decide(f"{wants}，{match.quote}", context=context)
        return decision if decision.band == "answer" else None
    if decision.band != "answer" or decision.candidates[0].entry_id == match.entry_id:
        return None
    near = prompted is not None and decision.candidates[0].entry_id in prompted.related
    if not near and not (asking and names_our_matter(wants)):
        return None  # words that name nothing only ask of what the prompt says
    together = library.decide(f"{wants}，{match.quote}", context=context)
    means_prompt = any(
        item.entry_id == match.entry_id and item.score >= SETTLED
        for item in (*together.candidates, *decision.candidates)
    )
    agrees = asking or [item.entry_id for item in together.candidates[:1]] == [decision.candidates[0].entry_id]
    return decision if agrees and not means_prompt else None


def _names(entry: Entry, site: str) -> bool:
    return site in entry.title or site in entry.answer
