"""Which follow-up an English text is, by the text and by its terms in Chinese, and what is said to it in English."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dialogue.english.verdicts import fitting_in_english, verdict_in_english
from faq.engine.library import Library
from faq.follow_ups.asked_next import AskedNext
from faq.ranking.calibration import chance_of, logit
from faq.ranking.english_gloss import in_chinese, only_asks
from faq.text.markup import to_plain
from faq.text.phone import first_sentence

BY_BOTH, SURE_ALONE = 0.55, 0.92
"""From how likely on a follow-up is the one that is asked: by both readings of a text, and by the English one alone.

Of 845 English wordings of the base, each left out of its own follow-up, 352 were found and 12 taken for another; when
each reading had to be sure by itself it was 177 and 4.
"""
SURE_BESIDE = 0.85
"""The same where its terms name nothing but how it asks: «how often» is 怎么 to them, which speaks for no follow-up."""
IN_CHINESE_ONLY = 0.8
"""The same for one that has no English: a wrong line that they have to get translated helps nobody."""
CHINESE_LEAD = "Just this point I have in Chinese only:"
_SAID_BEFORE = "As I said: {}"


def asked_in_english(library: Library, parts: Sequence[str], entries: Sequence[str]) -> AskedNext | None:
    """The follow-up of these entries that one of the parts of an English text is.

    Where its terms mean something in Chinese both readings must name the same one, and neither has to be sure alone.
    """
    found = (_by_both(library, part, entries) for part in parts)
    return max(filter(None, found), key=lambda one: one.chance, default=None)


def said_in_english(library: Library, found: AskedNext, question: str) -> str:
    """What is said to a follow-up in English: its own text, or how the answer it leads to begins.

    Where there is neither it is told in Chinese behind a line that says so, if it surely is what was asked.
    """
    item = found.follow_up
    if item.say_en:
        return fitting_in_english(question, to_plain(item.say_en), to_plain(item.say))
    more = library.content.entry(item.entry_id or "")
    if more is not None and more.answer_en:
        return first_sentence(to_plain(more.answer_en))
    return told_in_chinese(question, to_plain(item.say)) if found.chance >= IN_CHINESE_ONLY else ""


def told_in_chinese(question: str, chinese: str) -> str:
    """A Chinese line behind one that says so; its yes or no stands first in English where that is what is asked."""
    verdict = verdict_in_english(question, chinese)
    return f"{verdict}. {CHINESE_LEAD}\n{chinese}" if verdict else f"{CHINESE_LEAD}\n{chinese}"


def said_before(text: str) -> str:
    """What was just said in English, in fewer words, to who asks for it once more."""
    return _SAID_BEFORE.format(first_sentence(text))


def _by_both(library: Library, text: str, entries: Sequence[str]) -> AskedNext | None:
    terms = in_chinese(text, least=1)
    if not terms:
        return library.asked_next(text, entries)
    found = library.asked_next(text, entries, least=0.0)
    same = library.asked_next(terms, [found.entry_id], least=0.0) if found is not None else None
    if found is None or found.chance >= SURE_ALONE or (only_asks(terms) and found.chance >= SURE_BESIDE):
        return found
    if same is None or same.follow_up != found.follow_up:
        return None
    chance = chance_of((logit(found.chance) + logit(same.chance)) / 2)
    return replace(found, chance=chance) if chance >= BY_BOTH else None
