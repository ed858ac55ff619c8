"""What decides the answer to an English message, and which of its questions lean on the answer before."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogue.english.aspects import asks_contact, aspect_leaned_on, supposes, told_in_english
from dialogue.english.sentences import asks_whether, deciding_part, points_back, tells_only, without_verdict
from dialogue.english.words import in_usual_words
from dialogue.heard import Act, ConversationState, Heard
from dialogue.readers.english import read_english
from dialogue.readers.safety import read_safety
from faq.guiding.guidance import Guidance

NO_GUIDES = Guidance.open(Path("/nonexistent"))


@pytest.mark.parametrize(
    ("text", "decides"),
    [
        ("I live in Canada. The page does not open.", "The page does not open."),
        ("I am from Nepal, a student in Wuhan. How do I get my report?", "How do I get my report?"),
        ("The code never arrives, I have a Chinese number. What can I do?", "The code never arrives."),
        ("No, I did not ask about phones. The upload is refused.", "The upload is refused."),
        ("How do I get my report?", ""),
        ("My number was cancelled. What can I do?", ""),
    ],
)
def test_what_asks_or_complains_decides(text: str, decides: str) -> None:
    assert deciding_part(text) == decides


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("How long does it take?", "time"),
        ("And what if it fails again?", "failed"),
        ("Is it free?", "fee"),
        ("Why do you need that?", "why"),
        ("Can my wife do it for me?", "helper"),
        ("How long is it valid?", "valid"),
        ("Are you sure?", "again"),
        ("where do i click?", "where"),
        ("what documents do i need", "papers"),
        ("how much n how long", "fee"),
        ("Can I get my diploma translated? How much is it?", None),
        ("How long does the certification take?", None),
        ("Why is my diploma missing?", None),
        ("It takes long.", None),
        ("多久？", None),
    ],
)
def test_a_question_without_a_matter_leans_on_the_answer_before(text: str, kind: str | None) -> None:
    assert aspect_leaned_on(text) == kind


@pytest.mark.parametrize(
    ("text", "whether"),
    [
        ("Can I register with a passport?", True),
        ("I have no card. Is that a problem?", True),
        ("How can I register?", False),
        ("My face check keeps failing.", False),
    ],
)
def test_yes_or_no_is_for_who_asks_whether(text: str, whether: bool) -> None:
    assert asks_whether(text) is whether


def test_the_verdict_goes_and_the_rest_stays() -> None:
    assert without_verdict("Yes; enter it.\n1. No: stay.") == "Enter it.\n1. No: stay."
    assert without_verdict("Nobody knows.") == "Nobody knows."


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("What are the phone hours?", True),
        ("Do you have an email or is there a phone?", True),
        ("Are you open now?", True),
        ("How do I change my phone?", False),
        ("Can I register without an email?", False),
        ("the page is open", False),
    ],
)
def test_our_contact_is_told_from_their_own(text: str, asked: bool) -> None:
    assert asks_contact(text) is asked


def test_lines_of_an_aspect() -> None:
    answer = "Apply online, free.\n1. Choose 1 to 6 months.\n2. Still nothing: ask the school."
    assert told_in_english("fee", answer) == "Apply online, free."
    assert told_in_english("valid", answer) == "Choose 1 to 6 months."
    assert told_in_english("failed", answer) == "Still nothing: ask the school."
    assert told_in_english("helper", answer) == ""


def test_what_if_is_no_new_matter() -> None:
    assert supposes("And if the university refuses?")
    assert supposes("what if nobody answers")
    assert not supposes("Can I see if it is sent?")
    assert aspect_leaned_on("Can I undo that?") == "undo"
    assert aspect_leaned_on("My friend can do it for me?") == "helper"


def test_small_readings() -> None:
    assert in_usual_words("the selfie check was refused") == "the face verification failed"
    assert points_back("Can I register with it?")
    assert not points_back("It fails.")
    assert tells_only("I did it already.")
    assert not tells_only("It does not work.")


@pytest.mark.parametrize(
    ("text", "topic", "act"),
    [
        ("How long does it take?", "reset_password", Act("follow_up", {"kind": "english_time"})),
        ("How long does it take?", "", None),
        ("What is your email?", "", Act("follow_up", {"kind": "english_contact"})),
    ],
)
def test_the_reader(text: str, topic: str, act: Act | None) -> None:
    assert read_english(Heard(text), ConversationState(topic=topic), NO_GUIDES) == act


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Shall I mail you a picture of my passport?", Act("send_secret", {"kind": "papers"})),
        ("Can you look up my classmate's degree?", Act("look_up_other", {"kind": "record"})),
        ("Could you please check my student record?", Act("look_up_other", {"kind": "own"})),
        ("can u just look up my record for me? passport 〔证件号〕", Act("look_up_other", {"kind": "own"})),
        ("How can I check my student record?", None),
        ("Do I have to give you my passport number?", None),
        ("How do I send the report to a university?", None),
    ],
)
def test_safety_in_english(text: str, act: Act | None) -> None:
    assert read_safety(Heard(text), ConversationState(), NO_GUIDES) == act


@pytest.mark.parametrize(
    "text", ["I lost my username as well. How do I get it back?", "forgot my password, can I get it back"]
)
def test_what_was_lost_is_a_matter_of_its_own(text: str) -> None:
    assert aspect_leaned_on(text) is None
