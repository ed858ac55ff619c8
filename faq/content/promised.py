"""Questions that staff have promised to answer (`faq/questions/*.yml`), each with the entry that must answer it.

    - question: 学生票资质核验没通过怎么办
      entry: student_ticket

They are asked by `bot faq review` after every edit, never by the tests of the engine: staff may write what they like.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from common.errors import ContentError, Problem, relative_path
from common.yaml_nodes import YamlNode, read_text
from faq.content.entry_files import parse_list
from faq.content.schema_check import find_schema_faults

QUESTIONS_FOLDER = "faq/questions"
QUESTIONS_SCHEMA = "questions.schema.json"


@dataclass(frozen=True)
class PromisedQuestion:
    """One question in an asker's words, the entry that must answer it, and where it is written."""

    text: str
    entry_id: str
    path: str
    line: int


@dataclass(frozen=True)
class WrittenPromise:
    """The same with the node it was read from, for faults that name its line."""

    promise: PromisedQuestion
    node: YamlNode


def read_promises(root: Path) -> tuple[list[WrittenPromise], list[Problem]]:
    """What can be read of `faq/questions/`, and every fault of form; nothing where there is no such folder."""
    written: list[WrittenPromise] = []
    problems: list[Problem] = []
    for path in sorted((root / QUESTIONS_FOLDER).glob("*.yml")):
        try:
            node, faults = parse_list(read_text(path, root), relative_path(path, root))
        except ContentError as error:
            problems += error.problems
            continue
        problems += faults
        if node is None:
            continue
        found = find_schema_faults(node, QUESTIONS_SCHEMA)
        problems += [fault.problem for fault in found]
        faulty = {fault.path[0] for fault in found if fault.path}
        for number, item in enumerate(node.value if isinstance(node.value, list) else []):
            if number not in faulty:
                plain = item.plain()
                promise = PromisedQuestion(plain["question"].strip(), plain["entry"], item.path, item.line)
                written.append(WrittenPromise(promise, item))
    return written, problems


def load_promises(root: Path) -> list[PromisedQuestion]:
    """The promises of a project.

    Raises:
        ContentError: every fault of form.
    """
    written, problems = read_promises(root)
    if problems:
        raise ContentError(problems)
    return [item.promise for item in written]
