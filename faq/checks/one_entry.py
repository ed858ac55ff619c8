"""What the check says of one entry, in a second or two: who writes it need not wait for the whole check.

The same rules as `faq.checks.content`, for the entry alone and beside the entries whose questions are like its own.
What only shows when all entries are laid side by side is left to the whole check.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rapidfuzz import fuzz, process

from common.errors import Problem
from faq.checks.answers import check_answer
from faq.checks.cases import check_cases
from faq.checks.context import LintContext
from faq.checks.entries import advise_expired, check_entry
from faq.checks.facts import Registry, check_schools
from faq.checks.follow_ups import check_follow_ups
from faq.checks.irreversible import check_irreversible
from faq.checks.lost import check_lost
from faq.checks.phone import check_phone
from faq.checks.questions import NEAR_ACROSS, check_questions, compare_questions
from faq.content.draft import Draft
from faq.content.loader import read_content
from faq.guiding.loader import read_guides
from faq.text.normalise import matching_key

_BESIDE_OTHERS = ("duplicate_question", "near_duplicate", "alike")
"""What holds whichever of the others are looked at."""


@dataclass(frozen=True)
class EntryFault:
    """A fault of an entry, and the key it is to be mended under; empty where that cannot be told."""

    key: str
    problem: Problem


def check_one(root: Path, name: str, today: date) -> list[EntryFault]:
    """The faults of the entry with that id, in the order of its lines; of its values that fit the schema."""
    read, _ = read_content(root)
    draft = next((item for item in read.drafts if item.entry.id == name), None)
    if draft is None:
        return []
    context = LintContext(root, read.content, read.drafts, read.ids, read.contact_nodes, today)
    guides = read_guides(root)[0]
    found = [
        *(problem for problem in read.lost if _is_in(draft, problem, context)),
        *check_lost(draft),
        *check_entry(draft, context),
        *advise_expired(draft, context),  # what is written today and holds no more is a slip
        *check_answer(draft, context),
        *check_phone(draft, context),
        *check_questions(draft, from_form=True),
        *check_follow_ups(draft, context),
        *Registry(context).check(draft),
        *check_schools(draft, context),
        *check_irreversible(draft, guides.irreversible),
        *check_cases([draft], guides.situation),
        *_beside_others(draft, context),
    ]
    return [EntryFault(_key_of(draft, problem), problem) for problem in sorted(dict.fromkeys(found))]


def _beside_others(draft: Draft, context: LintContext) -> Iterator[Problem]:
    """The questions that stand, or nearly, in another entry; told where this one has them."""
    own = [matching_key(str(node.value)) for node in draft.wordings()]
    near = (item for item in context.drafts if item is not draft and _has_like(item, own))
    some = replace(context, drafts=(*near, draft))  # the last is to blame
    compared = compare_questions(some) if own else ()
    return (problem for problem in compared if problem.kind in _BESIDE_OTHERS and _is_in(draft, problem, context))


def _has_like(other: Draft, own: list[str]) -> bool:
    theirs = [matching_key(str(node.value)) for node in other.wordings()]
    return bool(theirs) and bool(process.cdist(own, theirs, scorer=fuzz.ratio, score_cutoff=NEAR_ACROSS).any())


def _is_in(draft: Draft, problem: Problem, context: LintContext) -> bool:
    """Whether a fault stands between the first line of an entry and the next entry of its file."""
    if problem.path != draft.node.path or problem.line < draft.node.line:
        return False
    others = (item.node.line for item in context.drafts if item.node.path == problem.path)
    return not any(draft.node.line < line <= problem.line for line in others)


def _key_of(draft: Draft, problem: Problem) -> str:
    lines = sorted((line, key) for key, line in draft.node.key_lines.items())
    return next((key for line, key in reversed(lines) if line <= problem.line), "")
