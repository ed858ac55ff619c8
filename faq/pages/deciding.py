"""What the engine is asked about a page, and which of its answers counts.

A line of a page seldom says all: it is read on the page it stands on, with the words that were typed beside it. Each
reading costs a decision, so the most telling comes first and the first that has an answer ends it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from faq.engine.followup import neighbours
from faq.engine.library import Library
from faq.pages.deceit import MESSAGE, SITE
from faq.pages.naming import TROUBLE, offered, service_in
from faq.pages.page import PageReading
from faq.pages.prompts import SUBJECTS, says_what_blocks
from faq.pages.records import asked_of_row, is_about_row
from faq.pages.sentences import ADVICE, CONSEQUENCE, tells_lack, tells_state
from faq.pages.standing import asked_for_time, asked_to_do, may_be_others, only_for, unconditional
from faq.pages.whose import NAMES_OF_SITE, SISTERS, names_our_matter, tells_site
from faq.ranking.decision import Candidate, Decision
from faq.text.characters import simplified
from faq.text.normalise import matching_key

_BARE_COMPLAINT = re.compile(
    r"(?:我|老师|你好|这|怎么|为什么|为啥|咋|老是|一直|就是|都|又|还是)*+"
    r"(?:登录?|注册|进|打|点|提交|保存|验证|绑定?|查询?|申请|生成|下载|上传|弄|搞|用|过|收|改)"
    r"(?:账号|页面|系统)?(?:不上去?|不了|不进去?|不开|不过|不到|不去|不成|失败)(?:怎么办|怎么弄|咋办|了|啊|呢|怎么回事)*+"
)
"""A bare «登录不上怎么办»: the page says it more exactly."""
SETTLED = 0.4
"""How likely the only entry that a page supports must be to be said outright."""
_ROW_SETTLED = 0.6
"""The same of a word that stands in a row alone (退学)."""
_TROUBLED = 0.2
"""The same where a page plainly does not open."""
_SUPPORTED = 0.4
"""Share of the likeliest entry's score below which another is not worth a line of a list."""
_RIVAL = 0.4
"""From how likely on a second entry is asked about once more."""
_NEAR_FIRST = 0.75
"""Share of the likeliest entry's score from which the one that the page is named for may stand before it."""
_BEFORE = re.compile(r"先(?:完成|进行|做|办理|通过)[“「]?(?P<matter>[一-鿿]{2,8})")
_INSTEAD = re.compile(
    r"(?:不再|无[需须]|不需要?|不[用必能予]|暂不|不支持)[^，。；]{0,14}[，。；]\s?[您你]?[请可][您你]?(?:以|直接|改为?|登录后|前往)?"
    r"(?P<act>申请|办理|使用|打印|下载)(?P<what>[^，。；]{2,24})"
)
"""What the page itself sends people to in place of what it refuses."""
_WHOSE = re.compile("中国|大陆")
"""What a number is called where it is asked for; nobody says so who asks how to bind one."""
HIDDEN = re.compile(r"〔[^〕]*+〕|\[[^\]]*+\]")
"""What was masked, and buttons in brackets."""
_POINTS = re.compile(r"这|那个|上面|里面")
"""Words that say nothing without what they point at."""
IS_TROUBLE = re.compile("怎么办|不[了到过去上]|没有?|失败|有误|被")
"""What the title of an entry for what went wrong says, and that of one for how something is done does not."""
_STOLEN = "账号有不是我本人的操作，怀疑被盗怎么办"
_ASKED_OF_DECEIT = {SITE: "这是不是假网站，官方网址是什么", MESSAGE: "收到这样的消息，是真的吗"}


def _page_alone(reading: PageReading, site: str) -> list[str]:
    """What the engine is asked about a page by itself, most telling first."""
    said = "" if reading.facts.recovery_ways == () else simplified(HIDDEN.sub("", reading.complaint))
    ways = offered(reading.facts) if reading.facts.recovery_ways == () or not says_what_blocks(said) else ""
    before = _BEFORE.search(said)  # what has to be done first says more than the page it is asked on
    where = ways or _with_site(before["matter"] if before and service_in(before["matter"]) else reading.name, site)
    told = _with_site(said, site)
    if reading.name == TROUBLE:  # what does not open is no matter of the site's
        where, told = TROUBLE, said
    bare = ADVICE.sub("", told)
    cause = CONSEQUENCE.sub("", bare)  # what cannot be done for it names another matter
    cause = cause if cause != bare and says_what_blocks(cause) else ""
    bare = cause or bare
    page = [_joined(where, told), _joined(where, told, *reading.details[:1]), _with_site(reading.question, site)]
    if where and bare != told and says_what_blocks(bare):
        page[:0] = [_joined(where, bare), cause]
    if before and before["matter"] == where:
        page.insert(0, before[0])
    if may_be_others(reading.question) and not says_what_blocks(unconditional(reading.question)):
        page.insert(0, _STOLEN)
    if instead := _INSTEAD.search(told):
        page.insert(0, f"怎么{instead['act']}{instead['what']}")
    if ways and not says_what_blocks(said):
        page.insert(0, where)
    meant = asked_for_time(said, reading.name) or asked_to_do(said, reading.name)
    if meant and reading.facts.recovery_ways is not None:
        page.insert(0, offered(reading.facts) or where)  # what is not bound cannot be bound by who is locked out
    elif meant and reading.name != TROUBLE:  # what a page that has nothing yet leaves to ask
        page.insert(0, _with_site(meant, site))
    match reading.facts.deceit:
        case None:
            return page
        case deceit if deceit == SITE:
            return [_ASKED_OF_DECEIT[SITE]]
        case deceit:
            return [f"{words}，{_ASKED_OF_DECEIT[deceit]}" for words in page]


def _with_words(reading: PageReading, asked: str, site: str) -> list[str]:
    """What the engine is asked when something was typed: the words lean on what the page is, or on what it says.

    Where the page complains its sentence says more than its name; where it does not, any line of it may mislead.
    """
    where = offered(reading.facts) or _with_site(reading.name, site) or site
    told = _with_site(HIDDEN.sub("", reading.complaint), site)
    ringed = tells_state(reading.quote) and any(part in reading.marked for part in reading.quote.split("："))
    marked = [_joined(asked, reading.marked, reading.name)] if reading.marked and not ringed else []
    if says_what_blocks(reading.quote) and not names_our_matter(asked):
        placed = [_joined(asked, where)] if where else []
        return [*marked, _joined(asked, told), *placed]  # alone such words (为什么不让改) mean any page
    if tells_state(reading.quote):
        return [*marked, _joined(asked, told), _joined(asked, where), asked]
    if all(map(_POINTS.search, filter(None, re.split("[，,。？?！! ]", asked)))):
        return [*marked, _joined(asked, where, reading.question, reading.rest), _joined(asked, where), asked]
    if reading.quote == reading.name and names_our_matter(asked):
        return [*marked, asked, _joined(asked, where)]  # a mere title says less than a matter that is named
    return [*marked, _joined(asked, where), asked]


def only_complains(text: str) -> bool:
    """Whether somebody says that something does not work, and no more."""
    return _BARE_COMPLAINT.fullmatch(matching_key(text)) is not None


def decided(
    library: Library, reading: PageReading, asked: str, site: str, context: str, topic: str | None = None
) -> Decision | None:
    """The answer to a page with what was typed; the first reading that has one, else the best list; None for neither.

    A bare «登录不上» says less than the page, and so does every list less than an answer. Where the page does not say
    what it is, it may be one of the matter in talk (`topic`, an entry).
    """
    site = "" if tells_site(reading.name, site) else site
    page = _page_alone(reading, site)
    typed = _with_words(reading, asked, site) if asked and not only_complains(asked) else []
    alone = not typed or is_about_row(asked, reading.quote)
    if alone and (of_row := _of_row(library, reading, context)) is not None:
        return of_row
    first, found = _first_answer(library, typed, context)
    if first is None and found is not None:
        first = _cut(found)
        first = first if first.band == "answer" else None
    if first is not None:
        return first
    if before := only_for(reading.quote):  # what the page is about cannot be done until that is
        decision = library.decide(f"怎么{_WHOSE.sub('', before)}", context=context)
        return decision if decision.band != "none" else None
    together = [text for text in [_joined(asked, _with_site(reading.quote, site))] if typed and text not in typed]
    if typed and not says_what_blocks(reading.quote):  # a state alone (处理中) names no matter; its page around it does
        together.append(_joined(asked, reading.name, reading.quote, reading.rest))
    first, listed = _first_answer(library, [*together, *page], context)
    if first is not None:
        return first if first.text in together else _told_apart(library, reading, first, site, context)
    if (near := _near_topic(library, reading, topic, context)) is not None:
        return near
    lists = [item for item in (found, listed) if item is not None]
    if lists:
        least = _TROUBLED if reading.name == TROUBLE else SETTLED
        return _cut(_of_its_site(library, reading, max(lists, key=top)), least)
    return None if typed or not asked else _first_answer(library, [asked], context)[0]


def _of_row(library: Library, reading: PageReading, context: str) -> Decision | None:
    """The answer to the row of a record that is out of the ordinary; None where there is none, or nothing settled."""
    for asked in asked_of_row(HIDDEN.sub("", reading.quote), reading.name):
        decision = library.decide(asked, context=context)
        if decision.band == "answer" or (cut := _cut(decision, _ROW_SETTLED)).band == "answer":
            return decision if decision.band == "answer" else cut
    return None


def _near_topic(library: Library, reading: PageReading, topic: str | None, context: str) -> Decision | None:
    """What a page without a name means in the matter in talk; None unless that is this matter or one beside it."""
    entry = library.content.entry(topic) if topic and not reading.name else None
    said = HIDDEN.sub("", reading.complaint)
    if entry is None or reading.bare or not said:
        return None
    decision = library.decide(f"{entry.title}，{said}", context=context)
    near = {entry.id, *neighbours(entry, library.content.entries)}
    return decision if decision.band == "answer" and decision.candidates[0].entry_id in near else None


def _first_answer(library: Library, tried: Sequence[str], context: str) -> tuple[Decision | None, Decision | None]:
    """The first of some texts that has an answer, and of those before it the best list."""
    best: Decision | None = None
    for words in dict.fromkeys(filter(None, tried)):
        decision = library.decide(words, context=context)
        if decision.band == "answer":
            return decision, best
        if decision.band == "clarify" and (best is None or top(decision) > top(best)):
            best = decision
    return None, best


def _told_apart(library: Library, reading: PageReading, decision: Decision, site: str, context: str) -> Decision:
    """Of two entries that suit a complaint on its page the one the page is named for, else what else it says prefers.

    A column without contents means itself, not the page around it.
    """
    said = HIDDEN.sub("", reading.complaint)
    if reading.facts.deceit:
        return decision
    titles = {entry.id: entry.title for entry in library.content.entries}
    others = _other_sites(reading)
    kept = [item for item in decision.candidates if not any(name.search(titles[item.entry_id]) for name in others)]
    if kept and kept[0] is not decision.candidates[0]:
        return _cut(replace(decision, candidates=tuple(kept)))
    if tells_lack(said):
        return _weighed(decision, library.decide(_with_site(said, site), context=context))
    rivals = [item for item in decision.candidates[:2] if item.score >= _RIVAL]
    if len(rivals) < 2 or not says_what_blocks(said):
        return decision
    matter = service_in(reading.name)
    troubles = [item for item in rivals if IS_TROUBLE.search(titles[item.entry_id])]
    named = [item for item in rivals if matter and matter in titles[item.entry_id] and _near_first(item, rivals)]
    if len(troubles) == 1 and asked_for_time(said, reading.name) == "" and not asked_to_do(said, reading.name):
        return _first(decision, troubles[0])  # how to do it is no answer to what went wrong
    if len(named) == 1:
        return _first(decision, named[0])
    more = "" if reading.name else reading.rest
    return _weighed(decision, library.decide(_joined(said, more), context=context))


def _near_first(item: Candidate, rivals: Sequence[Candidate]) -> bool:
    return item.score >= _NEAR_FIRST * max(rival.score for rival in rivals)


def _first(decision: Decision, chosen: Candidate) -> Decision:
    rest = (item for item in decision.candidates if item is not chosen)
    return replace(decision, candidates=(chosen, *rest))


def _weighed(decision: Decision, other: Decision) -> Decision:
    """The same answer, or that of its candidates which both readings together find likelier."""
    more = {item.entry_id: item.score for item in other.candidates}
    ranked = sorted(decision.candidates, key=lambda item: -item.score - more.get(item.entry_id, 0.0))
    return replace(decision, candidates=tuple(ranked))


def _other_sites(reading: PageReading) -> list[re.Pattern[str]]:
    """What entries call the sites that a page whose own site is known does not speak of."""
    if not reading.facts.site:
        return []
    here = f"{SISTERS.get(reading.facts.site, '')}{reading.name}{reading.question}{reading.rest}"
    names = {name: NAMES_OF_SITE.get(name, re.compile(re.escape(name))) for name in SISTERS.values()}
    return [pattern for name, pattern in names.items() if name not in here and not pattern.search(here)]


def _of_its_site(library: Library, reading: PageReading, decision: Decision) -> Decision:
    """A list without what is about another of the sites, or about another thing than the page complains of."""
    titles = {entry.id: entry.title for entry in library.content.entries}
    others = _other_sites(reading)
    about = set(SUBJECTS.findall(reading.complaint)) if says_what_blocks(reading.complaint) else set()

    def suits(title: str) -> bool:
        subjects = set(SUBJECTS.findall(title))
        return not any(name.search(title) for name in others) and not (
            about and subjects and about.isdisjoint(subjects)
        )

    kept = [item for item in decision.candidates if suits(titles.get(item.entry_id, ""))]
    return replace(decision, candidates=tuple(kept)) if kept else decision


def _cut(decision: Decision, least: float = SETTLED) -> Decision:
    """A list without what the page hardly supports; an answer when only one entry is left."""
    kept = tuple(item for item in decision.candidates if item.score >= _SUPPORTED * top(decision))
    # Somebody who shows the page need not choose from a list of one.
    settled = len(kept) == 1 and top(decision) >= least
    return replace(decision, band="answer" if settled else "clarify", candidates=kept)


def top(decision: Decision) -> float:
    """How likely the first candidate is; 0 without one."""
    return decision.candidates[0].score if decision.candidates else 0.0


def _joined(*words: str) -> str:
    """Words side by side, without those that are said already."""
    parts = list(dict.fromkeys(filter(None, "，".join(words).split("，"))))
    return "，".join(part for part in parts if not any(part in other for other in parts if other != part))


def _with_site(words: str, site: str) -> str:
    return words if not site or site in words else _joined(site, words)
