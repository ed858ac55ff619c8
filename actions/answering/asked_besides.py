"""What a message asks besides the matter it was decided for, be it the one question behind a long story.

Who tells four things and asks a fifth («……，我会不会是没被录取啊») is answered for what they told; the question at the
end is then no part beside another one, but it is what they want to know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from rasa_sdk import Tracker

from actions.answering.first_asked import SURELY
from actions.answering.persons import is_for_others, is_of_other_case
from actions.answering.several import Others, others_asked, without_own_case
from actions.guiding.guide_choice import fitting_case
from actions.in_talk.asked_next import line_of, said_to
from actions.in_talk.last_look import near_line
from dialogue.heard import Heard
from dialogue.mixed.several import asks, is_sigh, is_trouble, questions_in
from dialogue.questions.aspects import aspect_in
from dialogue.text.clauses import typed_clauses
from dialogue.text.languages import in_mandarin
from faq.content.entry import Entry
from faq.content.likeness import letter_pairs
from faq.engine.library import Library
from faq.follow_ups.asked_next import LEAST, AskedNext
from faq.ranking.decision import Decision
from faq.text.normalise import letters, normalise
from faq.text.polarity import asks_whether, says_whether

_LEAST_AT_END = 0.6
"""From how likely on a follow-up of the matter is what is asked of it, where a word of it is said, too.

By itself it takes 0.83. Chosen by looking at the forty stories it was made for: of their questions in between nine
were right and two wrong, which the word and the main question rule out; not measured on others.
"""
_TOLD_BEFORE, _LEAST_LETTERS = 2, 4
_ASKING = re.compile(
    "会不会|是不是|能不能|可不可以|行不行|有没有|要不要|还能|可以|怎么|什么|多久|[我他她]的?|就|[了吗啊呢吧]"
)
"""Words that any question has."""
_CONTACT = "contact_support"
_SURE_OF_ANOTHER = 0.9
"""How sure a short question must be of another matter than all that is told before it."""
_CHANGED = re.compile("[换变改]了")
_NOT_FAR = -0.12
"""How far behind the nearest follow-up of other entries one may be that a clause of the story tells."""
_MOST_CLAUSES = 8


def others_besides(
    library: Library,
    tracker: Tracker,
    text: str,
    entry: Entry,
    decision: Decision,
    *,
    context: str,
    known: Mapping[str, str],
    facts: Mapping[str, str],
    told: bool,
) -> Others:
    """What a message asks besides the matter of an entry, fitted to the case; `told` where its case leads already."""
    content, guides = library.content, library.guidance.guides

    def line(part: str) -> str:
        return line_of(library, tracker, part, entry.id) or _line_to(library, tracker, part, entry, known)

    others = others_asked(
        text,
        entry.id,
        content,
        lambda part: library.decide(part, context=context),
        line,
        lambda part, found: near_line(library, tracker, part, found, entry.id),
        decision,
    )
    others = without_own_case(others, library, text, entry)
    fits = (fitting_case(item, facts, content, guides) for item in others.entries)
    others = _with_end(replace(others, entries=tuple(fits)), library, text, entry, line)
    changed = "" if told or entry.guide else told_of_change(library, tracker, text, entry, known)
    return replace(others, told=tuple(dict.fromkeys((*filter(None, (changed,)), *others.told))))


def end_of_story(text: str) -> str:
    """The one question of a message, where two things or more are told before it; empty for all others."""
    parts = questions_in(text)
    if len(parts) != 1:
        return ""
    *told, last = parts[0].split("，")
    told = [clause for clause in told if len(letters(clause)) >= _LEAST_LETTERS]
    return last if len(told) >= _TOLD_BEFORE and len(letters(last)) >= _LEAST_LETTERS and not is_sigh(last) else ""


def _with_end(others: Others, library: Library, text: str, entry: Entry, line: Callable[[str], str]) -> Others:
    """The same with what is said to the question behind a story: a yes or no, or how long, comes first."""
    asked = end_of_story(in_mandarin(text))
    if not asked:
        return others
    if said := line(asked):
        whether = asks_whether(normalise(asked)) and says_whether(said)
        if not others.first and (whether or aspect_in(Heard(asked).core_key)):
            return replace(others, first=said)
        return replace(others, told=tuple(dict.fromkeys((*others.told, said))))
    other = library.decide(asked)
    first = next(iter(other.candidates), None)
    if first is None or other.band != "answer" or first.score < _SURE_OF_ANOTHER or other.elsewhere:
        return others
    found = library.content.entry(first.entry_id)
    if found is None or found.id == entry.id or found.intent == _CONTACT or found in others.entries:
        return others
    return replace(others, entries=(*others.entries, found))


def told_of_change(library: Library, tracker: Tracker, text: str, entry: Entry, known: Mapping[str, str]) -> str:
    """What the entry says to what a clause of a story tells to have changed or failed; empty where nothing surely does.

    «我是台湾学生，台胞证换了新号码，……»: beside who he is and what he asks it counts too little for `told_beside`.
    """
    clauses = typed_clauses(in_mandarin(text))
    if not _TOLD_BEFORE < len(clauses) <= _MOST_CLAUSES:
        return ""
    for clause in clauses:
        if asks(clause) or not (is_trouble(clause) or _CHANGED.search(clause)):
            continue
        found = library.asked_next(clause, (entry.id,), known)
        fits = found is not None and found.ahead >= _NOT_FAR
        if found is not None and fits and not is_for_others(tracker, text, found.follow_up.say, entry.title):
            return said_to(clause, found)
    return ""


def _line_to(library: Library, tracker: Tracker, asked: str, entry: Entry, known: Mapping[str, str]) -> str:
    """What a follow-up of the entry says to a question that is likely of it; empty where another one is surer."""
    plain = in_mandarin(asked)
    found = library.asked_next(plain, (entry.id,), known, least=_LEAST_AT_END)
    if found is None or not (found.chance >= LEAST or _shares_a_word(plain, found)):
        return ""
    say = found.follow_up.say
    if is_for_others(tracker, plain, say, entry.title) or is_of_other_case(library, plain, say):
        return ""
    other = library.decide(plain)
    first = next(iter(other.candidates), None)
    own = first is not None and first.entry_id == entry.id and first.score >= _SURE_OF_ANOTHER
    if own and found.chance < LEAST:  # it asks the main question
        return ""
    surer = first is not None and other.band == "answer" and first.score > max(found.chance, SURELY)
    if other.elsewhere or (surer and first is not None and first.entry_id != entry.id):
        return ""
    return said_to(asked, found)


def _shares_a_word(plain: str, found: AskedNext) -> bool:
    """Whether a question has a word of what is asked so, beside those of every question."""
    said = set().union(*map(letter_pairs, _ASKING.split(plain)))
    return any(said & letter_pairs(asked) for asked in found.follow_up.asks)
