"""A question as it is read in its conversation, step by step, until it is worded for the person who asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.answering.asked_besides import end_of_story, others_besides
from actions.answering.deciding import apology, decide_in_context
from actions.answering.persons import clauses_of_person, for_this_person, for_told_year, is_of_other_case
from actions.answering.plainly import plainly
from actions.answering.second_reading import looked_again
from actions.answering.several import Others, with_others
from actions.conversation import Memory, message_text, metadata, remember_school
from actions.english.leads import language_slot
from actions.guiding.guide_choice import asks_on, fitting_entry, one_guide
from actions.guiding.leading import case_of, conclusion, told_facts, with_facts
from actions.guiding.next_steps import step_of_case
from actions.in_talk.afterwards import after_what_happened, with_what_happened
from actions.in_talk.asked_next import said_to
from actions.in_talk.aspects import given_before
from actions.in_talk.beside import waiting_note
from actions.in_talk.circumstances import asked_of_it, decided_by, told_beside, under_line
from actions.lines.asked_to_do import we_cannot
from actions.lines.by_deadline import DeadlineLine, deadline_line, lines_of_deadline, with_deadline
from actions.lines.comforting import comforted
from actions.lines.for_others import line_for_helper, needs_holder
from actions.lines.given_away import not_ours
from actions.lines.holder import turned_in
from actions.lines.numbers import wrong_numbers
from actions.lines.way_out import line_to_province, with_way_out
from dialogue.facts.done_already import beyond_done
from dialogue.facts.keeping import problem_kept
from dialogue.leave import question_alone
from dialogue.moods.outbursts import calmed
from dialogue.moods.whole_messages import without_abuse
from dialogue.people.given_away import FALSE_ADDRESS
from dialogue.people.on_behalf import with_face
from dialogue.questions.aspects import aspect_mentioned
from dialogue.questions.whereabouts import page_told
from dialogue.readers.safety import SECRETS
from dialogue.text.languages import in_mandarin
from dialogue.text.our_site import with_our_name
from dialogue.turns.sentences_said import holds_news
from dialogue.turns.variety import fingerprint, was_given
from faq.content.entry import Entry
from faq.content.loader import Content
from faq.content.membership import with_claim
from faq.engine.library import Library
from faq.follow_ups.asked_next import AskedNext
from faq.guiding.fitting import fitting
from faq.guiding.state import GuideState
from faq.pages.here import from_here
from faq.ranking.decision import Decision
from faq.saying.answer import answer_options, render_plain
from faq.saying.head import headed
from faq.saying.leading_line import line_of_first
from faq.saying.reply import Reply, answer_of, more_of, reply_to
from faq.text.normalise import normalise
from faq.text.phone import SCREEN_LINES, line_count
from faq.text.polarity import asks_whether, says_whether

_STAGE = "graduated"
"""The fact that most answers turn on that turn on one."""
_KEEP_IT = "\n（证件号、卡号不用发在这里，我只看到打码后的。）"


@dataclass(frozen=True)
class AskedQuestion:
    """One message with what was decided on it; never changed, each step makes a fuller one."""

    tracker: Tracker
    text: str
    context: str
    decision: Decision
    reply: Reply
    memory: Memory
    case: GuideState
    facts: Mapping[str, str]
    english: bool
    fresh: bool
    """Whether the message was decided on as it stands, not together with something else."""
    lead: str
    """What is said before all else."""
    before: str
    """The question before it, empty when there was none."""
    events: tuple[EventType, ...]
    """What is remembered whatever is answered."""
    room: int
    """How many lines of a screen there are for the answer."""
    helper: str = ""
    """What is said behind the first line of an answer to who asks for another person."""
    entry: Entry | None = None
    told: AskedNext | None = None
    """The follow-up of the entry that a clause beside the question tells."""
    answered: bool = False
    """Whether the entry's own answer is wanted, not its guide."""
    others: Others = field(default_factory=Others)
    deadline: DeadlineLine = field(default_factory=DeadlineLine)

    @property
    def known(self) -> dict[str, str]:
        """The facts of the case, with those this message tells."""
        return {**self.case.known, **self.facts}

    @property
    def asks_next(self) -> bool:
        """Whether it may be what is asked next: a first message that tells a lot and asks one thing is more."""
        return self.fresh and (bool(self.memory.last_answer) or not end_of_story(in_mandarin(self.text)))

    @property
    def meant(self) -> str:
        """The entry that is answered, be it the likeliest of a list; empty for none."""
        return self.entry.id if self.entry is not None else self.reply.entry_id or ""

    @property
    def told_line(self) -> str:
        """What is said to the circumstance that is told beside the question; empty when there is none."""
        return said_to(self.text, self.told) if self.told is not None else ""

    @property
    def beside_step(self) -> str:
        """What is said between the conclusion of a matter and the step of its guide."""
        return "\n".join(filter(None, (self.helper, self.deadline.text)))

    @property
    def line_in_guide(self) -> str:
        """The same for before a guide, which takes what is told by itself: then only a yes or no that is asked for."""
        asked = asks_whether(normalise(self.text)) and says_whether(self.told_line)
        return self.told_line if asked or not self.facts else ""

    @property
    def kept(self) -> list[EventType]:
        """The case with what this message tells."""
        new = self.facts or turned_in(self.tracker)[1]  # nothing told of the one before is of another person
        return [SlotSet("case", with_facts(self.case, self.facts).as_dict())] if new else []


def read_question(library: Library, tracker: Tracker, said: Decision | None, lead: str = "") -> AskedQuestion:
    """The message with its decision (`said` where it was made already) and the entry that would be answered."""
    memory, content, case = Memory.of(tracker), library.content, case_of(tracker)
    typed, turn = turned_in(tracker)
    typed = typed or message_text(tracker)
    plain = question_alone(in_mandarin(typed))
    text = with_our_name(with_face(without_abuse(calmed(plain) or plain))) if said is None else typed
    context = with_claim(text, memory.school)
    decision = for_this_person(library, tracker, said or decide_in_context(library, tracker, text, context), text)
    decision = decision if said is not None else looked_again(library, text, decision, context)
    decision = after_what_happened(library, tracker, text, decision)
    sorry, helper = apology(typed) or comforted(tracker, typed), line_for_helper(tracker)
    room = SCREEN_LINES - sum(map(int, (case.running, bool(sorry), line_count(helper), lines_of_deadline(text))))
    given = (memory.last_answer or "",)
    told = line_of_first(library, decision, text)
    reply = reply_to(decision, content, context=context, misses=memory.misses, lines=room, given=given, told=told)
    english, facts = case.english, told_facts(tracker)
    if not english and any(mark in text for mark in SECRETS):
        reply = replace(reply, text=f"{reply.text}{_KEEP_IT}")
    before = str(tracker.get_slot("last_question") or "")
    problem = before if said is not None and before else problem_kept(before, typed)
    asked: list[EventType] = [SlotSet("last_question", problem)] if problem != before else []
    if another := not_ours(typed):
        asked.append(SlotSet("last_act", FALSE_ADDRESS))
    cannot = we_cannot(text, reply.text)
    guided = one_guide(decision, content, {**case.known, **facts}, library.guidance.guides, told=len(facts))
    return AskedQuestion(
        tracker=tracker,
        text=text,
        context=context,
        decision=decision,
        reply=reply,
        memory=memory,
        case=case,
        facts=facts,
        english=english,
        fresh=said is None,
        lead="\n".join(filter(None, (lead, turn, sorry, another, cannot, wrong_numbers(metadata(tracker))))),
        before=before,
        events=(*asked, *remember_school(context, memory, content), *language_slot(tracker)),
        room=room,
        helper=helper,
        entry=content.entry(reply.entry_id or "") if reply.band == "answer" else guided,
    )


def completed(library: Library, question: AskedQuestion) -> AskedQuestion:
    """The same with the entry that fits the case, what else is asked, and whether its own answer is wanted."""
    if question.entry is None:
        return question
    content, guides = library.content, library.guidance.guides
    entry, told, question = _with_circumstance(library, question, question.entry)
    entry = fitting_entry(entry, question.known, content, guides)
    reply, english = question.reply, question.english
    helper = question.helper if needs_holder(entry) and told is None else ""  # one more line is enough
    others, answered = Others(), english and bool(entry.answer_en)
    if question.fresh and question.decision.second is None and not english:
        others = others_besides(
            library,
            question.tracker,
            question.text,
            entry,
            question.decision,
            context=question.context,
            known=guides.situation.with_implied(question.known),
            facts=question.facts,
            told=told is not None,
        )
    helper = "\n".join(filter(None, (helper, line_to_province(question.text, entry) if entry.guide else "")))
    deadline = DeadlineLine() if english else deadline_line(library, question.text, entry)
    others = others.but("in_time") if deadline.text else others
    if told is not None and said_to(question.text, told) in (others.first, *others.told):  # asked: no circumstance
        told = None
    if not english and asks_on(entry, question.case, question.facts, guides, question.text):
        given, answered = was_given(question.memory.recent, entry.id), True
        reply = (more_of if given else answer_of)(entry, content, context=question.context)
    question = replace(question, helper=helper, deadline=deadline)
    return replace(question, entry=entry, reply=reply, others=others, told=told, answered=answered)


def _with_circumstance(
    library: Library, question: AskedQuestion, entry: Entry
) -> tuple[Entry, AskedNext | None, AskedQuestion]:
    """The entry with the follow-up of it that is told beside the question, or the sibling that this leads to."""
    plain = question.fresh and not question.english and question.decision.second is None
    told = _told(library, question, entry) if plain and question.reply.band == "answer" else None
    decision = decided_by(told, question.decision) if told is not None else question.decision
    if decision is question.decision:
        return entry, told, question
    content = library.content
    reply = reply_to(decision, content, context=question.context, lines=question.room)
    sibling = content.entry(reply.entry_id or "") or entry
    return sibling, None, replace(question, decision=decision, reply=reply)


def _told(library: Library, question: AskedQuestion, entry: Entry) -> AskedNext | None:
    """What the message tells beside its question; where it tells nothing, what was told of the person before."""
    situation, text = library.guidance.guides.situation, question.text
    known, fact = situation.with_implied(question.known), situation.facts.get(_STAGE)
    stage = question.case.known.get(_STAGE, "") if fact is not None and _STAGE not in question.facts else ""
    before = clauses_of_person(question.tracker, text) or ([fact.title_of(stage)] if fact and stage else [])
    said = (text, *(f"{text}，{clause}" for clause in before))
    told = next(filter(None, (told_beside(library, one, entry, known) for one in said)), None)
    found = told or asked_of_it(library, text, entry, known)
    return None if found is None or is_of_other_case(library, text, found.follow_up.say) else found


def worded(library: Library, question: AskedQuestion) -> Reply:
    """The reply as this person is to read it: in their language, without what they had, with what else they asked."""
    content, reply, entry = library.content, question.reply, question.entry
    if reply.band == "answer" and entry is not None:
        anew = question.fresh or aspect_mentioned(question.text)
        given = bool(was_given(question.memory.recent, entry.id) and anew)
        news = question.told is not None and holds_news(question.told_line, question.memory.recent)
        if given and news:  # what is told of it is the answer now, and nothing is unknown
            reply = replace(reply, text=question.told_line, options=answer_options(entry, content))
        elif given:
            just = fingerprint(reply.text) in question.memory.recent
            reply = given_before(reply, entry, question.text, question.before, content, just=just)
            if not holds_news(conclusion(entry), question.memory.recent):  # «that was it» helps nobody
                reply = replace(reply, text=step_of_case(library, question.tracker, entry) or reply.text)
        if question.told is not None and not (given and news):
            plain = replace(reply, text=_as_written(question, reply, entry, content))
            room = question.room - line_count(question.lead)
            reply = under_line(question.told_line, plain, question.told, entry, content, room)
        reply = for_told_year(reply, question.tracker, question.text)
        reply = fitted(with_others(reply, question.others, entry, content, question.room), question.known, library)
        if question.fresh and not question.english:
            reply = plainly(reply, question.text, entry, content, question.room - line_count(question.lead))
        reply = with_what_happened(library, question.tracker, question.decision, reply, entry)
        reply = replace(reply, text=beyond_done(from_here(reply.text, page_told(question.text)), question.text))
    if question.decision.elsewhere and reply.band == "none" and question.memory.last_answer and not question.english:
        reply = replace(reply, text=f"{question.decision.elsewhere}{waiting_note(library.guidance, question.case)}")
    if question.helper and reply.band == "answer" and entry is not None:
        begun, rest, more = reply.text.partition("\n")  # a reply begins with the answer
        reply = replace(reply, text=f"{begun}\n{question.helper}{rest}{more}")
    deadline = question.deadline if entry is not None else deadline_line(library, question.text, None)
    reply = with_deadline(reply, deadline, SCREEN_LINES - line_count(question.lead))
    reply = with_way_out(reply, question.text, SCREEN_LINES - line_count(question.lead))
    if question.lead and reply.band != "none":
        reply = replace(reply, text=f"{question.lead}\n{reply.text}")
    return reply


def _as_written(question: AskedQuestion, reply: Reply, entry: Entry, content: Content) -> str:
    """An answer that begins with a line for another case, as it is written; all else as it stands."""
    plain = render_plain(entry, content, question.context)
    begun = headed(plain, entry, question.decision.text)
    return plain if reply.text.partition("\n也可能是")[0] == begun else reply.text


def fitted(reply: Reply, known: Mapping[str, str], library: Library) -> Reply:
    """An answer without the steps that the person said are of no use."""
    return replace(reply, text=fitting(reply.text, known, library.guidance.guides.situation))
