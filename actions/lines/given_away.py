"""What is said first to who gave a secret away, whatever else is asked or offered: the password is changed at once."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.conversation import message_text
from actions.english.leads import keep_safe, speaks_english
from actions.guiding.leading import conclusion
from actions.in_talk.beside import beside_lines
from dialogue.facts.told import matter_of
from dialogue.mixed.several import questions_in
from dialogue.people.given_away import GivenTo, given_away, is_scam
from dialogue.text.languages import in_mandarin
from faq.content.entry import Entry
from faq.engine.library import Library
from faq.saying.answer import answer_options
from faq.saying.reply import Reply
from faq.text.addresses import false_address, strange_address
from faq.text.markup import to_plain
from faq.text.phone import SCREEN_LINES, cautious_lines

ENTRY = "told_code_or_password"
_LEAST = "马上改密码：自己打开 www.chsi.com.cn，登录改；登不上就点“找回密码”。"
"""What is said where staff have taken the entry away."""
_NOT_OURS = "“{}”不是学信网的，官网只认 chsi.com.cn 或以“.chsi.com.cn”结尾的。"
_SCREEN_FIRST = "先退出屏幕共享，"
_A_SCAM = "这是骗局，别再转钱、别再照他说的做。"
_ONCE_MORE = "最要紧的还是这一件：{}"
_LEAST_MATTER = 5
"""What is shorter, as «怎么办», asks for the very steps that are said."""


def given_away_reply(library: Library, tracker: Tracker, text: str, given: GivenTo) -> Reply:
    """What to do now, what the address is, and what else was asked, as far as a screen has room."""
    entry = library.content.entry(ENTRY)
    if speaks_english(tracker):
        said = to_plain(entry.answer_en) if entry is not None and entry.answer_en else keep_safe("given")
        return Reply(said, (), "answer", entry.id if entry is not None else None)
    plain = in_mandarin(text)
    lines = [first_line(entry, given), _steps(entry)]
    if is_scam(plain):
        lines[0] = f"{_A_SCAM}{lines[0]}"
    host = strange_address(plain) if given == "site" else ""
    lines += [_NOT_OURS.format(host) if host else "", beside_lines(library, tracker, _asked_besides(plain))]
    while len(lines) > 1 and cautious_lines("\n".join(filter(None, lines))) > SCREEN_LINES:
        lines.pop(1)  # the steps stand behind a button; what was asked does not
    options = answer_options(entry, library.content) if entry is not None else ()
    return Reply("\n".join(filter(None, lines)), options, "answer", entry.id if entry is not None else None)


def not_ours(text: str) -> str:
    """What is said first to a message with an address that only looks like ours; empty for all others."""
    host = false_address(text)
    return _NOT_OURS.format(host) if host else ""


def first_line(entry: Entry | None, given: GivenTo) -> str:
    """The first thing to do, in one line."""
    line = conclusion(entry) if entry is not None else _LEAST
    return f"{_SCREEN_FIRST}{line}" if given == "screen" else line


def _steps(entry: Entry | None) -> str:
    return to_plain(entry.answer).partition("\n")[2] if entry is not None else ""


def _asked_besides(text: str) -> list[str]:
    """What a message asks that is another matter than what was given away."""
    parts = (part.rsplit("，", 1)[-1] for part in questions_in(text) if given_away(part) is None)
    return [part for part in parts if len(matter_of(part)) >= _LEAST_MATTER]


def once_more(entry: Entry | None) -> str:
    """The same for who was told just now: the one thing that must not wait."""
    return _ONCE_MORE.format(first_line(entry, "person"))


def said_first(library: Library, tracker: Tracker) -> str:
    """The first thing to do, for before whatever else is said to the latest message; empty when nothing was given."""
    given = given_away(in_mandarin(message_text(tracker)))
    if given is None:
        return ""
    return keep_safe("given") if speaks_english(tracker) else first_line(library.content.entry(ENTRY), given)
