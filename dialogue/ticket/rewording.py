"""A piece of somebody's words taken out, or another put in its place, wherever it stands in the lines of a text.

What is named need not be the very words: «不是上周办的» means «上周在窗口刚办的». Nothing is written but what stood
there and what the correction says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from dialogue.text.clauses import MARK
from dialogue.text.shortening import glued
from dialogue.ticket.corrections import Correction
from faq.text.normalise import matching_key
from faq.text.pinyin import is_chinese

MATTER_LINE = "【要办的事】"
"""How the line begins that says what is wanted: another matter takes the place of all of it."""
_LABEL = re.compile("^【[^【】]{1,6}】")
_UNIT_END = re.compile(r"([，,；;]|[。！!？?.](?=\s|$)|[。！？])\s*")
_SHOWN = re.compile("^(?:看过“|截图上写着)")
"""What the person read, not what they said: nobody puts that right."""
_LEAST_COVERED, _LEAST_ALIKE = 0.5, 0.6
_LEAST_KEY, _LEAD_CHARS = 2, 3
_LEAST_TOLD, _LEAST_ORDERED = 0.8, 0.7
"""How much of what is named must stand in a clause in its order: as a statement, as an order to change it."""
_LEAST_SCATTERED, _LEAST_IN_MATTER = 4, 3
"""How many characters must be named where they may stand in any order."""
_SPREAD = 4
_MOST_CUT = 12
_COUNTED = re.compile("^(?:[0-9]|[零一二三四五六七八九十两半几百千])")
_DEED, _DEED_BEFORE = re.compile("[一-鿿]了[一-鿿]"), re.compile("[一-鿿]了$")
_ABOUT = re.compile("^(?:那个|这个|这|那|因为|说是?|我的?)|(?:的问题|的情况|这种情况|的事情?|这[件个]?事|那个|[的了])$")
_ADVERBS = re.compile("(?:总|也|老|是|都|还|就|又|每次|一直|怎么|啊|呀|吧){1,5}")
_WISH_LEAD = re.compile("^.{0,4}?(?:想要?|希望|打算|需要|要)(?:把|将|给)?")


@dataclass(frozen=True)
class Reworded:
    """The lines after a change, as many as before; the changed clauses as they stand now; the ones that stood before.

    Of what was taken out `shown` is what is gone.
    """

    lines: tuple[str, ...]
    shown: str
    before: str


@dataclass(frozen=True)
class _Place:
    """Where a piece stands: its line, its clause in that, and from where to where in that; `whole` for all of it."""

    row: int
    unit: int
    start: int
    end: int
    whole: bool = False


def reworded(lines: Sequence[str], item: Correction) -> Reworded | None:
    """The lines as a correction wants them; None when what it names is not among them."""
    if item.place:
        return _at_place(lines, item)
    return _instead(lines, item) if item.instead else _without(lines, item)


def _at_place(lines: Sequence[str], item: Correction) -> Reworded | None:
    """Another sentence in the place of one that was counted; values stay where they are."""
    found = [(row, unit) for row, line in enumerate(lines) if not _LABEL.match(line) for unit, _ in _units(line)]
    if item.place > len(found) or MARK.search(found[item.place - 1][1]) or MARK.search(item.instead):
        return None
    row, unit = found[item.place - 1]
    changed = [line.replace(unit, item.instead, 1) if at == row else line for at, line in enumerate(lines)]
    return Reworded(tuple(changed), item.instead, unit)


def _instead(lines: Sequence[str], item: Correction) -> Reworded | None:
    if MARK.search(item.what) or MARK.search(item.instead):
        return None
    if _UNIT_END.search(item.what):  # several clauses at once
        row = next((row for row, line in enumerate(lines) if item.what in line), None)
        if row is None:
            return None
        put = lines[row].replace(item.what, item.instead, 1)
        return Reworded((*lines[:row], put, *lines[row + 1 :]), item.instead, item.what)
    units = [_units(line) for line in lines]
    places = _meant_places(units, _places(lines, units, item), item)
    if not places:
        return None
    shown: list[str] = []
    before: list[str] = []
    for place in places:
        clause, mark = units[place.row][place.unit]
        changed = _whole(clause, item) if place.whole else _put_in(clause, place, item)
        if lines[place.row].startswith(MATTER_LINE) and place.whole:
            changed = item.instead
        units[place.row][place.unit] = (changed, mark)
        if not any(changed in other for other in shown):
            shown = [*(other for other in shown if other not in changed), changed]
        before += [clause] if clause not in before else []
    changed_lines = tuple("".join(f"{clause}{mark}" for clause, mark in line) for line in units)
    return Reworded(changed_lines, "；".join(shown), "，".join(before))


def _places(lines: Sequence[str], units: Sequence[Sequence[tuple[str, str]]], item: Correction) -> list[_Place]:
    """Where the piece stands: its very words, else its words with others between, else all of them in any order."""
    clauses = [
        (row, at, clause)
        for row, line in enumerate(units)
        for at, (clause, _) in enumerate(line)
        if not _LABEL.fullmatch(clause) and not _SHOWN.match(clause)
    ]
    core = _core(item.what)
    for what in dict.fromkeys((item.what, core)):
        if found := [place for row, at, clause in clauses if (place := _exactly(what, row, at, clause))]:
            return found
    if len(core) < _LEAST_KEY:
        return []
    behind = item.what.partition(core)[2]
    spans = [(_covered(core, clause, behind), row, at) for row, at, clause in clauses if not MARK.search(clause)]
    best = max((share for (share, *_), _, _ in spans), default=0.0)
    part = [
        _Place(row, at, start, end, lines[row].startswith(MATTER_LINE))
        for (share, start, end), row, at in spans
        if share == best
    ]
    if best == 1.0:
        return part
    scattered = [
        _Place(row, at, 0, len(clause), whole=True)
        for row, at, clause in clauses
        if len(set(core)) >= (_LEAST_IN_MATTER if lines[row].startswith(MATTER_LINE) else _LEAST_SCATTERED)
        and set(core) <= set(clause)
        and not MARK.search(clause)
    ]
    return scattered or (part if best >= (_LEAST_ORDERED if item.ordered else _LEAST_TOLD) else [])


def _core(what: str) -> str:
    """A piece without «那个» before it and «的问题» behind it."""
    rest = _ABOUT.sub("", _ABOUT.sub("", _ABOUT.sub("", what)))
    return rest or what


def _exactly(what: str, row: int, at: int, clause: str) -> _Place | None:
    if len(what) < _LEAST_KEY and not _COUNTED.match(what):
        return None
    start, low = -1, clause.lower()
    while (start := low.find(what.lower(), start + 1)) >= 0:
        end = start + len(what)
        if not (glued(clause[:start][-1:], what[0]) or glued(what[-1], clause[end : end + 1])):
            return _Place(row, at, start, end)
    return None


def _covered(core: str, clause: str, behind: str) -> tuple[float, int, int]:
    """How much of a piece stands in a clause in its order, and from where to where, «的» behind it along with it."""
    blocks = [item for item in SequenceMatcher(None, core, clause, autojunk=False).get_matching_blocks() if item.size]
    if not blocks or max(item.size for item in blocks) < _LEAST_KEY:
        return 0.0, 0, 0
    start, end = blocks[0].b, blocks[-1].b + blocks[-1].size
    if end - start > len(core) * 2 + _SPREAD:
        return 0.0, 0, 0
    end += len(behind) if clause.startswith(behind, end) else 0
    return sum(item.size for item in blocks) / len(core), start, end


def _meant_places(
    units: Sequence[Sequence[tuple[str, str]]], places: Sequence[_Place], item: Correction
) -> list[_Place]:
    """Of the places those that are meant: where what is spoken of stands too; of a bare number the last one."""
    keys = [matching_key(units[place.row][place.unit][0]) for place in places]
    if len(set(keys)) <= 1:
        return list(places)
    beside = matching_key(f"{item.subject}{item.rest}")
    pairs = {beside[at : at + 2] for at in range(len(beside) - 1)}
    subject = matching_key(item.subject)
    scores = [
        (bool(subject) and subject in key, sum(pair in key for pair in pairs)) if pairs else (False, 0) for key in keys
    ]
    best = max(scores)
    chosen = [place for place, score in zip(places, scores, strict=True) if score == best]
    kept = {key for key, score in zip(keys, scores, strict=True) if score == best}
    if len(kept) > 1 and _COUNTED.match(item.what):
        last = matching_key(units[chosen[-1].row][chosen[-1].unit][0])
        return [place for place in chosen if matching_key(units[place.row][place.unit][0]) == last]
    return chosen


def _put_in(clause: str, place: _Place, item: Correction) -> str:
    """A clause with other words in the place of some; what these repeat of its beginning and end stands once."""
    left, right, new = clause[: place.start], clause[place.end :], item.instead
    if item.names_value and not right.startswith(new):
        return f"{left}{item.what}是{new}"
    _, named, between = left.rpartition(item.subject) if item.subject else ("", "", "")
    if named and _ADVERBS.fullmatch(between):
        left = left.removesuffix(between) + "是"
    if left and not item.what.startswith("要"):  # «交|学历证明», «是要学位证明»
        new = new.removeprefix("要")
    left = _DEED_BEFORE.sub("", left) if _DEED.match(new) else left  # «做了双眼皮», «开了眼角»
    for size in range(min(len(left), len(new)), 0, -1):
        if left.endswith(new[:size]):
            left = left[:-size]
            break
    ends = (
        at
        for at in range(min(len(right), _MOST_CUT), 1, -1)
        if right[at - 2 : at] in new and all(map(is_chinese, right[at - 2 : at])) and not MARK.search(right[:at])
    )
    cut = next(ends, 1 if right[:1] and right[:1] == new[-1:] else 0)
    return f"{left}{new}{right[cut:]}"


def _whole(clause: str, item: Correction) -> str:
    """Another matter in the place of a clause, as it was wished for or spoken of."""
    if lead := _WISH_LEAD.match(clause):
        wished = lead[0].rstrip("把将给")
        return f"{wished}{item.instead.removeprefix('想').removeprefix('要')}"
    return f"{item.subject}是{item.instead}" if item.subject else item.instead


def _without(lines: Sequence[str], item: Correction) -> Reworded | None:
    """The lines without a piece, wherever its clause stands; None when it is not among them."""
    units = [_units(line) for line in lines]
    places = [
        (row, at)
        for row, line in enumerate(units)
        for at, (clause, _) in enumerate(line)
        if not _LABEL.fullmatch(clause)
    ]
    gone = set(places[-1:]) if item.last else _meant(units, places, item)
    if not gone:
        row = next((row for row, line in enumerate(lines) if item.what in line), None)
        if (
            not item.named
            or row is None
            or len(item.what) < _LEAST_KEY
            or MARK.search(item.what)
            or _LABEL.search(item.what)
        ):
            return None
        rest = [line.replace(item.what, "").strip("，, ") for line in lines]
        return Reworded(tuple(rest), item.what, item.what)
    shown = [units[row][at][0] for row, at in sorted(gone)]
    keys = {key for clause in shown if len(key := _key(clause)) >= _LEAST_KEY}
    for row, at in places:  # with «还有» before it, too
        key = _key(units[row][at][0])
        gone |= {(row, at)} if any(one in key and len(key) - len(one) <= _LEAD_CHARS for one in keys) else set()
    kept = []
    for row, line in enumerate(units):
        text = "".join(f"{clause}{mark}" for at, (clause, mark) in enumerate(line) if (row, at) not in gone)
        kept.append(text.strip(" ，,；;") if any(row == of for of, _ in gone) else lines[row])
    once = "，".join(dict.fromkeys(shown))
    return Reworded(tuple("" if _LABEL.fullmatch(line) else line for line in kept), once, once)


def _key(clause: str) -> str:
    """What a clause says beside masked values, by which it is known again in another line."""
    return matching_key(MARK.sub("", clause))


def _meant(
    lines: Sequence[Sequence[tuple[str, str]]], units: Sequence[tuple[int, int]], item: Correction
) -> set[tuple[int, int]]:
    """The clauses that are meant: those of the words that were named, or else the one most like them."""
    what = matching_key(item.what)
    keys = {(row, place): matching_key(lines[row][place][0]) for row, place in units}
    if len(what) < _LEAST_KEY:  # «伤那句»: when only one can be meant
        found = {unit for unit, key in keys.items() if item.named and what and what in key}
        return found if len(found) == 1 else set()
    found = {unit for unit, key in keys.items() if len(key) >= _LEAST_KEY and key in what}
    found |= {unit for unit, key in keys.items() if what in key and len(what) >= _LEAST_COVERED * len(key)}
    if found or not item.named:
        return found
    alike = {unit: SequenceMatcher(None, what, key).ratio() for unit, key in keys.items()}
    holding = [unit for unit, key in keys.items() if what in key]
    best = max(holding or alike, key=lambda unit: alike[unit], default=None)
    return {best} if best is not None and (holding or alike[best] >= _LEAST_ALIKE) else set()


def _units(line: str) -> list[tuple[str, str]]:
    """The clauses of a line, each with the mark behind it; a label is one of its own."""
    units: list[tuple[str, str]] = []
    if label := _LABEL.match(line):
        units.append((label[0], ""))
        line = line[label.end() :]
    pieces = _UNIT_END.split(line)
    opened = ""
    for at, (text, mark) in enumerate(zip(pieces[::2], [*pieces[1::2], ""], strict=True)):
        text = f"{opened}{text}"
        closes = any("”" in later for later in pieces[2 * at + 2 :: 2])
        opened = f"{text}{mark}" if text.count("“") > text.count("”") and closes else ""
        if text.strip() and not opened:  # what stands in quotes is one piece
            space = " " if mark in (".", "!", "?") else ""
            units.append((text.strip(), mark + space))
    return units
