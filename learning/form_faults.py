"""What is wrong with an entry as it stands in the editor's form: every fault at its field, at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from common.errors import BotError, ContentError, Problem
from faq.checks.one_entry import EntryFault
from faq.editor.cells import COLUMNS

FORM = "您写的内容"
"""What faults of a form are said to be in, instead of a file."""
_PLACE = re.compile(r"（在 [^（）：]{1,120}:\d{1,7}）")
_KEY = re.compile("「([a-z_]{1,20})」")


@dataclass(frozen=True)
class FieldFault:
    """One fault as a sentence, and the field it is to be mended in; none for what no single field is to blame for."""

    text: str
    key: str = ""

    @property
    def label(self) -> str:
        """The heading of the field; empty for none."""
        return COLUMNS.get(self.key, "")


class FormError(BotError):
    """A form that cannot become an entry."""

    def __init__(self, faults: Iterable[FieldFault]) -> None:
        """Keep every fault, each once."""
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__("\n".join(fault.text for fault in self.faults))


def faults_of(error: BotError) -> list[FieldFault]:
    """The faults of an error; those of a form without the place, which says nothing there."""
    if isinstance(error, FormError):
        return list(error.faults)
    if isinstance(error, ContentError):
        problems = dict.fromkeys(error.problems)  # several fields that are empty are one
        found = (_of_form(problem) if problem.path == FORM else [FieldFault(str(problem))] for problem in problems)
        return [fault for faults in found for fault in faults]
    return [FieldFault(str(error))]


def fault_at(found: EntryFault) -> FieldFault:
    """A fault the check found in an entry, in the words of the form, where nobody has files and lines before them."""
    message = _PLACE.sub("", found.problem.message)
    return FieldFault(f"{_named(message)}。改法：{found.problem.remedy}", found.key)


def _of_form(problem: Problem) -> list[FieldFault]:
    """A fault of form with the headings of its fields, once for each field that is empty."""
    keys = [key for key in _KEY.findall(problem.message) if key in COLUMNS]
    if problem.kind == "missing_key" and keys:
        return [FieldFault(f"「{COLUMNS[key]}」还空着。改法：填上这一项", key) for key in keys]
    return [FieldFault(f"{_named(problem.message)}。改法：{problem.remedy}", keys[0] if keys else "")]


def _named(message: str) -> str:
    """A message with the headings of the form for its keys."""
    return _KEY.sub(lambda found: f"「{COLUMNS.get(found[1], found[1])}」", message)
