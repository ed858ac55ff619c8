"""Answers that tell to do what cannot be taken back name its consequences in the same text (faq/irreversible.yml)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from common.errors import Problem
from faq.content.draft import DETAILS, Draft
from faq.guiding.tree import Irreversible


def check_irreversible(draft: Draft, actions: Mapping[str, Irreversible]) -> Iterator[Problem]:
    """Every text of an entry that tells to do one and leaves a consequence out; the details are read as one text."""
    passages = list(draft.passages())
    details = "\n".join(passage.text for passage in passages if passage.what == DETAILS)
    for passage in passages:
        read_with = details if passage.what == DETAILS else passage.text
        for action in actions.values():
            place = action.told_at(passage.text)
            missing = action.unmentioned(read_with) if place is not None else ()
            if place is not None and missing:
                message = f"的{passage.what}叫人去做收不回的事（{action.name}），没有说到：{'、'.join(missing)}"
                remedy = "在同一段里写明后果，见 faq/irreversible.yml 的 mentions"
                yield passage.problem(place, message, remedy, "irreversible")
