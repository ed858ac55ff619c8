"""A whole page read: what it asks for, or why that cannot be said; safe to store and to quote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import Enum
from typing import Any

from faq.content.elsewhere import Place
from faq.pages.boxes import without_titles
from faq.pages.details import details_beside
from faq.pages.facts import PageFacts, facts_on
from faq.pages.lines import LABELS, PageLine, is_furniture
from faq.pages.masking import masked_lines, masked_text
from faq.pages.naming import TROUBLE, is_of_anybody, marked_words, offered, page_name
from faq.pages.prompts import PromptMatch, match_prompts, says_what_blocks, spoken
from faq.pages.quoting import beside_a_secret, quoted
from faq.pages.records import is_unusual
from faq.pages.safety import CODE, PASSWORD, danger_in
from faq.pages.sentences import (
    TELLING,
    Sentence,
    around_text,
    complains,
    is_button,
    likely_text,
    sentences,
    tells_state,
)
from faq.pages.standing import is_settled
from faq.pages.whose import is_of_ours, names_somebody
from faq.text.normalise import matching_key, normalise

_OURS = re.compile(
    r"学信|学籍|学历|学年注册|chsi|研招|考研|硕士研究生|征兵|兵役|gfbzb|学位|图像校对|密保|高等教育|实人验证|人工审核|人像比对|人脸(?:比对|识别|验证|核验)|身份核验|重新注册|毕业证书|电子注册"
    r"|找回密码|找回方式|找回用户名|(?:图片|图形|短信)验证码有误|原手机号|修改手机号|图像采集|采集码|网上确认|网上报名|调剂|志愿锁定|准考证"
    r"|考点|招生单位|零散查询|第三方账号|学校名称|院校|账号管理|在线验证|认证报告|四六级|港澳台|注销.{0,6}(?:账号|账户)|校园贷",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"(?=[^〔]*+〔)(?:〔[^〔〕]*+〕|[^\w〔〕]|_)++")
_BARE_CODE = re.compile("(?<!短信)(?<!图片)(?<!图形)(?<!邮箱)(?<!邮件)(?<!手机)(?<!在线)验证码")
_ANYBODYS = re.compile(r"密码|验证码|登录|[账帐][号户]|频繁|次数|网络|加载|手机号")
_ACCOUNT = re.compile(r"(?:[您你]的?|[该此])[账帐][号户]")
"""Who sends us a page about this with nobody's name on it has an account of ours."""
_PERSONAL = re.compile(r"证件|身份证|姓名|注册|绑定|实人|人[脸像]")
"""What few sites ask for."""
_WORDS = ("name", "marked", "around")
_SURE_LETTERS = 4
_SURE_CONFIDENCE = 0.6
_QUOTABLE = 0.75
"""Below that the words are garbled: nobody recognises them in a quotation."""
_FEW_LINES = 6
_FOREIGN_LETTERS = 24
_FORM_LABELS = 3
_OUR_LABELS = frozenset(
    ["密码确认", "证件类型", "证件号码", "安全邮箱", "密保问题", "密保问题1", "密保答案", "国籍地区"]
)


class Verdict(Enum):
    """What became of a picture."""

    DANGER = "danger"
    MATCH = "match"
    UNSURE = "unsure"
    NOTHING = "nothing"
    UNREADABLE = "unreadable"


_ORDER = (Verdict.DANGER, Verdict.MATCH, Verdict.UNSURE, Verdict.NOTHING, Verdict.UNREADABLE)


@dataclass(frozen=True)
class PageReading:
    """Everything the conversation may know about a picture; all texts are masked.

    `matches`: entries whose prompts stand on it, the one that blocks first. `likely`: the sentences that most
    likely say what is wrong, best first, for the engine. `text`: all lines, for a ticket. `name`: what the page
    calls itself. `marked`: what somebody drew a ring around. `around`: what else it says, less telling.
    `details`: what the page adds to what is quoted: why, how long to wait, how many tries are left.
    `bare`: nothing but titles and cells, from which nobody can tell what is asked.
    """

    verdict: Verdict
    danger: str | None = None
    matches: tuple[PromptMatch, ...] = ()
    likely: str = ""
    text: str = ""
    facts: PageFacts = field(default_factory=PageFacts)
    name: str = ""
    marked: str = ""
    around: str = ""
    bare: bool = False
    details: tuple[str, ...] = ()

    @property
    def quote(self) -> str:
        """What the answer quotes: the best prompt's words, else the likeliest line; a state before a mere title."""
        likeliest_line = self.likely.split("\n", 1)[0]
        tells_more = tells_state(likeliest_line) or is_settled(likeliest_line)
        if self.matches and (self.matches[0].blocks or not tells_more):
            return self.matches[0].quote
        return likeliest_line

    @property
    def complaint(self) -> str:
        """The quotation as it would stand alone: a bare «格式不正确» with the field that it is red under."""
        said, field = self.quote, self.facts.red_field
        if self.facts.code_by and _BARE_CODE.search(said):
            return _BARE_CODE.sub(f"{self.facts.code_by}验证码", said)
        if not field or not says_what_blocks(said) or any(label in matching_key(said) for label in LABELS):
            return said
        return f"{field}{said}"

    @property
    def question(self) -> str:
        """The likeliest lines as one sentence, for the engine."""
        return "，".join(self.likely.split("\n"))

    @property
    def rest(self) -> str:
        """The lines around them in the same way."""
        return "，".join(self.around.split("\n"))

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for what travels with the message: all but the whole text."""
        return {
            "verdict": self.verdict.value,
            "danger": self.danger,
            "matches": [asdict(match) for match in self.matches],
            "likely": self.likely,
            "facts": asdict(self.facts),
            "name": self.name,
            "marked": self.marked,
            "around": self.around,
            "bare": self.bare,
            "details": list(self.details),
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> PageReading:
        """The reading of `as_dict`."""
        matches = tuple(PromptMatch(**{**match, "numbers": tuple(match["numbers"])}) for match in values["matches"])
        facts, ways = values["facts"], values["facts"]["recovery_ways"]
        pieces = {name: tuple(facts.get(name, ())) for name in ("told", "numbers")}
        seen = PageFacts(**{**facts, **pieces, "recovery_ways": None if ways is None else tuple(ways)})
        words = values["likely"], "", seen, *(values.get(name, "") for name in _WORDS)
        reading = cls(Verdict(values["verdict"]), values["danger"], matches, *words)
        return replace(reading, bare=bool(values.get("bare", False)), details=tuple(values.get("details", ())))


_UNREADABLE = PageReading(Verdict.UNREADABLE)


def read_page(
    lines: Sequence[PageLine], prompts: Mapping[str, Sequence[str]], places: Sequence[Place] = ()
) -> PageReading:
    """What a picture with these lines says, by the prompts of entries (id → page texts) and the places not ours."""
    masked = masked_lines(lines)
    danger = danger_in(lines)
    sure = [line for line in lines if line.confidence >= _SURE_CONFIDENCE]
    if danger is None and sum(len(re.findall(r"[一-鿿A-Za-z]", line.text)) for line in sure) < _SURE_LETTERS:
        return _UNREADABLE
    text, facts = "\n".join(masked), facts_on(lines, places)
    if danger is not None:
        # Not even masked. Only which prompt stands beside it is kept.
        blocking = (match for match in match_prompts(lines, prompts) if match.blocks)
        asked = tuple(replace(match, quote=beside_a_secret(match)) for match in blocking)
        said = _said_beside(lines, masked) if danger == CODE and not asked else ""
        return PageReading(Verdict.DANGER, danger, asked[:1], said)
    if facts.elsewhere:
        return _foreign(sentences(lines, masked), text, facts, _written_for(lines, prompts, places, facts))
    shown = without_titles(lines, match_prompts(lines, prompts))
    matches = tuple(replace(match, quote=masked_text(match.quote)) for match in shown)
    matches = tuple(match for match in matches if match.blocks or not _HIDDEN.fullmatch(match.quote))
    telling = [number for number, line in enumerate(lines) if not is_furniture(line)]
    found = sentences(lines, masked)
    likely = likely_text(found)
    name = page_name(lines)
    if name and name != TROUBLE and not facts.deceit and not any(item.weight >= TELLING for item in found):
        likely = "\n".join(filter(None, (name, likely)))  # nothing on it says more than where somebody is
    words = text, facts, name, marked_words(lines, masked), around_text(found, likely)
    if facts.deceit:
        return PageReading(Verdict.UNSURE, None, (), likely, *words)
    is_ours = (
        (name != "" and not is_of_anybody(name)) or _is_form(lines) or any(_is_about_us(line.text) for line in lines)
    )
    somebody = names_somebody(lines)
    of_others = not is_ours and somebody and _is_of_any_site(found)
    if matches and not of_others:
        alone = len(telling) <= _FEW_LINES and matches[0].errors == 0
        open_question = not matches[0].blocks and _catches_eye(lines, telling, found, matches)
        verdict = Verdict.MATCH if (is_ours or alone) and not open_question else Verdict.UNSURE
        matched = PageReading(verdict, None, matches if not open_question else (), likely, *words)
        return _with_details(matched, lines, found)
    # A scrap of a page: its complaint and no more.
    is_ours = is_ours or (not of_others and all(complains(item) for item in found))
    is_ours = is_ours or (not somebody and any(item.weight > 0 and _ACCOUNT.search(item.text) for item in found))
    if telling and sum(lines[number].confidence for number in telling) < _QUOTABLE * len(telling):
        legible = [normalise(line.text) for line in lines if line.confidence >= _QUOTABLE]
        named = is_ours and name not in ("", TROUBLE) and any(name in text for text in legible)
        # Where somebody is can be read, and what it says there cannot.
        return replace(PageReading(Verdict.UNSURE, None, (), name, *words), bare=True) if named else _UNREADABLE
    if is_ours and telling and not likely and facts.site == "chsi":
        return PageReading(Verdict.UNSURE, None, (), "学信网", *words, bare=True)
    if is_ours and likely:
        tells = any(item.weight > 0 and item.text != name for item in found)
        bare = not (tells or name == TROUBLE or words[3] or offered(facts))
        return _with_details(PageReading(Verdict.UNSURE, None, (), likely, *words, bare=bare), lines, found)
    foreign = replace(_foreign(found, text, replace(facts, anonymous=not somebody)), name="" if somebody else name)
    return foreign if telling else PageReading(Verdict.UNREADABLE, None, (), "", text, facts)


def _is_of_any_site(found: Sequence[Sentence]) -> bool:
    """Whether all that a page complains of is what every site with a login does."""
    return all(_ANYBODYS.search(item.text) and not _PERSONAL.search(item.text) for item in found if complains(item))


def _written_for(
    lines: Sequence[PageLine], prompts: Mapping[str, Sequence[str]], places: Sequence[Place], facts: PageFacts
) -> tuple[PromptMatch, ...]:
    """The prompt that staff wrote for pages of that very place, by its name (铁路12306 未核验), in their words."""
    words = [word for place in places if place.name == facts.place for word in (*place.words, *place.brands)]
    own = {
        key: [text for text in texts if any(word in normalise(text) for word in words)]
        for key, texts in prompts.items()
    }
    found = match_prompts(lines, {key: texts for key, texts in own.items() if texts}) if words else []
    return tuple(replace(match, quote=spoken(match.prompt)) for match in found if match.blocks)[:1]


def _foreign(
    found: Sequence[Sentence], text: str, facts: PageFacts, matches: tuple[PromptMatch, ...] = ()
) -> PageReading:
    """A page that is not ours: of what it says only its complaint travels on, without a number or a name."""
    said = likely_text([item for item in found if complains(item)]).split("\n", 1)[0]
    said = "" if (said := quoted(said, _FOREIGN_LETTERS)).endswith("…") or re.search(r"[0-9〔@]", said) else said
    return PageReading(Verdict.NOTHING, None, matches, said, text, replace(facts, told=(), numbers=()))


def _with_details(reading: PageReading, lines: Sequence[PageLine], found: Sequence[Sentence]) -> PageReading:
    """The reading with what the page adds to what blocks; to a mere title it adds nothing."""
    quote, numbers = reading.quote, reading.matches[0].numbers if reading.matches else ()
    if not (reading.matches and reading.matches[0].blocks) and not says_what_blocks(quote):
        return reading
    own = numbers or next((item.numbers for item in found if item.text == quote), ())
    return replace(reading, details=details_beside(quote, own, lines, found))


def beside_secret(reading: PageReading) -> PageReading | None:
    """What a page with a code or a password on it complains of, safe to answer; None when it says no more."""
    if reading.danger not in (CODE, PASSWORD) or not reading.quote:
        return None
    return PageReading(Verdict.MATCH if reading.matches else Verdict.UNSURE, None, reading.matches, reading.likely)


def _said_beside(lines: Sequence[PageLine], masked: Sequence[str]) -> str:
    """The complaint that stands beside a code: nothing with a digit or a letter in it, which might be the code."""
    if any("【" in line.text for line in lines):
        return ""  # a message: what it says of the code is no complaint
    found = [
        item for item in sentences(lines, masked) if complains(item) and not re.search(r"[0-9A-Za-z〔]", item.text)
    ]
    return max(found, key=lambda item: item.weight).text if found else ""


def _is_about_us(text: str) -> bool:
    return _OURS.search(normalise(text)) is not None or is_of_ours(text)


def _is_form(lines: Sequence[PageLine]) -> bool:
    """Whether it has the fields of our forms, of which others have the first few only."""
    shown = {matching_key(line.text) for line in lines} & set(LABELS)
    return len(shown) >= _FORM_LABELS and bool(shown & _OUR_LABELS)


def likeliest(readings: Iterable[PageReading]) -> PageReading | None:
    """Of several pictures sent together the one to speak of: what blocks first, then what says most; None for none."""
    return min(readings, key=_rank, default=None)


def _rank(reading: PageReading) -> tuple[int, bool]:
    return _ORDER.index(reading.verdict), not any(match.blocks for match in reading.matches)


def _catches_eye(
    lines: Sequence[PageLine],
    telling: Sequence[int],
    found: Sequence[Sentence],
    matches: Sequence[PromptMatch],
) -> bool:
    """Whether the page complains, or says in red or in a box, what no prompt knows: then its place tells little."""
    known = {number for match in matches for number in match.numbers}
    boxed = [n for n in telling if lines[n].red or (lines[n].dialog and not is_button(lines[n].text))]
    if any(n not in known for n in boxed):
        return True
    return any((complains(item) or is_unusual(item.text)) and not known >= set(item.numbers) for item in found)
