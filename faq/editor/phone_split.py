"""Proposes how an entry written before answers were made for a phone may be split: a draft, for an editor to finish.

Nothing is invented and nothing is lost: the sentences stay what they are, only their places change. The first
sentence and up to five steps stay the answer, what follows a heading such as 注意 becomes its section, and links to
other entries become buttons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from faq.checks.phone import MOST_ACTIONS, MOST_STEPS, SOURCE_LINES, TITLE_CHARS
from faq.content.entry import Entry
from faq.content.loader import Content
from faq.saying.answer import answer_options
from faq.text.markup import entry_links, to_plain
from faq.text.phone import SCREEN_LINES, first_sentence, reply_lines

_ENTRY_LINK = re.compile(r"\[([^\[\]]+)\]\(faq:[a-z0-9_]+\)")
_HEADING = re.compile(r"^\**(注意|还不行|为什么|例外|另外|建议|提醒|说明)(?:您|事项)?\**[：:]\**\s*(.*)$")
_STEP = re.compile(r"^\d{1,2}\. ")
_REST = "说明"


def is_old_format(entry: Entry, content: Content) -> bool:
    """Whether an answer is too long for a screen, or has links where a chat shows dead words."""
    titles = [option.title for option in answer_options(entry, content)]
    too_long = reply_lines(to_plain(entry.answer), titles) + SOURCE_LINES > SCREEN_LINES
    return too_long or bool(entry_links(entry.answer))


def proposed_split(entry: Entry) -> dict[str, Any]:
    """The fields `answer`, `more` and `actions` as they might become."""
    lines = entry.answer.splitlines()
    sections: dict[str, list[str]] = {}
    kept: list[str] = []
    heading: str | None = None
    for line in lines:
        found = _HEADING.match(line.strip())
        if found:
            heading = found[1]
            sections.setdefault(heading, [])
            if found[2]:
                sections[heading].append(found[2])
        elif heading is not None:
            sections[heading].append(line)
        else:
            kept.append(line)
    answer, rest = _shortened(kept)
    if rest:
        sections = {_REST: [*rest, *sections.pop(_REST, [])], **sections}
    more = [{"title": name, "text": "\n".join(text).strip()} for name, text in sections.items()]
    earlier = [{"title": action.title, "to": action.to} for action in entry.actions]
    more += [{"title": section.title, "text": section.text} for section in entry.more if section.title not in sections]
    result: dict[str, Any] = {"answer": _ENTRY_LINK.sub(r"\1", "\n".join(answer).strip())}
    if any(section["text"] for section in more):
        result["more"] = [section for section in more if section["text"]]
    actions = [*earlier, *_buttons(entry, {action["to"] for action in earlier})][:MOST_ACTIONS]
    if actions:
        result["actions"] = actions
    return result


def _shortened(lines: list[str]) -> tuple[list[str], list[str]]:
    """The first sentence with the steps that a screen has room for, and everything else."""
    first = next((line for line in lines if line.strip()), "")
    lead = first_sentence(first)
    answer, rest = [lead], [first.strip().removeprefix(lead).strip()]
    steps, full = 0, False
    for line in lines[lines.index(first) + 1 :] if first else []:
        room = reply_lines(to_plain("\n".join([*answer, line]))) <= SCREEN_LINES - SOURCE_LINES - MOST_ACTIONS
        full = full or (_STEP.match(line.strip()) is not None and not (room and steps < MOST_STEPS))
        if _STEP.match(line.strip()) and not full:
            answer.append(line)
            steps += 1
        elif line.strip():
            rest.append(line)
    return answer, [line for line in rest if line.strip()]


def _buttons(entry: Entry, known: set[str]) -> Iterator[dict[str, str]]:
    for label, name in entry_links(entry.answer):
        target = f"faq:{name}"
        if target not in known and name != entry.id:
            known.add(target)
            yield {"title": label[:TITLE_CHARS], "to": target}
