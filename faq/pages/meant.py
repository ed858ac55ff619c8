"""The prompt that means what a page says, in words that nobody wrote down.

Letters and usual words (faq/pages/prompts.py, faq/pages/paraphrase.py) find most prompts; sites still say the same in
ways that share neither. Here a complaint is compared with all prompts by the sentence model, beside what the engine
makes of it: each alone is wrong more often than both together (docs/benchmarks.md).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from faq.engine.library import Library
from faq.pages.deciding import HIDDEN
from faq.pages.naming import TROUBLE
from faq.pages.nearer import is_of_other_site
from faq.pages.page import PageReading, Verdict
from faq.pages.prompts import SUBJECTS, PromptMatch, page_prompts, says_what_blocks
from faq.pages.sentences import CONSEQUENCE, tells_lack
from faq.pages.standing import is_done, is_in_hand, is_not_yet
from faq.text.normalise import matching_key

_LETTERS = 6
_PAPERS = re.compile("身份证|通行证|居住证|护照")
_NOT = re.compile("不(?!在)|未|没|无|失败|有误|错误|拒绝")
_LIKE, _FROM = 2.0, 0.3
"""How much a prompt that is alike counts beside the engine's chance, and from which cosine on."""
_LEAST = 0.55
_AHEAD, _AHEAD_QUIETLY = 0.25, 0.6
"""How far an entry must be ahead of the next; of words that complain in no usual way (不能重复关联), further."""


def with_meant(library: Library, reading: PageReading) -> PageReading:
    """The reading with the prompt that means its complaint; the same where it has one, or none is near enough."""
    said = HIDDEN.sub("", reading.complaint)
    known = any(match.blocks for match in reading.matches)
    may_be_ours = reading.verdict is Verdict.NOTHING and reading.facts.anonymous and says_what_blocks(said)
    ours = may_be_ours or reading.verdict in (Verdict.MATCH, Verdict.UNSURE)
    ours = ours and not (reading.facts.deceit or reading.bare)
    tells = len(matching_key(said)) >= _LETTERS and said != reading.name and reading.name != TROUBLE
    open_still = is_done(said) or is_in_hand(said) or is_not_yet(said) or tells_lack(said)
    if known or not ours or not tells or open_still:
        return reading
    entries = [item for item in library.content.entries if not is_of_other_site(item, reading.facts.site)]
    found = _meant(library, said, reading.name, page_prompts(entries))
    if found is None:
        # A page with nobody's name on it is ours if it is for what ours are for, or what it complains of is.
        known = may_be_ours and (reading.name != "" or _is_sure(library, said))
        return replace(reading, verdict=Verdict.UNSURE) if known else reading
    match = PromptMatch(*found, reading.quote, 0, 0.0, blocks=True, numbers=(), reworded=True)
    return replace(reading, verdict=Verdict.MATCH, matches=(match,))


def _meant(library: Library, said: str, name: str, prompts: Mapping[str, Sequence[str]]) -> tuple[str, str] | None:
    """The entry and its prompt that some words on a page mean; None when another may be meant as well."""
    blocking = [
        (entry_id, text)
        for entry_id, texts in prompts.items()
        for text in texts
        if says_what_blocks(text) and _may_mean(said, text)
    ]
    vectors = library.meanings([said, *(text for _, text in blocking)], alone=True)
    if vectors is None or not blocking:
        return None
    nearest: dict[str, tuple[float, str]] = {}
    for (entry_id, text), likeness in zip(blocking, vectors[1:] @ vectors[0], strict=True):
        nearest[entry_id] = max(nearest.get(entry_id, (-1.0, "")), (float(likeness), text))
    chances = {item.entry_id: item.score for item in library.rank(f"{name}，{said}" if name else said)}
    weighed = {
        entry_id: chances.get(entry_id, 0.0) + _LIKE * max(0.0, nearest.get(entry_id, (0.0, ""))[0] - _FROM)
        for entry_id in {*nearest, *chances}
    }
    first, *others = sorted(weighed, key=lambda entry_id: -weighed[entry_id])
    ahead = weighed[first] - max((weighed[other] for other in others), default=0.0)
    likeness, prompt = nearest.get(first, (0.0, ""))
    needed = _AHEAD if says_what_blocks(said) else _AHEAD_QUIETLY
    return (first, prompt) if likeness >= _LEAST and ahead >= needed else None


def _is_sure(library: Library, said: str) -> bool:
    return library.meanings([said]) is not None and library.decide(said).band == "answer"


def _may_mean(said: str, prompt: str) -> bool:
    """Whether words may mean a prompt, however alike: 邮箱已被使用 is not 手机号已被使用, nor 未注册 已被注册."""
    said_itself = CONSEQUENCE.sub("", said)
    about, named = (set(SUBJECTS.findall(_PAPERS.sub("证件", text))) for text in (said_itself, prompt))
    return not (about and named and about.isdisjoint(named)) and _denies(said) is _denies(prompt)


def _denies(text: str) -> bool:
    return _NOT.search(CONSEQUENCE.sub("", text)) is not None
