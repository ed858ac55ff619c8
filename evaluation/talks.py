"""Whole conversations by outsiders, played through the running system: what each turn got, in its context.

A file holds a conversation a line: `{"talk", "turns": [{"text", "right", "right_too", "kind"}]}`. `right` are the
entries or guides any of which answers the turn, `right_too` those of a second question in it; a turn without them is
no question of ours, and `kind` says what it is. What people say does not depend on what was answered.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from common.errors import ContentError, Problem, relative_path
from evaluation.answering import AT_ONCE
from evaluation.metrics import share
from evaluation.questions import numbered_lines
from evaluation.text_report import percent, table
from faq.content.entry import Entry
from faq.content.loader import Content
from faq.text.markup import to_plain
from faq.text.phone import first_sentence

if TYPE_CHECKING:  # the gateway with all it imports is needed only by those who start it
    from bot.running.stack import RunningStack

TurnVerdict = Literal["right", "listed", "wrong", "nothing"]
VERDICTS: dict[TurnVerdict, str] = {
    "right": "直接答对",
    "listed": "在选项里",
    "wrong": "答了别的",
    "nothing": "没答上",
}
_NOT_OURS = ("not_ours", "nothing")
"""Kinds of turns that ask what no entry holds."""
_EVADES = re.compile(
    "查到的办法还是上面那些|没有查到专门的说法|能说的都说完了|没有把握|no more than that|the same again"
)
_LEAST_SAID = 8
"""From how many characters on a sentence in a reply shows which entry it is of."""


@dataclass(frozen=True)
class TalkTurn:
    """What a person says, and what would answer it there; without `right` it asks nothing that we hold."""

    text: str
    right: frozenset[str] = frozenset()
    right_too: frozenset[str] = frozenset()
    kind: str = ""

    @property
    def asks(self) -> bool:
        """Whether an entry or a guide answers it."""
        return bool(self.right)


@dataclass(frozen=True)
class ScriptedTalk:
    """One scripted conversation."""

    name: str
    turns: tuple[TalkTurn, ...]


@dataclass(frozen=True)
class TurnReply:
    """What was replied to a turn: the entries and guides that were said, those that can be chosen, and the words."""

    band: str
    said: frozenset[str] = frozenset()
    choices: frozenset[str] = frozenset()
    text: str = ""
    led_to: frozenset[str] = frozenset()
    """The entry that the follow-up which was answered leads to: its answer was told in short."""


@dataclass(frozen=True)
class PlayedTurn:
    """A turn with its reply; `verdict` only where it asks what we hold."""

    talk: str
    turn: TalkTurn
    reply: TurnReply
    verdict: TurnVerdict | None
    both: bool = False
    """Whether its second question was answered, or can be chosen, too."""


def read_talks(path: Path, root: Path, known: Iterable[str]) -> list[ScriptedTalk]:
    """The conversations of a file; `known` are the ids of entries and guides.

    Raises:
        ContentError: a line is no conversation, or names what does not exist.
        BotError: no such file.
    """
    ids, name = frozenset(known), relative_path(path, root)
    talks: list[ScriptedTalk] = []
    problems: list[Problem] = []
    for number, line in numbered_lines(path, root):
        try:
            talk = _talk(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError):
            problems.append(Problem(name, number, "这一行不是一段对话", '写成 {"talk", "turns": [{"text", "right"}]}'))
            continue
        named = {item for turn in talk.turns for item in turn.right | turn.right_too}
        problems += [
            Problem(name, number, f"没有编号为「{item}」的条目或引导", "改成存在的编号", "talk_id")
            for item in sorted(named - ids)
        ]
        talks.append(talk)
    if problems:
        raise ContentError(problems)
    return talks


def _talk(raw: Mapping[str, Any]) -> ScriptedTalk:
    turns = tuple(
        TalkTurn(
            str(turn["text"]),
            frozenset(turn.get("right") or ()),
            frozenset(turn.get("right_too") or ()),
            str(turn.get("kind") or ""),
        )
        for turn in raw["turns"]
    )
    return ScriptedTalk(str(raw["talk"]), turns)


async def play_talks(
    stack: RunningStack,
    talks: Sequence[ScriptedTalk],
    content: Content,
    announce: Callable[[str], None] = lambda _: None,
) -> list[PlayedTurn]:
    """All conversations, each in a session of its own, turn by turn."""
    slots = asyncio.Semaphore(AT_ONCE)
    done = 0

    async def one(talk: ScriptedTalk) -> list[PlayedTurn]:
        nonlocal done
        played: list[PlayedTurn] = []
        async with slots:
            session = None
            for turn in talk.turns:
                answer = await stack.send(turn.text, session)
                session = answer["session"]
                played.append(judge_turn(talk.name, turn, reply_of_answer(answer, content), content))
        done += 1
        announce(f"已经演了 {done}/{len(talks)} 段")
        return played

    return [turn for played in await asyncio.gather(*map(one, talks)) for turn in played]


def reply_of_answer(answer: Mapping[str, Any], content: Content) -> TurnReply:
    """An answer of the public API; what is asked next of an entry is said of the entry it leads to as well."""
    trace, replies = answer["trace"], answer["replies"]
    entry = content.entry(str(trace.get("faq_id") or ""))
    asked = trace.get("asked_next")
    options = {str(option["id"]) for reply in replies for option in reply.get("options") or ()}
    band = str(trace.get("band") or "")
    said = {str(trace[name]) for name in ("faq_id", "guide_id") if trace.get(name) and band != "none"}
    led = (item.entry_id for item in entry.follow_ups if item.asks[0] == asked) if entry is not None and asked else ()
    text = "\n".join(str(reply["text"]) for reply in replies)
    return TurnReply(band, frozenset(said), frozenset(options), text, frozenset(filter(None, led)))


def judge_turn(talk: str, turn: TalkTurn, reply: TurnReply, content: Content) -> PlayedTurn:
    """What a turn got. A guide answers for each entry that leads into it, a sentence of an entry for the entry."""
    if not turn.asks:
        return PlayedTurn(talk, turn, reply, None)
    told = {name for name in turn.right | turn.right_too if _told(name, reply, content)}
    to_choose = {name for name in turn.right | turn.right_too if name in reply.choices}
    seen = told | to_choose
    both = bool(turn.right_too) and bool(seen & turn.right) and bool(seen & turn.right_too)
    if told:
        verdict: TurnVerdict = "right"
    elif to_choose:
        verdict = "listed"
    else:
        verdict = "wrong" if reply.said or reply.band == "clarify" else "nothing"
    return PlayedTurn(talk, turn, reply, verdict, both)


def _told(name: str, reply: TurnReply, content: Content) -> bool:
    """Whether a reply tells what an entry or a guide holds; «…还是上面那些» tells nothing, whatever it is about."""
    entry = content.entry(name)
    marks = _marks(entry) if entry is not None else []
    if any(sentence in reply.text for sentence in marks):
        return True
    guide = entry.guide if entry is not None else None
    return not _EVADES.search(reply.text) and (bool({name, guide} & reply.said) or name in reply.led_to)


def _marks(entry: Entry) -> list[str]:
    """The heads of what an entry says, by which it is known in a reply that holds several."""
    texts = (entry.answer, entry.answer_en, *(item.say for item in entry.follow_ups))
    first = (first_sentence(to_plain(text)).rstrip("。：:！!") for text in texts if text)
    return [sentence for sentence in first if len(sentence) >= _LEAST_SAID]


def talks_report(files: Sequence[tuple[str, Sequence[PlayedTurn]]]) -> list[str]:
    """The shares, a column for each file."""
    sets = [played for _, played in files]
    asked = [[turn for turn in played if turn.verdict] for played in sets]
    talks = [len({turn.talk for turn in played}) for played in sets]
    rows = [["对话 / 提问的句子", *(f"{one} / {len(turns)}" for one, turns in zip(talks, asked, strict=True))]]
    for verdict, word in VERDICTS.items():
        rows.append([word, *_shares(asked, partial(_has, verdict))])
    rows.append(["答对或在选项里", *_shares(asked, lambda turn: turn.verdict in ("right", "listed"))])
    rows.append(["只给了单子", *_shares(asked, lambda turn: _is_list(turn) and not turn.reply.said)])
    rows.append(["先答第一条、其余列出", *_shares(asked, lambda turn: _is_list(turn) and bool(turn.reply.said))])
    two = [[turn for turn in played if turn.turn.right_too] for played in asked]
    rows.append(["两件事都看得到", *_shares(two, lambda turn: turn.both)])
    foreign = [[turn for turn in played if turn.turn.kind in _NOT_OURS] for played in sets]
    rows.append(["没有条目的：硬答了", *_shares(foreign, lambda turn: turn.reply.band == "answer")])
    other = [[turn for turn in played if not turn.turn.asks and turn.turn.kind not in _NOT_OURS] for played in sets]
    rows.append(["情况、道谢之类：给了单子", *_shares(other, _is_list)])
    return table(["", *(name for name, _ in files)], rows)


def talks_as_dict(played: Sequence[PlayedTurn]) -> list[dict[str, Any]]:
    """Every turn, for programs and for reading through."""
    return [
        {
            "talk": item.talk,
            "text": item.turn.text,
            "right": sorted(item.turn.right),
            "right_too": sorted(item.turn.right_too),
            "kind": item.turn.kind,
            "verdict": item.verdict,
            "band": item.reply.band,
            "said": sorted(item.reply.said),
            "choices": sorted(item.reply.choices),
            "reply": item.reply.text,
        }
        for item in played
    ]


def _has(verdict: TurnVerdict, played: PlayedTurn) -> bool:
    return played.verdict == verdict


def _is_list(played: PlayedTurn) -> bool:
    return played.reply.band == "clarify"


def _shares(parts: Sequence[Sequence[PlayedTurn]], holds: Callable[[PlayedTurn], bool]) -> list[str]:
    counts = [sum(map(holds, turns)) for turns in parts]
    return [f"{count}（{percent(share(count, len(turns)))}）" for count, turns in zip(counts, parts, strict=True)]
