"""The order of what is left to do, for who asks what comes first: from the matters of the talk and what was told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rasa_sdk import Tracker

from actions.conversation import Memory, just_said, message_text
from actions.guiding.leading import case_of, conclusion, told_facts
from actions.in_talk.asked_next import in_talk
from actions.in_talk.aspects import aspect_told, numbered_steps, step_said, texts_of
from actions.in_talk.beside import waiting_note
from actions.lines.holder import texts_said
from dialogue.heard import Heard
from dialogue.mixed.several import asks_plainly, may_ask
from dialogue.questions.aspect_texts import closest_sentence
from dialogue.questions.aspects import aspect_in
from dialogue.questions.next_steps import (
    case_and_deed,
    first_of_two,
    holds_place,
    is_deed,
    logs_in,
    told_beside_first,
    was_done,
)
from dialogue.questions.steps_asked import asks_list
from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin
from faq.content.entry import Entry
from faq.content.likeness import letter_pairs
from faq.engine.library import Library
from faq.guiding.fitting import fitting
from faq.saying.nearness import nearness
from faq.text.markup import to_plain
from faq.text.phone import first_sentence

_LEAD = "照说过的情况，先做第 1 件，再往下："
_LIST = "您这件事就这几样，照自己的情况从上往下："
_ONE = "先做这一件：{}。"
_STILL = "就从刚才说的这一件做起：{}。"
_FOR_CASE = "照您说的情况，走这一步：{}。"
_TWO = "先{}：{}。\n再{}：{}。"
_NO_ORDER = "“先{}还是先{}”，没有查到写明的先后；免得白跑，先问收材料的那一边要什么。\n{}"
_AS_WRITTEN = "照次序先{}，再{}。"
_STUCK = "卡在哪一步，把页面上的字发给我。"
_MOST = 3
_MOST_LISTED, _SHORT_LISTED = 4, 36
_LIKELY = 0.5
_OF_ONE = 2
"""How many steps one matter may take of them, where there are others."""
_MATTERS = 3
_SHORT = 28
"""How long a step may be: what was said in full is only named."""
_SAME = 0.5
_OWN_WORD = 0.1
"""What a word that only one case has counts beside its nearness in meaning."""
_DENIES, _UNLIKE = re.compile("[没无未空]"), 1.0
"""What a case counts less that something is not there, where nobody said so: it is not theirs."""
_MOST_READ = 8
"""How many clauses of the talk are read for the case: each costs as much as a message."""
_OF_PEOPLE = ("contact_support", "ticket_status")
_CUT = re.compile("[；，。：]")
_IN_TURN = re.compile(r"\s*→\s*")
_EARLIER = re.compile("先")
_THEN = re.compile("[，；](?:再|然后|之后|接着|最后)")
_LEAST_STEP, _LEAST_TOLD = 4, 5


def order_of_steps(library: Library, tracker: Tracker, topic: Entry) -> str:
    """A numbered order of a few short deeds, or which of two comes first; the one thing where there is but one.

    What a guide came to goes before all else; a step that waits is named.
    """
    case = case_of(tracker)
    ended = "" if case.running else step_said(case, library.guidance)
    return f"{_order(library, tracker, topic, ended)}{waiting_note(library.guidance, case)}"


def answered_aside(library: Library, tracker: Tracker) -> Entry | None:
    """The matter that was answered last in the middle of a guide: what comes first is asked of it."""
    entry = library.content.entry(Memory.of(tracker).last_answer or "")
    return entry if entry is not None and conclusion(entry) in just_said(tracker) else None


def step_of_case(library: Library, tracker: Tracker, topic: Entry) -> str:
    """The step of a matter that is for the case told, for who tells one more thing and asks nothing; else empty."""
    if may_ask(in_mandarin(message_text(tracker))):
        return ""
    told = [clause for said in texts_said(tracker) for clause in split_clauses(in_mandarin(said))]
    deed = next(_fitting_case(library, told, numbered_steps(to_plain(topic.answer))), "")
    return _FOR_CASE.format(deed.rstrip("。；")) if deed and not was_done(deed, told) else ""


def _order(library: Library, tracker: Tracker, topic: Entry, ended: str) -> str:
    text = in_mandarin(message_text(tracker))
    talk = _matters(library, tracker) or [topic]
    matters = [topic] if case_of(tracker).running else talk
    known = {**case_of(tracker).known, **told_facts(tracker)}
    if two := first_of_two(text):
        return _which_first(two, [ended, *(item for entry in talk for item in texts_of(entry))], talk[0])
    told = [clause for said in texts_said(tracker) for clause in split_clauses(in_mandarin(said))]
    steps = [*_labelled(told_beside_first(text), matters), *_parts(ended)]
    for entry in matters:
        steps += _of_matter(library, entry, known, told, _OF_ONE if len(matters) > 1 else _MOST)
    left = [
        step
        for step in steps
        if "？" not in step and is_deed(step) and not was_done(step, told) and _is_open(step, known)
    ]
    order = _distinct(map(_short, left or _nearby(library, told_beside_first(text), matters, told)))
    if ended and order:
        order = order[:1]
    if len(order) < _OF_ONE and asks_list(text) and (listed := _listed(library, matters[0], known, told)):
        return listed
    beside = _asked_beside(library, text, matters[0], order)
    if not order:
        return "\n".join(filter(None, (_ONE.format(_short(conclusion(matters[0])).rstrip("。")), beside)))
    if len(order) == 1:
        form = _STILL if order[0] in just_said(tracker) else _ONE
        return "\n".join(filter(None, (form.format(order[0]), beside)))
    numbered = "\n".join(f"{place}. {step}" for place, step in enumerate(order, start=1))
    return "\n".join((_LEAD, numbered, beside or _STUCK))


def _listed(library: Library, topic: Entry, known: Mapping[str, str], told: Sequence[str]) -> str:
    """All steps of a matter in short, those for a case under its name; empty where it has fewer than two."""
    text = fitting(to_plain(topic.answer), known, library.guidance.guides.situation)
    steps = [step for step in numbered_steps(text) if not was_done(step, told) and _is_open(step, known)]
    deeds = [step for step in steps if is_deed(step) or case_and_deed(step)[0]]
    short = [step.rstrip("；，。") if len(step) <= _SHORT_LISTED else _short(step) for step in deeds][:_MOST_LISTED]
    numbered = (f"{place}. {step}" for place, step in enumerate(short, start=1))
    return "\n".join((_LIST, *numbered)) if len(short) >= _OF_ONE else ""


def _matters(library: Library, tracker: Tracker) -> list[Entry]:
    case = case_of(tracker)
    over = case.guide if case.over else None  # that one is done
    talk = in_talk(library, tracker)
    return [item for item in talk if item.intent not in _OF_PEOPLE and (over is None or item.guide != over)][:_MATTERS]


def _of_matter(library: Library, entry: Entry, known: Mapping[str, str], told: Sequence[str], most: int) -> list[str]:
    """The first deeds of a matter in order: what its conclusion says, what is for the case told, and the rest."""
    text = fitting(to_plain(entry.answer), known, library.guidance.guides.situation)
    head, steps = first_sentence(text).partition("：")[0], numbered_steps(text)
    own = [*([head] if is_deed(head) else []), *_fitting_case(library, told, steps), *filter(is_deed, steps)]
    return [step for step in own if not was_done(step, told)][:most]


def _nearby(library: Library, told: str, matters: Sequence[Entry], done: Sequence[str]) -> list[str]:
    """The first deeds of what is told beside the question, else of a matter next to those in talk, that has any."""
    decision = library.decide(told) if len(told) >= _LEAST_TOLD else None
    decided = [item.entry_id for item in decision.candidates[:1] if item.score >= _LIKELY] if decision else []
    for name in (*decided, *(name for entry in matters for name in entry.related)):
        entry = library.content.entry(name)
        if entry is not None and (own := _of_matter(library, entry, {}, done, _MOST)):
            return own
    return []


def _parts(text: str) -> Iterator[str]:
    """The deeds of what is said in sentences: «先甲，再乙», «甲 → 乙», each by itself."""
    for sentence in text.splitlines():
        for step in numbered_steps(sentence) or [sentence]:
            plain = step.partition("：")[2] if "→" in step and "：" in step.partition("→")[0] else step
            for part in _IN_TURN.split(plain):
                yield from (piece.strip(" 。那") for piece in _THEN.split(part) if len(piece.strip()) >= _LEAST_STEP)


def _which_first(two: Sequence[str], texts: Sequence[str], topic: Entry) -> str:
    """Which of two things comes first by an order that is written; that none is, where no text has both."""
    lists = [steps for text in texts for steps in (numbered_steps(text), *map(list, map(_parts, text.splitlines())))]
    for steps in lists:
        written = [*filter(is_deed, steps)]
        places = [next((place for place, step in enumerate(written) if holds_place(step, one)), -1) for one in two]
        if before := _written_before(written, places):
            return before
        if min(places) < 0 or places[0] == places[1]:
            continue
        (place, one), (behind, other) = sorted(zip(places, two, strict=True))
        return _TWO.format(one, _short(written[place]), other, _short(written[behind]))
    return _NO_ORDER.format(*two, conclusion(topic))


def _written_before(written: Sequence[str], places: Sequence[int]) -> str:
    """What stands before the one thing that an order names at all: «改名先去派出所还是学校» of «先办好户籍变更»."""
    named = max(places)
    if min(places) >= 0 or named < 1 or not _EARLIER.match(written[named - 1]):
        return ""
    return _AS_WRITTEN.format(_short(written[named - 1]).removeprefix("先"), _short(written[named]))


def _labelled(said: str, matters: Sequence[Entry]) -> Iterator[str]:
    """The lines for what is told beside the question: «次数用完了» has a line of its own."""
    for clause in split_clauses(said):
        for entry in () if asks_plainly(clause) else matters:
            line = closest_sentence(clause, entry.title, texts_of(entry)[:1], least=_OF_ONE)
            if line:
                yield case_and_deed(line)[1]
                break


def _fitting_case(library: Library, told: Sequence[str], steps: Sequence[str]) -> Iterator[str]:
    """Of lines that are each for another case: what is to be done in the case that was told."""
    cases = [(when, deed) for when, deed in map(case_and_deed, steps) if when]
    stated = [clause for clause in told if len(clause) >= _LEAST_TOLD and not asks_plainly(clause)][-_MOST_READ:]
    near = nearness(library, stated, [when for when, _ in cases]) if len(cases) > 1 and stated else None
    if near is None:
        return
    said, pairs = letter_pairs("，".join(stated)), [letter_pairs(when) for when, _ in cases]
    own = [len((mine - set().union(*(other for other in pairs if other is not mine))) & said) for mine in pairs]
    denied = any(map(_DENIES.search, stated))
    unlike = [_UNLIKE if _DENIES.search(when) and not denied else 0.0 for when, _ in cases]
    worth = [near[place] + _OWN_WORD * own[place] - unlike[place] for place in range(len(cases))]
    yield cases[worth.index(max(worth))][1]


def _asked_beside(library: Library, text: str, topic: Entry, order: Sequence[str]) -> str:
    """What else is asked in a word or two, as what to bring, from the same matter."""
    aspects = (aspect_in(Heard(clause).core_key) for clause in split_clauses(told_beside_first(text)))
    told = (aspect_told(aspect, topic, library.content) for aspect in aspects if aspect and aspect != "first")
    lines = [first_sentence(item.text) for item in told if item is not None]
    return "\n".join(line for line in lines if not any(line.rstrip("。").endswith(step) for step in order))


def _is_open(step: str, known: Mapping[str, str]) -> bool:
    """Whether somebody can take a step: who cannot log in is not told to."""
    return not (logs_in(step) and (known.get("login") == "out" or known.get("password") == "forgotten"))


def _short(step: str) -> str:
    """A step as it is named: as many of its clauses as are short together."""
    if len(step) <= _SHORT:
        return step.rstrip("；，。")
    cut = [match.start() for match in _CUT.finditer(step) if 4 <= match.start() <= _SHORT]
    return step[: cut[-1]] if cut else first_sentence(step).rstrip("。")


def _distinct(steps: Iterable[str]) -> list[str]:
    """The first few steps, without one that says mostly what one before it says."""
    kept: list[str] = []
    for step in steps:
        pairs = letter_pairs(step)
        if not any(
            len(pairs & letter_pairs(other)) > _SAME * min(len(pairs), len(letter_pairs(other))) for other in kept
        ):
            kept.append(step)
    return kept[:_MOST]
