"""What is written of a matter, sentence by sentence, and the one of them that tells what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.in_talk.aspects import texts_of
from dialogue.questions.alternatives import in_words_of_answers
from dialogue.questions.aspect_texts import sentences_in, shares_words
from faq.content.entry import Entry
from faq.content.likeness import letter_pairs
from faq.engine.library import Library
from faq.saying.nearness import nearness
from faq.text.markup import to_plain

ALIKE = 0.7
"""How near in meaning a sentence is that tells what is asked."""
_LEAST_CHARS, _MOST_CHARS = 6, 70
_MOST_READ = 12
"""How many sentences are read for it: each costs as much as a message."""


@dataclass(frozen=True)
class Written:
    """A sentence, and the entry it is written in."""

    sentence: str
    entry: Entry


def nearest_sentence(library: Library, question: str, matters: Sequence[Entry]) -> tuple[str, Entry] | None:
    """The sentence of some matters that surely tells what is asked; None where none does, or without a model."""
    told = [one for one in nearest_in_words(question, matters) if shares_words(question, one.sentence)]
    near = nearness(library, [question], [one.sentence for one in told]) if told else None
    if near is None:
        return None
    place = max(range(len(told)), key=near.__getitem__)
    return (told[place].sentence, told[place].entry) if near[place] >= ALIKE else None


def nearest_in_words(question: str, matters: Sequence[Entry]) -> list[Written]:
    """The sentences that may tell what is asked, as many as are worth to be read."""
    pairs = letter_pairs(in_words_of_answers(question))
    every = [Written(sentence, entry) for entry in matters for sentence in sentences_of(entry)]
    return sorted(every, key=lambda one: -len(pairs & letter_pairs(in_words_of_answers(one.sentence))))[:_MOST_READ]


def sentences_of(entry: Entry) -> list[str]:
    """What is written of a matter in sentences: its answer, what people ask next, its details."""
    short, *details = texts_of(entry)
    said = [to_plain(item.say) for item in entry.follow_ups]
    every = [*sentences_in([short]), *said, *sentences_in(details)]
    return [one for one in dict.fromkeys(every) if _LEAST_CHARS <= len(one) <= _MOST_CHARS]
