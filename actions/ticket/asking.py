"""What `ticket_form` asks: one short question for each field, never the same words twice in a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Memory, ask, lines_said
from actions.english.leads import ASKED, ASKED_AGAIN, in_both, speaks_english
from actions.storage import shared_settings
from actions.ticket.options import FORGOTTEN_NAME, NO_PICTURE, SUBMIT_NOW, USE_DRAFT
from actions.ticket.parts import offered_words
from actions.ticket.slots import draft_of, open_beside
from dialogue.text.shortening import fitted
from dialogue.turns.variety import fingerprint, remembered
from faq.text.choice import Option
from faq.text.phone import SCREEN_LINES, line_count

QUESTION_LINES = 4
"""The most lines a question about the username or a picture takes, its buttons among them."""


def _may_submit(tracker: Tracker) -> tuple[Option, ...]:
    """The button that sends the ticket as it is, once it says what the problem is."""
    draft = draft_of(tracker)
    return (SUBMIT_NOW,) if draft.description or draft.suggestion else ()


class AskTicketUsername(Action):
    """Asks for the username."""

    def name(self) -> str:
        """The name Rasa looks for."""
        return "action_ask_ticket_form_ticket_username"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """One short question; its trace tells the gateway that a bare word may be a username."""
        return ask_field(
            *(dispatcher, tracker, "username", (FORGOTTEN_NAME, *_may_submit(tracker))),
            "请发您在学信网的用户名（手机号或邮箱就行，加密保存）；不记得就回复“忘了”。",
            "用户名写手机号或邮箱都行；忘了、不想写就回复“跳过”。",
        )


class AskTicketScreenshot(Action):
    """Asks for a screenshot."""

    def name(self) -> str:
        """The name Rasa looks for."""
        return "action_ask_ticket_form_ticket_screenshot"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """One short question."""
        most = shared_settings().tickets.pictures_per_ticket
        how_many = f"最多 {most} 张，" if most > 1 else ""
        return ask_field(
            *(dispatcher, tracker, "screenshot", (NO_PICTURE, *_may_submit(tracker))),
            f"请发出问题页面的截图（{how_many}看得清提示就行）；没有就回复“没有”。别发身份证照片和密码。",
            "截图直接发过来；没有就回复“没有”。",
        )


class AskTicketDescription(Action):
    """Asks what happened, offering a draft from the conversation."""

    def name(self) -> str:
        """The name Rasa looks for."""
        return "action_ask_ticket_form_ticket_description"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """One short question."""
        suggestion = offered_words(tracker.get_slot("ticket_suggestion") or "")
        question = "请用一两句话说说问题：在哪一步、页面提示了什么。"
        if suggestion:
            room = SCREEN_LINES - lines_said(tracker) - 1  # the button
            return ask_field(
                *(dispatcher, tracker, "description", (USE_DRAFT,)),
                fitted(suggestion, f"{question}也可以直接用这段：\n「{{}}」", room) or question,
                "一两句话说说问题就行；不想写，回复“就用这段”。",
            )
        return ask_field(
            *(dispatcher, tracker, "description", ()),
            question,
            "一两句话说说问题就行，比如页面上提示了什么。",
        )


def question_lines(text: str, options: Sequence[Option]) -> int:
    """The lines of a question with its buttons, which stand in a row below it."""
    return line_count(text) + line_count("  ".join(option.title for option in options))


def ask_field(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    asking: str,
    options: Sequence[Option],
    text: str,
    otherwise: str,
) -> list[EventType]:
    """Ask for one field, in other words when it was just asked for; in English too to who writes it."""
    recent, options = Memory.of(tracker).recent, (*open_beside(tracker), *options)
    asked = otherwise if recent[-1:] == (fingerprint(text),) else text
    if speaks_english(tracker):
        asked, options = ASKED[asking], in_both(options)
        asked = ASKED_AGAIN[asking] if recent[-1:] == (fingerprint(asked),) else asked
    elif lines_said(tracker) + question_lines(asked, options) > SCREEN_LINES:
        asked = otherwise  # the shorter wording
    said = ask(dispatcher, asked, options, asking)
    return [*said, SlotSet("recent", remembered(recent, asked))]
