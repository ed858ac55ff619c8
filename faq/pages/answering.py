"""What to answer to a picture and what was typed with it: the same with Rasa and without."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from faq.choice import Option, numbered_option_lines
from faq.decision import Decision, IntentScore
from faq.entry import Entry
from faq.library import Library
from faq.loader import Content
from faq.normalise import matching_key
from faq.pages.deciding import HIDDEN, SETTLED, decided, only_complains, top
from faq.pages.page import PageReading, Verdict, beside_code, lead
from faq.pages.prompts import PromptMatch
from faq.pages.sentences import tells_state
from faq.pages.whose import SISTERS, is_of_ours, names_our_matter, without_our_name
from faq.reply import Reply, answer_of, reply_to

_POINTING = (
    "你好 您好 请问 老师 麻烦 请 帮忙 帮我 帮 给我 您 你 我 能 可以 那 就 一直 老是 总是 都 还 又 该 要 应该 "
    "页面 截图 图片 图里 图 提示 显示 写 出现 跳出 跳 这种情况 这种 这样 这个 这里 这张 这是 这 那个 它 个 "
    "最后面 最后 后面 下面 看下面 前面 那几句 这几句 几句 几行 几条 红字 红色 红圈 圈出来 圈起来 的地方 "
    "里面 里 上面 上 是 有 的 了 什么意思 啥意思 什么情况 啥情况 什么问题 什么原因 什么东西 什么鬼 什么 啥 意思 "
    "怎么回事 怎么办 怎么弄 怎么搞 怎么整 怎么处理 怎么解决 怎么操作 怎么样 怎么 怎样 如何 解决 处理 "
    "咋回事 咋办 咋弄 咋整 咋 为什么 为啥 求助 求解 急 看看 看一下 看下 看 一下 会 啊 呀 呢 吧 吗 嘛 么 哦"
)
# Longest first, so that a text is taken apart in one way only.
_POINTS = re.compile(f"(?:{'|'.join(sorted(_POINTING.split(), key=len, reverse=True))})++")
_POINTING_CHARS = 18
_ASKS = re.compile(
    r"[吗呢么嘛?？]|能不能|要不要|可不可以|行不行|是不是|会不会|有没有"
    r"|怎么|怎样|如何|哪|多久|几天|多少|还是|为什么"
)
_IF_OURS = "要是问学信网的："
_STEERING = 3
_NEAR = 0.5
"""Share of the likeliest entry's score from which the one of the site may stand for it."""
_HINT_LETTERS = 12


@dataclass(frozen=True)
class PageAnswer:
    """What the reply begins with, and what follows: an entry (its guide, if it has one), or the engine's decision.

    With neither the lead says all there is. `others` are the other prompts of the page, to be asked for next.
    """

    lead: str
    entry: Entry | None = None
    decision: Decision | None = None
    others: tuple[Option, ...] = ()


def points_at(text: str) -> bool:
    """Whether a sentence only points at the picture (这是啥意思, 怎么办) and asks nothing of its own."""
    key = matching_key(text)
    return not key or (len(key) <= _POINTING_CHARS and _POINTS.fullmatch(key) is not None)


def answer_page(
    library: Library,
    reading: PageReading,
    text: str = "",
    before: str = "",
    *,
    intents: Sequence[IntentScore] = (),
    context: str = "",
    topic: str | None = None,
) -> PageAnswer:
    """The answer to a page that was shown with `text`, just after `before` was typed, in talk of an entry (`topic`).

    A prompt that says what blocks decides by itself. One that only says where somebody is, and lines no entry
    knows, are read together with the words. Of a dangerous picture only the lead is spoken, but
    what a page complains of beside a code is answered.
    """
    wants = "" if points_at(text) else text
    content = library.content
    matches = [(match, content.entry(match.entry_id)) for match in reading.matches]
    known = [(match, entry) for match, entry in matches if entry is not None]
    if reading.verdict is Verdict.DANGER:
        beside = beside_code(reading)
        if beside is None:
            return PageAnswer(lead(reading))
        found = answer_page(library, beside, text, before, intents=intents, context=context, topic=topic)
        return replace(found, lead=f"{lead(reading, answered=True)}\n{found.lead}")
    if reading.facts.elsewhere and (not is_of_ours(wants) or only_complains(without_our_name(wants))):
        return _beside(library, reading, wants, intents, context)
    site = SISTERS.get(reading.facts.site or "", "")
    elsewhere_on = known and not known[0][0].blocks and reading.name and reading.name not in known[0][0].quote
    if elsewhere_on and reading.verdict is Verdict.MATCH:  # a field's hint says less than the page's own name
        asked = wants or ("" if points_at(before) else before)
        decision = decided(library, reading, asked, site, context)
        if decision is not None and decision.band == "answer":
            is_hint = len(known[0][0].quote) <= _HINT_LETTERS
            named = replace(reading, matches=(), likely=f"{reading.name}\n{reading.likely}") if is_hint else reading
            return PageAnswer(lead(named, answered=True), decision=decision)
    if reading.verdict is Verdict.MATCH and known:
        match, entry = known[0]
        others = tuple(Option(entry.id, entry.title) for match, entry in known[1:] if match.blocks)
        decision = _asked_on(library, reading, match, wants, intents, context)
        if decision is not None:
            same = not match.blocks or decision.candidates[0].entry_id == entry.id
            return PageAnswer(lead(reading), decision=decision, others=() if same else (Option(entry.id, entry.title),))
        elsewhere = site and not _names(entry, site) and not names_our_matter(match.prompt)
        steered = _entry_of_site(library, site, match, context) if elsewhere else None
        return PageAnswer(lead(reading), steered or entry, others=others)
    if reading.verdict in (Verdict.MATCH, Verdict.UNSURE) and (reading.likely or reading.name):
        asked = wants or ("" if points_at(before) else before)
        if reading.bare and (not asked or only_complains(asked)):
            return PageAnswer(lead(reading))
        decision = decided(library, reading, asked, site, context, topic)
        return PageAnswer(lead(reading, answered=decision is not None), decision=decision)
    if wants:
        decision = library.decide(wants, intents=intents, context=context)
        # Of a page that is not ours a list would only guess.
        if decision.band == "answer" or (decision.band == "clarify" and reading.verdict is Verdict.UNREADABLE):
            return PageAnswer(lead(reading, answered=True), decision=decision)
    return PageAnswer(lead(reading))


def _beside(
    library: Library, reading: PageReading, wants: str, intents: Sequence[IntentScore], context: str
) -> PageAnswer:
    """A page of somebody else with a question of ours beside it; one that may mean that page is only offered."""
    decision = library.decide(wants, intents=intents, context=context) if wants and _ASKS.search(wants) else None
    if decision is None or decision.band != "answer" or decision.elsewhere:
        return PageAnswer(lead(reading))
    if names_our_matter(wants):
        return PageAnswer(lead(reading), decision=decision)
    entry = library.content.entry(decision.candidates[0].entry_id)
    return PageAnswer(lead(reading), others=(Option(entry.id, entry.title),) if entry is not None else ())


def _asked_on(
    library: Library, reading: PageReading, match: PromptMatch, wants: str, intents: Sequence[IntentScore], context: str
) -> Decision | None:
    """What answers the words typed beside a prompt: with what was ringed, alone, else with the prompt's.

    Beside a prompt that blocks only a question counts, and only one that the prompt's own entry does not answer and
    that is near it, or names its matter. Whoever tells how it came wants to hear of the prompt, unless both together
    mean a matter near it and no guide would hear what was told.
    """
    prompted = library.content.entry(match.entry_id)
    asks = _ASKS.search(wants) is not None
    heard = not asks and prompted is not None and prompted.guide is not None  # the guide hears what was told
    if not wants or (match.blocks and (heard or only_complains(wants))):
        return None
    if reading.marked and not (reading.marked in match.quote or matching_key(match.prompt) in reading.marked):
        decision = library.decide(f"{wants}，{reading.marked}", context=context)
        if decision.band == "answer":
            return decision
    states = [line for line in reading.likely.split("\n") if not match.blocks and tells_state(line)]
    if states:  # how far it is says more than which page it is
        decision = library.decide(f"{wants}，{HIDDEN.sub('', states[0])}", context=context)
        if decision.band == "answer":
            return decision
    decision = library.decide(wants, intents=intents, previous=match.entry_id, context=context)
    if not match.blocks:
        if decision.band != "answer":
            decision = library.decide(f"{wants}，{match.quote}", context=context)
        return decision if decision.band == "answer" else None
    if decision.band != "answer" or decision.candidates[0].entry_id == match.entry_id:
        return None
    near = prompted is not None and decision.candidates[0].entry_id in prompted.related
    if not near and not (asks and names_our_matter(wants)):
        return None  # words that name nothing only ask of what the prompt says
    together = library.decide(f"{wants}，{match.quote}", context=context)
    means_prompt = any(
        item.entry_id == match.entry_id and item.score >= SETTLED
        for item in (*together.candidates, *decision.candidates)
    )
    agrees = asks or [item.entry_id for item in together.candidates[:1]] == [decision.candidates[0].entry_id]
    return decision if agrees and not means_prompt else None


def _names(entry: Entry, site: str) -> bool:
    return site in entry.title or site in entry.answer


def _entry_of_site(library: Library, site: str, match: PromptMatch, context: str) -> Entry | None:
    """What a prompt that many sites show means on this one; None when nothing is written about it there."""
    decision = library.decide(f"{site}{match.quote}", context=context)
    if decision.band == "none" or top(decision) < SETTLED:
        return None
    near = [item for item in decision.candidates[:_STEERING] if item.score >= _NEAR * top(decision)]
    found = [library.content.entry(item.entry_id) for item in near]
    return next((entry for entry in found if entry is not None and site in entry.title), None)


def page_reply(answer: PageAnswer, content: Content, *, context: str = "", misses: int = 0) -> Reply:
    """The message for it, without a guide: the quotation, then the answer or the list."""
    if answer.entry is not None:
        reply = answer_of(answer.entry, content, context=context)
    elif answer.decision is not None:
        reply = reply_to(answer.decision, content, context=context, misses=misses)
    elif answer.others:
        return Reply(f"{answer.lead}\n{_IF_OURS}\n{numbered_option_lines(answer.others)}", answer.others)
    else:
        return Reply(answer.lead)
    return replace(reply, text=f"{answer.lead}\n{reply.text}")
