"""What is said to who asks for exactly one of two ways, or whether one thing is the cause: that alone, and first.

A sentence of the matter that tells it is the answer. Where none does, that is said, with what is nearest: the whole
answer again would answer nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rasa_sdk import Tracker

from actions.answering.reading import AskedQuestion
from actions.conversation import just_said
from actions.guiding.leading import conclusion
from actions.in_talk.asked_next import in_talk
from actions.in_talk.aspects import ASK_THEM, QUOTED_CHARS
from actions.in_talk.written import ALIKE, Written, nearest_in_words, sentences_of
from dialogue.questions.alternatives import Exactly, asked_exactly, in_words_of_answers
from dialogue.text.clauses import typed_clauses
from faq.content.entry import Entry
from faq.content.likeness import letter_pairs
from faq.engine.library import Library
from faq.saying.answer import answer_options
from faq.saying.head import headed
from faq.saying.nearness import nearness
from faq.saying.reply import Reply
from faq.text.choice import HUMAN_OPTION, Option
from faq.text.markup import to_plain
from faq.text.phone import first_lines

_UNKNOWN = "“{}”，没有查到官方的说法。"
_UNKNOWN_POINT = "这一点没有查到官方的说法。"
_NO_CAUSE = "是不是因为“{}”，没有查到官方的说法。"
_WHOLE = "怎么办，全文"
_LIKELY, _SURE = 0.5, 0.9
_MATTERS = 2
_NEARLY = 0.2
"""The same for one that has the words of one of two ways: without them it tells of the matter, and not which."""
_AS_NEAR = 0.05
_LEAST_HELD, _HALF = 2, 0.5
_WHICH = "哪个"
_SHORT = 2
"""Up to how many clauses a message only asks which way it is."""


def told_exactly(library: Library, tracker: Tracker, question: AskedQuestion) -> Reply | None:
    """The answer to the ways that are asked about; None where none are, or another matter is answered for sure."""
    asked = asked_exactly(question.text)
    if asked is None or not question.fresh or question.english or question.decision.elsewhere:
        return None
    talk = in_talk(library, tracker)[:_MATTERS]
    first = next(iter(question.decision.candidates), None)
    decided = library.content.entry(first.entry_id) if first is not None and first.score >= _LIKELY else None
    sure = first is not None and question.decision.band == "answer" and first.score >= _SURE
    anew = decided is not None and decided not in talk and sure
    own = [decided] if decided is not None else []
    cause = len(asked.ways) == 1
    matters = [*talk, *(entry for entry in own if entry not in talk)]
    told = _cause(asked, matters) if cause else _which(library, asked, matters)
    if told is not None and told.entry not in talk:  # nothing of it was answered yet: the sentence alone is half of it
        return None if _is_story(question.text) else _begun(told, question)
    if told is not None:
        options = answer_options(told.entry, library.content)
        return Reply(told.sentence, options, "answer", told.entry.id, question.decision.candidates)
    if anew or not talk:
        return None
    return _unknown(asked, matters[0], just_said(tracker), question)


def _is_story(text: str) -> bool:
    """Whether more is told than one question: which of two ways it is, is then the lesser part."""
    return len(typed_clauses(text)) > _SHORT


def _begun(told: Written, question: AskedQuestion) -> Reply:
    """The sentence at the head of the answer to a matter that nothing was said of yet."""
    answer, gist = to_plain(told.entry.answer), conclusion(told.entry)
    shorter = "" if gist in told.sentence else gist
    rest = shorter if told.sentence in answer else answer
    whole = headed(rest, told.entry, "", told.sentence)
    said = first_lines(whole, question.room)
    options = (Option(told.entry.id, _WHOLE),) if said != whole or rest is not answer else ()
    return Reply(said, options, "answer", told.entry.id, question.decision.candidates)


def _unknown(asked: Exactly, entry: Entry, just: str, question: AskedQuestion) -> Reply:
    """That nothing is written of exactly this, and the conclusion of the matter where it was not just said."""
    form = _NO_CAUSE if len(asked.ways) == 1 else _UNKNOWN
    named = form.format(asked.named) if len(asked.named) <= QUOTED_CHARS else _UNKNOWN_POINT
    nearest = conclusion(entry)
    lines = [named, *([nearest] if nearest not in just else []), ASK_THEM]
    return Reply("\n".join(lines), (HUMAN_OPTION,), "answer", entry.id, question.decision.candidates)


def _cause(asked: Exactly, matters: Sequence[Entry]) -> Written | None:
    """The sentence that holds most of a cause; None where none holds half of it."""
    pairs = letter_pairs(asked.ways[0])
    told = [Written(sentence, entry) for entry in matters for sentence in sentences_of(entry)]
    best = max(told, key=lambda one: len(pairs & letter_pairs(one.sentence)), default=None)
    held = len(pairs & letter_pairs(best.sentence)) if best is not None else 0
    return best if held >= max(_LEAST_HELD, _HALF * len(pairs)) else None


def _which(library: Library, asked: Exactly, matters: Sequence[Entry]) -> Written | None:
    """The sentence that tells which way it is: by its meaning, or by the words of one of them."""
    told = nearest_in_words(asked.question, matters)
    if not told:
        return None
    distinct = asked.distinct()
    found = [_held(distinct, one.sentence) for one in told]
    near = _nearness(library, asked, matters[0].title, [one.sentence for one in told])
    held = list(map(sum, found))
    short = min(map(len, distinct)) < _LEAST_HELD  # «学籍还是学历»: one of them must be named, and not both
    fitting = [
        place for place, ways in enumerate(found) if (min(ways) < 1 <= max(ways) if short else sum(ways) >= _LEAST_HELD)
    ]
    if near is not None:
        fitting = [place for place in fitting if near[place] >= (ALIKE if short else _NEARLY)]
    if not fitting:
        return None
    worth = {place: (near[place] if near is not None else 0.0) + _AS_NEAR * held[place] for place in fitting}
    close = [place for place in fitting if worth[place] >= max(worth.values()) - _AS_NEAR]
    return told[min(close, key=lambda place: len(told[place].sentence))]


def _held(distinct: Sequence[set[str]], sentence: str) -> list[int]:
    """How many pairs of letters of each way a sentence has."""
    pairs = letter_pairs(in_words_of_answers(sentence))
    return [len(own & pairs) for own in distinct]


def _nearness(library: Library, asked: Exactly, title: str, sentences: Sequence[str]) -> list[float] | None:
    """How near each sentence is to the question, and to the question which it is; None without the sentence model."""
    which = re.sub(f"{re.escape(asked.ways[0])}.{{0,3}}还是.{{0,3}}{re.escape(asked.ways[-1])}", _WHICH, asked.question)
    return nearness(library, [asked.question, which, f"{title}{which}"], sentences)
