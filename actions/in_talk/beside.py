"""What is asked beside the step of a guide or behind an answer, told from the matter under way before any other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from rasa_sdk import Tracker

from actions.conversation import Memory, just_said
from actions.english.guides import NEED_NOT_TELL
from actions.guiding.leading import case_of, conclusion, guide_of
from actions.in_talk.asked_next import in_talk, line_of
from actions.in_talk.aspects import NO_WORD_AT_ALL, aspect_told, not_known, phone_told, quoted, texts_of
from actions.in_talk.last_look import concluded, near_line, with_name
from actions.lines.holder import texts_said
from actions.support import hotline
from dialogue.facts.done_already import left_undone
from dialogue.facts.no_part import is_bare
from dialogue.facts.steps_in_vain import IN_VAIN
from dialogue.heard import Heard
from dialogue.mixed.several import asks_by_words, questions_in
from dialogue.moods.whole_messages import tells_problem
from dialogue.questions.aspect_texts import HELPER, closest_sentence, covering_sentence, names_matter, shares_words
from dialogue.questions.aspects import aspect_in, aspect_mentioned
from dialogue.questions.left_open import comes_back_to
from dialogue.text.asking import asks
from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin
from dialogue.text.our_site import with_our_name
from dialogue.turns.reminders import GO_ON, GO_ON_IN_ENGLISH, hung_enough
from faq.content.entry import Entry
from faq.content.loader import Content
from faq.content.membership import with_claim
from faq.engine.library import Library
from faq.guiding.guidance import Guidance
from faq.guiding.state import GuideReply, GuideState
from faq.ranking.decision import Decision
from faq.saying.answer import answer_options
from faq.saying.reply import Reply
from faq.text.normalise import matching_key
from faq.text.phone import first_sentence, fits_screen, line_count
from faq.text.pinyin import is_chinese

MOST_BESIDE = 2
"""How many questions are answered beside the main one; a phone screen has no room for more."""
_LINES = 3
"""How many lines of a screen one such answer may take."""
_LIKELY = 0.35
"""From how likely on an entry answers what is asked in passing."""
_SURE = 0.85
"""From how likely on it is answered though it does not name the matter in the words of the entry."""
_PLAINLY_UNKNOWN = ("in_time", "undo", "fee", "effect", "fast", "self", "valid", "kept")
"""Aspects of which it is better to say that nothing is known than to list other matters."""
_OF_UNKNOWN = {"declines": "好，不说也行。", IN_VAIN: "好，那就换个办法。"}
"""What is said before the step that comes where what was asked is not known, by how that was said."""
LATER = "“{}”请再单独问我一次。"
_NOT_UNDERSTOOD = "这句我没听懂。"
_NOT_KNOWN = "这一点我没有查到专门的说法，要问准就回复“人工”。"
_NOT_DONE = "好，没有就好。"
_KEPT = "好，这一句我记着，找人工时一起带上。"
_TELLS = 5
"""From how many Chinese letters on a statement says something, whatever it is."""
_SAID_ANYWAY = 10
"""How many letters in a row a line shares with the step below it that says the same."""
_VERDICT = 5
"""How long the yes or no at the head of a line may be."""


def beside_line(library: Library, tracker: Tracker, question: str, *, step: str = "", also: Sequence[str] = ()) -> str:
    """The answer to one question in a line or two; empty when the step that follows (`step`) answers it itself.

    `also` are entries whose matter just begins.
    """
    question = with_our_name(question)
    if asked := line_of(library, tracker, question, *also):
        return asked
    if said := said_before(library, tracker, question):
        return with_name(said.title, conclusion(said))
    content, entries, just = library.content, in_talk(library, tracker), just_said(tracker)
    told, unknown = _aspect_line(question, entries, content, step)
    if told:
        return told
    if step and covering_sentence(question, "", [step]):
        return ""
    for entry in entries:
        sentence = covering_sentence(question, entry.title, texts_of(entry))
        if sentence and sentence not in just:
            return sentence
    decision = library.decide(question, context=with_claim(question, Memory.of(tracker).school))
    decided = [item.entry_id for item in decision.candidates[:1] if decision.band == "answer"]
    if decided and (asked := line_of(library, tracker, question, *decided)):
        return asked
    likely = next((item for item in decision.candidates if item.score >= _LIKELY), None)
    other = content.entry(likely.entry_id) if likely and decision.band != "none" else None
    if other is not None and other.guide and other.guide == case_of(tracker).guide:  # the next step is its answer
        return ""
    looked = near_line(library, tracker, question, decision)
    if looked and looked not in just:
        return looked
    if other is not None and likely is not None and other not in entries:  # what was said is no new answer
        named = names_matter(question, " ".join((other.title, *other.keywords)))
        if named and decision.band == "answer":
            return concluded(question, other)
        if named or (decision.band == "answer" and likely.score >= _SURE):
            return with_name(other.title, conclusion(other))
    if decision.elsewhere or unknown:
        return decision.elsewhere or unknown
    answered = step and (is_bare(question) or closest_sentence(question, "", [step]))
    return "" if answered or not asks_by_words(question) else not_known(question)


def beside_lines(
    library: Library,
    tracker: Tracker,
    questions: Sequence[str],
    *,
    said: str = "",
    step: str = "",
    also: Sequence[str] = (),
) -> str:
    """Questions in a line or two each: what is not known is said, what has no room is asked for again."""
    lines: list[str] = []
    for question in questions[:MOST_BESIDE]:
        line = _beside_step(beside_line(library, tracker, question, step=step, also=also), step)
        if line and line not in said and line not in lines:
            lines.append(line)
    lines = [line for line in lines if line != NO_WORD_AT_ALL] or lines
    lines += [LATER.format(quoted(question)) for question in questions[MOST_BESIDE:]]
    return "\n".join(lines)


def said_before(library: Library, tracker: Tracker, question: str) -> Entry | None:
    """The matter of a clause said before that somebody comes back to: «那名字的事你还没说呢»; None for all else."""
    what = comes_back_to(question)
    for said in reversed(texts_said(tracker)) if what else ():
        for clause in split_clauses(in_mandarin(said)):
            if not shares_words(what, clause) or comes_back_to(clause):
                continue
            decision = library.decide(clause)
            found = library.content.entry(decision.candidates[0].entry_id) if decision.band == "answer" else None
            if found is not None and found.id != Memory.of(tracker).last_answer:
                return found
    return None


def told_in_talk(library: Library, tracker: Tracker, text: str, decision: Decision) -> Reply | None:
    """What the entries already shown say to a question that would get a list, nothing, or an answer over again.

    None when nothing of them does, when nothing is asked, or when the question names another matter.
    """
    plain = in_mandarin(text)
    content, entries = library.content, in_talk(library, tracker)
    known = {entry.id for entry in entries}
    first = content.entry(next((item.entry_id for item in decision.candidates[:1]), ""))
    questions, given = questions_in(plain), decision.band == "answer"
    several = len(questions) > 1 and first is not None
    if several and first is not None and (given or any(line_of(library, tracker, part) for part in questions)):
        lines = beside_lines(library, tracker, [question.rsplit("，", 1)[-1] for question in questions])
        return Reply(lines, answer_options(first, content), "answer", first.id, decision.candidates) if lines else None
    for question in questions:
        if first is not None and first.id not in known and names_matter(question, first.title):
            continue
        just = just_said(tracker)
        for told, entry in _found(question, entries, content, given=given):
            if told in just:
                continue
            return Reply(told, answer_options(entry, content), "answer", entry.id, decision.candidates)
    return None


def lead_of_step(text: str) -> str:
    """What is said before the step that is asked again after a message that nothing answers."""
    if asks(text):
        return _NOT_KNOWN
    if left_undone(matching_key(text)):
        return _NOT_DONE
    return _KEPT if sum(map(is_chinese, text)) >= _TELLS and tells_problem(text) else _NOT_UNDERSTOOD


def waiting_note(guidance: Guidance, case: GuideState) -> str:
    """How to go on with the step that waits, for under an answer; empty when none does."""
    waits = guidance.engine.waiting(case) if case.running else ""
    return f"\n{waits}" if waits else ""


def with_open_step(
    reply: Reply, step: GuideReply | None, note: str = "", just: str = "", *, english: bool = False
) -> Reply:
    """An answer in the middle of a guide, and the open question again where a screen has room for both.

    Where it stood under what was `just` said, its buttons are enough; without room or a question a button leads back
    to it. Only under a list, whose options are numbered, that takes a sentence: the `note`.
    """
    listed = any(option.title in reply.text for option in reply.options)
    if listed or reply.band == "none":
        return replace(reply, text=f"{reply.text}{note}")
    if step is None or not fits_screen(f"{reply.text}\n{step.text}"):
        back = (GO_ON_IN_ENGLISH if english else GO_ON,) if note else ()
        return replace(reply, options=(*reply.options[:MOST_BESIDE], *back))
    text = reply.text if just.endswith(step.text) else f"{reply.text}\n{step.text}"
    return replace(reply, text=text, options=step.options)


def with_step_of(library: Library, tracker: Tracker, reply: Reply, case: GuideState) -> Reply:
    """The same with the question that the guide of a case waits with, which stands behind its own matter only.

    After a few of them a button is enough: whoever asks on has seen the step.
    """
    if not case.running:
        return reply
    if hung_enough(Memory.of(tracker).recent):
        back = GO_ON_IN_ENGLISH if case.english else GO_ON
        listed = any(option.title in reply.text for option in reply.options)  # they are numbered
        return reply if listed else replace(reply, options=(*reply.options[:MOST_BESIDE], back))
    guidance, entry = library.guidance, library.content.entry(reply.entry_id or "")
    own = entry is None or guide_of(entry, library.content) in guidance.guides.linked(case.guide)
    step, note = guidance.engine.remind(case) if own else None, waiting_note(guidance, case)
    return with_open_step(reply, step, note, just_said(tracker), english=case.english)


def _beside_step(line: str, step: str) -> str:
    """A line without what the step that follows says anyway, such as a warning: then its verdict alone («会影响»)."""
    shared = SequenceMatcher(None, line, step, autojunk=False).find_longest_match().size if step else 0
    if shared < _SAID_ANYWAY:
        return line
    verdict, mark, _ = line.partition("：")
    return f"{verdict}，看下面。" if mark and len(verdict) <= _VERDICT else ""


def _found(question: str, entries: Sequence[Entry], content: Content, *, given: bool) -> Iterator[tuple[str, Entry]]:
    last = question.rsplit("，", 1)[-1]
    aspect = "" if given else aspect_mentioned(last) or aspect_in(Heard(last).core_key)
    unknown: list[tuple[str, Entry]] = []
    for entry in entries[:MOST_BESIDE]:
        told = aspect_told(aspect, entry, content) if aspect else None
        if told is not None and told.found:
            yield short_line(told.text), entry
        elif told is not None and aspect in _PLAINLY_UNKNOWN:
            unknown.append((told.text, entry))
    for entry in entries:
        sentence = covering_sentence(last, entry.title, texts_of(entry))
        if sentence:
            yield sentence, entry
    yield from unknown


def _aspect_line(question: str, entries: Sequence[Entry], content: Content, step: str) -> tuple[str, str]:
    """What is told of an aspect of the matter under way, and what is said when nothing else tells it; either may be "".

    A bare «要多久» names no other matter: that nothing is known of it is then the answer at once.
    """
    aspect = aspect_in(Heard(question).core_key)
    mentioned = aspect or aspect_mentioned(question)
    if aspect == "phone" and entries:
        return phone_told(entries[0], hotline(content)), ""
    if mentioned in ("self", "helper") and any(entry.guide for entry in entries):
        return HELPER, ""
    unknown = ""
    for entry in entries if mentioned else ():
        told = aspect_told(mentioned, entry, content, step)
        own = told is not None and told.found and told.entry is None
        if told is not None and own and (aspect or names_matter(question, f"{entry.title}，{told.text}")):
            return short_line(told.text), ""
        known_as = aspect or mentioned in _PLAINLY_UNKNOWN or names_matter(question, entry.title)
        unknown = unknown or (told.text if told is not None and not told.found and known_as else "")
    return (unknown, "") if aspect else ("", unknown)


def short_line(text: str) -> str:
    """No more than a few lines of it: its first sentence where it is longer."""
    return text if line_count(text) <= _LINES else first_sentence(text)


def lead_of_unknown(kind: str, *, english: bool) -> str:
    """What is said before the step that comes where what was asked is not known; empty for any other `kind`."""
    if english:
        return NEED_NOT_TELL if kind in _OF_UNKNOWN else ""
    return _OF_UNKNOWN.get(kind, "")
