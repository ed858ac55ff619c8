"""The summary of a ticket before it is sent: what the help desk will read, on one screen of a phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answering.answers import KnowledgeAction
from actions.conversation import Memory, ask, lines_said
from actions.english.leads import in_both, speaks_english
from actions.english.parts import section_in_english
from actions.ticket.options import CHANGE_OPTIONS, CONFIRM_OPTIONS, SEE_ALL
from actions.ticket.parts import NO_ACCOUNT, NOT_GIVEN, TicketDraft
from actions.ticket.slots import draft_of, open_beside
from actions.ticket.writeup import known_words, written_up
from dialogue.text.shortening import shortened
from dialogue.turns.variety import fingerprint, remembered
from faq.text.choice import Option, numbered_option_lines
from faq.text.phone import SCREEN_LINES, line_count, wrapped
from tickets.written import CASE, MATTER, TRIED, UNTIL, WORDS

_NAMES = ("请核对一下，没问题就提交：", "① 用户名：", "② 截图：", "③ 问题：")
_ENGLISH_NAMES = ("Please check（请核对）:", "① Username: ", "② Screenshots: ", "③ Problem: ")
_THIRD = "③ "
_SEND_NOW = ("工单还没提交，现在提交吗？", "The ticket is not submitted yet. Submit it now?")
_STILL_HERE = ("（工单还在，回复“提交”就交给客服。）", "(Your ticket is kept; reply “submit” to send it.)")
_CHANGE = (
    "要补充，直接发文字或图片就行；要改哪一项，点一下：",
    "To add something, just send it. Or choose what to change:",
)
_WHOLE = ("问题全文：", "The whole problem:")
_CUT = "……"
_ANSWER_LINES = 4
"""Beside an answer of more lines than that there is no room for the summary."""
_MANY_LINES = 2
"""From how many lines before it on the summary has its short fields in one line."""
_LEAST_ROOM = 3
"""How many lines of the parts are shown at least, however much was said before."""
_FIRST = ("", WORDS, CASE, MATTER, UNTIL, TRIED)
"""Which parts are shown, and get more lines, first where there is no room for all."""


class AskTicketConfirm(KnowledgeAction):
    """Shows the summary and asks whether to submit; only once as long as nothing changes."""

    def name(self) -> str:
        """The name Rasa looks for."""
        return "action_ask_ticket_form_ticket_confirm"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """The gateway puts the masked username where the reference stands."""
        english = speaks_english(tracker)
        draft, then = draft_of(tracker), tracker.get_slot("last_act")
        guidance = self.library.guidance
        sections = written_up(draft, known_words(guidance, tracker))
        if sections and sections[0].label == WORDS:  # «问题：» names them well enough
            sections[0] = replace(sections[0], label="")
        situation = guidance.guides.situation
        parts = {item.label: section_in_english(item, situation) if english else str(item) for item in sections}
        summary, options = _summary(draft, parts, lines_said(tracker), english=english)
        text, recent = summary, Memory.of(tracker).recent
        whole = f"{draft.username}{draft.pictures}{parts}"  # what is cut in the summary counts too
        if then == "changing":
            text, options = _CHANGE[english], CHANGE_OPTIONS
        elif then == "whole":
            text, options = "\n".join([_WHOLE[english], *parts.values()]), CONFIRM_OPTIONS
        elif then == "changed":  # what was changed was shown; the rest is there on demand
            text, options = _SEND_NOW[english], (*CONFIRM_OPTIONS, SEE_ALL)
        elif fingerprint(whole) in recent or (then == "answered" and lines_said(tracker) > _ANSWER_LINES):
            text = _STILL_HERE[english] if then == "answered" else _SEND_NOW[english]
        options = (*open_beside(tracker), *options)
        said_before = lines_said(tracker)
        if not said_before or then == "whole" or said_before + line_count(text) + len(options) <= SCREEN_LINES:
            text = _with_options(text, options, english=english)  # else the buttons stand in a row below it
        said = ask(dispatcher, text, in_both(options) if english else options, "confirm")
        return [*said, SlotSet("recent", remembered(remembered(recent, whole), text))]


def _with_options(text: str, options: Sequence[Option], *, english: bool) -> str:
    return f"{text}\n{numbered_option_lines(in_both(options) if english else options)}"


def _summary(
    draft: TicketDraft, parts: Mapping[str, str], used: int, *, english: bool
) -> tuple[str, tuple[Option, ...]]:
    """All of it in twelve lines less those `used` already, its options among them; cut, with a button for all of it,
    where that is too much."""
    names = _ENGLISH_NAMES if english else _NAMES
    forgotten, none = ("left out", "none") if english else ("不记得", "没有")
    username = draft.username or {}
    if username == NO_ACCOUNT:
        forgotten = "no account" if english else "没有账号"
    elif username == NOT_GIVEN:
        forgotten = "left out" if english else "没有填"
    shown = forgotten if username.get("kind") == "forgotten" else f"{{{{private:{username.get('ref', '')}}}}}"
    pictures = str(len(draft.pictures)) if english else f"{len(draft.pictures)} 张"
    head = [names[0], f"{names[1]}{shown}", f"{names[2]}{pictures if draft.pictures else none}"]
    if used > _MANY_LINES:  # what was said before leaves little room
        head = [names[0], f"{head[1]} {head[2]}"]
    texts = dict(parts)
    if first := next(iter(parts.items()), None):  # labels say by themselves what follows
        texts[first[0]] = f"{_THIRD if first[0] else names[3]}{first[1]}"
    options: tuple[Option, ...] = CONFIRM_OPTIONS
    room = max(SCREEN_LINES - used - len(head) - len(options), _LEAST_ROOM)
    if sum(map(line_count, texts.values())) > room:
        options = (*CONFIRM_OPTIONS, SEE_ALL)
        texts = _fitted(texts, max(room - 1, _LEAST_ROOM - 1))
    return "\n".join([*head, *texts.values()]), options


def _fitted(texts: Mapping[str, str], room: int) -> dict[str, str]:
    """As much of the parts as there is room for: a line of each, then more lines of what matters most."""
    ranked = sorted(texts, key=lambda label: _FIRST.index(label) if label in _FIRST else len(_FIRST))[:room]
    lines = dict.fromkeys(ranked, 1)
    for label in ranked:
        lines[label] += min(room - sum(lines.values()), line_count(texts[label]) - 1)
    return {label: _cut(text, lines[label]) for label, text in texts.items() if label in lines}


def _cut(text: str, lines: int) -> str:
    """As many lines of a text as there is room for, the mark of what is missing among them."""
    found = wrapped(text)
    if len(found) <= lines:
        return text
    kept = found[:lines]
    last = shortened(kept[-1], len(kept[-1]) - len(_CUT)) if len(kept[-1]) > len(_CUT) else ""
    return "\n".join([*kept[:-1], last + _CUT])
