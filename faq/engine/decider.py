"""The rules that turn ranked entries into a decision: exact hit, two questions, follow-up, bands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from faq.content.entry import Entry
from faq.engine.followup import leans, may_follow_up, neighbours
from faq.engine.in_talk import ANSWER_FROM, NO_TALK, SURE_ALONE, TalkEvidence, TalkSoFar, in_talk, is_outweighed
from faq.engine.index import ELSEWHERE, Index
from faq.ranking.calibration import Model
from faq.ranking.decision import (
    BY_TALK,
    CAREFUL,
    DISAGREES,
    MOST_CANDIDATES,
    MOST_OFFERED,
    OTHER_VERDICT,
    UNSURE,
    Band,
    Candidate,
    Decision,
    IntentScore,
    band_of,
    in_doubt,
    reordered,
)
from faq.ranking.english_gloss import by_both, in_chinese, likely_by_both
from faq.text.clauses import announced_questions
from faq.text.polarity import asks_whether, says_whether
from faq.text.reading import Reading
from faq.text.wishes import wish_parts

# Rasa's ranking may stop a direct answer, never cause one: sure of one topic, next to nothing for the answer's.
_SURE_OF_ANOTHER_TOPIC = 0.9
_RULED_OUT = 0.02
_BEYOND_DOUBT = 0.98
# A part of a two-question message is worth listing when it is likelier right than wrong.
_LIKELY = 0.5
_HOW, _CONTACT = "怎么", "contact_support"
_ASKS = "？?"
BY_WISH = "wish"
"""The rule by which the part of a story that carries its wish is answered."""
_SURE_PART = 0.9
"""How likely a part of a story must make an entry: it says less than the whole."""
_AMONG = 2  # entries of a list the one must be among that a part of the story means


class Decider:
    """Decides with one index and one model; `may_show` hides entries that are not for this person or day."""

    def __init__(self, index: Index, model: Model, may_show: Callable[[Entry], bool]) -> None:
        self._index = index
        self._model = model
        self._may_show = may_show

    def decide(
        self, text: str, intents: Sequence[IntentScore], previous: str | None, talk: TalkSoFar = NO_TALK
    ) -> Decision:
        """The decision on a text; what came before it in the `talk`, or the `previous` answer alone, is its prior."""
        decided = self._decide(text, intents, previous, talk)
        return replace(decided, careful=frozenset(self._model.thresholds.careful))

    def _decide(self, text: str, intents: Sequence[IntentScore], previous: str | None, talk: TalkSoFar) -> Decision:
        reading = self._index.read(text)
        ranked = self.ranked(text, reading)
        before = self._index.content.entry(previous) if previous else None
        said, reason = self._outright(text, reading, ranked, before)
        if said:
            return Decision("answer", said[:MOST_CANDIDATES], reason, reading.plain)
        two = self._two_questions(reading, ranked)
        if two:
            return two
        band, reason = band_of(ranked, self._model.thresholds)
        talk = talk if talk.entries or talk.said else TalkSoFar(entries=(before.id,) if before else ())
        place = self._index.elsewhere(reading) if band == "none" else None
        moved = () if place else self._in_talk(text, ranked, talk)
        if moved and (said_in_talk := self._said_in_talk(reading, before, moved, ranked, band, talk)) is not None:
            return said_in_talk
        if reason == UNSURE and (wished := self._by_wish(reading, ranked, _AMONG)):
            return Decision("answer", wished, BY_WISH, reading.plain)
        sure = ranked and (ranked[0].score >= _BEYOND_DOUBT if band == "answer" else not in_doubt(ranked))
        named = () if sure and band != "none" else self._bare_word(reading, ranked)
        if len(named) > (1 if band == "answer" else 0):
            return Decision("clarify", named, "bare_word", reading.plain)
        if band == "answer" and _another_topic(self._entry(ranked[0]).intent, ranked[0].score, intents):
            band, reason = "clarify", DISAGREES
        if band == "answer" and (
            self._index.other_verdict(reading, self._index.numbers[ranked[0].entry_id])
            or (before and self._another_verdict(reading, ranked[0], before))
        ):
            if wished := self._by_wish(reading, ranked, 1):
                return Decision("answer", wished, BY_WISH, reading.plain)
            band, reason = "clarify", OTHER_VERDICT
        whose = place.sentence if place else ""
        return Decision(band, ranked[:MOST_CANDIDATES], reason, reading.plain, elsewhere=whose)

    def read(self, text: str) -> Reading:
        """The text as the knowledge base spells it."""
        return self._index.read(text)

    def rank(self, reading: Reading, also: Sequence[str] = ()) -> tuple[Candidate, ...]:
        """All likely entries with their probabilities, best first, equal ones by id."""
        index = self._index
        kindred = index.kindred(reading, self._model.first_right)
        evidence = index.evidence(reading, [*(index.numbers[entry_id] for entry_id in also), *kindred])
        ranked = self._model.scored(
            Candidate(index.ids[number], 0.0, signals)
            for number, signals in evidence.items()
            if self._may_show(index.content.entries[number])
        )
        return reordered(ranked, {index.ids[number]: near for number, near in kindred.items()}) if kindred else ranked

    def ranked(self, text: str, reading: Reading) -> tuple[Candidate, ...]:
        """All likely entries of a text; an English one is read in the terms of the knowledge base, too."""
        gloss = in_chinese(text)
        if not gloss:
            return self.rank(reading)
        named = self._index.named_elsewhere(reading)
        glossed = self.rank(self._index.read(named + gloss))
        if named:  # what an English «password» stands with tells little about whose it is, a Chinese one more
            return glossed
        ranked = self.rank(reading)
        return by_both(ranked, self._likely(ranked), glossed, self._likely(glossed))

    def _said_outright(self, number: int | None, ranked: Sequence[Candidate], signal: str) -> tuple[Candidate, ...]:
        """The candidates led by an entry that the text names in so many words; () when it may not be shown."""
        if number is None or not self._may_show(self._index.content.entries[number]):
            return ()
        entry_id = self._index.ids[number]
        signals = next((candidate.signals for candidate in ranked if candidate.entry_id == entry_id), {})
        others = (candidate for candidate in ranked if candidate.entry_id != entry_id)
        return (Candidate(entry_id, 1.0, {**signals, signal: 1.0}), *others)

    def _outright(
        self, text: str, reading: Reading, ranked: Sequence[Candidate], before: Entry | None = None
    ) -> tuple[tuple[Candidate, ...], str]:
        """The entry that a text names in so many words at the head, and by which rule; nothing otherwise."""
        named = [(self._index.exact(text), "exact"), (self._index.keyword(reading), "keyword")]
        if before is not None:
            named.insert(0, (self._index.button(text, before), "button"))
        for number, reason in named:
            said = self._said_outright(number, ranked, reason)
            if said and not (reason == "keyword" and self._asks_how(reading, said[0], ranked)):
                return said, reason
        return (), ""

    def _asks_how(self, reading: Reading, named: Candidate, ranked: Sequence[Candidate]) -> bool:
        """Whether the words beside the keyword mean another entry: 备案表 is explained, 备案表怎么弄 applied for."""
        if _HOW not in reading.mended or not ranked or ranked[0].entry_id == named.entry_id:
            return False
        return ranked[0].score >= self._model.thresholds.answer_from(ranked[0].entry_id)

    def _bare_word(
        self, reading: Reading, ranked: Sequence[Candidate], among: Collection[str] | None = None
    ) -> tuple[Candidate, ...]:
        """Entries that name the one word a text consists of, likeliest first: which of them is meant must be asked."""
        known = {candidate.entry_id: candidate for candidate in ranked}
        entries = [self._index.content.entries[number] for number in self._index.naming(reading)]
        named = [
            known.get(entry.id, Candidate(entry.id, 0.0))
            for entry in entries
            if self._may_show(entry) and (among is None or entry.id in among)
        ]
        return tuple(sorted(named, key=lambda candidate: -candidate.score)[:MOST_CANDIDATES])

    def _by_wish(self, reading: Reading, whole: Sequence[Candidate], most: int) -> tuple[Candidate, ...]:
        """The candidates led by one of the first `most`, which a part of a story that may carry its wish surely means.

        () when no part does: what the whole does not mean at all, or tells of another place, a part means by chance.
        """
        among = {item.entry_id for item in whole[:most] if not item.signals.get(ELSEWHERE)}
        found: list[Candidate] = []
        for part in wish_parts(reading.plain):
            said = self._index.read(part)
            first = next(iter(self.rank(said)), None)
            if first is None or first.entry_id not in among:
                continue
            sure = first.score >= max(_SURE_PART, self._model.thresholds.answer_from(first.entry_id))
            if sure and not self._index.other_verdict(said, self._index.numbers[first.entry_id]):
                found.append(first)
        # Who could not reach anybody either, beside the trouble itself, wants that solved.
        best = max(found, key=lambda item: (self._entry(item).intent != _CONTACT, item.score), default=None)
        if best is None:
            return ()
        rest = (item for item in whole if item.entry_id != best.entry_id)
        return (best, *rest)[:MOST_CANDIDATES]

    def _two_questions(self, reading: Reading, whole: Sequence[Candidate]) -> Decision | None:
        parts = announced_questions(reading.plain)
        if len(parts) != 2:
            return None
        first = self._part(parts[0])
        second = self._part(parts[1]) if first else None
        if first is None or second is None or first.entry_id == second.entry_id:
            return None
        rest = (candidate for candidate in whole if candidate.entry_id not in (first.entry_id, second.entry_id))
        both = (first, second, *rest)[:MOST_CANDIDATES]
        sure = all(item.score >= self._model.thresholds.answer_from(item.entry_id) for item in (first, second))
        if not sure and min(first.score, second.score) < _LIKELY:
            return None
        band: Band = "answer" if sure else "clarify"
        return Decision(band, both, "two_questions", reading.plain, second=second.entry_id)

    def _part(self, part: str) -> Candidate | None:
        """What a part most likely means, where that is worth listing."""
        ranked = self.rank(reading := self._index.read(part))
        first = next(iter(self._outright(part, reading, ranked)[0] or ranked), None)
        thresholds = self._model.thresholds
        return first if first and first.score >= min(_LIKELY, thresholds.answer_from(first.entry_id)) else None

    def _in_talk(self, text: str, alone: Sequence[Candidate], talk: TalkSoFar) -> tuple[Candidate, ...]:
        """The candidates as they rank in the talk; () where nothing came before, or the text needs nothing of it."""
        content = self._index.content
        matters = [entry for name in talk.entries if (entry := content.entry(name)) is not None]
        if not (matters or talk.said) or (alone and alone[0].score >= SURE_ALONE):
            return ()
        ranked = in_talk(self.heard(text, alone, matters, talk))
        return tuple(item for item in ranked if self._may_show(self._entry(item)))

    def heard(self, text: str, alone: Sequence[Candidate], matters: Sequence[Entry], talk: TalkSoFar) -> TalkEvidence:
        """A text read alone and with what came before it."""
        titled = self._chances(f"{matters[0].title.rstrip(_ASKS)}，{in_chinese(text, 1) or text}") if matters else {}
        joined = [self._chances(both) for both in talk.joined(text)] or [titled]
        near = {entry.id: neighbours(entry, self._index.content.entries) for entry in matters}
        return TalkEvidence(alone, self._likely(alone), joined, titled, list(near), near)

    def _chances(self, text: str) -> dict[str, float]:
        return self._likely(self.ranked(text, self._index.read(text)))

    def _likely(self, ranked: Sequence[Candidate]) -> dict[str, float]:
        """How likely each entry is by the figures that rank, which tell nothing of how sure the first is."""
        return {item.entry_id: self._chance(item) for item in ranked}

    def _chance(self, item: Candidate) -> float:
        both = likely_by_both(item)
        return self._model.ranking.probability(item.signals) if both is None else both

    def _said_in_talk(
        self,
        reading: Reading,
        before: Entry | None,
        moved: tuple[Candidate, ...],
        alone: Sequence[Candidate],
        band: Band,
        talk: TalkSoFar,
    ) -> Decision | None:
        """The decision by the ranking in the talk; None where the text is to be decided alone."""
        found, reason = band_of(moved, replace(self._model.thresholds, answer=ANSWER_FROM, lean=1.0))
        first, topic = moved[0].entry_id, before.id if before else None
        known = band == "answer" and (found == "none" or first in (alone[0].entry_id, *talk.entries))
        if known or (band == "answer" and not leans(reading.plain) and is_outweighed(first, alone)):
            return None  # what was answered before is no better answer
        verdict = found == "answer" and self._index.other_verdict(reading, self._index.numbers[first])
        if found == "answer" and not verdict:
            return Decision("answer", moved[:MOST_CANDIDATES], BY_TALK, reading.plain, follow_up_of=topic)
        leaning: tuple[Candidate, ...] = ()
        if before and may_follow_up(reading.plain):
            near = neighbours(before, self._index.content.entries)
            if named := self._bare_word(reading, moved, near):
                # 那邮箱呢: an answer from elsewhere may be meant, but what was talked about comes first.
                rest = [item for item in moved if item.entry_id not in {one.entry_id for one in named}]
                leaning = (*named[: MOST_OFFERED - 1], *rest)
            elif leans(reading.plain) and in_doubt(moved):
                leaning = self._said_after(reading, before, near)
        if not leaning and in_doubt(moved):
            return None  # the talk tells nothing of it
        moved = leaning or moved
        reason = OTHER_VERDICT if verdict else reason if reason == CAREFUL else BY_TALK
        return Decision("clarify", moved[:MOST_CANDIDATES], reason, reading.plain, follow_up_of=topic)

    def _another_verdict(self, reading: Reading, first: Candidate, before: Entry) -> bool:
        """Whether a short text after an answer would get the yes or no of another matter, and not for sure."""
        entry = self._entry(first)
        if first.score >= _BEYOND_DOUBT or entry.id == before.id or entry.id in neighbours(before, (entry,)):
            return False
        return may_follow_up(reading.plain) and asks_whether(reading.plain) and says_whether(entry.answer)

    def _said_after(self, reading: Reading, previous: Entry, near: Collection[str]) -> tuple[Candidate, ...]:
        """What a text that says nothing alone may mean: neighbours, read behind the title of the answer before.

        That answer comes last: it may have been read too quickly.
        """
        ranked = self.rank(self._index.read(f"{previous.title},{reading.plain}"), (*near, previous.id))
        others = [item for item in ranked if item.entry_id in near and item.entry_id != previous.id]
        # What staff named as the next step comes before what only names this one.
        others.sort(key=lambda item: item.entry_id not in previous.related)
        itself = [item for item in ranked if item.entry_id == previous.id]
        return (*others[: MOST_OFFERED - 1], *itself)

    def _entry(self, candidate: Candidate) -> Entry:
        return self._index.content.entries[self._index.numbers[candidate.entry_id]]


def _another_topic(intent: str, score: float, intents: Sequence[IntentScore]) -> bool:
    """Whether Rasa is sure of another intent and rules this one out, and the score leaves room for doubt."""
    confidence = {item.name: item.confidence for item in intents}
    sure = max(confidence.values(), default=0.0) >= _SURE_OF_ANOTHER_TOPIC
    return sure and confidence.get(intent, 0.0) <= _RULED_OUT and score < _BEYOND_DOUBT
