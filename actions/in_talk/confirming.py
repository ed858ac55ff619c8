"""What is said to who wants something confirmed, «……对吧»: 对, 不对 or 要看情况 first, and what that rests on.

A follow-up that asks just that decides first, then what the answers in talk say in the same words. Where nothing
written decides it, what was told is said once more: nobody is told «对» by guess, or that nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rasa_sdk import Tracker

from actions.conversation import entity, just_said
from actions.guiding.leading import conclusion
from actions.in_talk.asked_next import in_talk
from actions.in_talk.written import sentences_of
from dialogue.questions.aspect_texts import closest_sentence, shares_words
from dialogue.readers.closings import CONFIRMS
from dialogue.text.agreement import Agreement, agreement, bare_statement
from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin
from faq.content.entry import Entry
from faq.engine.library import Library
from faq.saying.nearness import nearness
from faq.text.markup import to_plain

_HEADS = {"yes": "对，{}", "no": "不对，{}", "open": "要看情况：{}"}
_BEFORE = "前面说的是：{}"
"""What comes before what was told, where nothing decides whether it was understood."""
_MATTERS = 3
"""Among how many matters in talk what is to be confirmed is looked for."""
_ALIKE = 0.65
"""How near in meaning a sentence must be that shares few of the words."""
_SURELY_ASKED = 0.9
"""From how likely on a follow-up asks just what is to be confirmed, whatever words it has."""
_MOST_READ = 16
_LEAST = 2
_LEAST_STATED = 3


@dataclass(frozen=True)
class Confirmed:
    """The line that is said, the entry it comes from, and whether it decides."""

    line: str
    entry: Entry
    decides: bool = True


def confirmed(library: Library, tracker: Tracker) -> Confirmed | None:
    """The verdict on what a message wants confirmed; None where nothing in talk is near it."""
    what = entity(tracker, CONFIRMS)
    talk = in_talk(library, tracker)[:_MATTERS]
    if not (what and talk):
        return None
    found = confirmed_of(library, what, talk, just_said(tracker))
    return found or Confirmed(_BEFORE.format(_whole(conclusion(talk[0]))), talk[0], decides=False)


def confirmed_of(library: Library, what: str, talk: Sequence[Entry], just: str = "") -> Confirmed | None:
    """The same of a text and the matters in talk; what was said `just` now comes before all else."""
    stated = [clause for clause in split_clauses(in_mandarin(what)) if len(bare_statement(clause)) >= _LEAST_STATED]
    if not stated or not talk:
        return None
    told = _weighed(library, stated, talk, just)
    asked = library.asked_next(f"{bare_statement(stated[-1])}吗", [entry.id for entry in talk])
    if asked is not None:
        said, entry = to_plain(asked.follow_up.say), library.content.entry(asked.entry_id)
        own = agreement(stated[-1], said, entry.title if entry else "", alike=asked.chance >= _SURELY_ASKED)
        if entry is not None and own.verdict:
            return Confirmed(_HEADS[own.verdict].format(said), entry)
    if told:
        found, sentence, entry = told[0]
        return Confirmed(_HEADS[found.verdict].format(_whole(sentence)), entry)
    near = next(_nearest(stated[-1], just, talk), None)
    return Confirmed(_BEFORE.format(_whole(near[0])), near[1], decides=False) if near is not None else None


def _weighed(
    library: Library, stated: Sequence[str], talk: Sequence[Entry], just: str
) -> list[tuple[Agreement, str, Entry]]:
    """The sentences that decide, the one that holds most of what was stated first; what was just said wins a tie."""
    every = [(sentence, entry) for entry in talk for sentence in sentences_of(entry)]
    weighed: list[tuple[Agreement, str, Entry]] = []
    for clause in reversed(stated):  # what is told before it counts where nothing decides the last
        weighed = weighed or [(agreement(clause, sentence, entry.title), sentence, entry) for sentence, entry in every]
        weighed = [one for one in weighed if one[0].verdict]
    if not weighed:
        last = bare_statement(stated[-1])
        read = [one for one in every if shares_words(last, one[0])][:_MOST_READ]
        near = nearness(library, [last], [sentence for sentence, _ in read]) if read else None
        alike = [one for one, value in zip(read, near or (), strict=False) if value >= _ALIKE]
        weighed = [
            (agreement(stated[-1], sentence, entry.title, alike=True), sentence, entry) for sentence, entry in alike
        ]
    return sorted(
        (one for one in weighed if one[0].verdict),
        key=lambda one: (one[0].verdict == "open", -one[0].held, one[1] not in just),
    )


def _whole(sentence: str) -> str:
    return sentence if sentence.endswith(("。", "！")) else f"{sentence.rstrip('；，：')}。"


def _nearest(statement: str, just: str, talk: Sequence[Entry]) -> Iterator[tuple[str, Entry]]:
    """What comes nearest, of what was just said before all else."""
    for texts, entry in ([just], talk[0]), *((sentences_of(entry), entry) for entry in talk):
        if found := closest_sentence(statement, "", texts, least=_LEAST):
            yield found, entry
