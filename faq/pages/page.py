"""A whole page read: what it asks for, or why that cannot be said; safe to store and to quote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import Enum
from typing import Any

from faq.elsewhere import Place
from faq.normalise import matching_key, normalise
from faq.pages.deceit import MESSAGE, SITE
from faq.pages.details import also_said, details_beside
from faq.pages.facts import PageFacts, facts_on
from faq.pages.lines import LABELS, PageLine, is_furniture
from faq.pages.masking import masked_lines, masked_text
from faq.pages.naming import TROUBLE, is_of_anybody, marked_words, offered, page_name
from faq.pages.prompts import PromptMatch, match_prompts, says_what_blocks
from faq.pages.safety import CODE, ID_CARD, PASSWORD, danger_in
from faq.pages.sentences import TELLING, Sentence, around_text, complains, is_button, likely_text, sentences
from faq.pages.whose import SISTERS, is_of_ours

_OURS = re.compile(
    r"学信|学籍|学历|chsi|研招|考研|硕士研究生|征兵|兵役|gfbzb|学位|图像校对|密保|高等教育|实人验证|人工审核|人像比对|人脸(?:比对|识别|验证|核验)|身份核验|重新注册|毕业证书|电子注册"
    r"|找回密码|找回方式|找回用户名|(?:图片|图形|短信)验证码有误|原手机号|修改手机号|图像采集|采集码|网上确认|网上报名|调剂|志愿锁定|准考证"
    r"|考点|招生单位|学校名称|院校|账号管理|在线验证|认证报告|四六级|港澳台|注销.{0,6}(?:账号|账户)|校园贷",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"(?=[^〔]*+〔)(?:〔[^〔〕]*+〕|[^\w〔〕]|_)++")
_OF_A_NUMBER = re.compile("手机|手機|号码|邮箱|短信|验证码|已?发送")
_WORDS = ("name", "marked", "around")
_SURE_LETTERS = 4
_SURE_CONFIDENCE = 0.6
_QUOTABLE = 0.75
"""Below that the words are garbled: nobody recognises them in a quotation."""
_FEW_LINES = 6
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
        """What the answer quotes: the best prompt's words, else the likeliest line."""
        return self.matches[0].quote if self.matches else self.likely.split("\n", 1)[0]

    @property
    def complaint(self) -> str:
        """The quotation as it would stand alone: a bare «格式不正确» with the field that it is red under."""
        said, field = self.quote, self.facts.red_field
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


def read_page(
    lines: Sequence[PageLine], prompts: Mapping[str, Sequence[str]], places: Sequence[Place] = ()
) -> PageReading:
    """What a picture with these lines says, by the prompts of entries (id → page texts) and the places not ours."""
    masked = masked_lines(lines)
    danger = danger_in(lines)
    sure = [line for line in lines if line.confidence >= _SURE_CONFIDENCE]
    if danger is None and sum(len(re.findall(r"[一-鿿A-Za-z]", line.text)) for line in sure) < _SURE_LETTERS:
        return PageReading(Verdict.UNREADABLE)
    text, facts = "\n".join(masked), facts_on(lines, places)
    if danger is not None:
        # Not even masked. Only which prompt stands beside it is kept, in the words that staff wrote.
        asked = tuple(replace(match, quote=match.prompt) for match in match_prompts(lines, prompts) if match.blocks)
        said = _said_beside(lines, masked) if danger == CODE and not asked else ""
        return PageReading(Verdict.DANGER, danger, asked[:1], said)
    if facts.elsewhere:
        return PageReading(Verdict.NOTHING, None, (), "", text, facts)
    matches = tuple(replace(match, quote=masked_text(match.quote)) for match in match_prompts(lines, prompts))
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
    is_ours = is_ours or all(complains(item) for item in found)  # a scrap of a page: its complaint and no more
    if matches:
        alone = len(telling) <= _FEW_LINES and matches[0].errors == 0
        open_question = not matches[0].blocks and _catches_eye(lines, telling, found, matches)
        verdict = Verdict.MATCH if (is_ours or alone) and not open_question else Verdict.UNSURE
        matched = PageReading(verdict, None, matches if not open_question else (), likely, *words)
        return _with_details(matched, lines, found)
    if telling and sum(lines[number].confidence for number in telling) < _QUOTABLE * len(telling):
        return PageReading(Verdict.UNREADABLE)
    if is_ours and telling and not likely and facts.site == "chsi":
        return PageReading(Verdict.UNSURE, None, (), "学信网", *words, bare=True)
    if is_ours and likely:
        tells = any(item.weight > 0 and item.text != name for item in found)
        bare = not (tells or name == TROUBLE or words[3] or offered(facts))
        return _with_details(PageReading(Verdict.UNSURE, None, (), likely, *words, bare=bare), lines, found)
    return PageReading(Verdict.NOTHING if telling else Verdict.UNREADABLE, None, (), likely, *words)


def _with_details(reading: PageReading, lines: Sequence[PageLine], found: Sequence[Sentence]) -> PageReading:
    """The reading with what the page adds to what blocks; to a mere title it adds nothing."""
    quote, numbers = reading.quote, reading.matches[0].numbers if reading.matches else ()
    if not (reading.matches and reading.matches[0].blocks) and not says_what_blocks(quote):
        return reading
    own = numbers or next((item.numbers for item in found if item.text == quote), ())
    return replace(reading, details=details_beside(quote, own, lines, found))


def beside_code(reading: PageReading) -> PageReading | None:
    """What a page with a code on it complains of, safe to hand on and to answer; None when it says no more."""
    if reading.danger != CODE or not reading.quote:
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


def lead(reading: PageReading, *, answered: bool = False) -> str:
    """What the reply begins with (Chinese, for askers); the answer, the options or nothing follows.

    `answered`: no prompt matched, but the engine answers what the likeliest lines say, or what was typed.
    """
    site = SISTERS.get(reading.facts.site or "")
    where = _DECEITS.get(reading.facts.deceit or "", f"这是{site}的页面，" if site else "")
    also = also_said(reading.details, [match.quote for match in reading.matches[1:2]])
    also += numbers_shown(reading)
    match reading.verdict:
        case Verdict.DANGER if answered and reading.danger == CODE:
            return _CODE_BESIDE
        case Verdict.DANGER:
            asked = f"\n图上还写着“{reading.quote}”：要问这个，把这句发给我。" if reading.quote else ""
            return _DANGERS[reading.danger or ID_CARD] + asked
        case Verdict.MATCH if len(reading.matches) > 1 and reading.matches[1].blocks:
            return f"{where}我在图里看到“{reading.quote}”，还有“{reading.matches[1].quote}”{also}。先说第一个："
        case Verdict.MATCH | Verdict.UNSURE if reading.quote and (answered or reading.verdict is Verdict.MATCH):
            return f"{where}我在图里看到“{reading.quote}”{also}。"
        case Verdict.UNSURE if reading.quote:
            return f"{where}我在图里看到“{reading.quote}”{also}，但不能确定您卡在哪一步。请用一句话说说遇到了什么问题。"
        case Verdict.NOTHING if reading.facts.elsewhere:
            return reading.facts.elsewhere
        case Verdict.NOTHING if answered:
            return "图里没有看到学信网的提示，按您说的回答："
        case _ if answered:
            return "图里没有我能看清的字，这张图我没有保存，按您说的回答："
        case Verdict.NOTHING:
            return (
                "图里没有看到学信网的提示。要是别处的页面，学信网管不了，请问那边的客服；"
                "要问学信网的，请发出问题那一页的截图，或者用一句话说说。"
            )
        case _:
            return (
                "图里没有我能看清的字，这张图我没有保存。请把页面上的提示打成一句话发给我，"
                "或者重新截一张清楚的，别把提示遮住。"
            )


def numbers_shown(reading: PageReading) -> str:
    """The numbers that a page half hides itself, behind its quotation (Chinese): people see which of theirs it is."""
    matters = reading.facts.recovery_ways is not None or _OF_A_NUMBER.search(reading.quote) is not None
    return f"，页面上的{'、'.join(reading.facts.numbers)}" if matters and reading.facts.numbers else ""


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
    return any(complains(item) and not known & set(item.numbers) for item in found)


_DECEITS = {
    SITE: "图上的网址不是学信网的：别在上面填密码、银行卡，也别付钱。\n",
    MESSAGE: "这像是诈骗：别点链接，别转账，别给验证码。\n",
}
_CODE_BESIDE = "图里有验证码：别给任何人看，客服也不会要；这张图我没有保存，发给过别人的，能撤回就撤回。"
_TAKE_BACK = "发在群里或给过别人的，长按那张图，能撤回就撤回。"
_DANGERS = {
    ID_CARD: "图里像是证件或证件照。为了您的信息安全，这张图我没有保存；请不要在这里发证件照片。"
    f"\n{_TAKE_BACK}要交证件照片，只在官方网站或 App 的上传页交；遇到什么问题，把页面上的提示打成一句话发给我。",
    CODE: "图里有验证码。验证码不要给任何人看，客服也不会向您要；这张图我没有保存。"
    f"\n{_TAKE_BACK}码只填在您自己正在操作的官方页面上；不是您自己要的码，就别填、别转告："
    "可能有人在试您的账号，不放心就改密码，再看看绑定的手机号对不对。填了以后有什么提示，打成文字发给我。",
    PASSWORD: "图里有密码。密码不要发给任何人，客服也不会向您要；这张图我没有保存，建议尽快改密码。"
    f"\n{_TAKE_BACK}要问页面上的提示，把密码遮住再截，或者打成一句话发给我。",
}
