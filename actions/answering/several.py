"""Several questions in one message: the first is answered, the others briefly beside it or as buttons."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from actions.answering.first_asked import LEAST_CLAUSE, SURELY, Decide, best_of_part, is_likely, score_of
from actions.answering.objects_beside import objects_beside
from actions.guiding.leading import conclusion
from actions.in_talk.aspects import aspect_told, not_known, quoted, texts_of
from actions.in_talk.beside import LATER
from dialogue.facts.no_part import is_bare
from dialogue.heard import Heard
from dialogue.mixed.several import asks_by_words, asks_plainly, is_sigh, questions_in, told_besides
from dialogue.moods.worries import is_worry
from dialogue.questions.aspect_texts import closest_sentence, covering_sentence, names_matter
from dialogue.questions.aspects import aspect_in, aspect_mentioned
from dialogue.text.siblings import of_other_exam
from faq.content.entry import Entry
from faq.content.loader import Content
from faq.engine.library import Library
from faq.ranking.decision import Decision
from faq.saying.head import headed, is_told
from faq.saying.reply import Reply
from faq.text.choice import HUMAN, Option
from faq.text.normalise import letters
from faq.text.phone import SCREEN_LINES, cautious_lines, reply_lines

ALSO = "另外问的“{}”：{}"
_BELOW = "另外问的“{}”，点下面的按钮看。"
"""What has no room is told behind its button, where it has one."""
_WHOLE = "怎么办，全文"
_ASK_PEOPLE = "问人工：{}"
_BREAKS_OFF = re.compile("(?:变成?|是|叫|显示|写着?|说|成|到|在|给|把|被|填|选)$")
"""What goes on behind a space: «怎么变成 不在籍»."""
_AMONG_TWO = 0.4
"""The same for the runner-up of a whole message in which nothing else was found for its other question."""
_MOST_OTHERS = 2
_NEAR = 3
"""Among how many readings of a question the entry that is answered must be for it to be about the same."""


@dataclass(frozen=True)
class Others:
    """What a message asks besides its first question: other entries, and aspects of the first one's matter."""

    entries: tuple[Entry, ...] = ()
    aspects: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    """Questions that no entry answers for sure."""
    told: tuple[str, ...] = ()
    """What is said to those that people ask next about the first one's matter."""
    named: tuple[Entry, ...] = ()
    """Entries that may be asked for, though not by their name: a button, for an answer may be beside the point."""
    first: str = ""
    """The same to the first question itself: it comes before the answer to the whole matter."""

    def but(self, aspect: str) -> Others:
        """The same without an aspect that something else tells."""
        return replace(self, aspects=tuple(item for item in self.aspects if item != aspect))


def without_own_case(others: Others, library: Library, text: str, entry: Entry) -> Others:
    """What is left of the other questions without what only tells the case that the guide of an entry is about."""
    told = told_besides(text)
    left = (part for part in others.left if part not in told or not is_of_case(library, part, entry.guide or ""))
    return replace(others, left=tuple(left))


def is_of_case(library: Library, part: str, guide: str) -> bool:
    """Whether a part of a message only tells facts that a guide asks for."""
    facts = library.guidance.extractor.facts(part)
    return bool(facts) and facts.keys() <= library.guidance.guides.asked_in(guide)


def others_asked(
    text: str,
    first: str,
    content: Content,
    decide: Decide,
    next_line: Callable[[str], str] = lambda _: "",
    near_line: Callable[[str, Decision], str] = lambda *_: "",
    whole: Decision | None = None,
) -> Others:
    """What is asked, or told to be wrong, beside the matter of an entry (`_asked_beside`, `objects_beside`)."""
    others = _asked_beside(text, first, content, decide, next_line, near_line, whole)
    room = _MOST_OTHERS - len(others.entries)
    also = objects_beside(text, first, content, decide, others.entries) if room > 0 else ()
    return replace(others, entries=(*others.entries, *also), named=tuple(e for e in others.named if e not in also))


def _asked_beside(
    text: str,
    first: str,
    content: Content,
    decide: Decide,
    next_line: Callable[[str], str],
    near_line: Callable[[str, Decision], str],
    whole: Decision | None,
) -> Others:
    """What is asked beside the question that an entry answers; nothing when only one is.

    `next_line` tells what is said to a question that people ask next about it; empty for any other.
    `near_line` tells what stands near by to what no entry answers for sure, `whole` what the message as a whole is
    likeliest about: its second entry is what a part asks that names no matter.
    """
    parts = questions_in(text)
    if len(parts) < 2:
        return Others()
    entries: list[Entry] = []
    aspects: list[str] = []
    named: list[Entry] = []
    left: list[str] = []
    told: list[str] = []
    lead = ""
    for part in parts:
        if line := next_line(part.rsplit("，", 1)[-1]):
            if part is parts[0]:
                lead = line
            elif line != lead:
                told.append(line)
            continue
        aspect = aspect_in(Heard(part).core_key)
        if aspect:
            aspects.append(aspect)
            continue
        decision = best_of_part(part, decide)
        found = content.entry(decision.candidates[0].entry_id) if is_likely(decision) else None
        if found is not None and of_other_exam(text, found.title):  # «准考证也要打» behind «四六级» is of that
            left.append(part)
            continue
        if found is not None and found.id != first and not _asks_for(part, found, decision):
            may_be = _may_be(found, whole) or _says_keyword(part, found)
            named += [found] if may_be and _asks_of_itself(part) else []
            continue
        if found is not None and found.id != first and found not in entries:
            entries += [found] if _is_of_clause(part, found, whole, decide) else []
        elif found is None and all(item.entry_id != first for item in decision.candidates[:_NEAR]):
            if line := near_line(part.rsplit("，", 1)[-1], decision):
                told.append(line)
            else:
                left.append(part)
    unanswered = len(parts) - 1 - len(entries) - len(aspects) - len(told) - bool(lead)
    second = _second(whole, first) if whole is not None and unanswered > 0 else ""
    if (found := content.entry(second)) is not None and found not in entries:
        entries.append(found)
        left = []
    aspects, left = list(dict.fromkeys(aspects)), left[:_MOST_OTHERS]
    kept = tuple(entries[:_MOST_OTHERS])
    shown = tuple(entry for entry in named if entry not in kept)[: _MOST_OTHERS - len(kept)]
    return Others(kept, tuple(aspects), tuple(left), tuple(dict.fromkeys(told)), shown, lead)


def _second(whole: Decision, first: str) -> str:
    """The entry that a message of two questions is likely to ask for beside the first; empty for none."""
    likely = (item.entry_id for item in whole.candidates[1:2] if item.score >= _AMONG_TWO)
    return next((name for name in likely if name != first), "")


def others_lines(
    others: Others, topic: Entry, content: Content, said: str, lines: int = SCREEN_LINES, *, buttons: bool = False
) -> str:
    """The other questions in a line or two each; what a screen has no room for under what is said is asked again."""
    kept: list[str] = []
    later: list[str] = []
    for question, line in _lines(others, topic, content):
        if line and (line in said or line in kept or is_told(line, f"{said}\n{topic.title}")):
            continue
        if line and cautious_lines("\n".join(filter(None, (said, *kept, line)))) <= lines:
            kept.append(line)
        elif question:
            later.append(quoted(question))
    titles = {quoted(entry.title) for entry in (*others.entries, *(others.named if buttons else ()))}
    below, again = [name for name in later if name in titles], [name for name in later if name not in titles]
    if below and cautious_lines("\n".join(filter(None, (said, *kept, line := _pointing(_BELOW, below))))) < lines:
        kept.append(line)  # else its button speaks for itself
    kept += [_pointing(LATER, again)] if again else []
    return "\n".join(kept)


def _pointing(line: str, names: Sequence[str]) -> str:
    return line.format("”“".join(names))


def _lines(others: Others, topic: Entry, content: Content) -> Iterator[tuple[str, str]]:
    """Each of the other questions with what is said to it, what is known first; what has no words, without them."""
    for line in others.told:
        yield "", line
    aspects = [aspect_told(item, topic, content) for item in others.aspects if item != "how"]
    yield from (("", told.text.splitlines()[0]) for told in aspects if told is not None and told.found)
    for entry in others.entries:
        yield entry.title, ALSO.format(entry.title, conclusion(entry))
    for entry in others.named:
        yield entry.title, ""
    for asked in (part.rsplit("，", 1)[-1] for part in others.left):
        found, unknown = _near(asked, topic), not_known(asked) if _is_open(asked) else ""
        tells = not (asks_plainly(asked) or is_sigh(asked))
        yield asked if unknown or tells else "", found or unknown
    yield from (("", told.text.splitlines()[0]) for told in aspects if told is not None and not told.found)


def _near(asked: str, topic: Entry) -> str:
    texts = texts_of(topic)
    return covering_sentence(asked, topic.title, texts) or closest_sentence(asked, topic.title, texts)


def _is_open(asked: str) -> bool:
    """Whether a question that nothing tells must be said to be one."""
    return asks_by_words(asked) and not (is_bare(asked) or is_worry(asked) or _BREAKS_OFF.search(asked))


def _for_people(others: Others, topic: Entry) -> tuple[Option, ...]:
    """The button to staff under a question that nothing tells: an answer does not end with what is not known."""
    clauses = (part.rsplit("，", 1)[-1] for part in others.left)
    left = next((asked for asked in clauses if _is_open(asked) and not _near(asked, topic)), "")
    return (Option(HUMAN, _ASK_PEOPLE.format(quoted(left))),) if left else ()


def with_line(reply: Reply, line: str, entry: Entry) -> Reply:
    """An answer with a line under it; where a screen has no room for both, its conclusion and a button to the whole."""
    if not line:
        return reply
    text = f"{reply.text}\n{line}"
    if reply_lines(text, [option.title for option in reply.options]) <= SCREEN_LINES:
        return replace(reply, text=text)
    return replace(reply, text=f"{conclusion(entry)}\n{line}", options=(Option(entry.id, _WHOLE), *reply.options[-1:]))


def with_others(reply: Reply, others: Others, topic: Entry, content: Content, lines: int = SCREEN_LINES) -> Reply:
    """An answer, what else was asked in a line each, and buttons for it; where that is too much, its conclusion."""
    if others == Others():
        return reply
    bare = reply.text.partition("\n也可能是：\n")[0]
    if others.first and others.first not in bare:
        reply = replace(reply, text=reply.text.replace(bare, headed(bare, topic, "", others.first), 1))
        bare = reply.text.partition("\n也可能是：\n")[0]
    buttons = tuple(Option(item.id, item.title) for item in (*others.entries, *others.named))
    kept = tuple(option for option in reply.options if option.id not in {button.id for button in buttons})
    if bare != reply.text:  # what it might be instead gives way to what was asked
        kept = kept[-1:] if kept and kept[-1].id.startswith("more:") else ()
    short = conclusion(topic)
    people = _for_people(others, topic)
    buttons = (*buttons, *people)
    if people:
        others = replace(others, left=tuple(part for part in others.left if _near(part.rsplit("，", 1)[-1], topic)))
    every = "\n".join(line for _, line in _lines(others, topic, content) if line and line not in bare)
    if every and cautious_lines(f"{bare}\n{every}") > lines:
        bare = short if short and bare.startswith(short) else _as_much(bare, lines - cautious_lines(every))
        kept = (Option(topic.id, _WHOLE), *kept)
    beside = others_lines(others, topic, content, bare, lines, buttons=True)
    text = "\n".join(filter(None, (bare, beside)))
    options = (*buttons, *kept)
    while len(options) > len(buttons) and reply_lines(text, [option.title for option in options]) > lines:
        options = options[:-1]
    return replace(reply, text=text, options=options)


def _as_much(text: str, lines: int) -> str:
    """The first lines of an answer that have room, its first one in any case."""
    kept, *rest = text.splitlines()
    for line in rest:
        if cautious_lines(f"{kept}\n{line}") > lines:
            break
        kept = f"{kept}\n{line}"
    return kept


def _is_of_clause(part: str, entry: Entry, whole: Decision | None, decide: Decide) -> bool:
    """Whether the clause that asks may mean an entry: what is only told before it («同学的都有了») asks nothing."""
    last = part.rsplit("，", 1)[-1]
    if last == part or len(letters(last)) < LEAST_CLAUSE or aspect_mentioned(last):  # «该找谁» is of what is told
        return True
    first, *others = [*decide(last).candidates[:_NEAR], None]
    if first is not None and first.entry_id == entry.id and first.score >= SURELY:
        return True
    return _may_be(entry, whole) and any(item is not None and item.entry_id == entry.id for item in (first, *others))


def _asks_for(part: str, entry: Entry, decision: Decision) -> bool:
    """Whether a part of a message asks for another matter as plainly as a message must: «学信网的吗» names none."""
    return score_of(decision) >= SURELY or names_matter(part, " ".join((entry.title, *entry.keywords)))


def _asks_of_itself(part: str) -> bool:
    """Whether the clause of a part that asks says enough for an answer of its own: «学信网的吗» does not."""
    last = part.rsplit("，", 1)[-1]
    return len(letters(last)) >= LEAST_CLAUSE and asks_by_words(last) and not is_bare(last)


def _says_keyword(part: str, entry: Entry) -> bool:
    """Whether the clause that asks says a word that an entry is found by: «需要他的密码吗» is of passwords."""
    last = part.rsplit("，", 1)[-1]
    return any(word in last for word in entry.keywords)


def _may_be(entry: Entry, whole: Decision | None) -> bool:
    """Whether the message as a whole may be about an entry that one part named: «是不是学校骗我» alone is of fraud."""
    return whole is None or any(item.entry_id == entry.id for item in whole.candidates)
