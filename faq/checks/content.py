"""Everything `bot check` says about the knowledge base: every fault and every advice of one run.

A fault must be mended before the content may be served (exit code 1). Advice, such as an answer nobody
has reviewed for a year, is shown and passes: what only time brings about must not stop anybody's work.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from common.clock import SYSTEM_CLOCK, Clock, china_time
from common.errors import ContentError, Problem
from faq.checks.answers import MESSAGE_BYTES, check_answer
from faq.checks.cases import check_cases
from faq.checks.context import LintContext
from faq.checks.entries import advise_contact, advise_entry, check_contact_day, check_entry
from faq.checks.facts import Registry, check_contact, check_schools
from faq.checks.figures import check_figures
from faq.checks.follow_ups import check_follow_ups, compare_follow_ups
from faq.checks.guide_entries import check_afterwards, check_guide_entries, check_openings
from faq.checks.irreversible import check_irreversible
from faq.checks.lost import check_lost
from faq.checks.phone import check_boilerplate, check_phone, check_prompts
from faq.checks.promises import check_promises
from faq.checks.questions import FEWEST_QUESTIONS, check_questions, compare_questions
from faq.checks.vanished import find_renamed, find_vanished
from faq.content.careful import load_careful
from faq.content.dangling import CONTACT, GUIDE, one_each
from faq.content.elsewhere import load_places
from faq.content.loader import CONTACTS_FILE, ENTRIES_FOLDER, read_content
from faq.content.negatives import load_negatives
from faq.content.promised import QUESTIONS_FOLDER
from faq.guiding.loader import check_guides, read_guides

__all__ = ["FEWEST_QUESTIONS", "MESSAGE_BYTES", "Findings", "advise_content", "check_content", "examine_content"]


@dataclass(frozen=True)
class Findings:
    """What one run found, in file order."""

    faults: list[Problem]
    advice: list[Problem]


def check_content(root: Path, clock: Clock = SYSTEM_CLOCK) -> list[Problem]:
    """Every fault of the knowledge base of a project; an empty list means it may be served."""
    return examine_content(root, clock).faults


def advise_content(root: Path, clock: Clock = SYSTEM_CLOCK) -> list[Problem]:
    """What is worth mending and stops nothing."""
    return examine_content(root, clock).advice


def examine_content(root: Path, clock: Clock = SYSTEM_CLOCK) -> Findings:
    """Faults and advice of one run over the files."""
    vanished = find_vanished(root)
    read, faults = read_content(root, vanished.ids)
    faults = [fault for fault in faults if not fault.target] + list(read.lost)
    has_contacts = not any(fault.path == CONTACTS_FILE and fault.kind == "missing" for fault in faults)
    faults += vanished.problems
    if not read.drafts and not faults:
        remedy = "写第一个条目，例子见 docs/handbook.md"
        faults.append(Problem(ENTRIES_FOLDER, 1, "知识库里一个条目也没有", remedy, "empty"))
    today = china_time(clock.now()).date()
    context = LintContext(root, read.content, read.drafts, read.ids, read.contact_nodes, today)
    registry = Registry(context)
    read_of_guides = read_guides(root)
    guides = read_of_guides[0]
    for draft in context.drafts:
        faults += check_lost(draft)
        faults += check_entry(draft, context)
        faults += check_answer(draft, context)
        faults += check_phone(draft, context)
        faults += check_questions(draft)
        faults += check_follow_ups(draft, context)
        if has_contacts:
            faults += registry.check(draft)
        faults += check_schools(draft, context)
        faults += check_irreversible(draft, guides.irreversible)
    for name, node in context.contact_nodes.items():
        faults += check_contact(name, node, context)
        faults += check_contact_day(name, node, context)
    faults += check_figures(context)
    faults += check_boilerplate(context)
    faults += check_prompts(context)
    faults += compare_questions(context)
    faults += compare_follow_ups(context)
    broken = check_guides(root, read_of_guides)
    faults += broken
    faults += check_guide_entries(guides, root, context.ids)
    known = {entry.id: entry for entry in context.content.entries}
    faults += check_afterwards(guides.situation, known, context.ids, root)
    faults += check_cases(context.drafts, guides.situation)
    if not broken:  # else some step may ask for what is not there
        faults += check_openings(guides, context.content.entries)
    faults += check_promises(root, context.ids)
    try:
        load_careful(root, read.ids)
    except ContentError as error:
        faults += error.problems
    for load in (load_negatives, load_places):
        try:
            load(root)
        except ContentError as error:
            faults += error.problems
    # What points to an entry whose id nobody can read is not to blame.
    if read.has_unread or any(not draft.sound("id") for draft in context.drafts):
        faults = [fault for fault in faults if not fault.target or fault.target.startswith((CONTACT, GUIDE))]
    faults = [fault for fault in faults if fault.target not in vanished.guides]
    # A promise that cannot be kept stops nobody's work: it must not move to the entry.
    lost = {fault.target for fault in faults if fault.target and not fault.path.startswith(f"{QUESTIONS_FOLDER}/")}
    faults = one_each(faults, find_renamed(root, lost, context.drafts))
    return Findings(sorted(set(faults)), sorted(set(_advice(context))))


def _advice(context: LintContext) -> Iterator[Problem]:
    for draft in context.drafts:
        yield from advise_entry(draft, context)
    for name, node in context.contact_nodes.items():
        yield from advise_contact(name, node, context)
