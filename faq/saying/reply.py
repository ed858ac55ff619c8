"""What the bot says to a decision: text and options, the same with Rasa and without."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from faq.content.entry import Entry, hot_entries
from faq.content.loader import Content
from faq.ranking.decision import LEANING, OBJECTED, Band, Candidate, Decision
from faq.saying.answer import MORE_PREFIX, answer_options, details_option, opened_address, render_more, render_plain
from faq.saying.head import headed
from faq.text.choice import HUMAN_OPTION, NONE_OF_THESE, Option, numbered_option_lines
from faq.text.english import is_english
from faq.text.markup import entry_links, to_plain
from faq.text.normalise import normalise
from faq.text.phone import SCREEN_LINES, cautious_lines, first_sentence, fits_screen
from faq.text.polarity import fitting_verdict

CLARIFY_OPTIONS = 3
MORE_OPTIONS = 3
ENGLISH_MORE_TITLE = "More (in Chinese)"
HOT_OPTIONS = 6
RUNNER_UP_SCORE = 0.1
"""A runner-up is named under the answer when at least one in ten who asked this meant it."""
LEANING_RUNNER_UP_SCORE = 0.03
"""The same under an answer that was given for the sake of those beside it."""
NEAR_OPTIONS = 2
NEAR_SCORE = 0.1
"""From how likely on an entry is worth naming where nothing can be answered; below it a text is about other things."""
IF_YOU_ASK = "要是您问的是“{}”："
"""What stands above an answer that may be to another question."""
_AS_ASKED = "我当您问的是“{}”。"
"""The same behind what begins the reply: a line that tells what was asked, right in nine of ten, or a likely answer."""
_RATHER = 0.5
"""From how likely on a guess gives its verdict first, and says behind it what it took the question for."""
OTHERS = "也可能是："
_WHOLE = "就是上面这个，要全文"
_ASKS = "？?"
_STILL_NOT = (
    "抱歉，还是没找到对应的解答。页面上写了什么字？照着打在这里；或者从下面选：",
    "抱歉，还是没找到对应的解答。要不要转给人工客服？",
)
_NOT_OURS = (
    "抱歉，这个问题我没有把握回答。不归学信网管的事，请问管这件事的部门或网站。\n"
    "我能答的是学信网的账号、学籍学历、验证报告、学历认证、研招和征兵账号：是这些事，"
    "就换个说法，或者把页面上的提示原样发来；需要人工就回复“人工”。"
)
_NO_SUCH_ANSWER = "这件事我没有查到专门的说法。最接近的是："
_NOT_SURE = "这个问题我没有把握回答。是不是下面的事？"
_OBJECTED = "抱歉，刚才答的不是您问的。您问的我没有把握，最接近的是："
_NONE_OPTION = Option(NONE_OF_THESE, "都不是")


@dataclass(frozen=True)
class Reply:
    """One message to the asker, with what it rests on."""

    text: str
    options: tuple[Option, ...] = ()
    band: Band = "none"
    entry_id: str | None = None
    candidates: tuple[Candidate, ...] = ()
    asked_next: str = ""
    """The follow-up of the entry that was answered, by its first wording; its answer itself was not given then."""
    unknown: bool = False
    """Whether its list stands below the words that nothing answers the question: to staff that is a miss."""
    foreign: bool = False
    """Whether it says whose matter it is instead: nothing was missed."""
    rejected: bool = False
    """Whether it answers who said that nothing of a list is of use."""

    def trace(self) -> dict[str, Any]:
        """The part of the API's `trace` that the knowledge base decides."""
        return {
            "band": self.band,
            "faq_id": self.entry_id,
            "guide_id": None,
            "candidates": [{"faq_id": item.entry_id, "score": round(item.score, 4)} for item in self.candidates],
            **({"asked_next": self.asked_next} if self.asked_next else {}),
            **({"unknown": True} if self.unknown else {}),
            **({"foreign": True} if self.foreign else {}),
            **({"rejected": True} if self.rejected else {}),
        }


def reply_to(
    decision: Decision,
    content: Content,
    *,
    context: str = "",
    misses: int = 0,
    lines: int = SCREEN_LINES,
    given: Collection[str] = (),
    told: str = "",
) -> Reply:
    """The message for a decision; `misses` counts how often in a row nothing was found before.

    Other likely questions are named as far as they fit into that many lines of a phone's screen. No list begins with
    an answer that was just `given`; the one it begins with is headed by the line that is `told`.
    """
    known = [(item, content.entry(item.entry_id)) for item in decision.candidates]
    found = [(item, entry) for item, entry in known if entry is not None]
    if decision.band == "answer" and found:
        return _answer(decision, [entry for _, entry in found], content, context, lines)
    if decision.band == "clarify" and found:
        offered = {item.entry_id for item in decision.offered}
        entries = [entry for _, entry in found if entry.id in offered]
        may_lead = entries[0].id == decision.says and entries[0].id not in given and not is_english(decision.text)
        led = _led(decision, entries, content, context, lines, told) if may_lead else None
        return led or _clarify(decision, entries)
    return _no_answer(decision, content, misses)


def answer_of(entry: Entry, content: Content, *, context: str = "", score: float = 1.0) -> Reply:
    """The message when the person chose an entry themselves."""
    candidates = (Candidate(entry.id, score, {"chosen": 1.0}),)
    return Reply(render_plain(entry, content, context), answer_options(entry, content), "answer", entry.id, candidates)


def more_of(entry: Entry, content: Content, *, context: str = "") -> Reply:
    """The message when the person asks for the rest of an answer, with the links of that rest as options."""
    linked = [link for section in entry.more for link in entry_links(section.text)]
    options = {
        name: Option(name, label) for label, name in linked if name != entry.id and content.entry(name) is not None
    }
    text = render_more(entry, content, context)
    candidates = (Candidate(entry.id, 1.0, {"chosen": 1.0}),)
    return Reply(text, tuple(options.values())[:MORE_OPTIONS], "answer", entry.id, candidates)


def reply_to_choice(option_id: str, content: Content, *, context: str = "") -> Reply | None:
    """The message for an option of an answer: an entry, the rest of one, or an outside page; None for all others."""
    if option_id.startswith(MORE_PREFIX):
        entry = content.entry(option_id.removeprefix(MORE_PREFIX))
        return more_of(entry, content, context=context) if entry else None
    page = opened_address(option_id, content)
    if page is not None:
        return Reply(f"{page.title}：{page.url}", (), "answer")
    entry = content.entry(option_id)
    return answer_of(entry, content, context=context) if entry else None


def hot_options(content: Content) -> tuple[Option, ...]:
    """The questions most people come with, as options."""
    return tuple(Option(entry.id, entry.title) for entry in hot_entries(content.entries))[:HOT_OPTIONS]


def _answer(decision: Decision, entries: list[Entry], content: Content, context: str, lines: int) -> Reply:
    first = entries[0]
    second = next((entry for entry in entries if entry.id == decision.second), None)
    if second is not None:
        return _two_answers(decision, first, second, content, context)
    if first.answer_en and is_english(decision.text):
        return _in_english(first, decision)
    text = headed(render_plain(first, content, context), first, decision.text)
    if decision.reason != "exact":
        text = fitting_verdict(normalise(decision.text), text, first.title)
    least = LEANING_RUNNER_UP_SCORE if decision.reason == LEANING else RUNNER_UP_SCORE
    likely = {item.entry_id for item in decision.candidates[1:] if item.score >= least}
    runners_up = tuple(Option(entry.id, entry.title) for entry in entries[1:CLARIFY_OPTIONS] if entry.id in likely)
    for count in range(len(runners_up), 0, -1):
        options = runners_up[:count]
        listed = f"{text}\n{OTHERS}\n{numbered_option_lines(options)}"
        if cautious_lines(listed) <= lines:
            return Reply(listed, options, "answer", first.id, decision.candidates)
    return Reply(text, answer_options(first, content), "answer", first.id, decision.candidates)


def _in_english(entry: Entry, decision: Decision) -> Reply:
    """The English answer; its details are in Chinese, and said to be."""
    options = (Option(f"{MORE_PREFIX}{entry.id}", ENGLISH_MORE_TITLE),) if entry.more else ()
    return Reply(to_plain(entry.answer_en), options, "answer", entry.id, decision.candidates)


def _two_answers(decision: Decision, first: Entry, second: Entry, content: Content, context: str) -> Reply:
    """Both answers where a screen has room for them, else the first and the lead of the second, which can be tapped."""
    options = (Option(second.id, second.title), *filter(None, (details_option(first),)))
    head = f"【{second.title}】\n"  # none above the first: a reply begins with an answer
    long, other = render_plain(first, content, context), render_plain(second, content, context)
    short, lead = (first_sentence(to_plain(entry.answer)) for entry in (first, second))
    for one, two in ((long, other), (long, lead), (short, lead)):
        text = f"{one}\n{head}{two}"
        offered = options if two != other else options[1:]
        if fits_screen(text, [option.title for option in offered]):
            break
    return Reply(text, offered, "answer", first.id, decision.candidates)


def _clarify(decision: Decision, entries: list[Entry]) -> Reply:
    if decision.doubtful:
        return _nearest(decision, tuple(Option(entry.id, entry.title) for entry in entries), "clarify")
    options = (*(Option(entry.id, entry.title) for entry in entries), _NONE_OPTION)
    text = f"您是不是想问：\n{numbered_option_lines(options)}\n\n点选或回复序号都可以。"
    return Reply(text, options, "clarify", None, decision.candidates)


def _led(
    decision: Decision, entries: list[Entry], content: Content, context: str, lines: int, told: str
) -> Reply | None:
    """The answer of the likeliest under what was understood, and the others below it; None where it has no room.

    A line that is `told` comes before what was understood, and so does the verdict of what is rather meant than not.
    The other questions and the last steps give way, never the first sentence; what was cut can be had as a whole.
    """
    first, *others = entries
    answer = render_plain(first, content, context)
    body = headed(answer, first, decision.text, told).splitlines()
    choices = tuple(Option(entry.id, entry.title) for entry in others)
    ways = [(len(body), count) for count in range(len(choices), min(1, len(choices)) - 1, -1)]
    ways += [(count, min(1, len(choices))) for count in range(len(body) - 1, 0, -1)]
    for kept, count in ways:
        whole = (Option(first.id, _WHOLE),) if kept < max(len(body), len(answer.splitlines())) else ()
        options = (*choices[:count], *whole, _NONE_OPTION)
        title = first.title.rstrip(_ASKS)
        behind = kept if told else 1 if decision.candidates[0].score >= _RATHER else 0
        guess = (_AS_ASKED if behind else IF_YOU_ASK).format(title)
        said = (*body[:behind], guess, *body[behind:kept])
        text = "\n".join((*said, OTHERS, numbered_option_lines(options)))
        if cautious_lines(text) <= lines:
            return Reply(text, options, "clarify", first.id, decision.candidates)
    return None


def _no_answer(decision: Decision, content: Content, misses: int) -> Reply:
    if decision.elsewhere:
        ours = "要是您问的是学信网的事，请换个说法，或者把页面上的提示原样发来；需要人工就回复“人工”。"
        text = f"{decision.elsewhere}\n\n{ours}"
        return Reply(text, (), "none", None, decision.candidates, foreign=True)
    known = [(item, content.entry(item.entry_id)) for item in decision.candidates[:NEAR_OPTIONS]]
    near = tuple(Option(entry.id, entry.title) for item, entry in known if entry and item.score >= NEAR_SCORE)
    if misses >= 1:
        options: tuple[Option, ...] = (HUMAN_OPTION, *(near or hot_options(content)[:CLARIFY_OPTIONS]))
        text = f"{_STILL_NOT[misses % len(_STILL_NOT)]}\n{numbered_option_lines(options)}"
        return Reply(text, options, "none", None, decision.candidates)
    if near:
        return _nearest(decision, near, "none")
    return Reply(_NOT_OURS, (), "none", None, decision.candidates)


def _nearest(decision: Decision, near: tuple[Option, ...], band: Band) -> Reply:
    """That nothing answers this question, said outright, with the nearest of what is there and a person."""
    options = (*near, HUMAN_OPTION)
    lead = _OBJECTED if decision.reason == OBJECTED else _NO_SUCH_ANSWER if band == "clarify" else _NOT_SURE
    text = f"{lead}\n{numbered_option_lines(options)}\n都不是，就把页面上的提示原样发来。"
    candidates = decision.candidates[: len(near)] if band == "clarify" else decision.candidates
    return Reply(text, options, band, None, candidates, unknown=band == "clarify")
