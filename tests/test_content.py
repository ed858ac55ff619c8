"""The real knowledge base: complete, clean, and true to what its sources say."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from common.yaml_nodes import read_yaml
from faq.checks.content import examine_content
from faq.content.entry import MAIN_TOPICS, hot_entries
from faq.content.loader import content_files
from faq.editor.entry_text import HEADER
from faq.editor.formatting import formatted
from faq.saying.answer import render_plain
from tests.real_content import real_content

ROOT = Path(__file__).resolve().parents[1]
CONTENT = real_content()
FOUNDING = """
reset_password recover_username recover_not_in_wechat_menu reset_only_phone reset_no_method reset_all_unusable
register_account account_platforms phone_registered id_registered real_person_howto name_format
id_format sms_limited change_account_info bind_wechat_alipay record_missing record_wrong
contact_support contact_email
""".split()  # noqa: SIM905 - a list to read, not to type quotes around
"""What the help centre was founded to answer. Staff may word it as they like, but may not lose one of them."""
MISSION = ("forgot_password", "phone_registered", "id_registered", "missing_record", "format_error", "change_info")
_VALUE = re.compile(r"[\w.]+@[\w.]+|\d[\d-]{6,}\d")


@pytest.mark.slow  # `make check` says the same by `bot check`
def test_nothing_to_mend():
    """Advice passes: a day that has come, or an entry from the desk that is still to grow, is no fault of a test."""
    assert [str(problem) for problem in examine_content(ROOT).faults] == []


def test_there_is_enough_of_it():
    """How many wordings each needs is the check's to say: an entry from the desk begins with a few."""
    assert len(CONTENT.entries) >= 70


def test_nothing_that_the_help_centre_was_founded_for_is_lost():
    assert [entry_id for entry_id in FOUNDING if CONTENT.entry(entry_id) is None] == []


@pytest.mark.parametrize("intent", MISSION)
def test_each_of_the_main_troubles_has_a_guide_and_a_way_on(intent):
    entries = [entry for entry in CONTENT.entries if entry.intent == intent]
    assert [entry for entry in entries if entry.guide], "nobody is led through it"
    assert [entry.id for entry in entries if not (entry.actions or entry.more or entry.contacts or entry.guide)] == []


@pytest.mark.parametrize("entry_id", ["contact_support", "contact_phone"])
def test_who_asks_for_people_is_told_how_to_reach_them(entry_id):
    """In the answer itself, as it stands in the list of contacts, whatever numbers that holds today."""
    entry = CONTENT.entry(entry_id)
    assert entry is not None
    own = "\n".join(contact.name + contact.text for contact in CONTENT.contacts.values() if contact.scope is None)
    said = "\n".join([entry.answer, *(section.text for section in entry.more)])
    assert set(_VALUE.findall(said)) & set(_VALUE.findall(own))


def test_a_schools_own_contact_is_in_no_general_answer():
    """Conflict C3: its registry's number is the registry of one school only."""
    private = [contact for contact in CONTENT.contacts.values() if contact.scope]
    assert private
    values = {value for contact in private for value in _VALUE.findall(contact.name)}
    assert values
    for entry in CONTENT.entries:
        text = render_plain(entry, CONTENT)
        assert [value for value in values if value in text] == [], entry.id


def test_every_contact_is_used():
    named = {name for entry in CONTENT.entries for name in entry.contacts}
    assert {name for name, contact in CONTENT.contacts.items() if contact.scope is None} - named == set()


def test_intents_of_the_schema_are_those_of_rasa():
    schema = json.loads((ROOT / "faq/schema.json").read_text(encoding="utf-8"))
    known = schema["definitions"]["entry"]["properties"]["intent"]["enum"]
    domain = read_yaml(ROOT / "domain.yml", ROOT).get("intents")
    assert domain is not None
    assert set(known) - set(domain.plain()) == set()
    assert set(known) - {entry.intent for entry in CONTENT.entries} == set()


def test_files_have_one_look_and_the_editors_help():
    for path in content_files(ROOT):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("# yaml-language-server: $schema="), path.name
        if path.parent.name == "entries":
            assert text.startswith(HEADER), path.name
            assert formatted(text, path.name) == text, path.name


def test_what_is_asked_most_is_answered_in_english_too():
    assert [entry.id for entry in hot_entries(CONTENT.entries) if not entry.answer_en] == []
    assert sum(bool(entry.answer_en) for entry in CONTENT.entries) >= 25


def test_hot_questions_begin_with_one_of_each_main_topic():
    hot = [entry.intent for entry in hot_entries(CONTENT.entries)]
    assert set(hot[: len(MAIN_TOPICS)]) == MAIN_TOPICS
    assert len(hot) <= 15
